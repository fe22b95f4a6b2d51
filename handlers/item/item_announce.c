#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "target.h"
#include "text.h"

#include "about.h"
#include "admins.h"
#include "answer.h"
#include "behaviour.h"
#include "notice.h"
#include "place.h"
#include "reason.h"
#include "reviewing.h"
#include "timing.h"
#include "which.h"

/* More channels than that are left to the clock, which takes one transaction
 * for each. */
#define AT_ONCE 20

/* Announcing an item now, in one channel or in all that it goes to. */
struct announcing {
	struct turn *t;
	struct item *item;
	bool forced; /* beyond quiet hours and limits */
	int tried;
};

/* What waits for its time, or its campaign, is ready, whatever it was. */
static int
make_ready(struct turn *t, struct item *i, struct err *e)
{
	if (strcmp(i->state, "announced") == 0 ||
		strcmp(i->state, "ready") == 0)
		return 0;
	snprintf(i->state, sizeof i->state, "ready");
	return item_save(t->db, i, e);
}

static int
announce_in(struct announcing *an, const struct channel *c, struct err *e)
{
	const struct timing_want want = {an->t->now, "now", an->forced};
	struct announcement a;
	bool done;

	if (an->tried++ == 0 && make_ready(an->t, an->item, e) == -1)
		return -1;
	if (timing_plan(an->t, an->item, c, &want, &a, e) == -1)
		return -1;
	if (strcmp(a.state, "posted") != 0 &&
		(strcmp(a.state, "due") != 0 || a.due_at > an->t->now ||
			a.waits[0] != '\0' || an->tried > AT_ONCE))
		return 0;
	return notice_post(an->t, an->item, &a, &done, e);
}

static int
on_target(void *arg, const struct target *target, struct err *e)
{
	struct announcing *an = arg;

	if (!target_speaks(&target->channel, an->item))
		return 0;
	return announce_in(an, &target->channel, e);
}

static int
put(struct announcing *an, const struct channel *c, struct err *e)
{
	if (c != NULL)
		return announce_in(an, c, e);
	return target_each(an->t->db, an->item, on_target, an, e);
}

/* What waited for a decision has it now; when it goes nowhere it waits on. */
static int
put_decided(struct announcing *an, const struct channel *c, struct err *e)
{
	struct turn *t = an->t;

	if (strcmp(an->item->state, "review") != 0)
		return put(an, c, e);
	if (reviewing_decide(t, an->item, "approved", "", e) == -1 ||
		put(an, c, e) == -1)
		return -1;
	if (strcmp(an->item->state, "review") == 0)
		return reviewing_decide(t, an->item, "", "", e);
	/* What only waits for its hour has changed no card yet. */
	if (strcmp(an->item->state, "ready") == 0 &&
		reviewing_refresh(t, an->item, e) == -1)
		return -1;
	return reviewing_decided(t, an->item, e);
}

static int
announce(struct announcing *an, const struct channel *c, struct err *e)
{
	struct turn *t = an->t;
	struct item *i = an->item;
	char before[sizeof i->state], about[32];
	json_t *values;
	bool missing;

	if (reason_is_missing(t, i, &missing, e) == -1)
		return -1;
	if (missing)
		return 0;
	snprintf(before, sizeof before, "%s", i->state);
	snprintf(about, sizeof about, "%" PRId64, i->id);
	if (put_decided(an, c, e) == -1 || turn_audit(t, "item.announce", about,
						   before, i->state, e) == -1)
		return -1;
	if (an->tried > 0 && reviewing_is_shown(t))
		return 0;
	values = about_item(t, i, e);
	if (values == NULL)
		return -1;
	if (an->tried == 0)
		return turn_reply(t, "item_nowhere", values, e);
	return answer_here(t, "item_status", values, e);
}

/* The channel that was named; *named is false when none was. out->place is ""
 * when it is not known, and who acts was told so. */
static int
read_place(struct turn *t, const char *word, bool *named, struct channel *out,
	struct err *e)
{
	*named = word != NULL;
	if (!*named)
		return 0;
	if (place_read(t, word, out, e) == -1)
		return -1;
	return out->place[0] != '\0' ? 0 : place_refuse(t, word, e);
}

static int
run(struct turn *t, const char *text, bool forced, struct err *e)
{
	char *copy = xstrdup(text), *rest = copy;
	struct channel place = {.most = -1};
	struct campaign c;
	struct item item;
	struct announcing an = {.t = t, .item = &item, .forced = forced};
	bool named;
	int result;

	result = which_item(t, text_word(&rest), "announce", &item, e);
	if (result == -1 || item.id == 0)
		goto out;
	result = read_place(t, text_word(&rest), &named, &place, e);
	if (result == -1 || (named && place.place[0] == '\0'))
		goto out;
	if (campaign_get(t->db, item.campaign, &c, e) == -1)
		result = -1;
	else if (strcmp(c.state, "closed") == 0)
		result = campaign_refuse(t, &c, "life_closed", "start", e);
	else if (strcmp(item.state, "reading") == 0)
		result = turn_reply(t, "item_is_read",
			json_pack("{s:I}", "item", (json_int_t)item.id), e);
	else
		result = announce(&an, named ? &place : NULL, e);
out:
	free(copy);
	return result;
}

/* /campaign announce 12 [#news], and the buttons that say so. */
int
item_announce_run(struct turn *t, struct err *e)
{
	return run(t, t->text, false, e);
}

/* The button that says: now, whatever the channel's quiet hours and limits. */
int
item_announce_force_run(struct turn *t, struct err *e)
{
	return run(t, t->event->value == NULL ? "" : t->event->value, true, e);
}
