#ifndef ADVOCATED_STATEMENT_H
#define ADVOCATED_STATEMENT_H

#include <stdint.h>

struct db;
struct err;

/* A member's book: the entries of the ledger that changed what waits for them
 * or what is theirs, and what it came to. */

enum statement_deed {
	STATEMENT_GIVE,   /* an award: its points wait */
	STATEMENT_SETTLE, /* they became the member's */
	STATEMENT_END,    /* they went back before that */
	STATEMENT_CUT,    /* some of them did */
	STATEMENT_BACK,   /* they were taken back after it */
	STATEMENT_REDEEM, /* a redemption */
	STATEMENT_RETURN, /* its points came back */
	STATEMENT_MERGE,  /* what an account had that was linked */
	STATEMENT_OTHER
};

struct statement_line {
	int64_t id, at;
	int64_t pending, settled;             /* by how much they changed */
	int64_t pending_after, settled_after; /* what they were then */
	enum statement_deed deed;
	int64_t about; /* the award or redemption; else 0 */
};

/* Newest first. to is exclusive; 0: it goes on. */
struct statement_wish {
	int64_t member, from, to;
	int64_t skip, most;
};
typedef int statement_fn(
	void *arg, const struct statement_line *l, struct err *e);
int statement_each(struct db *db, const struct statement_wish *w,
	statement_fn *fn, void *arg, struct err *e);

#endif
