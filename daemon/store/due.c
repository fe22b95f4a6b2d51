#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "when.h"

#include "db.h"
#include "due.h"
#include "ledger.h"

/*
 * One row per kind: columns id, more, chat, place, at; $1 is now, $2 the most
 * that is asked for. Each reads its own index from the oldest on.
 */
struct kind {
	const char *name;
	const char *sql;
	void (*write_key)(struct due *d, int64_t at);
};

static void
key_of_id(struct due *d, int64_t at)
{
	(void)at;
	snprintf(d->key, sizeof(d->key), "%s:%" PRId64, d->name, d->id);
}

static void
key_of_time(struct due *d, int64_t at)
{
	snprintf(d->key, sizeof(d->key), "%s:%" PRId64 ":%" PRId64, d->name,
		d->id, at);
}

static void
key_of_two(struct due *d, int64_t at)
{
	snprintf(d->key, sizeof(d->key), "%s:%" PRId64 ":%" PRId64 ":%" PRId64,
		d->name, d->more, d->id, at);
}

static void
key_of_place(struct due *d, int64_t at)
{
	snprintf(d->key, sizeof(d->key), "%s:%s:%s:%" PRId64, d->name, d->chat,
		d->place, at);
}

static const struct kind kinds[] = {
	{"start",
		"SELECT id, 0, '', '', starts_at FROM campaign"
		" WHERE state = 'draft' AND starts_at IS NOT NULL"
		" AND starts_at <= $1 ORDER BY starts_at LIMIT $2",
		key_of_time},
	{"announce",
		"SELECT id, 0, '', '', due_at FROM announcement"
		" WHERE state = 'due' AND waits <> 'campaign'"
		" AND due_at <= $1 ORDER BY due_at LIMIT $2",
		key_of_time},
	{"settle",
		"SELECT id, 0, '', '', settles_at FROM award"
		" WHERE state = 'pending' AND settles_at IS NOT NULL"
		" AND settles_at <= $1 AND NOT EXISTS (SELECT 1 FROM hold h"
		" WHERE h.share = award.share AND h.decided_at IS NULL)"
		" ORDER BY settles_at LIMIT $2",
		key_of_id},
	{"unhold",
		"SELECT id, 0, '', '', until_at FROM hold"
		" WHERE decided_at IS NULL AND until_at <= $1"
		" ORDER BY until_at LIMIT $2",
		key_of_id},
	/* Once a day at most, whatever comes. */
	{"holds",
		"SELECT id, 0, '', '', opened_at FROM hold WHERE id ="
		" (SELECT max(id) FROM hold"
		" WHERE told_at IS NULL AND decided_at IS NULL)"
		" AND NOT EXISTS (SELECT 1 FROM hold o"
		" WHERE o.told_at > $1 - 86400000) LIMIT $2",
		key_of_id},
	{"lapse",
		"SELECT id, 0, '', '', expires_at FROM award"
		" WHERE state = 'pending' AND settles_at IS NULL"
		" AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
		key_of_id},
	{"expire",
		"SELECT id, 0, '', '', expires_at FROM item"
		" WHERE state = 'announced' AND expires_at IS NOT NULL"
		" AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
		key_of_time},
	{"later",
		"SELECT item, member, '', '', later_at FROM kit"
		" WHERE later_at IS NOT NULL AND later_at <= $1"
		" ORDER BY later_at LIMIT $2",
		key_of_two},
	{"resume",
		"SELECT id, 0, '', '', paused_until FROM member"
		" WHERE state = 'paused' AND paused_until IS NOT NULL"
		" AND paused_until <= $1 ORDER BY paused_until LIMIT $2",
		key_of_time},
	{"badges",
		"SELECT id, 0, '', '', badges_at FROM member"
		" WHERE state = 'active' AND badges_at <= $1"
		" ORDER BY badges_at LIMIT $2",
		key_of_time},
	{"snooze",
		"SELECT item, 0, '', '', snoozed_until FROM review"
		" WHERE snoozed_until IS NOT NULL AND snoozed_until <= $1"
		" ORDER BY snoozed_until LIMIT $2",
		key_of_time},
	{"digest",
		"SELECT 0, 0, chat, place, digest_at FROM channel"
		" WHERE state = 'joined' AND digest_at <= $1"
		" ORDER BY digest_at LIMIT $2",
		key_of_place},
	{"milestone",
		"SELECT c.id, c.milestone, '', '', c.milestone_at FROM "
		"campaign c"
		" JOIN campaign_reach n ON n.campaign = c.id"
		" WHERE c.state = 'running' AND c.milestone > c.reached"
		" AND c.milestone_at <= $1 AND n.readers >= c.milestone"
		" ORDER BY c.id LIMIT $2",
		key_of_two},
	{"finish",
		"SELECT id, 0, '', '', ends_at FROM campaign"
		" WHERE state IN ('running', 'paused')"
		" AND ends_at IS NOT NULL AND ends_at <= $1"
		" ORDER BY ends_at LIMIT $2",
		key_of_time},
	{"unpause",
		"SELECT id, 0, '', '', paused_until FROM campaign"
		" WHERE state = 'paused' AND paused_until IS NOT NULL"
		" AND paused_until <= $1 ORDER BY paused_until LIMIT $2",
		key_of_time},
	/* Few campaigns run at a time, and each is one look at its balance. */
	{"budget",
		"SELECT c.id, 0, '', '', c.budget_changes * 2"
		" + CASE WHEN a.balance = 0 THEN 1 ELSE 0 END"
		" FROM campaign c JOIN account a"
		" ON a.kind = 'budget' AND a.owner = c.id"
		" WHERE c.state = 'running' AND $1 > 0 AND c.given > 0"
		" AND c.budget_told < CASE WHEN a.balance = 0 THEN 2"
		" WHEN a.balance * 10 <= a.balance + c.given THEN 1"
		" ELSE 0 END LIMIT $2",
		key_of_time},
	{"return",
		"SELECT c.id, 0, '', '', c.budget_changes"
		" FROM campaign c JOIN account a"
		" ON a.kind = 'budget' AND a.owner = c.id"
		" WHERE c.state = 'closed' AND $1 > 0 AND a.balance > 0"
		" LIMIT $2",
		key_of_time},
};

struct list {
	struct due *all;
	size_t count, room;
};

static struct due *
list_add(struct list *l)
{
	if (l->count == l->room) {
		l->room = l->room == 0 ? 16 : 2 * l->room;
		l->all = xrealloc(l->all, l->room * sizeof(l->all[0]));
	}
	memset(&l->all[l->count], 0, sizeof(l->all[0]));
	return &l->all[l->count++];
}

static int
find_kind(struct db *db, const struct kind *kind, const int64_t now_max[2],
	struct list *out, struct err *e)
{
	struct rows *r = db_ask(db, e, kind->sql, "ii", now_max[0], now_max[1]);
	int more;

	while ((more = rows_next(r, e)) == 1) {
		struct due *d = list_add(out);

		d->name = kind->name;
		d->id = rows_int(r, 0);
		d->more = rows_int(r, 1);
		rows_copy(r, 2, d->chat, sizeof(d->chat));
		rows_copy(r, 3, d->place, sizeof(d->place));
		kind->write_key(d, rows_int(r, 4));
	}
	rows_end(r);
	return more;
}

/* Everything is found before anything is done: doing changes what is due. */
int
due_each(struct db *db, int64_t now, int max, due_fn *fn, void *arg,
	struct err *e)
{
	const int64_t now_max[2] = {now, max};
	struct list list = {NULL, 0, 0};
	int result = ledger_roll(db, when_day(now), e);
	size_t i;

	for (i = 0; result == 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		result = find_kind(db, &kinds[i], now_max, &list, e);
	for (i = 0; result == 0 && i < list.count; i++)
		result = fn(arg, &list.all[i], e);
	free(list.all);
	return result;
}

static int
fetch_each(struct rows *r, due_fetch_fn *fn, void *arg, struct err *e)
{
	int64_t *ids = NULL;
	size_t i, count = 0, room = 0;
	int result;

	if (r == NULL)
		return -1;
	while ((result = rows_next(r, e)) == 1) {
		if (count == room) {
			room = room == 0 ? 16 : 2 * room;
			ids = xrealloc(ids, room * sizeof(ids[0]));
		}
		ids[count++] = rows_int(r, 0);
	}
	rows_end(r);
	for (i = 0; result == 0 && i < count; i++)
		result = fn(arg, ids[i], e);
	free(ids);
	return result;
}

int
due_feeds(struct db *db, int64_t now, int max, due_fetch_fn *fn, void *arg,
	struct err *e)
{
	return fetch_each(db_ask(db, e,
				  "SELECT id FROM feed WHERE active = 1"
				  " AND paused = 0 AND next_at <= $1"
				  " ORDER BY next_at LIMIT $2",
				  "ii", now, (int64_t)max),
		fn, arg, e);
}

int
due_pages(struct db *db, int64_t now, int max, due_fetch_fn *fn, void *arg,
	struct err *e)
{
	return fetch_each(db_ask(db, e,
				  "SELECT id FROM item WHERE state = 'reading'"
				  " AND read_at <= $1"
				  " ORDER BY read_at LIMIT $2",
				  "ii", now, (int64_t)max),
		fn, arg, e);
}

int
due_feed_tests(
	struct db *db, int max, due_fetch_fn *fn, void *arg, struct err *e)
{
	return fetch_each(db_ask(db, e,
				  "SELECT id FROM feed_test"
				  " ORDER BY id LIMIT $1",
				  "i", (int64_t)max),
		fn, arg, e);
}
