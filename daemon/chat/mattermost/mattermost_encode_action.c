#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "mattermost_encode.h"
#include "mattermost_encode_block.h"
#include "mattermost_encode_text.h"
#include "mattermost_seal.h"

#define LABEL_MAX 75
#define OPTIONS_MAX 100
#define ID_MAX 40

static const char *
get(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* Ids may have letters and digits only, and differ within a post: "share0". */
static char *
action_id(const char *action, size_t number)
{
	struct text out = {0};

	for (; *action != '\0' && out.size < ID_MAX; action++)
		if (isalnum((unsigned char)*action))
			text_add_char(&out, *action);
	text_addf(&out, "%zu", number);
	return text_take(&out);
}

/* Where it calls us, and what proves that we made it. */
static json_t *
integration(const struct mattermost_post *p, const char *action,
	const char *value, const json_t *confirm)
{
	const struct mattermost_sign *sign = &p->with->sign;
	struct mattermost_bound bound = {.chat = sign->chat,
		.action = action,
		.value = value,
		.person = sign->person,
		.channel = sign->channel,
		.key = sign->key,
		.ephemeral = p->ephemeral,
		.confirm = confirm};
	char *url = xasprintf("%s/action", sign->url);
	json_t *made = json_pack("{s:s, s:o}", "url", url, "context",
		mattermost_seal_context(sign->seal, &bound));

	free(url);
	return made;
}

json_t *
mattermost_encode_button(
	const struct mattermost_post *p, const json_t *button, size_t number)
{
	char *name =
		mattermost_encode_cut(get(button, "text"), LABEL_MAX, true);
	char *id = action_id(get(button, "action"), number);
	json_t *made = NULL;

	if (*name == '\0')
		goto out;
	made = json_pack("{s:s, s:s, s:s, s:o}", "id", id, "type", "button",
		"name", name, "integration",
		integration(p, get(button, "action"), get(button, "value"),
			json_object_get(button, "confirm")));
	if (*get(button, "style") != '\0')
		json_object_set_new(
			made, "style", json_string(get(button, "style")));
out:
	free(id);
	free(name);
	return made;
}

static json_t *
options_of(const json_t *menu)
{
	json_t *list = json_array(), *option;
	char *text;
	size_t i;

	json_array_foreach(json_object_get(menu, "options"), i, option)
	{
		text = mattermost_encode_cut(
			get(option, "text"), LABEL_MAX, true);
		if (*text != '\0' && *get(option, "value") != '\0' &&
			json_array_size(list) < OPTIONS_MAX)
			json_array_append_new(
				list, json_pack("{s:s, s:s}", "text", text,
					      "value", get(option, "value")));
		free(text);
	}
	return list;
}

static bool
is_offered(const json_t *options, const char *value)
{
	json_t *option;
	size_t i;

	json_array_foreach(options, i, option)
	{
		if (strcmp(get(option, "value"), value) == 0)
			return true;
	}
	return false;
}

json_t *
mattermost_encode_menu(
	const struct mattermost_post *p, const json_t *menu, size_t number)
{
	char *name = mattermost_encode_cut(get(menu, "hint"), LABEL_MAX, true);
	char *id = action_id(get(menu, "action"), number);
	json_t *options = options_of(menu), *made = NULL;

	if (json_array_size(options) == 0)
		goto out;
	made = json_pack("{s:s, s:s, s:s, s:O, s:o}", "id", id, "type",
		"select", "name", *name == '\0' ? "\xe2\x80\xa6" : name,
		"options", options, "integration",
		integration(p, get(menu, "action"), "", NULL));
	if (is_offered(options, get(menu, "chosen")))
		json_object_set_new(made, "default_option",
			json_string(get(menu, "chosen")));
out:
	json_decref(options);
	free(id);
	free(name);
	return made;
}

char *
mattermost_encode_links(const json_t *buttons)
{
	struct mattermost_mark m = {0};
	json_t *button;
	size_t i;

	json_array_foreach(buttons, i, button)
	{
		if (*get(button, "url") == '\0' || *get(button, "text") == '\0')
			continue;
		text_add(&m.out, m.out.size > 0 ? " \xc2\xb7 " : NULL);
		mattermost_encode_link(&m, get(button, "url"),
			get(button, "text"),
			strcmp(get(button, "style"), "primary") == 0);
	}
	return text_take(&m.out);
}
