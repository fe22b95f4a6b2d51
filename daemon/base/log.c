#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

#include "log.h"

/* One line; longer ones are cut, so that a fact is one write. */
#define LINE_MAX_SIZE 4096

static const char *const level_names[] = {"debug", "info", "warn", "error"};

static enum log_level *
threshold(void)
{
	static enum log_level level = LOG_INFO;

	return &level;
}

void
log_set_level(enum log_level level)
{
	*threshold() = level;
}

int
log_parse_level(const char *name, enum log_level *out)
{
	for (size_t i = 0; i < 4; i++) {
		if (strcmp(name, level_names[i]) == 0) {
			*out = (enum log_level)i;
			return 0;
		}
	}
	return -1;
}

/* Line ends and terminal escapes in a value must not forge another fact. */
static void
defuse(char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
	}
}

static bool
is_secret_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || strchr("-._~+/=%", c);
}

/* Length of the mark that starts a secret at s, or 0. */
static size_t
secret_mark(const char *s)
{
	static const char *const marks[] = {
		"xapp-", "xoxe.", "Bearer ", "bearer ", "ticket="};

	if (strncmp(s, "xox", 3) == 0 && s[3] && s[4] == '-')
		return 5;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	}
	return 0;
}

static void
blot(char *s)
{
	while (*s) {
		size_t mark = secret_mark(s);

		if (!mark) {
			s++;
			continue;
		}
		for (s += mark; *s && is_secret_char(*s); s++)
			*s = '*';
	}
}

static size_t
stamp(char *out, size_t room, enum log_level level, const char *fact)
{
	int64_t now = clock_now();
	time_t seconds = (time_t)(now / 1000);
	struct tm t;
	char day[32];
	int size;

	gmtime_r(&seconds, &t);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &t);
	size = snprintf(out, room, "%s.%03dZ %s %s", day, (int)(now % 1000),
		level_names[level], fact);
	return size < 0 ? 0 : (size_t)size;
}

static void __attribute__((format(printf, 3, 0))) write_fact(
	enum log_level level, const char *fact, const char *fmt, va_list args)
{
	char line[LINE_MAX_SIZE];
	size_t used;

	if (level < *threshold())
		return;
	used = stamp(line, sizeof(line) / 2, level, fact);
	if (used >= sizeof(line) / 2)
		used = sizeof(line) / 2 - 1;
	if (fmt && *fmt) {
		line[used++] = ' ';
		if (vsnprintf(line + used, sizeof(line) - used - 1, fmt, args) <
			0)
			line[used] = '\0';
	}
	defuse(line);
	blot(line);
	used = strlen(line);
	line[used++] = '\n';
	/* A full disk or a closed pipe must not stop the daemon. */
	if (write(STDERR_FILENO, line, used) < 0)
		return;
}

void
log_debug(const char *fact, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	write_fact(LOG_DEBUG, fact, fmt, args);
	va_end(args);
}

void
log_info(const char *fact, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	write_fact(LOG_INFO, fact, fmt, args);
	va_end(args);
}

void
log_warn(const char *fact, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	write_fact(LOG_WARN, fact, fmt, args);
	va_end(args);
}

void
log_error(const char *fact, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	write_fact(LOG_ERROR, fact, fmt, args);
	va_end(args);
}
