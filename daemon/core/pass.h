#ifndef ADVOCATED_PASS_H
#define ADVOCATED_PASS_H

#include <stdbool.h>

struct db;
struct err;
struct loop;
struct pass;

/*
 * What one pass of the loop does to the store is one transaction: it is
 * opened by the first that writes and committed at the end of the pass;
 * then, and only then, what was promised goes out (acks, redirects, sends).
 * If the commit fails nothing is promised and the process ends: the
 * supervisor restarts it and the log recovers.
 */
typedef void pass_fn(void *arg);

struct pass *pass_new(struct loop *l, struct db *db);
void pass_free(struct pass *p);

/* Makes sure that the transaction is open. Ends the process if it cannot. */
void pass_open(struct pass *p);

/* Calls fn after the commit of this pass, in the order asked for. */
void pass_after(struct pass *p, pass_fn *fn, void *arg);

/* Calls fn just before the commit, every time (folding of totals). */
void pass_before(struct pass *p, pass_fn *fn, void *arg);

#endif
