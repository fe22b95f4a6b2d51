#include "text.h"

#include "count.h"
#include "rows.h"

enum { URL_WEIGHT = 23, WIDE_WEIGHT = 2 };

/* Emoji are two however many code points make them up; of the rest, Latin
 * and its neighbours are one and all others two. */
static size_t
weigh(const struct count_cluster *c)
{
	return c->emoji ? WIDE_WEIGHT : WIDE_WEIGHT * c->points - c->narrow;
}

static size_t
length_of_words(const char *s, size_t size)
{
	return count_clusters(s, size, true, weigh);
}

static size_t
length(const char *text)
{
	return count_around_addresses(text, true, URL_WEIGHT, length_of_words);
}

static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_add(&out, "https://x.com/intent/tweet?text=");
	text_add_percent(&out, post->text);
	return text_take(&out);
}

const struct network x_network = {
	.name = "x",
	.label = "X",
	.has_composer = true,
	.takes_text = true,
	.max_length = 280,
	.length = length,
	.compose = compose,
};
