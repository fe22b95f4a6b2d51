#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "seal.h"

#include "db.h"
#include "shares.h"

#define CODE_BITS 40

/* Crockford's alphabet: no i, l, o or u, so that a code can be read aloud. */
static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

void
link_write_code(int64_t id, char out[LINK_CODE_SIZE])
{
	int i;

	for (i = LINK_CODE_SIZE - 2; i >= 0; i--) {
		out[i] = digits[id & 31];
		id >>= 5;
	}
	out[LINK_CODE_SIZE - 1] = '\0';
}

/* 0..31, or -1. What looks alike reads alike. */
static int
digit_value(char c)
{
	const char *at;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'o')
		c = '0';
	else if (c == 'i' || c == 'l')
		c = '1';
	at = c == '\0' ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)(at - digits);
}

int64_t
link_read_code(const char *code)
{
	int64_t id = 0;
	int i, value;

	for (i = 0; i < LINK_CODE_SIZE - 1; i++) {
		value = digit_value(code[i]);
		if (value == -1)
			return -1;
		id = id << 5 | value;
	}
	return code[i] == '\0' ? id : -1;
}

static int64_t
random_id(void)
{
	uint64_t id;

	seal_random(&id, sizeof(id));
	return (int64_t)(id & ((UINT64_C(1) << CODE_BITS) - 1));
}

/* A link of the same share, made meanwhile or before, stays; 0: a code that
 * was taken already, to be drawn again. */
static int
add_link(struct db *db, const int64_t item_share[2], int64_t now, int64_t *link,
	struct err *e)
{
	int64_t id = random_id();

	*link = 0;
	if (item_share[1] == 0) {
		if (db_run(db, e,
			    "INSERT INTO link (id, item, created_at)"
			    " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			    "iii", id, item_share[0], now) == -1)
			return -1;
	} else if (db_run(db, e,
			   "INSERT INTO link (id, item, share, member, network,"
			   " created_at) SELECT $1, item, id, member, network,"
			   " $2 FROM share WHERE id = $3"
			   " ON CONFLICT DO NOTHING",
			   "iii", id, now, item_share[1]) == -1)
		return -1;
	if (db_changed(db) == 1)
		*link = id;
	return 0;
}

static int
find_link(struct db *db, const int64_t item_share[2], int64_t *link,
	struct err *e)
{
	if (item_share[1] == 0)
		return db_number(db, e, link,
			"SELECT id FROM link WHERE item = $1 AND share IS NULL",
			"i", item_share[0]);
	return db_number(db, e, link,
		"SELECT id FROM link WHERE share = $1 AND further = 0", "i",
		item_share[1]);
}

int
link_for_share(struct db *db, int64_t item, int64_t share, int64_t now,
	int64_t *link, struct err *e)
{
	const int64_t item_share[2] = {item, share};
	int tries;

	for (tries = 0; tries < 16; tries++) {
		if (find_link(db, item_share, link, e) == -1)
			return -1;
		if (*link != 0)
			return 0;
		if (add_link(db, item_share, now, link, e) == -1)
			return err_add(e, "link of share %" PRId64, share);
		if (*link != 0)
			return 0;
	}
	return err_set(
		e, "no link for share %" PRId64 ": no such share", share);
}

/* Empties the texts but not their thousands of bytes: this is asked 80,000
 * times a second. */
static void
clear(struct link_target *out)
{
	out->link = out->item = out->share = out->member = out->created_at = 0;
	out->url[0] = out->network[0] = '\0';
	out->campaign[0] = out->state[0] = '\0';
}

int
link_find(struct db *db, int64_t link, struct link_target *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT l.id, l.item, l.share, l.member, l.created_at, i.url,"
		" l.network, c.name, i.state FROM link l"
		" JOIN item i ON i.id = l.item"
		" JOIN campaign c ON c.id = i.campaign WHERE l.id = $1",
		"i", link);
	int more;

	clear(out);
	more = rows_next(r, e);
	if (more == 1) {
		out->link = rows_int(r, 0);
		out->item = rows_int(r, 1);
		out->member = rows_int(r, 3);
		out->share = out->member == 0 ? 0 : rows_int(r, 2);
		out->created_at = rows_int(r, 4);
		rows_copy(r, 5, out->url, sizeof(out->url));
		rows_copy(r, 6, out->network, sizeof(out->network));
		rows_copy(r, 7, out->campaign, sizeof(out->campaign));
		rows_copy(r, 8, out->state, sizeof(out->state));
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

void
link_watch(struct db *db)
{
	static const char *const tables[] = {"link", "item", "campaign", NULL};

	db_watch(db, tables);
}

uint64_t
link_version(const struct db *db)
{
	return db_version(db);
}
