#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "rows.h"

#define ELLIPSIS "\xe2\x80\xa6"

static const struct network *const rows[] = {&linkedin_network, &x_network,
	&facebook_network, &bluesky_network, &mastodon_network,
	&threads_network, &whatsapp_network, &telegram_network, &email_network,
	&copy_network};

enum { ROWS = sizeof(rows) / sizeof(rows[0]), HOST_MAX = 253, LABEL_MAX = 63 };

const struct network *
network_find(const char *name)
{
	for (size_t i = 0; name != NULL && i < ROWS; i++)
		if (text_same(rows[i]->name, name))
			return rows[i];
	return NULL;
}

const struct network *
network_at(size_t i)
{
	return i < ROWS ? rows[i] : NULL;
}

size_t
network_length(const struct network *n, const char *text)
{
	return n->length(text);
}

static void
add_part(struct text *out, const char *part)
{
	if (part == NULL || *part == '\0')
		return;
	if (out->size > 0)
		text_add(out, "\n\n");
	text_add(out, part);
}

static char *
join(const char *disclosure, const char *caption, const char *link)
{
	struct text out = {0};

	add_part(&out, disclosure);
	add_part(&out, caption);
	add_part(&out, link);
	return text_take(&out);
}

/* An address of which only the beginning was kept leads nowhere: it goes. */
static void
drop_broken_address(char *cut)
{
	size_t size = strlen(cut);
	char *word = cut + size;

	if (size < strlen(ELLIPSIS) ||
		strcmp(cut + size - strlen(ELLIPSIS), ELLIPSIS) != 0)
		return;
	while (word > cut && !isspace((unsigned char)word[-1]))
		word--;
	if (strstr(word, "://") == NULL)
		return;
	*word = '\0';
	text_trim(cut);
	size = strlen(cut);
	memcpy(cut + size, ELLIPSIS, sizeof(ELLIPSIS));
}

/* The whole with the caption cut to at most graphemes. */
static char *
join_cut(const char *disclosure, const char *caption, const char *link,
	size_t graphemes)
{
	char *cut = text_cut(caption, graphemes);
	char *out;

	if (strcmp(cut, caption) != 0)
		drop_broken_address(cut);
	out = join(disclosure, cut, link);
	free(cut);
	return out;
}

/* The longest cut that the network takes, found by halving. What lengths an
 * emoji or an address has does not matter here: every candidate is measured. */
static char *
fit(const struct network *n, const char *disclosure, const char *caption,
	const char *link)
{
	size_t low = 0;
	size_t high = text_graphemes(caption);
	char *best = join(disclosure, NULL, link);

	while (low < high) {
		size_t middle = (low + high + 1) / 2;
		char *tried = join_cut(disclosure, caption, link, middle);

		if (n->length(tried) <= n->max_length) {
			free(best);
			best = tried;
			low = middle;
		} else {
			free(tried);
			high = middle - 1;
		}
	}
	return best;
}

/* What follows the disclosure, in words, which are trimmed. */
static char *
rest_of(char *words, const char *disclosure)
{
	char *rest = text_trim(words);

	if (disclosure != NULL && *disclosure != '\0' &&
		text_starts(words, disclosure))
		rest = text_trim(words + strlen(disclosure));
	return rest;
}

size_t
network_caption_length(const struct network *n, const char *disclosure,
	const char *caption, const char *link)
{
	char *words = xstrdup(caption != NULL ? caption : "");
	char *whole = join(disclosure, rest_of(words, disclosure), link);
	size_t length = n->length(whole);

	free(whole);
	free(words);
	return length;
}

char *
network_caption(const struct network *n, const char *disclosure,
	const char *caption, const char *link)
{
	char *words = xstrdup(caption != NULL ? caption : "");
	char *rest = rest_of(words, disclosure);
	char *out;

	out = join(disclosure, rest, link);
	if (n->max_length > 0 && n->length(out) > n->max_length) {
		free(out);
		out = fit(n, disclosure, rest, link);
	}
	free(words);
	return out;
}

char *
network_compose_url(
	const struct network *n, const struct network_post *post, struct err *e)
{
	struct network_post checked = *post;
	char *server = NULL;
	char *out = NULL;

	if (!n->has_composer)
		return err_null(e, "%s opens nothing: the text is to be copied",
			n->label);
	if (post->link == NULL || *post->link == '\0')
		return err_null(e, "there is no link to share");
	if (n->needs_server) {
		server = network_read_server(post->server, e);
		if (server == NULL)
			return NULL;
		checked.server = server;
	}
	if (checked.text == NULL)
		checked.text = post->link;
	out = n->compose(&checked);
	free(server);
	/* cppcheck-suppress returnDanglingLifetime ; a string of its own */
	return out;
}

static bool
is_label(const char *s, size_t size)
{
	if (size < 1 || size > LABEL_MAX || s[0] == '-' || s[size - 1] == '-')
		return false;
	for (size_t i = 0; i < size; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '-')
			return false;
	return true;
}

/* A public name: labels with dots between, the last of them no number. */
static bool
is_server(const char *host)
{
	const char *last = strrchr(host, '.');

	if (last == NULL || isdigit((unsigned char)last[1]) ||
		strlen(host) > HOST_MAX)
		return false;
	for (;;) {
		size_t size = strcspn(host, ".");

		if (!is_label(host, size))
			return false;
		if (host[size] == '\0')
			return true;
		host += size + 1;
	}
}

char *
network_read_server(const char *typed, struct err *e)
{
	char *copy = text_trim(xstrdup(typed != NULL ? typed : ""));
	char *from = copy;
	char *out;

	if (strncasecmp(from, "https://", 8) == 0)
		from += 8;
	else if (strncasecmp(from, "http://", 7) == 0)
		from += 7;
	from[strcspn(from, "/?#")] = '\0';
	if (strrchr(from, '@') != NULL)
		from = strrchr(from, '@') + 1;
	for (char *c = from; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	out = is_server(from) ? xstrdup(from) : NULL;
	free(copy);
	if (out == NULL)
		return err_null(e, "That does not look like a server. Write "
				   "its name alone, for example "
				   "mastodon.social.");
	return out;
}
