#ifndef ADVOCATED_CAPTIONS_H
#define ADVOCATED_CAPTIONS_H

#include <stdint.h>

struct db;
struct err;

/* Texts to share an item with. network "" is for all, language "" too. */
#define CAPTION_SIZE 3072

struct caption {
	int64_t id, item;
	char network[16], language[16];
	char text[CAPTION_SIZE];
};

/* Fills c->id. */
int caption_add(struct db *db, struct caption *c, struct err *e);
/* Network, language and text become c's; one that is gone stays gone. */
int caption_change(struct db *db, const struct caption *c, struct err *e);
int caption_drop(struct db *db, int64_t id, struct err *e);

/* Those of an item: for all networks first, then by network and language, each
 * in the order in which they were added. */
typedef int caption_fn(void *arg, const struct caption *c, struct err *e);
int caption_each(
	struct db *db, int64_t item, caption_fn *fn, void *arg, struct err *e);

#endif
