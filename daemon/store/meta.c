#include <stdio.h>
#include <stdlib.h>

#include "db.h"
#include "post.h"

int
meta_get(struct db *db, const char *name, char *out, size_t room, struct err *e)
{
	struct rows *r = db_ask(
		db, e, "SELECT value FROM meta WHERE name = $1", "t", name);
	int more;

	out[0] = '\0';
	more = rows_next(r, e);
	if (more == 1)
		rows_copy(r, 0, out, room);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
meta_set(struct db *db, const char *name, const char *value, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO meta (name, value) VALUES ($1, $2)"
		" ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		"tt", name, value);
}

int
meta_get_heard(struct db *db, const char *chat, int64_t *at, struct err *e)
{
	char name[80], value[32];

	snprintf(name, sizeof(name), "heard:%s", chat);
	if (meta_get(db, name, value, sizeof(value), e) == -1)
		return -1;
	*at = strtoll(value, NULL, 10);
	return 0;
}

int
meta_set_heard(struct db *db, const char *chat, int64_t at, struct err *e)
{
	char name[80], value[32];

	snprintf(name, sizeof(name), "heard:%s", chat);
	snprintf(value, sizeof(value), "%lld", (long long)at);
	return meta_set(db, name, value, e);
}
