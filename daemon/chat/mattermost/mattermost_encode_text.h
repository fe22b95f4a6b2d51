#ifndef ADVOCATED_MATTERMOST_ENCODE_TEXT_H
#define ADVOCATED_MATTERMOST_ENCODE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "text.h"

struct mattermost_names;

/*
 * Markdown being written. Plain text in it shows as it is and is nothing else:
 * marks get a backslash; what a backslash does not stop, because it is looked
 * for after that was taken away (hashtags, emoji and smileys, bare addresses),
 * begins with a character reference; mentions and channels, which the server
 * finds even then, are parted by an invisible word joiner.
 */
struct mattermost_mark {
	struct text out;
	const struct mattermost_names *names; /* or NULL */
	bool opened;                          /* a "<" that a ">" could close */
	bool named;  /* the last thing was a mention: nothing may add to it */
	bool linked; /* inside the words of a link */
};

/* Adds plain text; a line's leading spaces are dropped. */
void mattermost_encode_words(struct mattermost_mark *m, const char *s);

/* Adds a link with its words (NULL: the address); just the words when it is
 * no address. bold: as the one to take. */
void mattermost_encode_link(struct mattermost_mark *m, const char *address,
	const char *words, bool bold);

/* Spans as Markdown of at most max characters, cut with an ellipsis; the
 * second all bold, in one line. Yours to free. */
char *mattermost_encode_spans(
	const json_t *spans, size_t max, const struct mattermost_names *names);
char *mattermost_encode_bold(
	const json_t *spans, size_t max, const struct mattermost_names *names);

/* Spans as text where nothing is Markdown: code, complaints, fallbacks. At most
 * max characters. Yours to free. */
char *mattermost_encode_plain(
	const json_t *spans, size_t max, const struct mattermost_names *names);

/* s cleaned and cut with an ellipsis to max characters, white space around it
 * gone. one_line: no line breaks. Yours to free. */
char *mattermost_encode_cut(const char *s, size_t max, bool one_line);

/* s as a label of a dialog, whose limits are in bytes: one line. Yours. */
char *mattermost_encode_label(const char *s, size_t max);

/* A block of code with s in it that s cannot end. Yours to free. */
char *mattermost_encode_fence(const char *s, size_t max);

/* The longest run of backticks in s. */
size_t mattermost_encode_ticks(const char *s);

/* Characters (code points) of s. */
size_t mattermost_encode_length(const char *s);

/* An address as a Markdown link takes it, yours; NULL when it is neither web
 * nor mail. */
char *mattermost_encode_address(const char *s);

/* Whether s may be a name of a person or channel, or an emoji's. */
bool mattermost_encode_is_name(const char *s);

#endif
