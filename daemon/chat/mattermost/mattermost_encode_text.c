#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "card.h"
#include "mattermost_encode.h"
#include "mattermost_encode_text.h"

static const char *
get(const json_t *span, const char *key)
{
	return json_string_value(json_object_get(span, key));
}

size_t
mattermost_encode_length(const char *s)
{
	size_t length = 0;

	for (; *s != '\0'; s++)
		if (((unsigned char)*s & 0xc0) != 0x80)
			length++;
	return length;
}

char *
mattermost_encode_cut(const char *s, size_t max, bool one_line)
{
	char *clean = text_trim(text_clean(s == NULL ? "" : s)), *cut, *at;
	size_t length = mattermost_encode_length(clean), graphemes = max;

	for (at = clean; one_line && *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	while (length > max) {
		cut = text_cut(clean, graphemes);
		length = mattermost_encode_length(cut);
		if (length <= max || graphemes <= 1) {
			free(clean);
			clean = cut;
			break;
		}
		free(cut);
		graphemes = graphemes * max / length;
		if (graphemes == 0)
			graphemes = 1;
	}
	if (length > max) /* a single character made of very many */
		*clean = '\0';
	return clean;
}

char *
mattermost_encode_label(const char *s, size_t max)
{
	char *cut = mattermost_encode_cut(s, max, true), *less;
	size_t graphemes = max;

	while (strlen(cut) > max && graphemes > 1) {
		graphemes = graphemes * max / strlen(cut);
		less = text_cut(cut, graphemes < 1 ? 1 : graphemes);
		free(cut);
		cut = less;
	}
	if (strlen(cut) > max) /* a single character made of very many */
		*cut = '\0';
	return cut;
}

bool
mattermost_encode_is_name(const char *s)
{
	return s != NULL && *s != '\0' && strlen(s) <= 100 &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._+-")] == '\0';
}

char *
mattermost_encode_address(const char *s)
{
	struct text out = {0};

	if (!text_starts(s, "https://") && !text_starts(s, "http://") &&
		!text_starts(s, "mailto:"))
		return NULL;
	for (; *s != '\0'; s++) {
		if (strchr("<>()[]|\"'\\^`{}*", *s) != NULL ||
			(unsigned char)*s <= ' ' || (unsigned char)*s == 0x7f)
			text_addf(&out, "%%%02X", (unsigned char)*s);
		else
			text_add_char(&out, *s);
	}
	return text_take(&out);
}

size_t
mattermost_encode_ticks(const char *s)
{
	size_t longest = 0, size;

	for (; *s != '\0'; s += size == 0 ? 1 : size) {
		size = strspn(s, "`");
		if (size > longest)
			longest = size;
	}
	return longest;
}

/* count backticks. */
static void
add_ticks(struct text *out, size_t count)
{
	while (count-- > 0)
		text_add_char(out, '`');
}

char *
mattermost_encode_fence(const char *s, size_t max)
{
	char *cut = mattermost_encode_cut(s, max, false);
	size_t ticks = mattermost_encode_ticks(cut) + 1;
	struct text out = {0};

	if (*cut != '\0') {
		add_ticks(&out, ticks < 3 ? 3 : ticks);
		text_addf(&out, "\n%s\n", cut);
		add_ticks(&out, ticks < 3 ? 3 : ticks);
	}
	free(cut);
	return text_take(&out);
}

/* One span for mattermost_encode_plain(). */
static void
add_plain(struct text *out, const json_t *span,
	const struct mattermost_names *names)
{
	const char *words =
		get(span, "link") != NULL ? get(span, "text") : NULL;
	const char *name = NULL;
	char *plain;

	if (names != NULL && get(span, "person") != NULL)
		name = names->person(names->arg, get(span, "person"));
	else if (names != NULL && get(span, "channel") != NULL)
		name = names->channel(names->arg, get(span, "channel"));
	if (name != NULL) {
		text_addf(out, "%c%s", get(span, "person") != NULL ? '@' : '~',
			name);
	} else if (words != NULL && *words != '\0') {
		text_add(out, words);
	} else {
		plain = card_plain_spans(span);
		text_add(out, plain);
		free(plain);
	}
}

char *
mattermost_encode_plain(
	const json_t *spans, size_t max, const struct mattermost_names *names)
{
	struct text out = {0};
	char *whole, *cut;
	json_t *span;
	size_t i;

	if (!json_is_array(spans))
		add_plain(&out, spans, names);
	json_array_foreach(spans, i, span)
	{
		add_plain(&out, span, names);
	}
	whole = text_take(&out);
	cut = mattermost_encode_cut(whole, max, false);
	free(whole);
	return cut;
}
