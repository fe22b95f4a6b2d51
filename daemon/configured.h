#ifndef ADVOCATED_CONFIGURED_H
#define ADVOCATED_CONFIGURED_H

struct config;
struct db;
struct err;

/* Puts the configured campaigns, feeds and teams into the store, all or none,
 * in the transaction that is open. Campaigns that are there are left as chat
 * made them, but for further channels; feeds that are not configured any more
 * are switched off. */
int configured_put(struct db *db, const struct config *c, struct err *e);

#endif
