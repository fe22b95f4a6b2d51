#ifndef ADVOCATED_REWARD_H
#define ADVOCATED_REWARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct award;
struct db;
struct err;
struct rules;
struct share;

/* Evidence becomes points (product.md, section 2), inside the caller's
 * transaction. All are idempotent. r is the programme's rules; where the
 * campaign of the item has its own, those count, for what is given from then
 * on. */

/* The rules that apply to an item. */
int reward_rules(struct db *db, const struct rules *r, int64_t item,
	struct rules *out, struct err *e);
/* The programme's rules with those of a campaign over them. */
struct campaign_rules;
void reward_rules_own(const struct rules *r, const struct campaign_rules *own,
	struct rules *out);

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

/* Moves points into its budget, or (below zero) back to the programme; left is
 * what it has after it. What is not left stays: *fine is false then, and
 * nothing was moved. key makes it happen once. */
struct reward_change {
	int64_t campaign, points;
	const char *key;
};
int reward_refund(struct db *db, const struct reward_change *c, int64_t now,
	bool *fine, struct err *e);

/* All that is left goes back to the programme; *points is how much that was. */
int reward_return(struct db *db, int64_t campaign, int64_t now, int64_t *points,
	struct err *e);

#endif
