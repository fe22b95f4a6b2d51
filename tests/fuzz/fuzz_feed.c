#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "err.h"
#include "text.h"

#include "feed.h"
#include "url.h"

/* Any bytes as a feed: refused with words, or entries that are fit to be
 * stored and shown. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *s)
{
	assert(s != NULL && text_is_utf8(s, strlen(s)));
}

static void
check_address(const char *s)
{
	assert(s == NULL || url_check(s, NULL) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {""};
	struct feed *f = feed_parse(
		(const char *)data, size, NULL, "https://acme.com/feed", &e);

	if (f == NULL) {
		assert(e.text[0] != '\0');
		return 0;
	}
	check_text(f->title);
	check_address(f->site);
	assert(f->count <= FEED_MAX_ENTRIES);
	for (size_t i = 0; i < f->count; i++) {
		check_text(f->entries[i].id);
		check_text(f->entries[i].title);
		check_text(f->entries[i].summary);
		assert(f->entries[i].url != NULL);
		check_address(f->entries[i].url);
		check_address(f->entries[i].image);
	}
	feed_free(f);
	return 0;
}
