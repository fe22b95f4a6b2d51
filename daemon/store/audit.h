#ifndef ADVOCATED_AUDIT_H
#define ADVOCATED_AUDIT_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* What those did who run the programme; nothing of it is ever changed. */
int audit_add(struct db *db, const char *chat, const char *person,
	const char *did, const char *about, const char *before,
	const char *after, int64_t now, struct err *e);

/* A row of it; texts are lent to the callback. */
struct audit_row {
	int64_t id, at;
	const char *chat, *person; /* who; person "": the daemon itself */
	const char *did;           /* "item.retract" */
	const char *about;         /* "17", or a name */
	const char *before, *after;
};

/* Which rows: at most one of person, item and about is given. */
struct audit_wish {
	const char *chat, *person; /* of that account, or NULL */
	const char *item;          /* about that item and its texts, or NULL */
	const char *about;         /* about that, or NULL */
	const char *thing;         /* with about: did begins so ("campaign."),
				      or "" */
	int64_t since;             /* 0: from the beginning */
	int64_t older;             /* than that row; 0: the newest first */
	int64_t most;
};

/* Newest first. */
typedef int audit_fn(void *arg, const struct audit_row *row, struct err *e);
int audit_each(struct db *db, const struct audit_wish *w, audit_fn *fn,
	void *arg, struct err *e);

/* Who looked at something of the member's: a hold, or what they redeemed, which
 * whoever decides has seen too. And when last; the latest first, at most max.
 */
typedef int audit_look_fn(void *arg, const char *chat, const char *person,
	int64_t at, struct err *e);
int audit_each_look(struct db *db, int64_t member, int max, audit_look_fn *fn,
	void *arg, struct err *e);

#endif
