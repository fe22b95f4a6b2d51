#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "typed.h"
#include "slack_decode.h"

/* Slack's only entities. */
static const struct {
	const char *entity;
	char plain;
} entities[] = {
	{"&amp;", '&'},
	{"&lt;", '<'},
	{"&gt;", '>'},
};

/* Adds one character or entity of s; returns what is left. */
static const char *
add_one(struct text *out, const char *s)
{
	size_t i;

	for (i = 0; *s == '&' && i < sizeof entities / sizeof *entities; i++) {
		if (text_starts(s, entities[i].entity)) {
			text_add_char(out, entities[i].plain);
			return s + strlen(entities[i].entity);
		}
	}
	return typed_add(out, s);
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

	if (is_plain(text))
		return xstrdup(text);
	while (*text != '\0') {
		next = *text == '<' ? add_entity(&out, text) : NULL;
		text = next != NULL ? next : add_one(&out, text);
	}
	return typed_finish(text_take(&out));
}
