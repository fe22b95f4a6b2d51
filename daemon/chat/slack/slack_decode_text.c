#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "slack_decode.h"

/* What keyboards put in place of plain characters. */
static const struct {
	const char *odd;
	const char *plain;
} swaps[] = {
	{"\xe2\x80\x98", "'"},  /* U+2018 */
	{"\xe2\x80\x99", "'"},  /* U+2019 */
	{"\xe2\x80\x9a", "'"},  /* U+201A */
	{"\xe2\x80\x9c", "\""}, /* U+201C */
	{"\xe2\x80\x9d", "\""}, /* U+201D */
	{"\xe2\x80\x9e", "\""}, /* U+201E */
	{"\xc2\xa0", " "},      /* no-break space */
	{"\xe2\x80\xaf", " "},  /* narrow no-break space */
	{"\xe2\x80\x87", " "},  /* figure space */
	{"\xe2\x80\x8b", ""},   /* zero width space */
	{"\xef\xbb\xbf", ""},   /* byte order mark */
	{"&amp;", "&"},
	{"&lt;", "<"},
	{"&gt;", ">"},
};

/* Adds one character or swap of s; returns what is left. */
static const char *
add_one(struct text *out, const char *s)
{
	size_t i;

	if (isalnum((unsigned char)*s)) {
		text_add_char(out, *s);
		return s + 1;
	}
	for (i = 0; i < sizeof swaps / sizeof *swaps; i++) {
		if (strncmp(s, swaps[i].odd, strlen(swaps[i].odd)) == 0) {
			text_add(out, swaps[i].plain);
			return s + strlen(swaps[i].odd);
		}
	}
	text_add_char(out, *s);
	return s + 1;
}

static void
add_range(struct text *out, const char *s, const char *end)
{
	while (s < end)
		s = add_one(out, s);
}

/* "<...>" at s: its end, or NULL when it is just a "less than". */
static const char *
add_entity(struct text *out, const char *s)
{
	const char *end = strpbrk(s + 1, "<>"), *bar;

	if (end == NULL || *end == '<' || end == s + 1)
		return NULL;
	bar = memchr(s, '|', (size_t)(end - s));
	if (bar == NULL)
		bar = end;
	if (strchr("@#!", s[1]) != NULL) {
		text_add_bytes(out, s, (size_t)(bar - s));
		text_add_char(out, '>');
	} else if (strncmp(s + 1, "mailto:", 7) == 0) {
		add_range(out, s + 8, bar);
	} else if (strncmp(s + 1, "http", 4) == 0) {
		add_range(out, s + 1, bar);
	} else {
		return NULL;
	}
	return end + 1;
}

/* Most commands are plain words already. */
static bool
is_plain(const char *s)
{
	const char *at = s;

	if (*s == ' ')
		return false;
	for (; *at != '\0'; at++)
		if (*at < ' ' || *at > '~' || *at == '&' || *at == '<')
			return false;
	return at == s || at[-1] != ' ';
}

char *
slack_decode_text(const char *text)
{
	struct text out = {0};
	const char *next;
	char *taken, *clean;

	if (is_plain(text))
		return xstrdup(text);
	while (*text != '\0') {
		next = *text == '<' ? add_entity(&out, text) : NULL;
		text = next != NULL ? next : add_one(&out, text);
	}
	taken = text_take(&out);
	clean = text_clean(taken);
	free(taken);
	return text_trim(clean);
}
