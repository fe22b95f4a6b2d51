#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

void
csv_text(struct csv *c, const char *s)
{
	char *clean = text_clean(s == NULL ? "" : s);
	const char *at;

	begin(c);
	text_add_char(&c->out, '"');
	if (is_formula(clean))
		text_add_char(&c->out, '\'');
	for (at = clean; *at != '\0'; at++) {
		if (*at == '"')
			text_add_char(&c->out, '"');
		text_add_char(&c->out, *at == '\n' ? ' ' : *at);
	}
	text_add_char(&c->out, '"');
	free(clean);
}

void
csv_number(struct csv *c, int64_t number)
{
	begin(c);
	text_addf(&c->out, "%" PRId64, number);
}

void
csv_real(struct csv *c, double number)
{
	begin(c);
	text_addf(&c->out, "%.1f", number);
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
