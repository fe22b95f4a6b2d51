#ifndef ADVOCATED_TOP_TEAM_H
#define ADVOCATED_TOP_TEAM_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct span_days;
struct turn;

/* The board of teams for those days and that campaign (0: all); period are the
 * words for it, taken. */
int top_team_show(struct turn *t, const struct span_days *days,
	int64_t campaign, json_t *period, struct err *e);

#endif
