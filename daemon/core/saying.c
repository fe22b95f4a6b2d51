#include <stdlib.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"

#include "post.h"

#include "saying.h"
#include "sender.h"
#include "turn_say.h"

static void
set_text(json_t *body, const char *name, const char *text)
{
	if (text != NULL)
		json_object_set_new(body, name, json_string(text));
}

int
saying_put(struct turn *t, const struct saying *s, json_t *card, struct err *e)
{
	const struct turn_say *say = t->say;
	struct outbox_row row = {.chat = s->chat,
		.conversation = s->conversation,
		.key = s->key,
		.act = chat_act_name(s->act),
		.member = s->member,
		.due_at = t->now,
		.created_at = t->now};
	json_t *body = json_object();
	char *sealed = NULL, *text;
	int result;

	set_text(body, "place", s->place);
	set_text(body, "person", s->person);
	set_text(body, "message", s->message);
	set_text(body, "value", s->value);
	set_text(body, "of", s->of);
	if (s->replace)
		json_object_set_new(body, "replace", json_true());
	if (card != NULL)
		json_object_set_new(body, "card", card);
	if (s->answer != NULL)
		sealed = seal_close_text(
			say->parts->seal, SEAL_ANSWER, s->answer);
	text = json_dump(body);
	row.body = text;
	row.answer = sealed;
	result = outbox_add(t->db, &row, e);
	sender_poke(say->parts->sender);
	free(text);
	free(sealed);
	json_decref(body);
	return result;
}

char *
saying_key(struct turn *t, const char *what)
{
	return xasprintf("%s:%s:%s:%u", what, t->event->chat,
		t->event->key == NULL ? "" : t->event->key, t->say->said++);
}
