#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "typed.h"
#include "mattermost_decode_inside.h"

#define MAX_NAME 64

/* "@ana" and "~news": how names of that kind look and what they become. */
struct mark {
	char sign;
	const char *letters;
	const char *before;  /* of an id that is known */
	const char *instead; /* of the sign, when it is not; NULL: as it is */
};

static const struct mark person_mark = {'@',
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_",
	"<@", NULL};
static const struct mark channel_mark = {'~',
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
	"<#", "#"};

/* The id of the name of that size, which the server lists in small letters;
 * NULL when it is none. */
static const char *
find_name(const json_t *ids, const char *name, size_t size)
{
	char small[MAX_NAME + 1];
	size_t i;

	if (size == 0 || size > MAX_NAME)
		return NULL;
	for (i = 0; i < size; i++)
		small[i] = (char)tolower((unsigned char)name[i]);
	small[size] = '\0';
	return json_string_value(json_object_get(ids, small));
}

/* Adds the name at s; returns what is left, NULL when there is none. A name
 * may end in what also ends a sentence: the longest one known counts. */
static const char *
add_name(struct text *out, const char *s, const struct mark *mark,
	const json_t *ids)
{
	size_t whole = strspn(s + 1, mark->letters), size = whole;
	const char *id = NULL;

	if (whole == 0)
		return NULL;
	for (; size > 0; size--) {
		id = find_name(ids, s + 1, size);
		if (id != NULL || strchr(".-_", s[size]) == NULL)
			break;
	}
	if (id != NULL) {
		text_addf(out, "%s%s>", mark->before, id);
		return s + 1 + size;
	}
	if (mark->instead == NULL)
		return NULL;
	text_add(out, mark->instead);
	text_add_bytes(out, s + 1, whole);
	return s + 1 + whole;
}

char *
mattermost_decode_text(
	const char *text, const json_t *people, const json_t *channels)
{
	struct text out = {0};
	bool inside = false; /* a word */
	const char *next;

	while (*text != '\0') {
		next = NULL;
		if (!inside && *text == '@' && people != NULL)
			next = add_name(&out, text, &person_mark, people);
		else if (!inside && *text == '~' && channels != NULL)
			next = add_name(&out, text, &channel_mark, channels);
		inside = isalnum((unsigned char)*text) || *text == '_';
		text = next != NULL ? next : typed_add(&out, text);
	}
	return typed_finish(text_take(&out));
}
