#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "err.h"
#include "json.h"
#include "plural.h"

#include "card.h"
#include "template_node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A template file: refused with words, or it renders its own sample. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	struct node_source source = {.e = &e};
	json_t *file = json_parse((const char *)data, size, &e), *out;
	const json_t *card = json_object_get(file, "card");
	struct node *node = NULL;
	struct node_language polish = {"pl", plural_new("pl")};

	source.sample = json_object_get(file, "sample");
	source.used = json_object();
	if (json_is_object(card) && json_is_object(source.sample))
		node = template_node_card(card, &source);
	if (node != NULL) {
		out = template_render_node(node, source.sample, &polish, &e);
		card_check(out, &e);
		json_decref(out);
	}
	template_node_free(node);
	plural_free((struct plural *)polish.plural);
	json_decref(source.used);
	json_decref(file);
	return 0;
}
