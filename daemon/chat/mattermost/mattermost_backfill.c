#include <inttypes.h>
#include <string.h>

#include "json.h"
#include "text.h"

#include "event.h"
#include "mattermost_backfill.h"
#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"

#define MAX_NAME 256

json_t *
mattermost_backfill_ids(const json_t *list, size_t max)
{
	json_t *ids = json_array(), *one;
	const char *id;
	size_t i;

	json_array_foreach(list, i, one)
	{
		id = mattermost_decode_id(one, "id");
		if (id != NULL && json_array_size(ids) < max)
			json_array_append_new(ids, json_string(id));
	}
	return ids;
}

static bool
is_known(const json_t *places, const char *id)
{
	const json_t *one;
	size_t i;

	json_array_foreach(places, i, one)
	{
		if (strcmp(json_text(one, "id", ""), id) == 0)
			return true;
	}
	return false;
}

/* "O" and "P" are channels, "D" a direct conversation; groups are none of
 * ours. A direct one in which nothing was posted need not be read. */
static bool
is_to_be_read(const json_t *channel, int64_t since)
{
	const char *type = json_text(channel, "type", "");

	if (mattermost_decode_time(channel, "delete_at") != 0)
		return false;
	if (strcmp(type, "D") == 0)
		return since > 0 &&
		       mattermost_decode_time(channel, "last_post_at") > since;
	return strcmp(type, "O") == 0 || strcmp(type, "P") == 0;
}

void
mattermost_backfill_places(
	json_t *places, const json_t *list, int64_t since, size_t max)
{
	const char *id, *name;
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		id = mattermost_decode_id(one, "id");
		name = mattermost_decode_string(one, "name", MAX_NAME);
		if (id == NULL || !is_to_be_read(one, since) ||
			is_known(places, id) || json_array_size(places) >= max)
			continue;
		json_array_append_new(places,
			json_pack("{s:s, s:s, s:b}", "id", id, "name",
				name == NULL ? "" : name, "direct",
				strcmp(json_text(one, "type", ""), "D") == 0));
	}
}

struct event *
mattermost_backfill_where(const json_t *places, int64_t now)
{
	json_t *frame = json_pack("{s:o, s:{s:[]}}", "key",
		json_sprintf("places:%" PRId64, now), "fields", "channels");
	json_t *fields = json_object_get(frame, "fields"), *one;
	json_t *channels = json_object_get(fields, "channels");
	struct event *e = event_new(EVENT_PLACES, frame);
	size_t i;

	json_array_foreach(places, i, one)
	{
		if (!json_is_true(json_object_get(one, "direct")))
			json_array_append_new(channels,
				json_pack("{s:s, s:s}", "id",
					json_text(one, "id", ""), "name",
					json_text(one, "name", "")));
	}
	e->key = json_text(frame, "key", "");
	e->fields = fields;
	e->at = now;
	return e;
}

/* The post in that place of the page's order, or NULL. */
static const json_t *
post_at(const json_t *page, size_t i)
{
	const json_t *id = json_array_get(json_object_get(page, "order"), i);
	const json_t *posts = json_object_get(page, "posts");

	return json_is_string(id)
		       ? json_object_get(posts, json_string_value(id))
		       : NULL;
}

/* A page may bring more than it has in order: the roots of its threads. */
void
mattermost_backfill_page(struct mattermost_page *out, const json_t *page)
{
	size_t i, count = json_array_size(json_object_get(page, "order"));
	const json_t *post;
	int64_t at;

	*out = (struct mattermost_page){.count = count};
	for (i = 0; i < count; i++) {
		post = post_at(page, i);
		at = mattermost_decode_time(post, "create_at");
		if (mattermost_decode_id(post, "id") == NULL || at == 0 ||
			(out->oldest != NULL && at >= out->oldest_at))
			continue;
		out->oldest = mattermost_decode_id(post, "id");
		out->oldest_at = at;
	}
}

void
mattermost_backfill_messages(const json_t *page,
	const struct mattermost_self *self, int64_t since,
	mattermost_backfill_fn *fn, void *arg)
{
	size_t i = json_array_size(json_object_get(page, "order"));
	const json_t *post;
	struct event *e;

	while (i-- > 0) { /* the newest is first */
		post = post_at(page, i);
		if (mattermost_decode_time(post, "create_at") <= since)
			continue;
		e = mattermost_decode_post(post, true, self);
		if (e != NULL)
			fn(arg, e);
	}
}

void
mattermost_backfill_changed(json_t *changed, const json_t *page,
	const struct mattermost_self *self, int64_t since)
{
	const char *key, *id, *person;
	json_t *post;
	int64_t at;

	json_object_foreach(json_object_get(page, "posts"), key, post)
	{
		id = mattermost_decode_id(post, "id");
		person = mattermost_decode_id(post, "user_id");
		at = mattermost_decode_time(post, "update_at");
		if (id == NULL || person == NULL || at <= since ||
			strcmp(person, self->person) != 0 ||
			mattermost_decode_time(post, "delete_at") != 0 ||
			*json_text(post, "original_id", "") != '\0')
			continue;
		json_object_set_new(changed, id,
			json_pack("{s:I, s:s?}", "at", (json_int_t)at, "key",
				json_text(post, "props.adv.k", NULL)));
	}
}

/* Who stands there, by emoji, as the events of the reactions say it. */
static void
add_standing(json_t *fields, const struct event *e)
{
	json_t *people = json_object_get(fields, e->name);

	if (people == NULL) {
		people = json_array();
		json_object_set_new(fields, e->name, people);
	}
	json_array_append_new(people, json_string(e->person));
}

/* By its name the post is known even while our look-up of it is under way. */
static void
name_post(struct event *e, const char *key)
{
	json_t *name = json_string(key);

	if (name == NULL)
		return;
	json_object_set_new(e->frame, "our_post", name);
	e->post_key = json_string_value(name);
}

void
mattermost_backfill_reactions(const struct mattermost_standing *s,
	const json_t *list, const struct mattermost_self *self,
	mattermost_backfill_fn *fn, void *arg)
{
	json_t *frame = json_pack("{s:o, s:s, s:s, s:{}}", "key",
		json_sprintf("reactions:%s:%" PRId64, s->post, s->changed),
		"place", s->channel, "message", s->post, "fields");
	struct event *all = event_new(EVENT_REACTIONS, frame), *e;
	json_t *fields = json_object_get(frame, "fields"), *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		e = mattermost_decode_reaction(one, s->channel, self);
		if (e == NULL)
			continue;
		add_standing(fields, e);
		name_post(e, s->key);
		if (e->at > s->since)
			fn(arg, e);
		else
			event_free(e);
	}
	all->key = json_text(frame, "key", "");
	all->place = json_text(frame, "place", "");
	all->message = json_text(frame, "message", "");
	all->fields = fields;
	name_post(all, s->key);
	all->at = s->asked;
	fn(arg, all);
}
