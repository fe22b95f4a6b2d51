#include <string.h>

#include "text.h"

#include "count.h"
#include "rows.h"

enum { MAX_GRAPHEMES = 300, MAX_BYTES = 3000 };

/* Whichever of the two limits is nearer, in graphemes. */
static size_t
length(const char *text)
{
	size_t each = MAX_BYTES / MAX_GRAPHEMES;
	size_t graphemes = text_graphemes(text);
	size_t by_bytes = (strlen(text) + each - 1) / each;

	return graphemes > by_bytes ? graphemes : by_bytes;
}

static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_add(&out, "https://bsky.app/intent/compose?text=");
	text_add_percent(&out, post->text);
	return text_take(&out);
}

const struct network bluesky_network = {
	.name = "bluesky",
	.label = "Bluesky",
	.has_composer = true,
	.takes_text = true,
	.max_length = MAX_GRAPHEMES,
	.length = length,
	.compose = compose,
};
