#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "people.h"
#include "review.h"

#include "turn.h"

#include "about.h"
#include "answer.h"
#include "suggesting.h"

/* The members are gathered before anything is said to them. */
static int
on_member(void *arg, int64_t member, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_integer(member));
}

static int
tell_one(struct turn *t, int64_t member, const char *template,
	const json_t *values, struct err *e)
{
	struct member m;
	char key[96];

	if (people_get(t->db, member, &m, e) == -1)
		return -1;
	if (m.state != MEMBER_ACTIVE && m.state != MEMBER_PAUSED)
		return 0;
	snprintf(key, sizeof key, "%s:%" PRId64 ":%" PRId64, template, member,
		(int64_t)json_integer_value(json_object_get(values, "item")));
	return turn_direct(t, m.id, key, template, json_deep_copy(values), e);
}

/* Takes values. */
static int
tell_all(struct turn *t, int64_t item, const char *template, json_t *values,
	struct err *e)
{
	json_t *members = json_array(), *member;
	int result = values == NULL ? -1 : 0;
	size_t i;

	if (result == 0)
		result = suggestion_each(t->db, item, on_member, members, e);
	json_array_foreach(members, i, member)
	{
		if (result == 0)
			result = tell_one(t, json_integer_value(member),
				template, values, e);
	}
	json_decref(members);
	json_decref(values);
	return result;
}

int
suggesting_tell(struct turn *t, const struct item *i, const struct review *r,
	struct err *e)
{
	json_t *values = about_item(t, i, e);

	if (values != NULL)
		json_object_set_new(values, "note", json_string(r->note));
	return tell_all(t, i->id,
		strcmp(r->decision, "approved") == 0 ? "suggestion_approved"
						     : "suggestion_rejected",
		values, e);
}

int
suggesting_tell_over(struct turn *t, const struct item *i, struct err *e)
{
	return tell_all(t, i->id, "suggestion_rejected",
		json_pack("{s:I, s:s, s:s, s:b}", "item", (json_int_t)i->id,
			"title", about_title(i), "url", i->url, "over", true),
		e);
}

/* When it was first announced. */
static int
on_announcement(void *arg, const struct announcement *a, struct err *e)
{
	int64_t *first = arg;

	(void)e;
	if ((strcmp(a->state, "posted") == 0 ||
		    strcmp(a->state, "over") == 0) &&
		(*first == 0 || a->due_at < *first))
		*first = a->due_at;
	return 0;
}

json_t *
suggesting_known(struct turn *t, const struct item *known, struct err *e)
{
	const char *state = known->state;
	bool open = strcmp(state, "announced") == 0;
	bool out = strcmp(state, "rejected") == 0;
	bool over = strcmp(state, "expired") == 0 ||
		    strcmp(state, "retracted") == 0;
	int64_t first = 0;

	if (announcement_each(t->db, known->id, on_announcement, &first, e) ==
		-1)
		return NULL;
	return json_pack("{s:I, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:o}",
		"item", (json_int_t)known->id, "title", about_title(known),
		"url", known->url, "announced", open, "over", over, "left_out",
		out, "hears", 0, "waits", !open && !over && !out, "at",
		answer_time(t, first, "date"));
}

int
suggesting_tell_known(struct turn *t, const struct item *i,
	const struct item *known, struct err *e)
{
	return tell_all(
		t, i->id, "suggest_known", suggesting_known(t, known, e), e);
}

int
suggesting_tell_unreadable(struct turn *t, const struct item *i, struct err *e)
{
	return tell_all(t, i->id, "suggestion_unreadable",
		json_pack("{s:I, s:s, s:o}", "item", (json_int_t)i->id, "url",
			i->url, "trouble", about_trouble(t)),
		e);
}
