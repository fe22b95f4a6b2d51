#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "csv.h"

/* Every text is quoted: then no comma, semicolon or blank means anything. */
static void
begin(struct csv *c)
{
	if (c->out.size == 0)
		text_add(&c->out, "\xef\xbb\xbf");
	if (c->begun)
		text_add_char(&c->out, ',');
	c->begun = true;
}

/* What a spreadsheet would compute, the wide forms of East Asia too. */
static bool
is_formula(const char *s)
{
	static const char *const marks[] = {"=", "+", "-", "@", "\xef\xbc\x9d",
		"\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
	size_t i;

	s += strspn(s, " \n\"'");
	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		if (text_starts(s, marks[i]))
			return true;
	return false;
}

/* Whether a text is shown as it is: most are, and tables have many. */
static bool
is_plain(const char *s)
{
	const unsigned char *at = (const unsigned char *)s;

	for (; *at != '\0'; at++)
		if (*at < ' ' || *at > '~' || *at == '"')
			return false;
	return true;
}

/* What is between the quotes: quotes are doubled, breaks are blanks. */
static void
add_escaped(struct csv *c, const char *s)
{
	size_t size;

	for (; *s != '\0'; s += size + (s[size] != '\0')) {
		size = strcspn(s, "\"\n");
		text_add_bytes(&c->out, s, size);
		if (s[size] != '\0')
			text_add(&c->out, s[size] == '\n' ? " " : "\"\"");
	}
}

void
csv_text(struct csv *c, const char *s)
{
	char *clean = NULL;

	begin(c);
	if (s == NULL)
		s = "";
	if (!is_plain(s))
		s = clean = text_clean(s);
	text_add_char(&c->out, '"');
	if (is_formula(s))
		text_add_char(&c->out, '\'');
	if (clean == NULL)
		text_add(&c->out, s);
	else
		add_escaped(c, s);
	text_add_char(&c->out, '"');
	free(clean);
}

/* By hand: a table has many. */
void
csv_number(struct csv *c, int64_t number)
{
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[24], *at = digits + sizeof digits;

	begin(c);
	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (number < 0)
		*--at = '-';
	text_add_bytes(&c->out, at, (size_t)(digits + sizeof digits - at));
}

void
csv_real(struct csv *c, double number)
{
	begin(c);
	text_addf(&c->out, "%.1f", number);
}

/* By hand, as a table has many. */
void
csv_time(struct csv *c, int64_t at)
{
	time_t seconds = (time_t)(at / 1000);
	char text[32] = "";
	struct tm tm;

	if (at != 0 && gmtime_r(&seconds, &tm) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	csv_text(c, text);
}

void
csv_end(struct csv *c)
{
	text_add(&c->out, "\r\n");
	c->begun = false;
}

char *
csv_take(struct csv *c, size_t *size)
{
	*size = c->out.size;
	c->begun = false;
	return text_take(&c->out);
}
