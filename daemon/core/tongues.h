#ifndef ADVOCATED_TONGUES_H
#define ADVOCATED_TONGUES_H

#include <stdbool.h>

struct tongues;

/*
 * Which language people read who are no members, and whether the platform
 * calls somebody its administrator: what it said when they first turned to us.
 * It is kept in memory alone and forgets those who have not been seen for
 * longest, so nothing is stored of anybody who did not say yes.
 */
struct tongues *tongues_new(void);
void tongues_free(struct tongues *t);

/* language is a tag as the platform gave it, "" when it gave none. */
void tongues_put(struct tongues *t, const char *chat, const char *person,
	const char *language);

/* Lent until the next put; NULL when nothing is known. */
const char *tongues_find(
	const struct tongues *t, const char *chat, const char *person);

/* Of somebody whose language was put. */
void tongues_put_admin(
	struct tongues *t, const char *chat, const char *person, bool admin);
/* The chat was not heard for a while: what it said of them may be over. */
void tongues_forget_admins(struct tongues *t, const char *chat);
enum tongues_answer { TONGUES_UNKNOWN, TONGUES_NO, TONGUES_YES };
enum tongues_answer tongues_admin(
	const struct tongues *t, const char *chat, const char *person);

#endif
