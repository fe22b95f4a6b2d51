#ifndef ADVOCATED_MAKING_H
#define ADVOCATED_MAKING_H

#include <stddef.h>

struct db;
struct loop;
struct making;
struct programme;
struct seal;
struct templates;

/*
 * The bytes of a card's file: made when it is sent, of what its "file" says,
 * some rows in each turn of the loop so that nothing waits for it. Tables are
 * as large as what every platform takes, and say so when they were cut.
 *
 *   "report c3.0.0"   the figures of a report (report_ref.h)
 *   "items 3"         every item of a campaign with its figures; 0: of all
 *   "redemptions 1795597200000 0"   what was granted from then to then (0: it
 *                     goes on), and to whom
 *   "export 17 json"  everything that is stored of a member
 *   "export 17 page"  the same to be read
 */
struct making_parts {
	struct loop *loop;
	struct db *db;
	const struct programme *programme;
	const struct templates *templates;
	const struct seal *seal;
	const char *template_dir; /* where the frame of pages is */
	struct making *waiting;   /* making.c's own: one is made at a time */
};

/* bytes is yours; NULL when it could not be made, which was logged. */
typedef void making_done_fn(void *arg, char *bytes, size_t size);

/* Never calls back before it returns. It ends with its callback. parts is
 * lent. */
struct making *making_start(struct making_parts *parts, const char *of,
	const char *language, making_done_fn *done, void *arg);
void making_free(struct making *m); /* no callback; NULL is fine */

#define MAKING_ROWS 100000 /* of items */

#endif
