#ifndef ADVOCATED_REWARD_H
#define ADVOCATED_REWARD_H

#include <stddef.h>
#include <stdint.h>

struct award;
struct db;
struct err;
struct rules;
struct share;

/* Evidence becomes points (product.md, section 2), inside the caller's
 * transaction. All are idempotent. */

/* The member says they posted it: share points, pending until proven.
 * out (may be NULL) gets the award; its stopped says when a cap or the
 * budget stood in the way. */
int reward_declared(struct db *db, const struct rules *r, struct share *s,
	int64_t now, struct award *out, struct err *e);

/* A new distinct reader of the share: its readers are counted, evidence may
 * reach "read", steps may be passed. */
int reward_reader(struct db *db, const struct rules *r, int64_t share,
	int64_t now, struct err *e);

/* The member changed their mind: pending points go back, what is settled
 * stays. */
int reward_withdrawn(
	struct db *db, struct share *s, int64_t now, struct err *e);

/* The member is what two were: points that are still pending come under the
 * caps and the price of a further network as one member's; what is settled
 * stays. */
int reward_merged(struct db *db, const struct rules *r, int64_t member,
	int64_t now, struct err *e);

/* Gives a campaign its budget from the programme, once per campaign. */
int reward_fund(struct db *db, int64_t campaign, int64_t points, int64_t now,
	struct err *e);

#endif
