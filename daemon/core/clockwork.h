#ifndef ADVOCATED_CLOCKWORK_H
#define ADVOCATED_CLOCKWORK_H

struct clockwork;
struct db;
struct dispatch;
struct loop;
struct pass;

/* Finds what is due in the store and dispatches it through the same door as
 * everything else, with a key, so that a restart neither loses nor repeats
 * it. Looks once a second (20 times while a clock file moves the time). */
struct clockwork *clockwork_new(
	struct loop *l, struct pass *p, struct db *db, struct dispatch *d);
void clockwork_free(struct clockwork *c);

#endif
