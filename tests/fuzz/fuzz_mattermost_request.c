#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"

#include "event.h"
#include "mattermost/mattermost_decode.h"
#include "mattermost/mattermost_seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct mattermost_self self = {
	.person = "bbbbbbbbbbbbbbbbbbbbbbbbbb",
	.prefix = "acme-",
	.connection = "x"};

static void
try_command(const char *text, size_t size)
{
	const char *token;
	struct event *e;
	struct err err;

	if (mattermost_decode_command(&e, &token, text, size, &self, &err) ==
		-1)
		return;
	if (e->key == NULL || e->person == NULL || e->name == NULL ||
		e->name[0] != '/' || e->text == NULL || token == NULL ||
		e->trigger == NULL)
		abort();
	event_free(e);
}

/* Nobody can sign but we. */
static void
try_press(const struct seal *seal, const char *text, size_t size)
{
	struct mattermost_caller caller = {"acme", "x", "y"};
	struct mattermost_press press;
	struct mattermost_bound bound;
	struct err e;

	if (mattermost_decode_press(&press, text, size, &self, &e) == -1)
		return;
	if (press.event->key == NULL || press.event->person == NULL ||
		press.context == NULL)
		abort();
	if (mattermost_seal_check(seal, press.context, &caller, &bound, &e) ==
		0)
		abort();
	event_free(press.event);
}

static const char *
find(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, "news") == 0 ? "n" : NULL;
}

/* What was filled in, read back by kinds that our own state would have. */
static void
try_dialog(const struct seal *seal, const char *text, size_t size)
{
	struct mattermost_dialog d;
	struct mattermost_form form = {.name = "f", .state = "s", .nonce = "n"};
	struct mattermost_caller caller = {"acme", "x", "y"};
	struct mattermost_form opened;
	json_t *box;
	struct err e;

	if (mattermost_decode_dialog(&d, text, size, &self, &e) == -1)
		return;
	if (mattermost_seal_open(seal, d.state, &caller, 1, &opened, &e) !=
		NULL)
		abort();
	box = json_pack("{s:{s:s, s:s, s:s, s:[s, s]}}", "i", "words", "text",
		"n", "number", "c", "channels", "b", "x", "y");
	form.kinds = json_object_get(box, "i");
	json_decref(mattermost_decode_form(&d, box, &form, find, NULL));
	if (d.event->key == NULL || json_object_size(d.event->fields) != 4)
		abort();
	event_free(d.event);
}

/* Anybody can post anything to our listener. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);
	char *text = xmalloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	try_command(text, size);
	try_press(seal, text, size);
	try_dialog(seal, text, size);
	seal_free(seal);
	free(text);
	return 0;
}
