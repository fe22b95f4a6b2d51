#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "db.h"
#include "topics.h"

static int
read_one(struct rows *r, struct topic *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1) {
		out->id = rows_int(r, 0);
		rows_copy(r, 1, out->name, sizeof(out->name));
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
topic_find(struct db *db, const char *name, struct topic *out, struct err *e)
{
	char *folded = text_fold(name);
	int result = read_one(
		db_ask(db, e, "SELECT id, name FROM topic WHERE folded = $1",
			"t", folded),
		out, e);

	free(folded);
	return result;
}

int
topic_get(struct db *db, int64_t id, struct topic *out, struct err *e)
{
	return read_one(
		db_ask(db, e, "SELECT id, name FROM topic WHERE id = $1", "i",
			id),
		out, e);
}

int
topic_add(struct db *db, struct topic *t, int64_t now, struct err *e)
{
	char *folded = text_fold(t->name);
	int result = db_run(db, e,
		"INSERT INTO topic (name, folded, created_at)"
		" SELECT $1, $2, $3"
		" WHERE (SELECT count(*) FROM topic) < $4",
		"ttii", t->name, folded, now, (int64_t)TOPICS_MOST);

	free(folded);
	if (result == 0)
		t->id = db_changed(db) == 0 ? 0 : db_last_id(db);
	return result;
}

int
topic_rename(struct db *db, const struct topic *t, struct err *e)
{
	char *folded = text_fold(t->name);
	int result = db_run(db, e,
		"UPDATE topic SET name = $1, folded = $2 WHERE id = $3", "tti",
		t->name, folded, t->id);

	free(folded);
	return result;
}

int
topic_remove(struct db *db, int64_t id, struct err *e)
{
	return db_run(db, e, "DELETE FROM topic WHERE id = $1", "i", id);
}

int
topic_count(struct db *db, int64_t id, struct topic_uses *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT (SELECT count(*) FROM item WHERE topic = $1"
		" AND state <> 'rejected'),"
		" (SELECT count(*) FROM feed WHERE topic = $1"
		" AND active = 1),"
		" (SELECT count(*) FROM campaign_topic WHERE topic = $1),"
		" (SELECT count(*) FROM channel_topic WHERE topic = $1)",
		"i", id);
	int more;

	more = rows_next(r, e);
	if (more == 1)
		*out = (struct topic_uses){rows_int(r, 0), rows_int(r, 1),
			rows_int(r, 2), rows_int(r, 3)};
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
each(struct rows *r, topic_fn *fn, void *arg, struct err *e)
{
	struct topic t;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		t.id = rows_int(r, 0);
		rows_copy(r, 1, t.name, sizeof(t.name));
		if (fn(arg, &t, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
topic_each(struct db *db, topic_fn *fn, void *arg, struct err *e)
{
	return each(
		db_ask(db, e, "SELECT id, name FROM topic ORDER BY folded", ""),
		fn, arg, e);
}

int
topic_each_of_campaign(
	struct db *db, int64_t campaign, topic_fn *fn, void *arg, struct err *e)
{
	return each(db_ask(db, e,
			    "SELECT t.id, t.name FROM campaign_topic o"
			    " JOIN topic t ON t.id = o.topic"
			    " WHERE o.campaign = $1 ORDER BY t.folded",
			    "i", campaign),
		fn, arg, e);
}

int
topic_each_of_channel(struct db *db, const char *chat, const char *place,
	topic_fn *fn, void *arg, struct err *e)
{
	return each(db_ask(db, e,
			    "SELECT t.id, t.name FROM channel_topic o"
			    " JOIN topic t ON t.id = o.topic"
			    " WHERE o.chat = $1 AND o.place = $2"
			    " ORDER BY t.folded",
			    "tt", chat, place),
		fn, arg, e);
}

int
topic_each_of_member(
	struct db *db, int64_t member, topic_fn *fn, void *arg, struct err *e)
{
	return each(db_ask(db, e,
			    "SELECT t.id, t.name FROM member_topic o"
			    " JOIN topic t ON t.id = o.topic"
			    " WHERE o.member = $1 ORDER BY t.folded",
			    "i", member),
		fn, arg, e);
}

int
topic_set_campaign(
	struct db *db, int64_t campaign, int64_t topic, bool on, struct err *e)
{
	if (on)
		return db_run(db, e,
			"INSERT INTO campaign_topic (campaign, topic)"
			" VALUES ($1, $2)"
			" ON CONFLICT (campaign, topic) DO NOTHING",
			"ii", campaign, topic);
	return db_run(db, e,
		"DELETE FROM campaign_topic WHERE campaign = $1"
		" AND topic = $2",
		"ii", campaign, topic);
}

int
topic_set_channel(struct db *db, const char *chat, const char *place,
	const struct topic *topic, bool on, struct err *e)
{
	if (on)
		return db_run(db, e,
			"INSERT INTO channel_topic (chat, place, topic)"
			" VALUES ($1, $2, $3)"
			" ON CONFLICT (chat, place, topic) DO NOTHING",
			"tti", chat, place, topic->id);
	return db_run(db, e,
		"DELETE FROM channel_topic WHERE chat = $1 AND place = $2"
		" AND topic = $3",
		"tti", chat, place, topic->id);
}

int
topic_set_member(
	struct db *db, int64_t member, int64_t topic, bool on, struct err *e)
{
	if (on)
		return db_run(db, e,
			"INSERT INTO member_topic (member, topic)"
			" VALUES ($1, $2)"
			" ON CONFLICT (member, topic) DO NOTHING",
			"ii", member, topic);
	return db_run(db, e,
		"DELETE FROM member_topic WHERE member = $1 AND topic = $2",
		"ii", member, topic);
}

int
topic_is_wanted(struct db *db, int64_t member, int64_t topic, int64_t campaign,
	bool *out, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT count(*) FROM member_topic WHERE member = $1"
		    " AND (topic = $2 OR ($2 = 0 AND topic IN"
		    " (SELECT topic FROM campaign_topic"
		    " WHERE campaign = $3)))",
		    "iii", member, topic, campaign) == -1)
		return -1;
	*out = count > 0;
	return 0;
}
