#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"

#include "card.h"
#include "mattermost/mattermost_encode.h"
#include "mattermost/mattermost_encode_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
no_name(void *arg, const char *id)
{
	(void)arg;
	(void)id;
	return NULL;
}

static void
must(bool fine)
{
	if (!fine)
		abort();
}

static size_t
length_at(const json_t *value, const char *key)
{
	return json_string_length(json_object_get(value, key));
}

/* Behind the code that starts at s with that many backticks. */
static const char *
skip_code(const char *s, size_t ticks)
{
	const char *at = s + ticks;
	size_t run;

	while (*at != '\0') {
		run = strspn(at, "`");
		if (run == ticks)
			return at + run;
		at += run > 0 ? run : 1;
	}
	return s + ticks; /* never closed: plain */
}

/* What a client or the server would take for a mention, a channel, a hashtag,
 * an emoji or an address. Nobody has a name here, so there are none. */
static void
check_plain(const char *s)
{
	if (*s == '@')
		must(!isalnum((unsigned char)s[1]));
	if (*s == '~')
		must(!isalnum((unsigned char)s[1]));
	if (*s == '#')
		must(!isalpha((unsigned char)s[1]));
	if (*s == ':')
		must(strncmp(s, "://", 3) != 0);
}

/* All of a Markdown text that is no code and no address of a link. */
static void
check_markdown(const char *s)
{
	size_t ticks;

	while (*s != '\0') {
		ticks = strspn(s, "`");
		if (*s == '\\' && s[1] != '\0' &&
			ispunct((unsigned char)s[1])) {
			check_plain(s + 1);
			s += 2;
		} else if (ticks > 0) {
			s = skip_code(s, ticks);
		} else if (strncmp(s, "](", 2) == 0) {
			s += strcspn(s, ")");
		} else if (strncmp(s, "<http", 5) == 0) {
			s += strcspn(s, ">");
		} else {
			check_plain(s);
			s++;
		}
	}
}

static void
check_action(const json_t *action, json_t *ids)
{
	const char *id = json_text(action, "id", "");
	const json_t *context = json_at(action, "integration.context");

	must(*id != '\0' && json_object_get(ids, id) == NULL);
	must(id[strspn(id, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] == '\0');
	json_object_set_new(ids, id, json_true());
	must(length_at(action, "name") > 0);
	must(length_at(context, "a") > 0 && length_at(context, "m") > 0);
	if (strcmp(json_text(action, "type", ""), "select") == 0)
		must(json_array_size(json_object_get(action, "options")) > 0);
	else
		must(strcmp(json_text(action, "type", ""), "button") == 0);
}

static void
check_attachment(const json_t *attachment, json_t *ids)
{
	json_t *action, *field;
	size_t i;

	check_markdown(json_text(attachment, "text", ""));
	check_markdown(json_text(attachment, "footer", ""));
	must(length_at(attachment, "footer") <= 1200);
	must(strpbrk(json_text(attachment, "footer", ""), "*_`[]\\") == NULL);
	must(json_array_size(json_object_get(attachment, "actions")) <= 5);
	json_array_foreach(json_object_get(attachment, "actions"), i, action)
	{
		check_action(action, ids);
	}
	json_array_foreach(json_object_get(attachment, "fields"), i, field)
	{
		must(length_at(field, "title") > 0);
		check_markdown(json_text(field, "title", ""));
		check_markdown(json_text(field, "value", ""));
	}
}

static void
check_post(const json_t *message, const json_t *attachments)
{
	json_t *ids = json_object(), *attachment;
	size_t i;

	must(json_string_length(message) > 0 ||
		json_array_size(attachments) > 0);
	must(mattermost_encode_length(json_string_value(message)) <= 16383);
	check_markdown(json_string_value(message));
	json_array_foreach(attachments, i, attachment)
	{
		check_attachment(attachment, ids);
	}
	json_decref(ids);
}

static void
check_props(const json_t *props)
{
	char *text = json_dumps(props, JSON_COMPACT);

	must(text != NULL && mattermost_encode_length(text) <= 8000);
	free(text);
}

static bool
is_offered(const json_t *options, const char *value)
{
	json_t *option;
	size_t i;

	json_array_foreach(options, i, option)
	{
		if (strcmp(json_text(option, "value", ""), value) == 0)
			return true;
	}
	return false;
}

static void
check_element(const json_t *element, json_t *names)
{
	const char *type = json_text(element, "type", "");
	const char *value = json_text(element, "default", NULL);
	const char *name = json_text(element, "name", "");

	must(*type != '\0' && *name != '\0');
	must(json_object_get(names, name) == NULL);
	json_object_set_new(names, name, json_true());
	must(length_at(element, "display_name") > 0 &&
		length_at(element, "display_name") <= 24);
	must(length_at(element, "name") <= 300);
	must(length_at(element, "help_text") <= 150);
	must(length_at(element, "placeholder") <= 150);
	if (value == NULL)
		return;
	if (strcmp(type, "text") == 0)
		must(mattermost_encode_length(value) <= 150);
	if (strcmp(type, "textarea") == 0)
		must(mattermost_encode_length(value) <= 3000);
	if (json_object_get(element, "options") != NULL)
		must(is_offered(json_object_get(element, "options"), value));
}

static void
check_dialog(const json_t *made)
{
	const json_t *dialog = json_object_get(made, "dialog");
	json_t *names = json_object(), *element;
	size_t i;

	must(length_at(made, "url") > 0 && length_at(dialog, "state") > 0);
	must(length_at(dialog, "title") > 0 &&
		length_at(dialog, "title") <= 24);
	must(length_at(dialog, "submit_label") <= 24);
	check_markdown(json_text(dialog, "introduction_text", ""));
	json_array_foreach(json_object_get(dialog, "elements"), i, element)
	{
		check_element(element, names);
	}
	json_decref(names);
}

static void
try_card(const json_t *card, const struct mattermost_encode *with)
{
	json_t *made = mattermost_encode_post(card, with);

	check_post(json_object_get(made, "message"),
		json_at(made, "props.attachments"));
	check_props(json_object_get(made, "props"));
	json_decref(made);
	made = mattermost_encode_reply(card, with);
	check_post(json_object_get(made, "text"),
		json_object_get(made, "attachments"));
	json_decref(made);
	made = mattermost_encode_ephemeral(card, with);
	if (made != NULL)
		check_markdown(json_text(made, "ephemeral_text", ""));
	json_decref(made);
	json_decref(mattermost_encode_unknown(card, &with->names));
}

/* Any card there can be becomes something that Mattermost takes and that
 * calls nobody. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);
	struct mattermost_encode with = {
		.names = {.person = no_name, .channel = no_name},
		.sign = {.seal = seal,
			.chat = "acme",
			.url = "https://x/y",
			.person = "u",
			.key = "k",
			.now = 1}};
	json_t *card = json_parse((const char *)data, size, NULL), *made;
	struct err e;

	if (card != NULL && card_check(card, &e) == 0) {
		if (json_object_get(card, "form") != NULL) {
			made = mattermost_encode_dialog(card, NULL, &with);
			check_dialog(made);
			json_decref(made);
		} else {
			try_card(card, &with);
		}
	}
	json_decref(card);
	seal_free(seal);
	return 0;
}
