#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "ledger.h"
#include "network.h"
#include "report.h"
#include "shares.h"
#include "when.h"
#include "accounts.h"
#include "answer.h"
#include "badge_words.h"
#include "behaviour.h"
#include "redeem.h"
#include "me.h"
#include "outcome.h"
#include "span.h"
#include "team_name.h"

#define AWARDS_LOOKED_AT 40
#define LINES_SHOWN 6
#define SHARES_LOOKED_AT 1000

/* What the member's awards have come to. Those of one share that become
 * theirs on one day are one line: as many points together. */
struct awards {
	struct turn *t;
	struct award waiting[LINES_SHOWN];
	size_t count;
	json_t *stopped;
};

static json_t *
new_line(struct turn *t, const struct award *a, const struct share *s,
	json_t *words, struct err *e)
{
	struct item i = {0};
	const struct network *n = network_find(s->network);

	if (words == NULL || item_find(t->db, a->item, &i, e) == -1) {
		json_decref(words);
		return NULL;
	}
	return json_pack("{s:s, s:s, s:i, s:o}", "title", i.title, "network",
		n == NULL ? s->network : n->label, "step", a->step, "words",
		words);
}

static bool
is_one_line(const struct award *a, const struct award *b)
{
	return a->share == b->share &&
	       when_day(a->settles_at) == when_day(b->settles_at);
}

static void
add_waiting(struct awards *l, const struct award *a)
{
	size_t i;

	for (i = 0; i < l->count; i++) {
		if (!is_one_line(&l->waiting[i], a))
			continue;
		l->waiting[i].points += a->points;
		l->waiting[i].wanted += a->wanted;
		return;
	}
	if (l->count < LINES_SHOWN)
		l->waiting[l->count++] = *a;
}

static int
add_stopped(struct awards *l, const struct award *a, struct err *e)
{
	struct share s = {0};
	json_t *line;

	if (share_get(l->t->db, a->share, &s, e) == -1)
		return -1;
	line = new_line(l->t, a, &s, outcome_reason(l->t, a, e), e);
	if (line == NULL)
		return -1;
	return json_array_append_new(l->stopped, line);
}

static int
on_award(void *arg, const struct award *a, struct err *e)
{
	struct awards *l = arg;

	if (strcmp(a->state, "pending") == 0)
		add_waiting(l, a);
	if (a->stopped[0] != '\0' && json_array_size(l->stopped) < LINES_SHOWN)
		return add_stopped(l, a, e);
	return 0;
}

/* The lines of what waits; NULL with e set. */
static json_t *
waiting_of(const struct awards *l, struct err *e)
{
	json_t *list = json_array(), *line;
	struct share s = {0};
	size_t i;

	for (i = 0; i < l->count; i++) {
		const struct award *a = &l->waiting[i];

		line = NULL;
		if (share_get(l->t->db, a->share, &s, e) == 0)
			line = new_line(
				l->t, a, &s, outcome_words(l->t, a, &s, e), e);
		if (line == NULL) {
			json_decref(list);
			return NULL;
		}
		json_array_append_new(list, line);
	}
	return list;
}

/* Shares and readers by network, summed up as they are read. */
struct sums {
	struct {
		char network[16];
		int shares, readers;
	} list[32];
	size_t count;
	int64_t readers;
};

static int
on_share(void *arg, const struct share *s, struct err *e)
{
	struct sums *sums = arg;
	size_t i;

	(void)e;
	if (s->withdrawn_at != 0)
		return 0;
	sums->readers += s->readers;
	for (i = 0; i < sums->count; i++)
		if (strcmp(sums->list[i].network, s->network) == 0)
			break;
	if (i == sizeof sums->list / sizeof *sums->list)
		return 0;
	if (i == sums->count) {
		memcpy(sums->list[i].network, s->network, sizeof s->network);
		sums->count++;
	}
	sums->list[i].shares++;
	sums->list[i].readers += s->readers;
	return 0;
}

static json_t *
networks_of(const struct sums *sums)
{
	json_t *list = json_array();
	const struct network *n;
	size_t i;

	for (i = 0; i < sums->count; i++) {
		n = network_find(sums->list[i].network);
		json_array_append_new(list,
			json_pack("{s:s, s:i, s:i}", "network",
				n == NULL ? sums->list[i].network : n->label,
				"shares", sums->list[i].shares, "readers",
				sums->list[i].readers));
	}
	return list;
}

static int
add_points(struct turn *t, json_t *values, struct err *e)
{
	const struct account pending = {ACCOUNT_PENDING, t->member.id};
	const struct account settled = {ACCOUNT_SETTLED, t->member.id};
	struct span_days week = span_week(t->now);
	struct rank rank = {0};
	int64_t waiting, owned;
	int streak;

	if (ledger_balance(t->db, &pending, &waiting, e) == -1 ||
		ledger_balance(t->db, &settled, &owned, e) == -1 ||
		ledger_rank(t->db, t->member.id, week.from, week.to, 0, &rank,
			e) == -1 ||
		report_streak(t->db, t->member.id, t->now, &streak, e) == -1)
		return -1;
	json_object_set_new(values, "pending", json_integer(waiting));
	json_object_set_new(values, "settled", json_integer(owned));
	json_object_set_new(values, "place",
		json_integer(rank.points > 0 ? rank.place : 0));
	json_object_set_new(values, "week_points", json_integer(rank.points));
	json_object_set_new(values, "streak", json_integer(streak));
	return 0;
}

/* What waits, what was stopped, and the shares. */
static int
add_shares(struct turn *t, json_t *values, struct err *e)
{
	struct awards lists = {.t = t, .stopped = json_array()};
	struct sums sums = {.count = 0};
	json_t *waiting;

	json_object_set_new(values, "stopped", lists.stopped);
	if (award_each_of_member(t->db, t->member.id, AWARDS_LOOKED_AT,
		    on_award, &lists, e) == -1 ||
		share_each(t->db, t->member.id, SHARES_LOOKED_AT, on_share,
			&sums, e) == -1)
		return -1;
	waiting = waiting_of(&lists, e);
	if (waiting == NULL)
		return -1;
	json_object_set_new(values, "waiting", waiting);
	json_object_set_new(values, "networks", networks_of(&sums));
	json_object_set_new(values, "readers", json_integer(sums.readers));
	json_object_set_new(values, "several", json_boolean(sums.count > 1));
	return 0;
}

json_t *
me_values(struct turn *t, struct err *e)
{
	const struct member *m = &t->member;
	bool paused = m->state == MEMBER_PAUSED;
	json_t *values = json_pack("{s:b, s:b, s:o}", "hidden", m->hidden,
		"paused", paused, "until",
		answer_time(t, paused ? m->paused_until : 0, "day"));

	json_t *accounts = accounts_words(t, e);
	char *teams = team_names_of(t, m->id, e);

	json_object_set_new(values, "accounts", accounts);
	if (teams != NULL)
		json_object_set_new(values, "teams", json_string(teams));
	free(teams);
	if (accounts == NULL || teams == NULL ||
		add_points(t, values, e) == -1 ||
		add_shares(t, values, e) == -1 ||
		badge_words_add(t, values, e) == -1 ||
		rewards_add_open(t, values, e) == -1) {
		json_decref(values);
		return NULL;
	}
	return values;
}

int
me_run(struct turn *t, struct err *e)
{
	json_t *values = me_values(t, e);

	return values == NULL ? -1 : turn_reply(t, "me", values, e);
}
