#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "seal.h"

#include "sealed.h"

void
sealed_account(const struct seal *seal, const char *chat, const char *person,
	unsigned char out[16])
{
	char *who = xasprintf("%s:%s", chat, person);

	seal_mac(seal, SEAL_STRANGER, who, strlen(who), out);
	free(who);
}

static const char *
box_of(const json_t *value)
{
	return json_string_value(json_object_get(value, "sealed"));
}

bool
sealed_is_in(const json_t *card)
{
	const char *name;
	json_t *part;
	size_t i;

	if (box_of(card) != NULL)
		return true;
	json_object_foreach((json_t *)card, name, part)
	{
		if (sealed_is_in(part))
			return true;
	}
	json_array_foreach(card, i, part)
	{
		if (sealed_is_in(part))
			return true;
	}
	return false;
}

static bool open_parts(const struct seal *seal, json_t *value);

/* The entry of a list, in place. */
static bool
open_entry(const struct seal *seal, json_t *list, size_t i)
{
	json_t *entry = json_array_get(list, i);
	const char *box = box_of(entry);
	char *text;

	if (box == NULL)
		return open_parts(seal, entry);
	text = seal_open_text(seal, SEAL_REWARD, box);
	if (text == NULL)
		return false;
	json_array_set_new(list, i, json_string(text));
	seal_wipe(text, strlen(text));
	free(text);
	return true;
}

/* Spans are entries of lists. */
static bool
open_parts(const struct seal *seal, json_t *value)
{
	const char *name;
	json_t *part;
	size_t i;

	json_object_foreach(value, name, part)
	{
		if (!open_parts(seal, part))
			return false;
	}
	for (i = 0; i < json_array_size(value); i++)
		if (!open_entry(seal, value, i))
			return false;
	return true;
}

json_t *
sealed_open(const struct seal *seal, const json_t *card)
{
	json_t *open = json_deep_copy(card);

	if (open_parts(seal, open))
		return open;
	json_decref(open);
	return NULL;
}
