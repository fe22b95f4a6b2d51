#include "text.h"

#include "count.h"
#include "rows.h"

enum { URL_LENGTH = 23 };

static size_t
weigh(const struct count_cluster *c)
{
	(void)c;
	return 1;
}

static size_t
length_of_words(const char *s, size_t size)
{
	return count_clusters(s, size, false, weigh);
}

/* Only addresses that begin with http:// or https:// count as 23. */
static size_t
length(const char *text)
{
	return count_around_addresses(text, false, URL_LENGTH, length_of_words);
}

static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_addf(&out, "https://%s/share?text=", post->server);
	text_add_percent(&out, post->text);
	return text_take(&out);
}

const struct network mastodon_network = {
	.name = "mastodon",
	.label = "Mastodon",
	.has_composer = true,
	.takes_text = true,
	.needs_server = true,
	.max_length = 500,
	.length = length,
	.compose = compose,
};
