#include <string.h>

#include "text.h"

#include "count.h"
#include "rows.h"

/* Code points, but an emoji counts as the bytes of its UTF-8. */
static size_t
weigh(const struct count_cluster *c)
{
	return c->emoji ? c->bytes : c->points;
}

static size_t
length(const char *text)
{
	return count_clusters(text, strlen(text), false, weigh);
}

static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_add(&out, "https://www.threads.com/intent/post?text=");
	text_add_percent(&out, post->text);
	return text_take(&out);
}

const struct network threads_network = {
	.name = "threads",
	.label = "Threads",
	.has_composer = true,
	.takes_text = true,
	.max_length = 500,
	.length = length,
	.compose = compose,
};
