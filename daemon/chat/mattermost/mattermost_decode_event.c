#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "event.h"
#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"

#define MAX_TEXT 65536
#define MAX_EMOJI 64
#define MAX_NAME 100

/* One event of the websocket being decoded. */
struct happening {
	struct mattermost_frame *f;
	json_t *data;
	const json_t *broadcast;
	const struct mattermost_self *self;
};

static bool
is_ours(const struct mattermost_self *self, const char *person)
{
	return person != NULL && self->person != NULL &&
	       strcmp(person, self->person) == 0;
}

/* Fills the event with a key of its own; takes key. */
static void
set_key(struct event *e, json_t *frame, char *key)
{
	e->key = mattermost_decode_keep(frame, "our_key", key);
}

/* What robots, integrations and the server itself write. */
static bool
is_from_person(const json_t *post)
{
	const json_t *props = json_object_get(post, "props");

	return *json_text(post, "type", "") == '\0' &&
	       json_object_get(props, "from_bot") == NULL &&
	       json_object_get(props, "from_webhook") == NULL &&
	       json_object_get(props, "from_plugin") == NULL;
}

/* A message to us alone. Copies of older versions and what was taken back
 * come in backfills. frame keeps the texts. */
static struct event *
read_message(
	const json_t *post, json_t *frame, const struct mattermost_self *self)
{
	const char *id = mattermost_decode_id(post, "id");
	const char *person = mattermost_decode_id(post, "user_id");
	const char *text = mattermost_decode_string(post, "message", MAX_TEXT);
	struct event *e;

	if (id == NULL || person == NULL || text == NULL ||
		is_ours(self, person) || !is_from_person(post) ||
		*json_text(post, "original_id", "") != '\0' ||
		mattermost_decode_time(post, "delete_at") != 0)
		return NULL;
	e = event_new(EVENT_MESSAGE, NULL);
	e->person = person;
	e->place = mattermost_decode_id(post, "channel_id");
	e->message = id;
	e->direct = true;
	e->at = mattermost_decode_time(post, "create_at");
	e->text = mattermost_decode_keep(
		frame, "our_text", mattermost_decode_text(text, NULL, NULL));
	set_key(e, frame, xasprintf("message:%s", id));
	return e;
}

static struct event *
decode_posted(const struct happening *h)
{
	const char *sender;
	const json_t *post;
	struct event *e;

	if (strcmp(json_text(h->data, "channel_type", ""), "D") != 0)
		return NULL;
	post = mattermost_decode_inner(h->data, "post");
	e = read_message(post, h->f->json, h->self);
	if (e == NULL)
		return NULL;
	if (e->place == NULL)
		e->place = mattermost_decode_id(h->broadcast, "channel_id");
	sender = mattermost_decode_string(h->data, "sender_name", MAX_NAME);
	if (sender != NULL && sender[0] == '@' && sender[1] != '\0')
		e->who = sender + 1;
	return e;
}

/* "wave_dark_skin_tone" is "wave". Takes nothing, returns yours. */
static char *
emoji_without_tone(const char *name)
{
	static const char *const tones[] = {"_medium_light_skin_tone",
		"_medium_dark_skin_tone", "_light_skin_tone",
		"_medium_skin_tone", "_dark_skin_tone"};
	size_t size = strlen(name), tail, i;

	for (i = 0; i < sizeof tones / sizeof *tones; i++) {
		tail = strlen(tones[i]);
		if (size > tail && strcmp(name + size - tail, tones[i]) == 0)
			return xstrndup(name, size - tail);
	}
	return xstrdup(name);
}

static bool
is_emoji(const char *name)
{
	return name != NULL && *name != '\0' &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-")] ==
		       '\0';
}

/* An event of a reaction; frame keeps the texts. The update time is of this
 * very happening, the create time on the server is that of the first time the
 * person reacted so. */
static struct event *
read_reaction(const json_t *reaction, json_t *frame, enum event_kind kind,
	const struct mattermost_self *self)
{
	const char *person = mattermost_decode_id(reaction, "user_id");
	const char *post = mattermost_decode_id(reaction, "post_id");
	const char *emoji =
		mattermost_decode_string(reaction, "emoji_name", MAX_EMOJI);
	struct event *e;

	if (person == NULL || post == NULL || !is_emoji(emoji) ||
		is_ours(self, person))
		return NULL;
	e = event_new(kind, NULL);
	e->person = person;
	e->message = post;
	e->at = mattermost_decode_time(reaction, "update_at");
	if (e->at == 0)
		e->at = mattermost_decode_time(reaction, "create_at");
	set_key(e, frame,
		xasprintf("%s:%s:%s:%s:%" PRId64,
			kind == EVENT_REACTION_ADDED ? "reaction"
						     : "unreaction",
			post, person, emoji, e->at));
	e->name = mattermost_decode_keep(
		frame, "our_emoji", emoji_without_tone(emoji));
	return e;
}

static struct event *
decode_reaction(const struct happening *h, enum event_kind kind)
{
	struct event *e =
		read_reaction(mattermost_decode_inner(h->data, "reaction"),
			h->f->json, kind, h->self);

	if (e == NULL)
		return NULL;
	e->place = mattermost_decode_id(h->broadcast, "channel_id");
	if (e->at == 0) /* no time at all: the frame's own number */
		set_key(e, h->f->json,
			xasprintf("%s:%" PRId64 ":%s", e->key, h->f->seq,
				h->self->connection == NULL
					? ""
					: h->self->connection));
	return e;
}

static struct event *
decode_added(const struct happening *h)
{
	return decode_reaction(h, EVENT_REACTION_ADDED);
}

static struct event *
decode_removed(const struct happening *h)
{
	return decode_reaction(h, EVENT_REACTION_REMOVED);
}

static struct event *
new_place(const struct happening *h, const char *name, const char *place)
{
	const char *connection = h->self->connection;
	struct event *e;

	if (place == NULL)
		return NULL;
	e = event_new(EVENT_PLACE, NULL);
	e->name = name;
	e->place = place;
	set_key(e, h->f->json,
		xasprintf("place:%s:%s:%" PRId64 ":%s", place, name, h->f->seq,
			connection == NULL ? "" : connection));
	return e;
}

/* Somebody else came to a channel or went: who, its list says. */
static struct event *
new_members(const struct happening *h, const char *place)
{
	const char *connection = h->self->connection;
	struct event *e;

	if (place == NULL)
		return NULL;
	e = event_new(EVENT_MEMBERS, NULL);
	e->name = "changed";
	e->place = place;
	set_key(e, h->f->json,
		xasprintf("members:%s:%" PRId64 ":%s", place, h->f->seq,
			connection == NULL ? "" : connection));
	return e;
}

static struct event *
decode_joined(const struct happening *h)
{
	const char *place = mattermost_decode_id(h->broadcast, "channel_id");

	if (!is_ours(h->self, mattermost_decode_id(h->data, "user_id")))
		return new_members(h, place);
	return new_place(h, "joined", place);
}

/* Of others: {user_id, remover_id} to the channel; of us: {channel_id,
 * remover_id} to us alone. */
static struct event *
decode_left(const struct happening *h)
{
	const char *person = mattermost_decode_id(h->data, "user_id");
	const char *place = mattermost_decode_id(h->data, "channel_id");

	if (person == NULL)
		person = mattermost_decode_id(h->broadcast, "user_id");
	if (place == NULL)
		place = mattermost_decode_id(h->broadcast, "channel_id");
	return is_ours(h->self, person) ? new_place(h, "left", place)
					: new_members(h, place);
}

static struct event *
decode_archived(const struct happening *h)
{
	return new_place(
		h, "archived", mattermost_decode_id(h->data, "channel_id"));
}

/* Who was in it is in it again. */
static struct event *
decode_restored(const struct happening *h)
{
	return new_place(
		h, "joined", mattermost_decode_id(h->data, "channel_id"));
}

static struct event *
decode_person(const struct happening *h)
{
	const json_t *user = mattermost_decode_inner(h->data, "user");
	const char *person = mattermost_decode_id(user, "id");
	json_t *fields;
	struct event *e;

	if (person == NULL || is_ours(h->self, person) ||
		json_is_true(json_object_get(user, "is_bot")))
		return NULL;
	fields = mattermost_decode_person(user);
	json_object_set_new(h->f->json, "our_fields", fields);
	e = event_new(EVENT_PERSON, NULL);
	e->person = person;
	e->fields = fields;
	e->at = mattermost_decode_time(user, "update_at");
	set_key(e, h->f->json, xasprintf("person:%s:%" PRId64, person, e->at));
	return e;
}

typedef struct event *happening_fn(const struct happening *h);

static const struct {
	const char *name;
	happening_fn *fn;
} names[] = {
	{"posted", decode_posted},
	{"reaction_added", decode_added},
	{"reaction_removed", decode_removed},
	{"user_added", decode_joined},
	{"user_removed", decode_left},
	{"channel_deleted", decode_archived},
	{"channel_restored", decode_restored},
	{"user_updated", decode_person},
};

struct event *
mattermost_decode_happening(
	struct mattermost_frame *f, const struct mattermost_self *self)
{
	struct happening h = {f, json_object_get(f->json, "data"),
		json_object_get(f->json, "broadcast"), self};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].name, f->name) == 0)
			return names[i].fn(&h);
	return NULL;
}

/* Gives the frame a backfill's event was made from to it; takes frame. */
static struct event *
own(struct event *e, json_t *frame)
{
	if (e == NULL)
		json_decref(frame);
	else
		e->frame = frame;
	return e;
}

struct event *
mattermost_decode_post(
	const json_t *post, bool direct, const struct mattermost_self *self)
{
	json_t *frame;

	if (!direct)
		return NULL;
	frame = json_pack("{s:O}", "post", post);
	return own(read_message(post, frame, self), frame);
}

struct event *
mattermost_decode_reaction(const json_t *reaction, const char *channel,
	const struct mattermost_self *self)
{
	json_t *frame = json_pack(
		"{s:O, s:s?}", "reaction", reaction, "channel", channel);
	struct event *e =
		read_reaction(reaction, frame, EVENT_REACTION_ADDED, self);

	if (e != NULL)
		e->place = json_text(frame, "channel", NULL);
	return own(e, frame);
}
