#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "card.h"
#include "mattermost_encode.h"
#include "mattermost_encode_text.h"

#define JOINER "\xe2\x81\xa0"
#define ELLIPSIS "\xe2\x80\xa6"

static const char *
get(const json_t *span, const char *key)
{
	return json_string_value(json_object_get(span, key));
}

/* Whether an address can stand there as people like to copy it: what all
 * clients and the server see as one address and as nothing else. */
static bool
is_plain_address(const char *s)
{
	size_t size = strlen(s);

	return !text_starts(s, "mailto:") &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789:/.?=%-_&+") == size;
}

/* What a mark stands next to must not be taken for a part of it. */
static void
part(struct mattermost_mark *m)
{
	char before = m->out.size == 0 ? '\0' : m->out.bytes[m->out.size - 1];

	if (before != '\0' && strchr("!*`@#:;&~\\", before) != NULL)
		text_add(&m->out, JOINER);
	m->named = false;
}

void
mattermost_encode_link(struct mattermost_mark *m, const char *address,
	const char *words, bool bold)
{
	char *fine = mattermost_encode_address(address);
	char *line = mattermost_encode_cut(
		words == NULL || *words == '\0' ? address : words, 2000, true);

	if (fine == NULL || *line == '\0') {
		mattermost_encode_words(m, line);
		goto out;
	}
	part(m);
	text_add(&m->out, bold ? "**" : NULL);
	if (strcmp(line, address) == 0 && is_plain_address(address)) {
		text_addf(&m->out, "<%s>", address);
	} else {
		text_add_char(&m->out, '[');
		m->linked = true;
		mattermost_encode_words(m, line);
		m->linked = false;
		text_add(&m->out, "](");
		text_add(&m->out, fine);
		text_add_char(&m->out, ')');
	}
	text_add(&m->out, bold ? "**" : NULL);
out:
	free(line);
	free(fine);
}

/* Words between marks, which must touch them: the white space around goes
 * outside, and punctuation next to a mark gets a joiner, or some clients do
 * not see the mark. */
static void
add_marked(struct mattermost_mark *m, const char *line, const char *mark)
{
	part(m);
	text_add(&m->out, mark);
	if (!isalnum((unsigned char)line[0]))
		text_add(&m->out, JOINER);
	mattermost_encode_words(m, line);
	if (!isalnum((unsigned char)line[strlen(line) - 1]))
		text_add(&m->out, JOINER);
	text_add(&m->out, mark);
}

/* Not at the start of a line, which would not be seen as one any more. */
static void
add_space(struct mattermost_mark *m)
{
	if (m->out.size > 0 &&
		strchr(" \n", m->out.bytes[m->out.size - 1]) == NULL)
		text_add_char(&m->out, ' ');
}

static void
add_styled(struct mattermost_mark *m, const char *words, const char *mark)
{
	char *line = mattermost_encode_cut(words, SIZE_MAX / 2, true);

	if (*words == ' ')
		add_space(m);
	/* italics would end at a star inside, in spite of its backslash */
	if (*line != '\0' &&
		(strcmp(mark, "**") == 0 || strchr(line, '*') == NULL))
		add_marked(m, line, mark);
	else
		mattermost_encode_words(m, line);
	if (*words != '\0' && words[strlen(words) - 1] == ' ')
		add_space(m);
	free(line);
}

static void
add_ticks(struct text *out, size_t count)
{
	while (count-- > 0)
		text_add_char(out, '`');
}

/* "](" in code would end a link before it, for clients that look for links
 * first. */
static void
add_code_words(struct text *out, const char *s)
{
	for (; *s != '\0'; s++) {
		text_add_char(out, *s);
		if (s[0] == ']' && s[1] == '(')
			text_add(out, JOINER);
	}
}

static void
add_code(struct mattermost_mark *m, const char *words)
{
	char *line = mattermost_encode_cut(words, SIZE_MAX / 2, true);
	size_t ticks = mattermost_encode_ticks(line) + 1;

	if (*line != '\0') {
		part(m);
		add_ticks(&m->out, ticks);
		text_add(&m->out, ticks > 1 ? " " : NULL);
		add_code_words(&m->out, line);
		text_add(&m->out, ticks > 1 ? " " : NULL);
		add_ticks(&m->out, ticks);
	}
	free(line);
}

/* "@ana" or "~news", when the name is known; else the id as plain text. */
static void
add_name(struct mattermost_mark *m, char sign, const char *id)
{
	const struct mattermost_names *names = m->names;
	const char *name = NULL;
	char before = m->out.size == 0 ? '\0' : m->out.bytes[m->out.size - 1];

	if (names != NULL)
		name = sign == '@' ? names->person(names->arg, id)
				   : names->channel(names->arg, id);
	if (!mattermost_encode_is_name(name)) {
		mattermost_encode_words(m, id);
		return;
	}
	if (before != '\0' && strchr(" \n(*", before) == NULL)
		text_add(&m->out, JOINER);
	text_addf(&m->out, "%c%s", sign, name);
	m->named = true;
}

static void
add_emoji(struct mattermost_mark *m, const char *name)
{
	if (!mattermost_encode_is_name(name) || strchr(name, '.') != NULL) {
		mattermost_encode_words(m, name);
		return;
	}
	if (m->out.size > 0 &&
		strchr(" \n(*", m->out.bytes[m->out.size - 1]) == NULL)
		text_add(&m->out, JOINER);
	text_addf(&m->out, ":%s:", name);
	m->named = true; /* nor may a letter follow an emoji */
}

static void
add_time(struct mattermost_mark *m, const json_t *span)
{
	char *words = card_plain_spans(span);

	mattermost_encode_words(m, words);
	free(words);
}

static void
add_span(struct mattermost_mark *m, const json_t *span)
{
	if (json_is_string(span))
		mattermost_encode_words(m, json_string_value(span));
	else if (get(span, "b") != NULL)
		add_styled(m, get(span, "b"), "**");
	else if (get(span, "i") != NULL)
		add_styled(m, get(span, "i"), "*");
	else if (get(span, "code") != NULL)
		add_code(m, get(span, "code"));
	else if (get(span, "link") != NULL)
		mattermost_encode_link(
			m, get(span, "link"), get(span, "text"), false);
	else if (json_object_get(span, "time") != NULL)
		add_time(m, span);
	else if (get(span, "person") != NULL)
		add_name(m, '@', get(span, "person"));
	else if (get(span, "channel") != NULL)
		add_name(m, '~', get(span, "channel"));
	else if (get(span, "emoji") != NULL)
		add_emoji(m, get(span, "emoji"));
}

/* The key of a span's words, "" for a string; NULL when it has none that can
 * be cut. */
static const char *
words_key(const json_t *span)
{
	static const char *const keys[] = {"b", "i", "code"};
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (get(span, keys[i]) != NULL)
			return keys[i];
	return json_is_string(span) ? "" : NULL;
}

/* The span with its words cut to at most max graphemes, or what stands for
 * it. Yours. */
static json_t *
cut_span(const json_t *span, size_t max)
{
	const char *key = words_key(span);
	char *cut;
	json_t *made;

	if (key == NULL || max < 2)
		return json_string(ELLIPSIS);
	cut = text_cut(
		*key == '\0' ? json_string_value(span) : get(span, key), max);
	made = *key == '\0' ? json_string(cut) : json_pack("{s:s}", key, cut);
	free(cut);
	return made;
}

/* Adds the span if it fits in *left characters; false: it was cut, nothing
 * more fits. */
static bool
add_fitting(struct mattermost_mark *m, const json_t *span, size_t *left)
{
	struct mattermost_mark before = *m;
	size_t size = m->out.size, max = *left, length;
	json_t *cut = NULL;
	bool whole = true;

	if (max == 0)
		return false;
	for (;;) {
		add_span(m, cut == NULL ? span : cut);
		length = m->out.size == size ? 0
					     : mattermost_encode_length(
						       m->out.bytes + size);
		if (length <= *left || max == 0)
			break;
		whole = false;
		m->out.bytes[m->out.size = size] = '\0';
		m->named = before.named;
		max = max < 16 ? 0 : (max - 8) * *left / length;
		json_decref(cut);
		cut = cut_span(span, max);
	}
	json_decref(cut);
	*left -= length < *left ? length : *left;
	return whole;
}

/* Two spans of the same kind of words as one: marks side by side are read in
 * many ways. NULL when they are not. Yours. */
static json_t *
join(const json_t *a, const json_t *b)
{
	const char *key = words_key(a), *other = words_key(b);
	char *both;
	json_t *made;

	if (key == NULL || other == NULL || strcmp(key, other) != 0)
		return NULL;
	if (*key == '\0')
		both = xasprintf(
			"%s%s", json_string_value(a), json_string_value(b));
	else
		both = xasprintf("%s%s", get(a, key), get(b, key));
	made = *key == '\0' ? json_string(both) : json_pack("{s:s}", key, both);
	free(both);
	return made;
}

/* Spans as a list in which no two neighbours could be one. plain: bold is
 * none. Yours. */
static json_t *
join_all(const json_t *spans, bool plain)
{
	json_t *list = json_array(), *span, *before, *both;
	size_t i, count;

	if (!json_is_array(spans))
		json_array_append(list, (json_t *)spans);
	json_array_foreach(spans, i, span)
	{
		if (plain && get(span, "b") != NULL)
			span = json_object_get(span, "b");
		count = json_array_size(list);
		before = count == 0 ? NULL : json_array_get(list, count - 1);
		both = before == NULL ? NULL : join(before, span);
		if (both != NULL)
			json_array_set_new(list, count - 1, both);
		else
			json_array_append(list, span);
	}
	return list;
}

char *
mattermost_encode_spans(
	const json_t *spans, size_t max, const struct mattermost_names *names)
{
	struct mattermost_mark m = {.names = names};
	json_t *list = join_all(spans, false), *span;
	size_t left = max, i;

	json_array_foreach(list, i, span)
	{
		if (!add_fitting(&m, span, &left))
			break;
	}
	json_decref(list);
	return text_trim(text_take(&m.out));
}

char *
mattermost_encode_bold(
	const json_t *spans, size_t max, const struct mattermost_names *names)
{
	json_t *list = join_all(spans, true);
	char *words, *at, *bold;

	words = mattermost_encode_spans(list, max > 8 ? max - 8 : 0, names);
	json_decref(list);
	for (at = words; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	if (*words == '\0')
		return words;
	bold = xasprintf("**%s%s**", words,
		strchr("*\\", words[strlen(words) - 1]) == NULL ? "" : JOINER);
	free(words);
	return bold;
}
