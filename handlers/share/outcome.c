#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "holds.h"
#include "items.h"
#include "ledger.h"
#include "mem.h"
#include "network.h"
#include "reward.h"
#include "shares.h"
#include "turn.h"
#include "answer.h"
#include "holding.h"
#include "outcome.h"

/* What stopped the points -> the phrase that says so, and its number. */
static const struct {
	const char *stopped, *phrase;
	size_t cap; /* offset in struct rules, 0: none */
} reasons[] = {
	{"day", "stopped_day", offsetof(struct rules, cap_day)},
	{"item", "stopped_item", offsetof(struct rules, cap_item)},
	{"member", "stopped_member", offsetof(struct rules, cap_campaign)},
	{"campaign", "stopped_campaign", 0},
	{"budget", "stopped_budget", 0},
};

json_t *
outcome_reason(struct turn *t, const struct award *a, struct err *e)
{
	struct rules rules;
	int64_t cap = 0;
	size_t i;

	if (reward_rules(t->db, &t->programme->rules, a->item, &rules, e) == -1)
		return NULL;

	for (i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (strcmp(reasons[i].stopped, a->stopped) != 0)
			continue;
		if (reasons[i].cap != 0)
			memcpy(&cap, (const char *)&rules + reasons[i].cap,
				sizeof cap);
		return turn_words(t, reasons[i].phrase,
			json_pack("{s:I}", "cap", (json_int_t)cap), e);
	}
	return json_string("");
}

/* Where the award stands -> its phrase; h is the newest hold of its share. */
static const char *
phrase_of(const struct award *a, const struct hold *h)
{
	static const char *const states[][2] = {
		{"settled", "outcome_settled"},
		{"expired", "outcome_expired"},
		{"withdrawn", "outcome_withdrawn"},
		{"stopped", "outcome_stopped"},
	};
	size_t i;

	if (a->id == 0)
		return "outcome_none";
	if (strcmp(a->state, "pending") == 0 && h->id != 0 &&
		h->decision[0] == '\0')
		return "outcome_looked_at";
	if (strcmp(a->state, "withdrawn") == 0 &&
		strcmp(h->decision, "withdrawn") == 0)
		return "outcome_not_given";
	for (i = 0; i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i][0], a->state) == 0)
			return states[i][1];
	return a->settles_at != 0 ? "outcome_held" : "outcome_waits";
}

json_t *
outcome_words(struct turn *t, const struct award *a, const struct share *s,
	struct err *e)
{
	struct rules rules;
	struct hold hold;
	json_t *reason;

	if (reward_rules(t->db, &t->programme->rules, s->item, &rules, e) ==
			-1 ||
		hold_of_share(t->db, s->id, &hold, e) == -1)
		return NULL;
	reason = outcome_reason(t, a, e);
	if (reason == NULL)
		return NULL;
	return turn_words(t, phrase_of(a, &hold),
		json_pack("{s:I, s:I, s:i, s:i, s:o, s:o, s:o, s:o, s:o}",
			"points", (json_int_t)a->points, "wanted",
			(json_int_t)a->wanted, "needed", rules.readers_needed,
			"readers", s->readers, "when",
			answer_time(t, a->settles_at, "day"), "until",
			answer_time(t, a->expires_at, "day"), "reason", reason,
			"latest", answer_time(t, hold.until_at, "day"),
			"looked",
			hold.id == 0 ? json_string("") : holding_reason(&hold)),
		e);
}

json_t *
outcome_values(struct turn *t, const struct award *a, const struct share *s,
	struct err *e)
{
	const struct network *n = network_find(s->network);
	struct item i = {0};
	json_t *words;

	if (item_find(t->db, s->item, &i, e) == -1)
		return NULL;
	words = outcome_words(t, a, s, e);
	if (words == NULL)
		return NULL;
	return json_pack("{s:s, s:s, s:b, s:o, s:b, s:o}", "title", i.title,
		"network", n == NULL ? s->network : n->label, "copied",
		n == NULL || !n->has_composer, "outcome", words, "waits",
		a->id != 0 && strcmp(a->state, "pending") == 0, "value",
		json_sprintf("%" PRId64 ":%s", s->item, s->network));
}

/* By its first award; the words are the member's, whoever acts. */
int
outcome_refresh(struct turn *t, int64_t share, struct err *e)
{
	const char *language = t->language, *zone = t->zone;
	struct award a;
	struct share s;
	struct member m;
	json_t *values;
	char *key;
	int result;

	if (award_find(t->db, share, "share", 0, &a, e) == -1 ||
		share_get(t->db, share, &s, e) == -1 ||
		people_get(t->db, s.member, &m, e) == -1)
		return -1;
	if (a.id == 0)
		return 0;
	turn_read_by(t, &m);
	values = outcome_values(t, &a, &s, e);
	t->language = language;
	t->zone = zone;
	if (values == NULL)
		return -1;
	key = xasprintf("shared:%" PRId64, s.id);
	result = turn_update(t, key, "posted", values, e);
	free(key);
	return result;
}
