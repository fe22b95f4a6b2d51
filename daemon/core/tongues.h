#ifndef ADVOCATED_TONGUES_H
#define ADVOCATED_TONGUES_H

struct tongues;

/*
 * Which language people read who are no members: what the platform said when
 * they first turned to us. It is kept in memory alone and forgets those who
 * have not been seen for longest, so nothing is stored of anybody who did not
 * say yes.
 */
struct tongues *tongues_new(void);
void tongues_free(struct tongues *t);

/* language is a tag as the platform gave it, "" when it gave none. */
void tongues_put(struct tongues *t, const char *chat, const char *person,
	const char *language);

/* Lent until the next put; NULL when nothing is known. */
const char *tongues_find(
	const struct tongues *t, const char *chat, const char *person);

#endif
