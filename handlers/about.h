#ifndef ADVOCATED_ABOUT_H
#define ADVOCATED_ABOUT_H

#include <stdint.h>

#include <jansson.h>

struct campaign;
struct err;
struct item;
struct report;
struct turn;

/* What cards for admins say about an item or a campaign: the values of their
 * templates, yours. NULL with e set. */

/* item title url summary why image site minutes campaign; channels
 * (of the campaign); proposed (why is a proposal),
 * reasonless (it needs one), internal, pinned (flags) and
 * pin_until (spans, or "");  posted, due and lost
 * (channels, spans: where it stands, will stand, could not be put); at (when
 * it is due) and expires (spans, or ""); and one of reading review ready
 * announced retracted expired rejected true. */
json_t *about_item(struct turn *t, const struct item *i, struct err *e);

/* id campaign goal milestone (a phrase), channels (spans, its teams' among
 * them), limited (it is for teams alone) and teams ("" when they were all
 * removed), left (points), ends (spans), starts (of a draft), until (of a
 * pause), and one of draft running paused closed true. */
json_t *about_campaign(struct turn *t, const struct campaign *c, struct err *e);

/* The last day before an end, which is often a midnight; null when at is 0.
 * Yours. */
json_t *about_until(const struct turn *t, int64_t at);

/* How many times as many read it through people as through the company page;
 * 0 when there is nothing to compare with. Yours. */
json_t *about_times(const struct report *r);

/* The title, or the address of what has none. Lent by the item. */
const char *about_title(const struct item *i);

/* What an EVENT_FETCHED says went wrong, for whoever reads it. Yours. */
json_t *about_trouble(const struct turn *t);

#endif
