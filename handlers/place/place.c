#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "when.h"

#include "items.h"
#include "json.h"

#include "admins.h"
#include "behaviour.h"
#include "channel_back.h"
#include "number.h"
#include "place.h"
#include "redeeming.h"
#include "reviewing.h"
#include "spans.h"

struct search {
	const char *chat;
	const char *name;
	struct channel *out;
};

static int
on_channel(void *arg, const struct channel *c, struct err *e)
{
	struct search *s = arg;

	(void)e;
	if (strcmp(c->chat, s->chat) == 0 && text_same(c->name, s->name))
		*s->out = *c;
	return 0;
}

bool
place_is_written(const char *word)
{
	return word != NULL && (*word == '#' || text_starts(word, "<#"));
}

static int
get(struct turn *t, const char *place, struct channel *out, struct err *e)
{
	if (channel_find(t->db, t->event->chat, place, out, e) == -1)
		return -1;
	if (out->place[0] != '\0')
		return 0;
	*out = (struct channel){.most = -1};
	snprintf(out->chat, sizeof out->chat, "%s", t->event->chat);
	snprintf(out->place, sizeof out->place, "%s", place);
	return 0;
}

int
place_here(struct turn *t, struct channel *out, struct err *e)
{
	return get(t, t->event->place, out, e);
}

/* "<#C1|news>": the id decides, known to us or not. */
static int
read_marked(
	struct turn *t, const char *word, struct channel *out, struct err *e)
{
	size_t size = strcspn(word + 2, "|>");
	char place[sizeof out->place];

	if (size == 0 || size >= sizeof place)
		return 0;
	snprintf(place, sizeof place, "%.*s", (int)size, word + 2);
	return get(t, place, out, e);
}

int
place_read(struct turn *t, const char *word, struct channel *out, struct err *e)
{
	struct search search = {.chat = t->event->chat, .out = out};

	*out = (struct channel){.most = -1};
	if (text_starts(word, "<#"))
		return read_marked(t, word, out, e);
	search.name = *word == '#' ? word + 1 : word;
	if (*search.name == '\0')
		return 0;
	return channel_each(t->db, on_channel, &search, e);
}

bool
place_is_lost(const struct channel *c)
{
	return strcmp(c->state, "left") == 0 ||
	       strcmp(c->state, "archived") == 0;
}

int
place_refuse(struct turn *t, const char *word, struct err *e)
{
	char *shown = text_cut(word == NULL ? "" : word, 60);
	size_t size = strcspn(shown, "|>");
	json_t *wrong;

	if (text_starts(shown, "<#"))
		wrong = json_pack("{s:s%}", "channel", shown + 2,
			size < 2 ? 0 : size - 2);
	else
		wrong = json_string(shown);
	free(shown);
	return turn_reply(
		t, "channel_unknown", json_pack("{s:o}", "wrong", wrong), e);
}

int64_t
place_next_digest(const struct turn *t, const struct channel *c)
{
	const struct programme *p = t->programme;

	if (p->digest_weekday == 0)
		return 0;
	return when_next(t->now, p->digest_weekday, p->digest_hour,
		p->digest_minute, c->zone[0] == '\0' ? p->zone : c->zone);
}

int
place_know(struct turn *t, const char *chat, const char *place,
	const char *name, struct err *e)
{
	struct channel c;
	bool known, back;

	if (channel_find(t->db, chat, place, &c, e) == -1)
		return -1;
	back = place_is_lost(&c);
	known = c.place[0] != '\0' && strcmp(c.state, "joined") == 0;
	if (known && (*name == '\0' || strcmp(c.name, name) == 0) &&
		(c.digest_at != 0 || t->programme->digest_weekday == 0))
		return 0;
	snprintf(c.chat, sizeof c.chat, "%s", chat);
	snprintf(c.place, sizeof c.place, "%s", place);
	snprintf(c.state, sizeof c.state, "joined");
	if (*name != '\0')
		text_copy(c.name, sizeof c.name, name);
	if (c.zone[0] == '\0')
		snprintf(c.zone, sizeof c.zone, "%s", t->programme->zone);
	if (!known || c.digest_at == 0)
		c.digest_at = place_next_digest(t, &c);
	if (channel_save(t->db, &c, e) == -1)
		return -1;
	return back ? channel_back_tell(t, &c, e) : 0;
}

/* We are out of a channel: no more digests there, and who looks after the
 * campaigns hears what can be done. */
static int
lose(struct turn *t, const char *place, const char *how, struct err *e)
{
	const struct event *event = t->event;
	struct channel c;
	json_t *values;
	char key[192];
	int result;

	if (channel_find(t->db, event->chat, place, &c, e) == -1)
		return -1;
	if (c.place[0] == '\0' || strcmp(c.state, how) == 0)
		return 0;
	snprintf(c.state, sizeof c.state, "%s", how);
	c.digest_at = 0;
	if (channel_save(t->db, &c, e) == -1 ||
		announcement_fail(t->db, c.chat, c.place, e) == -1)
		return -1;
	snprintf(key, sizeof key, "lost:%s:%s:%lld", c.chat, c.place,
		(long long)t->now);
	values = json_pack("{s:o, s:b, s:b}", "channel",
		spans_channel(c.chat, c.place), "archived",
		strcmp(how, "archived") == 0, "refused",
		event->name != NULL && strcmp(event->name, "refused") == 0);
	result = admins_tell(t, key, "channel_lost", values, e);
	json_decref(values);
	return result;
}

/* The card of an announcement found no way into its channel. */
static int
fail_announcement(struct turn *t, struct err *e)
{
	static const char prefix[] = "announce:";
	const char *key = t->event->value;
	int64_t id;

	if (key == NULL || !text_starts(key, prefix))
		return 0;
	id = number_read(key + sizeof prefix - 1);
	return id == 0 ? 0 : announcement_state(t->db, id, "failed", e);
}

static int
redeem_elsewhere(struct turn *t, const char *key, struct err *e)
{
	static const char prefix[] = "redemption:";

	if (!text_starts(key, prefix))
		return 0;
	return redeeming_again(
		t, strtoll(key + sizeof prefix - 1, NULL, 10), e);
}

/* The card of what waits for a decision found no way: now that the channel is
 * lost, admins get it. */
static int
ask_elsewhere(struct turn *t, struct err *e)
{
	static const char prefix[] = "review:";
	const char *key = t->event->value;
	struct item item;

	if (key == NULL)
		return 0;
	if (!text_starts(key, prefix))
		return redeem_elsewhere(t, key, e);
	if (item_find(t->db, strtoll(key + sizeof prefix - 1, NULL, 10), &item,
		    e) == -1)
		return -1;
	if (item.id == 0 || strcmp(item.state, "review") != 0)
		return 0;
	return reviewing_ask(t, &item, e);
}

int
place_run(struct turn *t, struct err *e)
{
	const struct event *event = t->event;

	if (event->place == NULL || event->name == NULL)
		return 0;
	if (strcmp(event->name, "left") == 0 ||
		strcmp(event->name, "archived") == 0)
		return lose(t, event->place, event->name, e);
	if (strcmp(event->name, "refused") == 0) {
		if (fail_announcement(t, e) == -1 ||
			lose(t, event->place, "left", e) == -1)
			return -1;
		return ask_elsewhere(t, e);
	}
	return place_know(t, event->chat, event->place,
		json_text(event->fields, "name", ""), e);
}

/* Channels that we believe to be in and are not. */
struct gone {
	const struct turn *turn;
	json_t *places;
};

static bool
is_listed(const struct turn *t, const char *place)
{
	json_t *one;
	size_t i;

	json_array_foreach(json_at(t->event->fields, "channels"), i, one)
	{
		if (strcmp(json_text(one, "id", ""), place) == 0)
			return true;
	}
	return false;
}

static int
on_believed(void *arg, const struct channel *c, struct err *e)
{
	struct gone *g = arg;

	(void)e;
	if (strcmp(c->chat, g->turn->event->chat) == 0 &&
		strcmp(c->state, "joined") == 0 &&
		!is_listed(g->turn, c->place))
		json_array_append_new(g->places, json_string(c->place));
	return 0;
}

int
place_all(struct turn *t, struct err *e)
{
	struct gone g = {.turn = t, .places = json_array()};
	const json_t *channels = json_at(t->event->fields, "channels");
	int result = channel_each(t->db, on_believed, &g, e);
	json_t *one;
	size_t i;

	json_array_foreach(g.places, i, one)
	{
		if (result == 0)
			result = lose(t, json_string_value(one), "left", e);
	}
	json_array_foreach(channels, i, one)
	{
		if (result == 0)
			result = place_know(t, t->event->chat,
				json_text(one, "id", ""),
				json_text(one, "name", ""), e);
	}
	json_decref(g.places);
	return result;
}
