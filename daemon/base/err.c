#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "err.h"

static void __attribute__((format(printf, 2, 0)))
say(struct err *e, const char *fmt, va_list args)
{
	if (e && vsnprintf(e->text, sizeof(e->text), fmt, args) < 0)
		e->text[0] = '\0';
}

int
err_set(struct err *e, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(e, fmt, args);
	va_end(args);
	return -1;
}

int
err_add(struct err *e, const char *fmt, ...)
{
	struct err front;
	va_list args;
	size_t used, rest;

	if (!e)
		return -1;
	va_start(args, fmt);
	say(&front, fmt, args);
	va_end(args);

	/* The tail is what gets cut: the front says where to look. */
	used = strlen(front.text);
	if (used + 2 >= sizeof(front.text)) {
		*e = front;
		return -1;
	}
	memcpy(front.text + used, ": ", 2);
	used += 2;
	rest = strlen(e->text);
	if (rest > sizeof(front.text) - 1 - used)
		rest = sizeof(front.text) - 1 - used;
	memcpy(front.text + used, e->text, rest);
	front.text[used + rest] = '\0';
	*e = front;
	return -1;
}

void *
err_null(struct err *e, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(e, fmt, args);
	va_end(args);
	return NULL;
}
