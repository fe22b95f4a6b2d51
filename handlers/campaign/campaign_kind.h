#ifndef ADVOCATED_CAMPAIGN_KIND_H
#define ADVOCATED_CAMPAIGN_KIND_H

#include <stdint.h>

struct campaign;
struct err;
struct turn;

/* Templates to start a campaign from: "launch", "hiring", "event". */
struct campaign_kind;

/* NULL: there is none of that name. */
const struct campaign_kind *campaign_kind_find(const char *name);

const char *campaign_kind_name(const struct campaign_kind *kind);

/* Gives the campaign what suits, where it says nothing itself: its goal (the
 * phrase "kind_<name>_goal"), its end, and rules. */
int campaign_kind_apply(struct turn *t, const struct campaign_kind *kind,
	struct campaign *c, struct err *e);

#endif
