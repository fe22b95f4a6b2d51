#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "text.h"

#include "page.h"
#include "url.h"

/* Any bytes as a page: there is always something to show. */
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
	static const char url[] = "https://acme.com/2026/we-ship";
	struct page *p =
		page_parse((const char *)data, size, "text/html", url, NULL);

	assert(p != NULL);
	check_text(p->title);
	assert(p->title[0] != '\0');
	check_text(p->summary);
	check_text(p->site);
	check_address(p->image);
	check_address(p->feed);
	assert(url_same_site(p->canonical, url));
	assert(p->minutes >= 0);
	page_free(p);
	return 0;
}
