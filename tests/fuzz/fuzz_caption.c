#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "network.h"

/*
 * Any caption, disclosure, title and server (parted by U+001E): disclosure
 * and link stand in what is posted, it is no longer than the network takes,
 * and it comes out of the composer's address as it went in.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LINK "https://go.acme.com/l/7hq2"

struct parts {
	const char *caption, *disclosure, *title, *server;
};

static char *
decode(const char *s, size_t size)
{
	struct text out = {0};

	for (size_t i = 0; i < size; i++) {
		char c = s[i];

		if (c == '%') {
			char pair[3] = {s[i + 1], s[i + 2], '\0'};

			assert(isxdigit((unsigned char)pair[0]) &&
				isxdigit((unsigned char)pair[1]));
			c = (char)strtol(pair, NULL, 16);
			i += 2;
		}
		text_add_char(&out, c);
	}
	return text_take(&out);
}

static void
check_text_in(const char *url, const char *text)
{
	const char *at = strstr(url, "text=");
	char *got = decode(at + 5, strcspn(at + 5, "&"));

	assert(strcmp(got, text) == 0);
	free(got);
}

static bool
carries_text_as_it_is(const struct network *n)
{
	return n->takes_text && strcmp(n->name, "email") != 0 &&
	       strcmp(n->name, "telegram") != 0;
}

static void
check_compose(const struct network *n, const struct parts *p, const char *text)
{
	struct network_post post = {.text = text,
		.link = LINK,
		.title = p->title,
		.server = p->server};
	char *url = network_compose_url(n, &post, NULL);

	if (url == NULL) {
		assert(!n->has_composer || n->needs_server);
		return;
	}
	for (const char *c = url; *c != '\0'; c++)
		assert((unsigned char)*c > ' ' && (unsigned char)*c < 0x7f);
	if (carries_text_as_it_is(n))
		check_text_in(url, text);
	free(url);
}

static void
check_caption(const struct network *n, const struct parts *p)
{
	char *got = network_caption(n, p->disclosure, p->caption, LINK);
	char *least = network_caption(n, p->disclosure, NULL, LINK);
	size_t size = strlen(got);

	assert(p->disclosure == NULL || text_starts(got, p->disclosure));
	assert(size >= strlen(LINK));
	assert(strcmp(got + size - strlen(LINK), LINK) == 0);
	if (n->max_length > 0 && network_length(n, least) <= n->max_length)
		assert(network_length(n, got) <= n->max_length);
	check_compose(n, p, got);
	free(least);
	free(got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = xstrndup((const char *)data, size);
	char *rest = copy;
	struct parts p = {0};

	p.caption = strsep(&rest, "\x1e");
	p.disclosure = strsep(&rest, "\x1e");
	p.title = strsep(&rest, "\x1e");
	p.server = strsep(&rest, "\x1e");
	for (size_t i = 0; network_at(i) != NULL; i++)
		check_caption(network_at(i), &p);
	free(copy);
	return 0;
}
