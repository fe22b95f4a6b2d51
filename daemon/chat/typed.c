#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "typed.h"

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
	{"\xe2\x81\xa0", ""},   /* word joiner */
	{"\xef\xbb\xbf", ""},   /* byte order mark */
};

const char *
typed_add(struct text *out, const char *s)
{
	size_t i;

	if (isalnum((unsigned char)*s)) {
		text_add_char(out, *s);
		return s + 1;
	}
	for (i = 0; i < sizeof swaps / sizeof *swaps; i++) {
		if (text_starts(s, swaps[i].odd)) {
			text_add(out, swaps[i].plain);
			return s + strlen(swaps[i].odd);
		}
	}
	text_add_char(out, *s);
	return s + 1;
}

char *
typed_finish(char *text)
{
	char *clean = text_clean(text);

	free(text);
	return text_trim(clean);
}
