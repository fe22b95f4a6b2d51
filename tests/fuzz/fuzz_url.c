#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "url.h"

/* Any text as an address: what is made of one that is taken is taken too, and
 * the canonical form is its own. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_canonical(const char *s)
{
	char *once = url_canonical(s);
	char *twice;

	assert(once != NULL);
	if (strlen(once) <= URL_MAX) {
		twice = url_canonical(once);
		assert(twice != NULL && strcmp(once, twice) == 0);
		free(twice);
	}
	free(once);
}

static void
check_taken(const char *s)
{
	char *marked = url_with_utm(s, "x", "employee", "a b");
	char *tidy = url_resolve(NULL, s);
	char *host = url_host_for_display(s);

	check_canonical(s);
	assert(strlen(marked) > URL_MAX || url_check(marked, NULL) == 0);
	if (tidy != NULL) {
		assert(url_check(tidy, NULL) == 0);
		assert(url_same_site(tidy, s));
	}
	assert(*host != '\0');
	free(marked);
	free(tidy);
	free(host);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	struct err e = {""};
	char *resolved = url_resolve("https://acme.com/a/b?c#d", s);

	assert(resolved == NULL || url_check(resolved, NULL) == 0);
	if (url_check(s, &e) == 0)
		check_taken(s);
	else
		assert(e.text[0] != '\0' && url_canonical(s) == NULL);
	free(resolved);
	free(s);
	return 0;
}
