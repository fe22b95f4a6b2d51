#include <stdio.h>
#include <inttypes.h>
#include <string.h>

#include "err.h"

#include "db.h"
#include "ledger.h"
#include "people.h"
#include "rewards.h"

/* What stays must not name them. One statement each, $1 is the member. */
struct deed {
	const char *what;
	const char *sql;
};

/*
 * Keys of ours may carry the platform's id as one of their words
 * ("kit:acme:U17:4"): the word is searched whole, so that U1 does not take
 * U17 along.
 */
static const struct deed deeds[] = {
	{"inbox",
		"DELETE FROM inbox WHERE EXISTS (SELECT 1 FROM identity i"
		" WHERE i.member = $1 AND"
		" replace(':' || inbox.key || ':', ':' || i.person || ':', '')"
		" <> ':' || inbox.key || ':')"},
	{"buried", "DELETE FROM buried WHERE EXISTS (SELECT 1 FROM identity i"
		   " WHERE i.member = $1 AND i.chat = buried.chat AND"
		   " (replace(buried.body, i.person, '') <> buried.body OR"
		   " replace(buried.key, i.person, '') <> buried.key OR"
		   " replace(buried.why, i.person, '') <> buried.why))"},
	{"outbox", "DELETE FROM outbox WHERE member = $1"},
	{"conversation",
		"DELETE FROM outbox WHERE (chat, conversation) IN"
		" (SELECT chat, person FROM identity WHERE member = $1)"},
	{"mentions",
		"DELETE FROM outbox WHERE EXISTS (SELECT 1 FROM identity i"
		" WHERE i.member = $1 AND i.chat = outbox.chat AND"
		" (replace(outbox.body, '\"' || i.person || '\"', '')"
		" <> outbox.body OR"
		" replace(':' || outbox.key || ':', ':' || i.person || ':', '')"
		" <> ':' || outbox.key || ':'))"},
	{"posts", "DELETE FROM post WHERE member = $1"},
	{"places",
		"DELETE FROM post WHERE EXISTS (SELECT 1 FROM identity i"
		" WHERE i.member = $1 AND i.chat = post.chat AND"
		" (i.person = post.place OR"
		" replace(':' || post.key || ':', ':' || i.person || ':', '')"
		" <> ':' || post.key || ':'))"},
	{"items",
		"UPDATE item SET chat = '', person = '' WHERE person <> '' AND"
		" (chat, person) IN"
		" (SELECT chat, person FROM identity WHERE member = $1)"},
	{"decisions",
		"UPDATE review SET chat = '', person = '' WHERE person <> ''"
		" AND (chat, person) IN"
		" (SELECT chat, person FROM identity WHERE member = $1)"},
	{"rewards", "UPDATE redemption SET chat = '', person = '' WHERE person "
		    "<> ''"
		    " AND (chat, person) IN"
		    " (SELECT chat, person FROM identity WHERE member = $1)"},
	{"holds", "DELETE FROM hold WHERE share IN"
		  " (SELECT id FROM share WHERE member = $1)"},
	{"held", "UPDATE hold SET chat = '', person = '' WHERE person <> ''"
		 " AND (chat, person) IN"
		 " (SELECT chat, person FROM identity WHERE member = $1)"},
	{"suggestions",
		"UPDATE suggestion SET member = NULL WHERE member = $1"},
	{"kits", "DELETE FROM kit WHERE member = $1"},
	{"links", "UPDATE link SET member = NULL WHERE share IN"
		  " (SELECT id FROM share WHERE member = $1)"},
	{"shares", "UPDATE share SET text = '' WHERE member = $1"},
	{"topics", "DELETE FROM member_topic WHERE member = $1"},
	{"badges", "DELETE FROM badge WHERE member = $1"},
	{"pauses", "DELETE FROM pause WHERE member = $1"},
	{"consent", "DELETE FROM consent WHERE member = $1"},
	{"codes", "DELETE FROM pairing WHERE member = $1"},
	{"identity", "DELETE FROM identity WHERE member = $1"},
	{"boards", "UPDATE standing SET shown = 0 WHERE member = $1"},
	{"member", "UPDATE member SET state = 'forgotten', name = NULL,"
		   " language = NULL, language_chosen = 0, zone = NULL,"
		   " mastodon = NULL,"
		   " paused_until = NULL, badges_at = NULL, hidden = 1"
		   " WHERE id = $1"},
};

struct withdrawal {
	struct db *db;
	int64_t now;
};

static int
withdraw(void *arg, const struct award *a, struct err *e)
{
	const struct withdrawal *w = arg;

	return award_end(w->db, a->id, "withdrawn", w->now, e);
}

/* The points go back where they came from, with those of a reward that nobody
 * decided about yet; what was redeemed was a deal and stays. */
static int
return_points(struct db *db, int64_t id, int64_t now, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, id};
	const struct account programme = {ACCOUNT_PROGRAMME, 0};
	struct withdrawal w = {db, now};
	char cause[48];
	int64_t left;

	if (redemption_forget(db, id, now, e) == -1 ||
		award_each_pending(db, id, withdraw, &w, e) == -1 ||
		ledger_balance(db, &settled, &left, e) == -1)
		return -1;
	if (left == 0)
		return 0;
	snprintf(cause, sizeof(cause), "forget:%" PRId64, id);
	return ledger_give(db, &settled, &programme, left, cause, now, e);
}

int
people_forget(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct member m;
	size_t i;

	if (people_get(db, id, &m, e) == -1)
		return -1;
	if (m.id == 0)
		return err_set(e, "no such member");
	if (m.state == MEMBER_FORGOTTEN)
		return 0;
	if (return_points(db, id, now, e) == -1)
		return err_add(e, "forget points");
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (db_run(db, e, deeds[i].sql, "i", id) == -1)
			return err_add(e, "forget %s", deeds[i].what);
	db_wipe_log(db);
	return 0;
}
