#include <string.h>

#include "clock.h"
#include "err.h"

#include "db.h"
#include "people.h"

static const char *const state_names[] = {
	[MEMBER_ACTIVE] = "active",
	[MEMBER_PAUSED] = "paused",
	[MEMBER_LEFT] = "left",
	[MEMBER_FORGOTTEN] = "forgotten",
};

static enum member_state
state_of(const char *name)
{
	int i;

	for (i = MEMBER_ACTIVE; i < MEMBER_FORGOTTEN; i++)
		if (strcmp(name, state_names[i]) == 0)
			break;
	return (enum member_state)i;
}

/* Reads the one member of the answer, nobody (id 0) when there is none. */
static int
read_member(struct rows *r, struct member *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1) {
		out->id = rows_int(r, 0);
		out->state = state_of(rows_text(r, 1));
		out->hidden = rows_int(r, 2) != 0;
		out->paused_until = rows_int(r, 3);
		out->joined_at = rows_int(r, 4);
		rows_copy(r, 5, out->name, sizeof(out->name));
		rows_copy(r, 6, out->language, sizeof(out->language));
		rows_copy(r, 7, out->zone, sizeof(out->zone));
		rows_copy(r, 8, out->mastodon, sizeof(out->mastodon));
		out->language_chosen = rows_int(r, 9) != 0;
		out->linked = rows_int(r, 10) != 0;
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
people_find(struct db *db, const char *chat, const char *person,
	struct member *out, struct err *e)
{
	return read_member(
		db_ask(db, e,
			"SELECT m.id, m.state, m.hidden, m.paused_until,"
			" m.joined_at, m.name, m.language, m.zone, m.mastodon,"
			" m.language_chosen, EXISTS (SELECT 1 FROM identity o"
			" WHERE o.member = m.id AND o.chat <> i.chat)"
			" FROM identity i JOIN member m ON m.id = i.member"
			" WHERE i.chat = $1 AND i.person = $2",
			"tt", chat, person),
		out, e);
}

int
people_get(struct db *db, int64_t id, struct member *out, struct err *e)
{
	return read_member(
		db_ask(db, e,
			"SELECT m.id, m.state, m.hidden, m.paused_until,"
			" m.joined_at, m.name, m.language, m.zone, m.mastodon,"
			" m.language_chosen, (SELECT count(*) FROM identity i"
			" WHERE i.member = m.id) > 1"
			" FROM member a JOIN member m"
			" ON m.id = coalesce(a.merged_into, a.id)"
			" WHERE a.id = $1",
			"i", id),
		out, e);
}

int
people_account(struct db *db, int64_t member, const char *chat,
	char chat_out[64], char person_out[64], struct err *e)
{
	struct rows *r;
	int more;

	chat_out[0] = person_out[0] = '\0';
	r = db_ask(db, e,
		"SELECT chat, person FROM identity"
		" WHERE member = $1 AND ($2 = '' OR chat = $2)"
		" ORDER BY acted_at DESC, chat LIMIT 1",
		"it", member, chat);
	more = rows_next(r, e);
	if (more == 1) {
		rows_copy(r, 0, chat_out, 64);
		rows_copy(r, 1, person_out, 64);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
add_consent(struct db *db, const struct member *m, const char *answer,
	const int64_t version_at[2], struct err *e)
{
	return db_run(db, e,
		"INSERT INTO consent (member, answer, version, language, at)"
		" VALUES ($1, $2, $3, $4, $5)",
		"ititi", m->id, answer, version_at[0], m->language,
		version_at[1]);
}

static int
add_member(struct db *db, const char *chat, const char *person,
	struct member *m, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO member"
		    " (state, name, language, zone, hidden, joined_at)"
		    " VALUES ('active', $1, $2, $3, 0, $4)",
		    "ttti", m->name, m->language, m->zone, m->joined_at) == -1)
		return -1;
	m->id = db_last_id(db);
	return db_run(db, e,
		"INSERT INTO identity (chat, person, member)"
		" VALUES ($1, $2, $3)",
		"tti", chat, person, m->id);
}

int
people_join(struct db *db, const char *chat, const char *person,
	struct member *m, int consent_version, const unsigned char hash[16],
	int64_t now, struct err *e)
{
	const int64_t version_at[2] = {consent_version, now};
	struct member old;

	if (people_find(db, chat, person, &old, e) == -1)
		return -1;
	m->id = old.id;
	m->state = MEMBER_ACTIVE;
	m->paused_until = 0;
	m->joined_at = now;
	if (old.id == 0) {
		m->hidden = false;
		m->mastodon[0] = '\0';
		if (add_member(db, chat, person, m, e) == -1)
			return -1;
	} else {
		m->hidden = old.hidden;
		memcpy(m->mastodon, old.mastodon, sizeof(m->mastodon));
		m->language_chosen = old.language_chosen;
		if (old.language_chosen)
			memcpy(m->language, old.language, sizeof(m->language));
		if (people_save(db, m, e) == -1)
			return -1;
	}
	if (add_consent(db, m, "given", version_at, e) == -1)
		return -1;
	return db_run(db, e, "DELETE FROM stranger WHERE hash = $1", "b", hash,
		(size_t)16);
}

int
people_leave(struct db *db, int64_t id, int consent_version, int64_t now,
	struct err *e)
{
	const int64_t version_at[2] = {consent_version, now};
	struct member m;

	if (people_get(db, id, &m, e) == -1)
		return -1;
	if (m.id == 0 || m.state == MEMBER_FORGOTTEN)
		return err_set(e, "no such member");
	if (m.state == MEMBER_LEFT)
		return 0;
	m.state = MEMBER_LEFT;
	m.paused_until = 0;
	if (people_save(db, &m, e) == -1)
		return -1;
	return add_consent(db, &m, "withdrawn", version_at, e);
}

/* The boards show those who are active and do not hide. */
static int
show_on_boards(struct db *db, const struct member *m, struct err *e)
{
	bool shown = m->state == MEMBER_ACTIVE && !m->hidden;

	return db_run(db, e,
		"UPDATE standing SET shown = $1"
		" WHERE member = $2 AND shown <> $1",
		"ii", (int64_t)shown, m->id);
}

static int
note_pause(struct db *db, const struct member *m, struct err *e)
{
	if (m->state == MEMBER_PAUSED)
		return db_run(db, e,
			"INSERT INTO pause (started_at, member)"
			" SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM pause"
			" WHERE member = $2 AND ended_at IS NULL)",
			"ii", clock_now(), m->id);
	return db_run(db, e,
		"UPDATE pause SET ended_at = $1"
		" WHERE member = $2 AND ended_at IS NULL",
		"ii", clock_now(), m->id);
}

int
people_save(struct db *db, const struct member *m, struct err *e)
{
	if (m->state == MEMBER_FORGOTTEN)
		return err_set(e, "only people_forget() forgets");
	if (db_run(db, e,
		    "UPDATE member SET state = $1, hidden = $2,"
		    " paused_until = NULLIF($3, 0), name = $4, language = $5,"
		    " zone = $6, mastodon = $7, language_chosen = $8"
		    " WHERE id = $9"
		    " AND state <> 'forgotten'",
		    "tiittttii", state_names[m->state], (int64_t)m->hidden,
		    m->paused_until, m->name, m->language, m->zone, m->mastodon,
		    (int64_t)m->language_chosen, m->id) == -1)
		return -1;
	if (db_changed(db) == 0)
		return err_set(e, "no such member");
	if (note_pause(db, m, e) == -1)
		return -1;
	return show_on_boards(db, m, e);
}

int
people_pause_over(
	struct db *db, int64_t now, int64_t *ids, size_t room, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id FROM member WHERE state = 'paused'"
		" AND paused_until IS NOT NULL AND paused_until <= $1"
		" ORDER BY paused_until LIMIT $2",
		"ii", now, (int64_t)room);
	int count = 0, more;

	while ((more = rows_next(r, e)) == 1)
		ids[count++] = rows_int(r, 0);
	rows_end(r);
	return more == -1 ? -1 : count;
}

int
people_count(struct db *db, int64_t *active, struct err *e)
{
	return db_number(db, e, active,
		"SELECT count(*) FROM member WHERE state = 'active'", "");
}
