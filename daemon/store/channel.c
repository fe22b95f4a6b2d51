#include <string.h>

#include "campaigns.h"
#include "channel_row.h"
#include "db.h"

void
channel_read_row(const struct rows *r, struct channel *out)
{
	rows_copy(r, 0, out->chat, sizeof(out->chat));
	rows_copy(r, 1, out->place, sizeof(out->place));
	rows_copy(r, 2, out->name, sizeof(out->name));
	rows_copy(r, 3, out->zone, sizeof(out->zone));
	rows_copy(r, 4, out->state, sizeof(out->state));
	out->digest_at = rows_int(r, 5);
	rows_copy(r, 6, out->language, sizeof(out->language));
	out->most = rows_null(r, 7) ? -1 : (int)rows_int(r, 7);
	out->quiet_from = (int)rows_int(r, 8);
	out->quiet_to = (int)rows_int(r, 9);
	out->quiet_weekend = rows_int(r, 10) != 0;
}

int
channel_find(struct db *db, const char *chat, const char *place,
	struct channel *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place, name, zone, state, digest_at, language,"
		" most, quiet_from, quiet_to, quiet_weekend FROM channel"
		" WHERE chat = $1 AND place = $2",
		"tt", chat, place);
	int more;

	memset(out, 0, sizeof(*out));
	out->most = -1;
	more = rows_next(r, e);
	if (more == 1)
		channel_read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
channel_save(struct db *db, const struct channel *c, struct err *e)
{
	bool quiet = c->quiet_from != c->quiet_to;

	return db_run(db, e,
		"INSERT INTO channel"
		" (chat, place, name, zone, state, digest_at, language, most,"
		" quiet_from, quiet_to, quiet_weekend)"
		" VALUES ($1, $2, $3, $4, $5, NULLIF($6, 0), $7,"
		" NULLIF($8, -1), NULLIF($9, -1), NULLIF($10, -1), $11)"
		" ON CONFLICT (chat, place) DO UPDATE SET"
		" name = excluded.name, zone = excluded.zone,"
		" state = excluded.state, digest_at = excluded.digest_at,"
		" language = excluded.language, most = excluded.most,"
		" quiet_from = excluded.quiet_from,"
		" quiet_to = excluded.quiet_to,"
		" quiet_weekend = excluded.quiet_weekend",
		"tttttitiiii", c->chat, c->place, c->name, c->zone, c->state,
		c->digest_at, c->language, (int64_t)c->most,
		(int64_t)(quiet ? c->quiet_from : -1),
		(int64_t)(quiet ? c->quiet_to : -1), (int64_t)c->quiet_weekend);
}

static int
each(struct rows *r, channel_fn *fn, void *arg, struct err *e)
{
	struct channel c;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		channel_read_row(r, &c);
		if (fn(arg, &c, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
channel_each(struct db *db, channel_fn *fn, void *arg, struct err *e)
{
	return each(db_ask(db, e,
			    "SELECT chat, place, name, zone, state, digest_at,"
			    " language, most, quiet_from, quiet_to,"
			    " quiet_weekend FROM channel ORDER BY chat, place",
			    ""),
		fn, arg, e);
}

int
channel_each_of_page(struct db *db, int64_t from, int max, channel_fn *fn,
	void *arg, struct err *e)
{
	return each(db_ask(db, e,
			    "SELECT w.chat, w.place, c.name, c.zone, c.state,"
			    " c.digest_at, c.language, c.most, c.quiet_from,"
			    " c.quiet_to, c.quiet_weekend FROM"
			    " (SELECT chat, place FROM channel"
			    " UNION SELECT chat, place FROM campaign_channel)"
			    " AS w LEFT JOIN channel c ON c.chat = w.chat"
			    " AND c.place = w.place"
			    " ORDER BY w.chat, coalesce(c.name, ''), w.place"
			    " LIMIT $1 OFFSET $2",
			    "ii", (int64_t)max, from),
		fn, arg, e);
}

int
channel_count(struct db *db, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM (SELECT chat, place FROM channel"
		" UNION SELECT chat, place FROM campaign_channel) AS w",
		"");
}

int
channel_each_campaign(struct db *db, const char *chat, const char *place,
	channel_campaign_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT c.name FROM campaign c WHERE c.state <> 'closed'"
		" AND (EXISTS (SELECT 1 FROM campaign_channel o"
		" WHERE o.campaign = c.id AND o.chat = $1 AND o.place = $2)"
		" OR EXISTS (SELECT 1 FROM campaign_team w"
		" JOIN team m ON m.id = w.team WHERE w.campaign = c.id"
		" AND m.chat = $1 AND m.source = $2 AND m.state = 'active'))"
		" ORDER BY c.id",
		"tt", chat, place);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_text(r, 0), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}
