#include "text.h"

#include "count.h"
#include "rows.h"

/* Facebook takes the address alone; the caption has to be pasted. */
static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_add(&out, "https://www.facebook.com/sharer/sharer.php?u=");
	text_add_percent(&out, post->link);
	return text_take(&out);
}

const struct network facebook_network = {
	.name = "facebook",
	.label = "Facebook",
	.has_composer = true,
	.max_length = 63206,
	.length = count_units,
	.compose = compose,
};
