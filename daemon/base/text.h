#ifndef ADVOCATED_TEXT_H
#define ADVOCATED_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text is UTF-8 everywhere. A struct text is a string that grows. */
struct text {
	char *bytes; /* ends in NUL once anything was added, else NULL */
	size_t size; /* bytes, without the NUL */
	size_t room;
};

void text_add(struct text *t, const char *s); /* NULL adds nothing */
void text_add_bytes(struct text *t, const char *s, size_t size);
void text_add_char(struct text *t, char c);
void text_addf(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Adds s percent-encoded (RFC 3986 unreserved kept, space is %20). */
void text_add_percent(struct text *t, const char *s);
/* Adds s with & < > " ' as HTML entities. */
void text_add_html(struct text *t, const char *s);
/* The string, yours to free ("" if nothing was added); t is empty again. */
char *text_take(struct text *t);
void text_free(struct text *t);

/* Whether size bytes are valid UTF-8 without NUL. */
bool text_is_utf8(const char *s, size_t size);

/* The code point at the start of s and how many bytes it takes: 0 at the end
 * of s; for a byte that is no UTF-8, 1 and U+FFFD. */
size_t text_point(const char *s, uint32_t *point);

/*
 * A copy made fit to show: invalid bytes become U+FFFD, control characters
 * except \n are dropped (\t becomes a space, \r\n is \n), bidirectional
 * overrides (U+202A..E, U+2066..9) are dropped. Yours to free.
 */
char *text_clean(const char *s);

/* Grapheme clusters in s (ICU, Unicode UAX #29). */
size_t text_graphemes(const char *s);

/*
 * A copy cut to at most max graphemes, at a word where one is near, with an
 * ellipsis when something was cut. Yours to free.
 */
char *text_cut(const char *s, size_t max);

/* Copies s into room bytes, cut between characters when it does not fit. */
void text_copy(char *into, size_t room, const char *s);

/* The text without the difference of upper and lower case (Unicode's case
 * folding), for names that count as the same. Yours to free. */
char *text_fold(const char *s);

/* s with leading and trailing white space left out, in place; returns it. */
char *text_trim(char *s);

/* The next word of *rest (split at white space, Unicode spaces too), in
 * place; NULL at the end. Like strsep, for command lines. */
char *text_word(char **rest);

bool text_starts(const char *s, const char *prefix);
bool text_same(const char *a, const char *b); /* ASCII case folded; NULL ok */

/* Edits that make b out of a, case folded: a letter more, less or another, or
 * two neighbours exchanged, as fingers do. SIZE_MAX when b is longer than 64
 * bytes. */
size_t text_distance(const char *a, const char *b);

/* Index of the word in words (ends with NULL) nearest to s by edit distance,
 * -1 when none is nearer than half its length. */
int text_nearest(const char *s, const char *const *words);

#endif
