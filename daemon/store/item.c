#include <string.h>

#include "err.h"

#include "db.h"
#include "items.h"

static void
read_row(const struct rows *r, struct item *out)
{
	out->id = rows_int(r, 0);
	out->campaign = rows_int(r, 1);
	out->feed = rows_int(r, 2);
	rows_copy(r, 3, out->state, sizeof(out->state));
	rows_copy(r, 4, out->url, sizeof(out->url));
	rows_copy(r, 5, out->canonical, sizeof(out->canonical));
	rows_copy(r, 6, out->title, sizeof(out->title));
	rows_copy(r, 7, out->summary, sizeof(out->summary));
	rows_copy(r, 8, out->why, sizeof(out->why));
	rows_copy(r, 9, out->image, sizeof(out->image));
	rows_copy(r, 10, out->site, sizeof(out->site));
	rows_copy(r, 11, out->language, sizeof(out->language));
	out->minutes = (int)rows_int(r, 12);
	rows_copy(r, 13, out->chat, sizeof(out->chat));
	rows_copy(r, 14, out->person, sizeof(out->person));
	out->read_at = rows_int(r, 15);
	out->tries = (int)rows_int(r, 16);
	out->expires_at = rows_int(r, 17);
	out->created_at = rows_int(r, 18);
	out->topic = rows_int(r, 19);
	out->internal = rows_int(r, 20) != 0;
	out->proposed = rows_int(r, 21) != 0;
	out->pin = (int)rows_int(r, 22);
	out->pinned_until = rows_int(r, 23);
}

static int
read_one(struct rows *r, struct item *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
item_find_canonical(
	struct db *db, const char *canonical, struct item *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			"SELECT id, campaign, feed, state, url, canonical,"
			" title, summary, why, image, site, language, minutes,"
			" chat, person, read_at, tries, expires_at, created_at,"
			" topic,"
			" internal, proposed, pin, pinned_until"
			" FROM item WHERE canonical = $1",
			"t", canonical),
		out, e);
}

int
item_find(struct db *db, int64_t id, struct item *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			"SELECT id, campaign, feed, state, url, canonical,"
			" title, summary, why, image, site, language, minutes,"
			" chat, person, read_at, tries, expires_at, created_at,"
			" topic,"
			" internal, proposed, pin, pinned_until"
			" FROM item WHERE id = $1",
			"i", id),
		out, e);
}

int
item_newest(struct db *db, const char *chat, const char *place,
	struct item *out, struct err *e)
{
	if (place[0] == '\0')
		return read_one(
			db_ask(db, e,
				"SELECT id, campaign, feed, state, url,"
				" canonical, title, summary, why, image, site,"
				" language, minutes, chat, person, read_at,"
				" tries, expires_at, created_at, topic,"
				" internal, proposed, pin, pinned_until"
				" FROM item WHERE state = 'announced'"
				" ORDER BY id DESC LIMIT 1",
				""),
			out, e);
	return read_one(
		db_ask(db, e,
			"SELECT i.id, i.campaign, i.feed, i.state, i.url,"
			" i.canonical, i.title, i.summary, i.why, i.image,"
			" i.site, i.language, i.minutes, i.chat, i.person,"
			" i.read_at, i.tries, i.expires_at, i.created_at,"
			" i.topic,"
			" i.internal, i.proposed, i.pin, i.pinned_until"
			" FROM announcement a JOIN item i ON i.id = a.item"
			" WHERE a.chat = $1 AND a.place = $2"
			" AND a.state = 'posted' AND i.state = 'announced'"
			" ORDER BY a.due_at DESC, a.id DESC LIMIT 1",
			"tt", chat, place),
		out, e);
}

int
item_add(struct db *db, struct item *i, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO item (campaign, feed, state, url, canonical,"
		    " title, summary, why, image, site, language, minutes,"
		    " chat, person, read_at, tries, expires_at, created_at,"
		    " topic, internal, proposed)"
		    " VALUES ($1, NULLIF($2, 0), $3, $4, $5, $6, $7, $8, $9,"
		    " $10, $11, $12, $13, $14, NULLIF($15, 0), $16,"
		    " NULLIF($17, 0), $18, NULLIF($19, 0), $20, $21)"
		    " ON CONFLICT (canonical) DO NOTHING",
		    "iitttttttttittiiiiiii", i->campaign, i->feed, i->state,
		    i->url, i->canonical, i->title, i->summary, i->why,
		    i->image, i->site, i->language, (int64_t)i->minutes,
		    i->chat, i->person, i->read_at, (int64_t)i->tries,
		    i->expires_at, i->created_at, i->topic,
		    (int64_t)i->internal, (int64_t)i->proposed) == -1)
		return -1;
	if (db_changed(db) == 0)
		return err_set(e, "that page is an item already");
	i->id = db_last_id(db);
	return 0;
}

int
item_save(struct db *db, const struct item *i, struct err *e)
{
	return db_run(db, e,
		"UPDATE item SET campaign = $1, feed = NULLIF($2, 0),"
		" state = $3, url = $4, canonical = $5, title = $6,"
		" summary = $7, why = $8, image = $9, site = $10,"
		" language = $11, minutes = $12, chat = $13, person = $14,"
		" read_at = NULLIF($15, 0), tries = $16,"
		" expires_at = NULLIF($17, 0), topic = NULLIF($18, 0),"
		" internal = $19, proposed = $20 WHERE id = $21",
		"iitttttttttittiiiiiii", i->campaign, i->feed, i->state, i->url,
		i->canonical, i->title, i->summary, i->why, i->image, i->site,
		i->language, (int64_t)i->minutes, i->chat, i->person,
		i->read_at, (int64_t)i->tries, i->expires_at, i->topic,
		(int64_t)i->internal, (int64_t)i->proposed, i->id);
}

/* Three questions, so that each is answered by its own index; state || ''
 * keeps the engine from sorting all of a state instead of walking back from
 * the newest, which are the ones asked for. */
static struct rows *
ask_each(struct db *db, int64_t campaign, const char *state, int max,
	struct err *e)
{
	if (campaign != 0)
		return db_ask(db, e,
			"SELECT id, campaign, feed, state, url, canonical,"
			" title, summary, why, image, site, language, minutes,"
			" chat, person, read_at, tries, expires_at, created_at,"
			" topic,"
			" internal, proposed, pin, pinned_until"
			" FROM item WHERE campaign = $1"
			" AND ($2 = '' OR state = $2)"
			" ORDER BY id DESC LIMIT $3",
			"iti", campaign, state, (int64_t)max);
	if (state[0] != '\0')
		return db_ask(db, e,
			"SELECT id, campaign, feed, state, url, canonical,"
			" title, summary, why, image, site, language, minutes,"
			" chat, person, read_at, tries, expires_at, created_at,"
			" topic,"
			" internal, proposed, pin, pinned_until"
			" FROM item WHERE state = $1"
			" ORDER BY id DESC LIMIT $2",
			"ti", state, (int64_t)max);
	return db_ask(db, e,
		"SELECT id, campaign, feed, state, url, canonical,"
		" title, summary, why, image, site, language, minutes,"
		" chat, person, read_at, tries, expires_at, created_at,"
		" topic,"
		" internal, proposed, pin, pinned_until"
		" FROM item ORDER BY id DESC LIMIT $1",
		"i", (int64_t)max);
}

static int
each_row(struct rows *r, item_fn *fn, void *arg, struct err *e)
{
	struct item item;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &item);
		if (fn(arg, &item, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
item_each(struct db *db, int64_t campaign, const char *state, int max,
	item_fn *fn, void *arg, struct err *e)
{
	return each_row(ask_each(db, campaign, state, max, e), fn, arg, e);
}

int
item_each_pinned(struct db *db, const struct item_open *open, item_fn *fn,
	void *arg, struct err *e)
{
	return each_row(
		db_ask(db, e,
			"SELECT id, campaign, feed, state, url, canonical,"
			" title, summary, why, image, site, language, minutes,"
			" chat, person, read_at, tries, expires_at, created_at,"
			" topic, internal, proposed, pin, pinned_until"
			" FROM item WHERE pin IS NOT NULL"
			" AND state || '' = 'announced' AND internal = 0"
			" AND (pinned_until IS NULL OR pinned_until > $1)"
			" AND ($2 = -1 OR NOT EXISTS"
			" (SELECT 1 FROM campaign_team w"
			" WHERE w.campaign = item.campaign) OR EXISTS"
			" (SELECT 1 FROM campaign_team w JOIN team_member m"
			" ON m.team = w.team WHERE w.campaign = item.campaign"
			" AND m.member = $2))"
			" ORDER BY pin",
			"ii", open->now, open->member),
		fn, arg, e);
}

int
item_each_open(struct db *db, const struct item_open *open, item_fn *fn,
	void *arg, struct err *e)
{
	if (item_each_pinned(db, open, fn, arg, e) == -1)
		return -1;
	return each_row(
		db_ask(db, e,
			"SELECT id, campaign, feed, state, url, canonical,"
			" title, summary, why, image, site, language, minutes,"
			" chat, person, read_at, tries, expires_at, created_at,"
			" topic, internal, proposed, pin, pinned_until"
			" FROM item WHERE state = 'announced'"
			" AND internal = 0"
			" AND (pin IS NULL OR pinned_until <= $1)"
			" AND (SELECT c.state FROM campaign c"
			" WHERE c.id = item.campaign) <> 'paused'"
			" AND ($2 = -1 OR NOT EXISTS"
			" (SELECT 1 FROM campaign_team w"
			" WHERE w.campaign = item.campaign) OR EXISTS"
			" (SELECT 1 FROM campaign_team w JOIN team_member m"
			" ON m.team = w.team WHERE w.campaign = item.campaign"
			" AND m.member = $2))"
			" ORDER BY id DESC LIMIT $3",
			"iii", open->now, open->member, (int64_t)open->max),
		fn, arg, e);
}

bool
item_is_open(const struct item *i)
{
	return i->id != 0 && !i->internal && strcmp(i->state, "announced") == 0;
}

bool
item_is_pinned(const struct item *i, int64_t now)
{
	return i->pin != 0 && item_is_open(i) &&
	       (i->pinned_until == 0 || i->pinned_until > now);
}
