#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/utext.h>

#include "mem.h"

#include "text.h"

/* What people see of a text: characters, words, graphemes. */

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS "\xe2\x80\xa6"
#define WORD_NEAR 24 /* bytes given up to end at a word */

/*
 * The code point at s, at most left bytes: its length in bytes, or 0 when
 * the bytes are not valid UTF-8 (overlong, surrogate, beyond U+10FFFF).
 */
static size_t
decode(const char *s, size_t left, uint32_t *point)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char c = (unsigned char)*s;
	size_t size;
	uint32_t p;

	if (c < 0x80) {
		*point = c;
		return 1;
	}
	size = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || size > left)
		return 0;
	p = c & (0x7fU >> size);
	for (size_t i = 1; i < size; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 0;
		p = p << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (p < least[size] || p > 0x10ffff || (p >= 0xd800 && p <= 0xdfff))
		return 0;
	*point = p;
	return size;
}

bool
text_is_utf8(const char *s, size_t size)
{
	uint32_t point;

	for (size_t i = 0, step; i < size; i += step) {
		step = decode(s + i, size - i, &point);
		if (step == 0 || point == 0)
			return false;
	}
	return true;
}

size_t
text_point(const char *s, uint32_t *point)
{
	size_t size = decode(s, strnlen(s, 4), point);

	if (size == 0) {
		*point = 0xfffd;
		return 1;
	}
	return *point == 0 ? 0 : size;
}

static bool
is_unwanted(uint32_t p)
{
	return (p < 0x20 && p != '\n') || (p >= 0x7f && p <= 0x9f) ||
	       (p >= 0x202a && p <= 0x202e) || (p >= 0x2066 && p <= 0x2069);
}

/* Bytes at s that stay as they are and need no decoding: nearly all. */
static size_t
plain_run(const char *s)
{
	size_t size = 0;

	while ((s[size] >= ' ' && s[size] < 0x7f) || s[size] == '\n')
		size++;
	return size;
}

char *
text_clean(const char *s)
{
	struct text t = {0};
	size_t size = strlen(s);

	for (size_t i = 0, step; i < size; i += step) {
		uint32_t point = 0;

		step = plain_run(s + i);
		if (step > 0) {
			text_add_bytes(&t, s + i, step);
			continue;
		}
		step = decode(s + i, size - i, &point);
		if (step == 0) {
			text_add(&t, REPLACEMENT);
			step = 1;
		} else if (point == '\t') {
			text_add_char(&t, ' ');
		} else if (!is_unwanted(point)) {
			text_add_bytes(&t, s + i, step);
		}
	}
	return text_take(&t);
}

static bool
is_space(uint32_t p)
{
	return p == ' ' || (p >= 9 && p <= 13) || p == 0x85 || p == 0xa0 ||
	       p == 0x1680 || (p >= 0x2000 && p <= 0x200a) || p == 0x2028 ||
	       p == 0x2029 || p == 0x202f || p == 0x205f || p == 0x3000;
}

/* Bytes of white space at s, 0 when there is none. */
static size_t
space_at(const char *s)
{
	uint32_t point;
	size_t step;

	if (*s > ' ' && *s < 0x7f)
		return 0;
	step = decode(s, strnlen(s, 4), &point);
	return step && point && is_space(point) ? step : 0;
}

char *
text_trim(char *s)
{
	char *end = s, *p = s;
	size_t step;

	while ((step = space_at(p)) > 0)
		p += step;
	memmove(s, p, strlen(p) + 1);
	for (p = s; *p; p += step) {
		/* a char above ' ' is ASCII, and no space */
		step = (signed char)*p > ' ' ? 0 : space_at(p);
		if (step == 0) {
			step = 1;
			end = p + 1;
		}
	}
	*end = '\0';
	return s;
}

char *
text_word(char **rest)
{
	char *p = *rest, *word;
	size_t step;

	if (!p)
		return NULL;
	while ((step = space_at(p)) > 0)
		p += step;
	if (!*p) {
		*rest = p;
		return NULL;
	}
	word = p;
	while (*p && (step = space_at(p)) == 0)
		p++;
	*rest = *p ? p + step : p;
	*p = '\0';
	return word;
}

char *
text_fold(const char *s)
{
	UErrorCode status = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open("", U_FOLD_CASE_DEFAULT, &status);
	size_t room = 3 * strlen(s) + 1; /* one letter may become three */
	char *out = xmalloc(room);

	ucasemap_utf8FoldCase(map, out, (int32_t)room, s, -1, &status);
	ucasemap_close(map);
	if (U_SUCCESS(status))
		return out;
	free(out);
	return xstrdup(s);
}

/* A break iterator over s, or NULL; *text keeps what it reads from. */
static UBreakIterator *
open_breaks(const char *s, UText **text)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *breaks;

	*text = utext_openUTF8(NULL, s, -1, &status);
	breaks = ubrk_open(UBRK_CHARACTER, "en", NULL, 0, &status);
	ubrk_setUText(breaks, *text, &status);
	if (U_SUCCESS(status))
		return breaks;
	ubrk_close(breaks);
	utext_close(*text);
	*text = NULL;
	return NULL;
}

/* Whether s is ASCII, but for '\r', up to its end or one byte beyond max:
 * then every byte is a grapheme, and the next does not join the last. */
static bool
is_plain(const char *s, size_t max)
{
	for (size_t i = 0; s[i] && i <= max; i++) {
		if ((unsigned char)s[i] > 0x7f || s[i] == '\r')
			return false;
	}
	return true;
}

/* Graphemes in s up to the count max; *bytes is where they end. */
static size_t
count_graphemes(const char *s, size_t max, size_t *bytes)
{
	UText *text = NULL;
	UBreakIterator *breaks;
	size_t count = 0;
	int32_t at;

	*bytes = 0;
	if (is_plain(s, max)) {
		*bytes = strnlen(s, max);
		return *bytes;
	}
	breaks = open_breaks(s, &text);
	if (!breaks)
		return 0;
	while (count < max && (at = ubrk_next(breaks)) != UBRK_DONE) {
		*bytes = (size_t)at;
		count++;
	}
	ubrk_close(breaks);
	utext_close(text);
	return count;
}

size_t
text_graphemes(const char *s)
{
	size_t bytes;

	return count_graphemes(s, SIZE_MAX, &bytes);
}

/* The last place at or before size where a word ends, if it is near. */
static size_t
back_to_word(const char *s, size_t size)
{
	size_t at;

	if (space_at(s + size))
		return size;
	for (at = size; at > 0 && size - at < WORD_NEAR; at--) {
		if (space_at(s + at))
			return at;
	}
	return size;
}

char *
text_cut(const char *s, size_t max)
{
	struct text t = {0};
	size_t bytes;
	char *kept;

	count_graphemes(s, max, &bytes);
	if (s[bytes] == '\0')
		return xstrdup(s);
	if (max == 0)
		return xstrdup("");
	count_graphemes(s, max - 1, &bytes);
	kept = xstrndup(s, back_to_word(s, bytes));
	text_add(&t, text_trim(kept));
	text_add(&t, ELLIPSIS);
	free(kept);
	return text_take(&t);
}
