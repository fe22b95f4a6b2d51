#include "text.h"

#include "count.h"
#include "rows.h"

/* The official sharing address takes no text, so the feed's own is used: it
 * is not documented, and has been met on public pages for years. */
static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_add(&out, "https://www.linkedin.com/feed/"
		       "?shareActive=true&text=");
	text_add_percent(&out, post->text);
	return text_take(&out);
}

const struct network linkedin_network = {
	.name = "linkedin",
	.label = "LinkedIn",
	.has_composer = true,
	.takes_text = true,
	.max_length = 3000,
	.length = count_units,
	.compose = compose,
};
