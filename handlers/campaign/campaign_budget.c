#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "reward.h"
#include "text.h"

#include "behaviour.h"
#include "campaign_make.h"
#include "field.h"
#include "which.h"

static int
show(struct turn *t, const struct campaign *c, int64_t changed, struct err *e)
{
	struct campaign_budget b;
	int64_t total, settled;

	if (campaign_budget(t->db, c->id, &b, e) == -1)
		return -1;
	total = b.given + b.left;
	settled = b.given - b.pending;
	return turn_reply(t, "campaign_budget",
		json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b}",
			"campaign", c->name, "total", (json_int_t)total,
			"given", (json_int_t)b.given, "pending",
			(json_int_t)b.pending, "settled", (json_int_t)settled,
			"left", (json_int_t)b.left, "added",
			(json_int_t)(changed > 0 ? changed : 0), "taken",
			(json_int_t)(changed < 0 ? -changed : 0), "closed",
			strcmp(c->state, "closed") == 0),
		e);
}

/* "+500" and "-200", also with a blank after the sign, or a minus as it is
 * printed; 0: it is neither. */
static int64_t
read_change(const char *text)
{
	static const char minus[] = "\xe2\x88\x92";
	int64_t points;
	int sign = 0;

	if (*text == '+' || *text == '-') {
		sign = *text++ == '+' ? 1 : -1;
	} else if (text_starts(text, minus)) {
		sign = -1;
		text += strlen(minus);
	}
	while (*text == ' ')
		text++;
	if (!field_read_number(text, &points) || points > CAMPAIGN_BUDGET_MOST)
		return 0;
	return sign * points;
}

static int
refuse(struct turn *t, const struct campaign *c, const char *written,
	int64_t most, struct err *e)
{
	char *wrong = text_cut(written, 40);
	int result = turn_reply(t, "campaign_budget_refused",
		json_pack("{s:s, s:s, s:b, s:I}", "campaign", c->name, "wrong",
			wrong, "too_much", most != -1, "most",
			(json_int_t)(most == -1 ? 0 : most)),
		e);

	free(wrong);
	return result;
}

static int
note(struct turn *t, const struct campaign *c, int64_t before, int64_t after,
	struct err *e)
{
	char about[32], was[32], is[32];

	snprintf(about, sizeof about, "%" PRId64, c->id);
	snprintf(was, sizeof was, "%" PRId64, before);
	snprintf(is, sizeof is, "%" PRId64, after);
	return turn_audit(t, "campaign.budget", about, was, is, e);
}

static int
change(struct turn *t, const struct campaign *c, const char *written,
	struct err *e)
{
	struct reward_change change = {
		c->id, read_change(written), t->event->key};
	struct campaign_budget b;
	int64_t total;
	bool fine;

	if (campaign_budget(t->db, c->id, &b, e) == -1)
		return -1;
	if (change.points == 0)
		return refuse(t, c, written, -1, e);
	total = b.given + b.left;
	if (total + change.points > CAMPAIGN_BUDGET_MOST)
		return refuse(t, c, written, CAMPAIGN_BUDGET_MOST - total, e);
	if (reward_refund(t->db, &change, t->now, &fine, e) == -1)
		return -1;
	if (!fine)
		return refuse(t, c, written, b.left, e);
	if (note(t, c, total, total + change.points, e) == -1)
		return -1;
	return show(t, c, change.points, e);
}

/* /campaign budget <name> [+500 | -200] */
int
campaign_budget_run(struct turn *t, struct err *e)
{
	struct which_campaign w;

	if (which_campaign(t, t->text, "budget", &w, e) == -1)
		return -1;
	if (w.campaign.id == 0)
		return 0;
	if (*w.rest == '\0')
		return show(t, &w.campaign, 0, e);
	if (t->role < ROLE_ADMIN)
		return refuse_role(t, ROLE_ADMIN, e);
	if (strcmp(w.campaign.state, "closed") == 0)
		return campaign_refuse(
			t, &w.campaign, "life_closed", "start", e);
	return change(t, &w.campaign, w.rest, e);
}
