#include <string.h>
#include <strings.h>

#include "channel_row.h"
#include "db.h"
#include "items.h"
#include "target.h"

/* "fi" of "fi-FI": how many bytes say the language. */
static size_t
language_size(const char *tag)
{
	return strcspn(tag, "-_");
}

bool
target_speaks(const struct channel *c, const struct item *i)
{
	size_t size = language_size(c->language);

	return size == 0 ||
	       (size == language_size(i->language) &&
		       strncasecmp(c->language, i->language, size) == 0);
}

int
target_each(struct db *db, const struct item *i, target_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT w.chat, w.place, c.name, c.zone, c.state, c.digest_at,"
		" c.language, c.most, c.quiet_from, c.quiet_to,"
		" c.quiet_weekend, min(w.by_topic) FROM"
		" (SELECT chat, place, 0 AS by_topic FROM campaign_channel"
		" WHERE campaign = $1"
		" UNION ALL SELECT m.chat, m.source, 0 FROM campaign_team u"
		" JOIN team m ON m.id = u.team WHERE u.campaign = $1"
		" AND m.kind = 'channel' AND m.state = 'active'"
		" UNION ALL SELECT chat, place, 1 FROM channel_topic"
		" WHERE topic = $2 AND NOT EXISTS"
		" (SELECT 1 FROM campaign_team WHERE campaign = $1)"
		" UNION ALL SELECT o.chat, o.place, 1 FROM campaign_topic t"
		" JOIN channel_topic o ON o.topic = t.topic"
		" WHERE t.campaign = $1 AND $2 = 0 AND NOT EXISTS"
		" (SELECT 1 FROM campaign_team WHERE campaign = $1)) AS w"
		" LEFT JOIN channel c ON c.chat = w.chat AND c.place = w.place"
		" GROUP BY w.chat, w.place, c.name, c.zone, c.state,"
		" c.digest_at, c.language, c.most, c.quiet_from, c.quiet_to,"
		" c.quiet_weekend ORDER BY w.chat, w.place",
		"ii", i->campaign, i->topic);
	struct target target;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		channel_read_row(r, &target.channel);
		target.by_topic = rows_int(r, 11) != 0;
		if (fn(arg, &target, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
