#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "mem.h"

#include "count.h"

enum { KEYCAP = 0x20e3, EMOJI_STYLE = 0xfe0f, EMOJI_PLANES = 0x2000 };

struct wide {
	UChar *units; /* ours */
	int32_t size;
};

/* The text as UTF-16; invalid bytes become U+FFFD. */
static struct wide
widen(const char *s, size_t size)
{
	struct wide w = {xcalloc(size + 1, sizeof(UChar)), 0};
	UErrorCode code = U_ZERO_ERROR;

	u_strFromUTF8WithSub(w.units, (int32_t)size + 1, &w.size, s,
		(int32_t)size, 0xfffd, NULL, &code);
	if (U_FAILURE(code))
		w.size = 0;
	return w;
}

static void
compose(struct wide *w)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
	int32_t room = 3 * w->size + 1; /* NFC never grows more */
	UChar *units = xcalloc((size_t)room, sizeof(UChar));
	int32_t size =
		unorm2_normalize(nfc, w->units, w->size, units, room, &code);

	if (U_FAILURE(code)) {
		free(units);
		return;
	}
	free(w->units);
	w->units = units;
	w->size = size;
}

/* The ranges of version 3 of X's counting rules. */
static bool
is_narrow(UChar32 c)
{
	return c <= 4351 || (c >= 8192 && c <= 8205) ||
	       (c >= 8208 && c <= 8223) || (c >= 8242 && c <= 8247);
}

/* Whether the code point makes an emoji of its cluster, which begins with
 * first. */
static bool
makes_emoji(UChar32 c, UChar32 first)
{
	if (c == KEYCAP)
		return true;
	if (c == EMOJI_STYLE)
		return u_hasBinaryProperty(first, UCHAR_EXTENDED_PICTOGRAPHIC);
	if (u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR))
		return true;
	return c >= EMOJI_PLANES &&
	       (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) ||
		       u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC));
}

/* The code point at *at, which moves on. */
static UChar32
next_point(const UChar *units, int32_t size, int32_t *at)
{
	UChar c = units[(*at)++];

	if (U16_IS_LEAD(c) && *at < size && U16_IS_TRAIL(units[*at]))
		return (UChar32)U16_GET_SUPPLEMENTARY(c, units[(*at)++]);
	return c;
}

static struct count_cluster
measure(const UChar *units, int32_t size)
{
	struct count_cluster c = {.units = (size_t)size};
	UChar32 first = 0;

	for (int32_t at = 0; at < size;) {
		UChar32 point = next_point(units, size, &at);

		if (c.points++ == 0)
			first = point;
		if (is_narrow(point))
			c.narrow++;
		c.bytes += point < 0x80      ? 1
			   : point < 0x800   ? 2
			   : point < 0x10000 ? 3
					     : 4;
		c.emoji = c.emoji || makes_emoji(point, first);
	}
	return c;
}

static size_t
sum(const struct wide *w, size_t (*weigh)(const struct count_cluster *c))
{
	UErrorCode code = U_ZERO_ERROR;
	UBreakIterator *breaks =
		ubrk_open(UBRK_CHARACTER, "en", w->units, w->size, &code);
	size_t total = 0;
	int32_t from = 0;
	int32_t to;

	if (U_FAILURE(code))
		abort(); /* ICU's data is missing: nothing would be right */
	while ((to = ubrk_next(breaks)) != UBRK_DONE) {
		struct count_cluster c = measure(w->units + from, to - from);

		total += weigh(&c);
		from = to;
	}
	ubrk_close(breaks);
	return total;
}

size_t
count_clusters(const char *s, size_t size, bool composed,
	size_t (*weigh)(const struct count_cluster *c))
{
	struct wide w;
	size_t total;

	if (size == 0 || size > INT32_MAX / 8)
		return size;
	w = widen(s, size);
	if (composed)
		compose(&w);
	total = sum(&w, weigh);
	free(w.units);
	return total;
}

size_t
count_units(const char *s)
{
	size_t units = 0;

	/* Every code point but those of four bytes is one unit. */
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		units += (c & 0xc0) != 0x80;
		units += c >= 0xf0;
	}
	return units;
}

size_t
count_around_addresses(const char *s, bool bare, size_t each,
	size_t (*rest)(const char *s, size_t size))
{
	size_t total = 0;
	size_t from = 0;
	size_t at = 0;

	while (s[at] != '\0') {
		size_t size = count_address(s, at, bare);

		if (size == 0) {
			at++;
			continue;
		}
		total += rest(s + from, at - from) + each;
		at += size;
		from = at;
	}
	return total + rest(s + from, at - from);
}
