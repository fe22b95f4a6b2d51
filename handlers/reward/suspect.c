#include <stdlib.h>

#include "err.h"
#include "holds.h"
#include "ledger.h"
#include "mem.h"
#include "reward.h"
#include "shares.h"
#include "suspicion.h"
#include "text.h"
#include "when.h"

#include "turn.h"

#include "holding.h"
#include "suspect.h"

/* So many readers are looked at one by one. */
#define READERS_MOST 5000
#define PASSED_MOST 8

struct look {
	struct turn *t;
	struct share share;
	struct suspicion_facts facts;
	size_t room;
	char names[PASSED_MOST][12];
	const char *passed[PASSED_MOST + 1]; /* NULL ends */
	size_t passed_count;
};

static int
on_released(void *arg, const char *reason, struct err *e)
{
	struct look *l = arg;
	size_t n = l->passed_count;

	(void)e;
	if (n == PASSED_MOST)
		return 0;
	text_copy(l->names[n], sizeof l->names[n], reason);
	l->passed[n] = l->names[n];
	l->passed_count++;
	return 0;
}

static int
on_reader(void *arg, int64_t at, bool marked, struct err *e)
{
	struct look *l = arg;
	struct suspicion_facts *f = &l->facts;

	(void)e;
	if (f->count == l->room) {
		l->room = l->room == 0 ? 64 : 2 * l->room;
		f->at = xrealloc(f->at, l->room * sizeof(f->at[0]));
	}
	f->at[f->count++] = at;
	f->marked += marked;
	return 0;
}

static bool
reaches(int64_t readers, int64_t least)
{
	return least != 0 && readers >= least;
}

/* Nothing is read that no pattern wants: most shares have few readers. */
static int
gather(struct look *l, struct err *e)
{
	const struct looking *limits = &l->t->programme->looking;
	const struct hold_readers readers = {
		l->share.id, suspicion_marks(), READERS_MOST};
	struct suspicion_facts *f = &l->facts;
	struct db *db = l->t->db;
	struct rules rules;

	f->readers = l->share.readers;
	if (reward_rules(db, &l->t->programme->rules, l->share.item, &rules,
		    e) == -1)
		return -1;
	f->needed = rules.readers_needed;
	if ((reaches(f->readers, limits->burst_readers) ||
		    reaches(f->readers, limits->doubtful_readers)) &&
		hold_each_reader(db, &readers, on_reader, l, e) == -1)
		return -1;
	if (reaches(f->readers, limits->above_readers) &&
		hold_others(db, &l->share, &f->others, &f->others_readers, e) ==
			-1)
		return -1;
	if (limits->many_shares == 0 || f->readers > f->needed ||
		l->share.declared_at == 0)
		return 0;
	return hold_declared(db, &l->share, limits->many_span, &f->before, e);
}

static int
open_hold(struct turn *t, const struct share *s, const struct suspicion *found,
	struct err *e)
{
	struct hold h = {.share = s->id,
		.part = found->part,
		.whole = found->whole,
		.span = found->span,
		.opened_at = t->now,
		.until_at = t->now + t->programme->looking.days * WHEN_DAY};

	text_copy(h.reason, sizeof h.reason, found->name);
	return holding_open(t, &h, e);
}

int
suspect_look(struct turn *t, const struct award *a, bool *held, struct err *e)
{
	struct look l = {.t = t};
	struct suspicion found;
	struct hold newest;
	int result = -1;

	if (hold_of_share(t->db, a->share, &newest, e) == -1)
		return -1;
	*held = newest.id != 0 && newest.decision[0] == '\0';
	if (*held)
		return 0;
	if (share_get(t->db, a->share, &l.share, e) == -1 ||
		hold_each_released(t->db, a->share, on_released, &l, e) == -1 ||
		gather(&l, e) == -1)
		goto out;
	found = suspicion_find(&t->programme->looking, &l.facts, l.passed);
	*held = found.name != NULL;
	result = *held ? open_hold(t, &l.share, &found, e) : 0;
out:
	free(l.facts.at);
	return result;
}
