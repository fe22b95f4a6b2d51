#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "json.h"
#include "people.h"
#include "post.h"
#include "shares.h"

#include "turn.h"

#include "gate.h"
#include "kit.h"
#include "kit_card.h"
#include "kit_open.h"

#define KITS_MOST 200
#define POSTS_MOST 4 /* of a member: each time they asked */

/* What is found is gathered before anything else is asked of the store. */
struct found {
	json_t *list;
};

static int
on_member(void *arg, int64_t member, struct err *e)
{
	const struct found *f = arg;

	(void)e;
	return json_array_append_new(f->list, json_integer(member));
}

static int
on_post(void *arg, const char *key, const struct post *p, struct err *e)
{
	const struct found *f = arg;

	(void)p;
	(void)e;
	return json_array_append_new(f->list, json_string(key));
}

/* What kits of an item show now. */
struct state {
	const struct item *item;
	struct campaign campaign;
	const char *template;
};

static int
find_state(
	struct turn *t, const struct item *i, struct state *out, struct err *e)
{
	bool paused;

	out->item = i;
	if (gate_paused(t, i, &out->campaign, &paused, e) == -1)
		return -1;
	out->template = "kit";
	if (!item_is_open(i))
		out->template = i->internal ? "for_us_only" : "gone";
	else if (paused)
		out->template = "paused_item";
	return 0;
}

/* The values of its card; NULL with e set. */
static json_t *
values_of(struct turn *t, const struct state *s, const struct kit *k,
	const struct member *m, struct err *e)
{
	const struct kit_wish wish = {.member = m,
		.item = s->item->id,
		.network = "",
		.way = KIT_DIRECT};

	if (strcmp(s->template, "kit") == 0)
		return kit_card_values(t, &wish, s->item, k, e);
	if (item_is_open(s->item))
		return gate_values(t, s->item, &s->campaign);
	return json_pack("{s:s}", "title", s->item->title);
}

/* Kits of a member: by what they asked, or brought back at its time. */
static int
find_posts(
	struct turn *t, const struct kit *k, struct found *out, struct err *e)
{
	static const char *const kinds[] = {"kit", "later", NULL};
	char prefix[80];
	int n, result = 0;

	out->list = json_array();
	for (n = 0; kinds[n] != NULL && result == 0; n++) {
		snprintf(prefix, sizeof prefix, "%s:%" PRId64 ":%" PRId64,
			kinds[n], k->member, k->item);
		result = post_each_under(
			t->db, prefix, POSTS_MOST, on_post, out, e);
	}
	return result;
}

static int
refresh_member(struct turn *t, const struct state *s, const struct member *m,
	struct err *e)
{
	struct found posts = {NULL};
	json_t *key, *values;
	struct kit k;
	int result = -1;
	size_t n;

	if (kit_find(t->db, m->id, s->item->id, &k, e) == -1 ||
		find_posts(t, &k, &posts, e) == -1)
		goto out;
	result = 0;
	/* one that is to come back later stays away until then */
	if (k.later_at != 0 && item_is_open(s->item))
		goto out;
	if (s->campaign.given)
		k.text[0] = '\0';
	json_array_foreach(posts.list, n, key)
	{
		values = result == -1 ? NULL : values_of(t, s, &k, m, e);
		if (values == NULL)
			result = -1;
		else
			result = turn_update(t, json_string_value(key),
				s->template, values, e);
	}
out:
	json_decref(posts.list);
	return result;
}

/* In the words of each member; then it is who acts who is spoken to again. */
static int
refresh_as(struct turn *t, const struct state *s, int64_t member, struct err *e)
{
	const char *language = t->language, *zone = t->zone;
	struct member m;
	int result;

	if (people_get(t->db, member, &m, e) == -1)
		return -1;
	if (m.state != MEMBER_ACTIVE && m.state != MEMBER_PAUSED)
		return 0;
	turn_read_by(t, &m);
	result = refresh_member(t, s, &m, e);
	t->language = language;
	t->zone = zone;
	return result;
}

int
kit_open_refresh(struct turn *t, const struct item *i, struct err *e)
{
	struct found members = {NULL};
	struct state s;
	json_t *member;
	int result;
	size_t n;

	if (find_state(t, i, &s, e) == -1)
		return -1;
	members.list = json_array();
	result = kit_each_open(t->db, i->id, KITS_MOST, on_member, &members, e);
	json_array_foreach(members.list, n, member)
	{
		if (result == 0)
			result = refresh_as(
				t, &s, json_integer_value(member), e);
	}
	json_decref(members.list);
	return result;
}
