#include <stdbool.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "when.h"

#include "board.h"
#include "consent.h"
#include "db.h"
#include "ledger.h"
#include "people.h"
#include "shares.h"

/* Two members become one: all of drop's becomes keep's. */
struct merge {
	struct db *db;
	int64_t keep, drop, now;
};

/* What needs no thought: $1 is keep, $2 is drop. Of two kits for an item the
 * later one says how it looks. */
static const char *const moves[] = {
	"UPDATE kit SET variant = o.variant, opened_at = o.opened_at,"
	" declined = o.declined, text = coalesce(o.text, kit.text),"
	" later_at = coalesce(o.later_at, kit.later_at) FROM kit AS o"
	" WHERE kit.member = $1 AND o.member = $2 AND o.item = kit.item"
	" AND o.opened_at > kit.opened_at",
	"UPDATE kit SET text = coalesce(kit.text, o.text),"
	" later_at = coalesce(kit.later_at, o.later_at) FROM kit AS o"
	" WHERE kit.member = $1 AND o.member = $2 AND o.item = kit.item",
	("DELETE FROM kit WHERE item IN (SELECT item FROM kit"
	 " WHERE member = $1) AND member = $2"),
	"UPDATE kit SET member = $1 WHERE member = $2",
	("INSERT INTO team_member (member, team) SELECT $1, team"
	 " FROM team_member WHERE member = $2"
	 " ON CONFLICT (team, member) DO NOTHING"),
	"UPDATE suggestion SET member = NULL WHERE item IN (SELECT o.item"
	" FROM suggestion AS o WHERE o.member = $1) AND member = $2",
	"UPDATE suggestion SET member = $1 WHERE member = $2",
	"UPDATE redemption SET member = $1 WHERE member = $2",
	"UPDATE consent SET member = $1 WHERE member = $2",
	"INSERT INTO member_topic (member, topic) SELECT $1, topic"
	" FROM member_topic WHERE member = $2"
	" ON CONFLICT (member, topic) DO NOTHING",
	"DELETE FROM member_topic WHERE $1 <> member AND member = $2",
	"UPDATE badge SET at = o.at FROM badge AS o WHERE badge.member = $1"
	" AND o.member = $2 AND o.kind = badge.kind"
	" AND o.needed = badge.needed AND o.at < badge.at",
	"INSERT INTO badge (member, kind, needed, at) SELECT $1, kind, needed,"
	" at FROM badge WHERE member = $2"
	" ON CONFLICT (member, kind, needed) DO NOTHING",
	"DELETE FROM badge WHERE $1 <> member AND member = $2",
	"UPDATE member SET badges_at = coalesce(member.badges_at, o.badges_at)"
	" FROM member AS o WHERE member.id = $1 AND o.id = $2",
	"UPDATE pause SET member = $1 WHERE member = $2",
	"UPDATE outbox SET member = $1 WHERE member = $2",
	"UPDATE post SET member = $1 WHERE member = $2",
	"UPDATE pairing SET member = $1 WHERE member = $2",
	"UPDATE identity SET member = $1 WHERE member = $2",
};

static int
move_rows(const struct merge *m, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (db_run(m->db, e, moves[i], "ii", m->keep, m->drop) == -1)
			return err_add(e, "merge");
	return 0;
}

/* An entry for each balance, named after what it is for. */
static int
move_balances(const struct merge *m, struct err *e)
{
	static const enum account_kind kinds[] = {
		ACCOUNT_PENDING, ACCOUNT_SETTLED, ACCOUNT_REDEEMED};
	char cause[64];
	int64_t points;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct account from = {kinds[i], m->drop};
		const struct account to = {kinds[i], m->keep};

		if (ledger_balance(m->db, &from, &points, e) == -1)
			return -1;
		if (points == 0)
			continue;
		snprintf(cause, sizeof(cause), "merge:%" PRId64 ":%s", m->drop,
			ledger_kind_name(kinds[i]));
		if (ledger_give(m->db, &from, &to, points, cause, m->now, e) ==
			-1)
			return -1;
	}
	return 0;
}

static int
move_awards(const struct merge *m, struct err *e)
{
	return db_run(m->db, e,
		"UPDATE award SET member = $1 WHERE member = $2", "ii", m->keep,
		m->drop);
}

struct days {
	struct board_change *all;
	size_t count;
};

/* What drop earned, day by day, as keep's. */
static int
read_days(const struct merge *m, struct days *out, struct err *e)
{
	struct rows *r = db_ask(m->db, e,
		"SELECT campaign, day, points FROM tally"
		" WHERE member = $1 AND points > 0",
		"i", m->drop);
	int more;

	while ((more = rows_next(r, e)) == 1) {
		out->all = xrealloc(
			out->all, (out->count + 1) * sizeof(out->all[0]));
		out->all[out->count++] =
			(struct board_change){.member = m->keep,
				.campaign = rows_int(r, 0),
				.day = rows_int(r, 1),
				.points = rows_int(r, 2)};
	}
	rows_end(r);
	return more;
}

static int
move_boards(const struct merge *m, struct err *e)
{
	struct days days = {NULL, 0};
	int result = read_days(m, &days, e);
	size_t i;

	for (i = 0; result == 0 && i < days.count; i++)
		result = board_count(m->db, &days.all[i], e);
	free(days.all);
	if (result == -1 ||
		db_run(m->db, e, "DELETE FROM tally WHERE member = $1", "i",
			m->drop) == -1)
		return -1;
	return db_run(m->db, e, "DELETE FROM standing WHERE member = $1", "i",
		m->drop);
}

static bool
is_in(const struct member *m)
{
	return m->state == MEMBER_ACTIVE || m->state == MEMBER_PAUSED;
}

/* What both chose, in one: nobody who hides is shown. */
static void
join_choices(struct member *keep, const struct member *drop)
{
	if (keep->state != MEMBER_ACTIVE && is_in(drop)) {
		keep->paused_until = drop->paused_until;
		keep->state = drop->state;
	}
	keep->hidden = keep->hidden || drop->hidden;
	if (keep->mastodon[0] == '\0')
		memcpy(keep->mastodon, drop->mastodon, sizeof(keep->mastodon));
	if (!keep->language_chosen && drop->language_chosen) {
		keep->language_chosen = true;
		memcpy(keep->language, drop->language, sizeof(keep->language));
	}
}

/* A tombstone that leads to keep, as do those that led to drop. */
static int
bury(const struct merge *m, const struct member *drop, struct err *e)
{
	if (db_run(m->db, e,
		    "UPDATE member SET merged_into = $1"
		    " WHERE merged_into = $2",
		    "ii", m->keep, m->drop) == -1)
		return -1;
	if (db_run(m->db, e,
		    "UPDATE member SET state = 'forgotten', name = NULL,"
		    " language = NULL, language_chosen = 0, zone = NULL,"
		    " mastodon = NULL, paused_until = NULL,"
		    " badges_at = NULL, hidden = 1,"
		    " merged_into = $1 WHERE id = $2",
		    "ii", m->keep, m->drop) == -1)
		return -1;
	return db_run(m->db, e,
		"UPDATE member SET joined_at = $1"
		" WHERE id = $2 AND joined_at > $1",
		"ii", drop->joined_at, m->keep);
}

/* The newest consent that was in force stands last, as that is what counts. */
static int
keep_consent(const struct merge *m, int version, struct err *e)
{
	int now;

	if (consent_find(m->db, m->keep, &now, e) == -1)
		return -1;
	if (now >= version)
		return 0;
	return db_run(m->db, e,
		"INSERT INTO consent (member, answer, version, language, at)"
		" SELECT member, answer, version, language, at FROM consent"
		" WHERE member = $1 AND answer = 'given' AND version = $2"
		" ORDER BY id DESC LIMIT 1",
		"ii", m->keep, (int64_t)version);
}

static int
find_version(const struct merge *m, int *version, struct err *e)
{
	int other;

	if (consent_find(m->db, m->keep, version, e) == -1 ||
		consent_find(m->db, m->drop, &other, e) == -1)
		return -1;
	if (other > *version)
		*version = other;
	return 0;
}

int
people_merge(
	struct db *db, int64_t keep, int64_t drop, int64_t now, struct err *e)
{
	const struct merge m = {db, keep, drop, now};
	struct member kept, dropped;
	int version;

	if (people_get(db, keep, &kept, e) == -1 ||
		people_get(db, drop, &dropped, e) == -1)
		return -1;
	if (kept.id != keep || dropped.id != drop || keep == drop ||
		kept.state == MEMBER_FORGOTTEN ||
		dropped.state == MEMBER_FORGOTTEN)
		return err_set(e, "no two members to merge");
	join_choices(&kept, &dropped);
	if (find_version(&m, &version, e) == -1 ||
		ledger_roll(db, when_day(now), e) == -1 ||
		move_balances(&m, e) == -1 || move_awards(&m, e) == -1 ||
		move_boards(&m, e) == -1 ||
		share_merge(db, keep, drop, now, e) == -1 ||
		move_rows(&m, e) == -1 || bury(&m, &dropped, e) == -1 ||
		keep_consent(&m, version, e) == -1)
		return err_add(
			e, "merge %" PRId64 " into %" PRId64, drop, keep);
	return people_save(db, &kept, e);
}
