#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "err.h"
#include "json.h"

#include "card.h"
#include "slack/slack_encode.h"
#include "slack/slack_encode_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No text object is empty or too long, and none of mrkdwn calls anybody. */
static void
check(const json_t *value)
{
	const char *key, *text, *type;
	json_t *child;
	size_t i;

	text = json_string_value(json_object_get(value, "text"));
	type = json_string_value(json_object_get(value, "type"));
	if (text != NULL && type != NULL &&
		(*text == '\0' || slack_encode_units(text, false) > 3000))
		abort();
	if (text != NULL && type != NULL && strcmp(type, "mrkdwn") == 0 &&
		(strstr(text, "<!channel") != NULL ||
			strstr(text, "<!here") != NULL ||
			strstr(text, "<!everyone") != NULL))
		abort();
	json_array_foreach(value, i, child)
	{
		check(child);
	}
	json_object_foreach((json_t *)value, key, child)
	{
		check(child);
	}
}

/* Any card there can be becomes something that Slack takes. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *card = json_parse((const char *)data, size, NULL), *made;
	struct err e;

	if (card != NULL && card_check(card, &e) == 0) {
		if (json_object_get(card, "form") != NULL)
			made = slack_encode_modal(card);
		else
			made = slack_encode_message(card, SLACK_WHOLE);
		if (made == NULL ||
			json_array_size(json_object_get(made, "blocks")) > 100)
			abort();
		check(json_object_get(made, "blocks"));
		json_decref(made);
	}
	json_decref(card);
	return 0;
}
