#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "count.h"
#include "post.h"
#include "rows.h"

/* Telegram wants the link by itself and would show it twice were it left in
 * the text. */
static char *
compose(const struct network_post *post)
{
	struct text out = {0};
	char *words = post_without_link(post);

	text_add(&out, "https://t.me/share/url?url=");
	text_add_percent(&out, post->link);
	if (*words != '\0')
		text_add(&out, "&text=");
	text_add_percent(&out, words);
	free(words);
	return text_take(&out);
}

const struct network telegram_network = {
	.name = "telegram",
	.label = "Telegram",
	.has_composer = true,
	.takes_text = true,
	.max_length = 4096,
	.length = count_units,
	.compose = compose,
};
