#ifndef ADVOCATED_CONSENT_H
#define ADVOCATED_CONSENT_H

#include <stdint.h>

struct db;
struct err;

/* What members agreed to; people_join() and people_leave() record too. */

/* The version that the member last agreed to; 0: none, or withdrawn. */
int consent_find(struct db *db, int64_t member, int *version, struct err *e);

/* The member agrees to that version, in the language it was read in. */
int consent_give(struct db *db, int64_t member, int version,
	const char *language, int64_t now, struct err *e);

#endif
