#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "mattermost_seal.h"

#define VERSION 1
#define NONCE_BYTES 12
#define MAX_STATE 65536

/* What a context's mac stands for, in this order. */
static const char *const signed_keys[] = {
	"v", "a", "x", "p", "c", "k", "e", "q", "n"};

/* base64url of the mac; yours. */
static char *
sign(const struct seal *seal, const char *chat, const json_t *context)
{
	unsigned char mac[SEAL_MAC_SIZE];
	json_t *list = json_array(), *value;
	char *text;
	size_t i;

	json_array_append_new(list, json_string("mattermost context"));
	json_array_append_new(list, json_string(chat));
	for (i = 0; i < sizeof signed_keys / sizeof *signed_keys; i++) {
		value = json_object_get(context, signed_keys[i]);
		if (value == NULL)
			json_array_append_new(list, json_null());
		else
			json_array_append(list, value);
	}
	/* Sorted: what is asked first comes back in any order. */
	text = json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS);
	seal_mac(seal, SEAL_CALLBACK, text, strlen(text), mac);
	free(text);
	json_decref(list);
	return seal_encode(mac, sizeof mac);
}

static void
set_text(json_t *object, const char *key, const char *text)
{
	if (text != NULL && *text != '\0')
		json_object_set_new(object, key, json_string(text));
}

static char *
new_nonce(void)
{
	unsigned char raw[NONCE_BYTES];

	seal_random(raw, sizeof raw);
	return seal_encode(raw, sizeof raw);
}

json_t *
mattermost_seal_context(
	const struct seal *seal, const struct mattermost_bound *b)
{
	json_t *context = json_object();
	char *nonce = new_nonce(), *mac;

	json_object_set_new(context, "v", json_integer(VERSION));
	set_text(context, "a", b->action);
	set_text(context, "x", b->value);
	set_text(context, "p", b->person);
	set_text(context, "c", b->channel);
	set_text(context, "k", b->key);
	if (b->ephemeral)
		json_object_set_new(context, "e", json_true());
	if (b->confirm != NULL)
		json_object_set(context, "q", (json_t *)b->confirm);
	set_text(context, "n", nonce);
	mac = sign(seal, b->chat, context);
	set_text(context, "m", mac);
	free(mac);
	free(nonce);
	return context;
}

static bool
is_signed(const struct seal *seal, const char *chat, const json_t *context)
{
	const char *given = json_text(context, "m", "");
	char *right;
	bool same;

	/* What is too large to be ours is not worth signing. */
	if (json_object_size(context) > 32)
		return false;
	right = sign(seal, chat, context);
	same = strlen(given) == strlen(right) &&
	       seal_same(given, right, strlen(right));
	free(right);
	return same;
}

int
mattermost_seal_check(const struct seal *seal, const json_t *context,
	const struct mattermost_caller *caller, struct mattermost_bound *out,
	struct err *e)
{
	*out = (struct mattermost_bound){.chat = caller->chat};
	if (!json_is_object(context))
		return err_set(e, "no context");
	if (json_object_get(context, "m") == NULL)
		return err_set(e, "the context is not signed");
	if (!is_signed(seal, caller->chat, context))
		return err_set(e, "the context's signature is wrong");
	out->action = json_text(context, "a", "");
	out->value = json_text(context, "x", "");
	out->person = json_text(context, "p", "");
	out->channel = json_text(context, "c", "");
	out->key = json_text(context, "k", "");
	out->ephemeral = json_is_true(json_object_get(context, "e"));
	out->confirm = json_object_get(context, "q");
	if (*out->person != '\0' && strcmp(out->person, caller->person) != 0)
		return err_set(e, "the button is another person's");
	if (*out->channel != '\0' && strcmp(out->channel, caller->channel) != 0)
		return err_set(e, "the button is of another channel");
	return 0;
}

char *
mattermost_seal_state(const struct seal *seal, struct mattermost_form *f)
{
	json_t *box = json_object();
	char *nonce = new_nonce(), *text, *sealed;

	text_copy(f->nonce, sizeof f->nonce, nonce);
	json_object_set_new(box, "v", json_integer(VERSION));
	set_text(box, "w", f->chat);
	set_text(box, "f", f->name);
	set_text(box, "p", f->person);
	set_text(box, "s", f->state);
	set_text(box, "r", f->answer);
	set_text(box, "n", nonce);
	json_object_set_new(box, "u", json_integer(f->until));
	if (f->kinds != NULL)
		json_object_set(box, "i", (json_t *)f->kinds);
	if (f->press != NULL)
		json_object_set(box, "b", (json_t *)f->press);
	text = json_dump(box);
	sealed = seal_close_text(seal, SEAL_CALLBACK, text);
	seal_wipe(text, strlen(text)); /* the answer address is a secret */
	free(text);
	free(nonce);
	json_decref(box);
	return sealed;
}

static json_t *
open_box(const struct seal *seal, const char *text, struct err *e)
{
	char *plain = NULL;
	json_t *box = NULL;

	if (text != NULL && *text != '\0' && strlen(text) <= MAX_STATE)
		plain = seal_open_text(seal, SEAL_CALLBACK, text);
	if (plain != NULL) {
		box = json_parse(plain, strlen(plain), NULL);
		seal_wipe(plain, strlen(plain));
		free(plain);
	}
	/* Other texts are sealed with this key too: only ours have "w". */
	if (json_integer_value(json_object_get(box, "v")) == VERSION &&
		json_object_get(box, "w") != NULL)
		return box;
	json_decref(box);
	return err_null(e, "the form's state is none of ours");
}

json_t *
mattermost_seal_open(const struct seal *seal, const char *text,
	const struct mattermost_caller *caller, int64_t now,
	struct mattermost_form *out, struct err *e)
{
	json_t *box = open_box(seal, text, e);

	*out = (struct mattermost_form){.until = 0};
	if (box == NULL)
		return NULL;
	out->chat = json_text(box, "w", "");
	out->name = json_text(box, "f", "");
	out->person = json_text(box, "p", "");
	out->state = json_text(box, "s", "");
	out->answer = json_text(box, "r", NULL);
	out->kinds = json_object_get(box, "i");
	out->press = json_object_get(box, "b");
	out->until = json_integer_value(json_object_get(box, "u"));
	text_copy(out->nonce, sizeof out->nonce, json_text(box, "n", ""));
	if (strcmp(out->chat, caller->chat) != 0)
		err_set(e, "the form is of another server");
	else if (strcmp(out->person, caller->person) != 0)
		err_set(e, "the form is another person's");
	else if (now > out->until)
		err_set(e, "the form is too old");
	else
		return box;
	json_decref(box);
	return NULL;
}
