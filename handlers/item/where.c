#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "post.h"

#include "turn.h"

#include "answer.h"
#include "plan.h"
#include "spans.h"
#include "timing.h"
#include "where.h"

void
where_name(json_t *list, size_t *count, const char *chat, const char *place)
{
	if (++*count <= WHERE_SHOWN)
		json_array_append_new(list, spans_channel(chat, place));
}

void
where_more(json_t *list, size_t count)
{
	if (count > WHERE_SHOWN)
		json_array_append_new(
			list, json_pack("{s:s, s:I}", "phrase", "more_channels",
				      "n", (json_int_t)(count - WHERE_SHOWN)));
}

struct where {
	struct turn *t;
	json_t *posted, *due, *lost, *plan;
	size_t posted_count, due_count, lost_count;
	int64_t at; /* when the first of due is due */
};

/* How many go out before that one, and the most of a day there. */
static int
behind(struct turn *t, const struct announcement *a, json_t **out,
	struct err *e)
{
	struct plan_rules rules;
	struct channel c;
	int64_t before;

	if (channel_find(t->db, a->chat, a->place, &c, e) == -1 ||
		announcement_before(t->db, a, &before, e) == -1)
		return -1;
	timing_rules(t, &c, &rules);
	*out = json_pack("{s:s, s:I, s:i}", "phrase", "wait_limit", "n",
		(json_int_t)before, "most", rules.most);
	return 0;
}

/* Why it goes out then, or JSON null when there is nothing to explain. */
static int
why(struct turn *t, const struct announcement *a, json_t **out, struct err *e)
{
	const char *phrase = NULL;

	if (strcmp(a->waits, "limit") == 0)
		return behind(t, a, out, e);
	if (strcmp(a->waits, "quiet") == 0)
		phrase = "wait_quiet";
	else if (strcmp(a->waits, "campaign") == 0)
		phrase = "wait_campaign";
	else if (strcmp(a->asked, "best") == 0)
		phrase = "wait_best";
	*out = phrase == NULL ? json_null()
			      : json_pack("{s:s}", "phrase", phrase);
	return 0;
}

json_t *
where_row(struct turn *t, const struct announcement *a, struct err *e)
{
	bool held = strcmp(a->waits, "campaign") == 0;
	json_t *reason;

	if (why(t, a, &reason, e) == -1)
		return NULL;
	return json_pack("{s:o, s:o, s:o}", "channel",
		spans_channel(a->chat, a->place), "at",
		held ? json_null() : answer_time(t, a->due_at, "date_time"),
		"why", reason);
}

static int
add_plan(struct where *w, const struct announcement *a, struct err *e)
{
	bool held = strcmp(a->waits, "campaign") == 0;
	json_t *row;

	where_name(w->due, &w->due_count, a->chat, a->place);
	if (!held && (w->at == 0 || a->due_at < w->at))
		w->at = a->due_at;
	if (w->due_count > WHERE_SHOWN)
		return 0;
	row = where_row(w->t, a, e);
	return row == NULL ? -1 : json_array_append_new(w->plan, row);
}

static int
on_announcement(void *arg, const struct announcement *a, struct err *e)
{
	struct where *w = arg;

	if (strcmp(a->state, "posted") == 0)
		where_name(w->posted, &w->posted_count, a->chat, a->place);
	if (strcmp(a->state, "failed") == 0)
		where_name(w->lost, &w->lost_count, a->chat, a->place);
	return strcmp(a->state, "due") == 0 ? add_plan(w, a, e) : 0;
}

int
where_add(struct turn *t, const struct item *i, json_t *values, struct err *e)
{
	struct where w = {.t = t,
		.posted = json_array(),
		.due = json_array(),
		.lost = json_array(),
		.plan = json_array()};
	int result = announcement_each(t->db, i->id, on_announcement, &w, e);

	where_more(w.posted, w.posted_count);
	where_more(w.due, w.due_count);
	where_more(w.lost, w.lost_count);
	json_object_set_new(values, "posted", w.posted);
	json_object_set_new(values, "due", w.due);
	json_object_set_new(values, "lost", w.lost);
	json_object_set_new(values, "plan", w.plan);
	json_object_set_new(values, "at", answer_time(t, w.at, "date_time"));
	return result;
}

/* Cards being looked up. */
struct cards {
	struct turn *t;
	json_t *list;
	size_t count;
};

static int
add_card(void *arg, const struct announcement *a, struct err *e)
{
	struct cards *c = arg;
	struct post post;
	char key[64], *url = NULL;

	if (strcmp(a->state, "posted") != 0 || ++c->count > WHERE_SHOWN)
		return 0;
	snprintf(key, sizeof key, "announce:%" PRId64, a->id);
	if (post_find(c->t->db, key, &post, e) == -1)
		return -1;
	if (post.message[0] != '\0')
		url = turn_address(c->t, &post);
	json_array_append_new(c->list, json_pack("{s:o, s:s}", "channel",
					       spans_channel(a->chat, a->place),
					       "url", url == NULL ? "" : url));
	free(url);
	return 0;
}

json_t *
where_cards(struct turn *t, const struct item *i, struct err *e)
{
	struct cards c = {t, json_array(), 0};

	if (announcement_each(t->db, i->id, add_card, &c, e) == -1) {
		json_decref(c.list);
		return NULL;
	}
	if (c.count > WHERE_SHOWN)
		json_array_append_new(
			c.list, json_pack("{s:{s:s, s:I}, s:s}", "channel",
					"phrase", "more_channels", "n",
					(json_int_t)(c.count - WHERE_SHOWN),
					"url", ""));
	return c.list;
}
