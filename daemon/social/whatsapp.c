#include "text.h"

#include "count.h"
#include "rows.h"

static char *
compose(const struct network_post *post)
{
	struct text out = {0};

	text_add(&out, "https://wa.me/?text=");
	text_add_percent(&out, post->text);
	return text_take(&out);
}

/* A message may be far longer; nobody reads it, and the address in which it
 * travels would be refused on the way. */
const struct network whatsapp_network = {
	.name = "whatsapp",
	.label = "WhatsApp",
	.has_composer = true,
	.takes_text = true,
	.max_length = 4096,
	.length = count_units,
	.compose = compose,
};
