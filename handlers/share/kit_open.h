#ifndef ADVOCATED_KIT_OPEN_H
#define ADVOCATED_KIT_OPEN_H

struct err;
struct item;
struct turn;

/* Brings the kits that stand in direct messages to what their item is now: its
 * words, or that it is not to be shared any more; the newest two hundred. What
 * a platform cannot change (Slack's whispers), and older ones, say so when one
 * of their buttons is pressed. */
int kit_open_refresh(struct turn *t, const struct item *i, struct err *e);

#endif
