#ifndef ADVOCATED_CHANNEL_BACK_H
#define ADVOCATED_CHANNEL_BACK_H

struct channel;
struct err;
struct turn;

/* We are in a channel again: offers the admins what waited for it, if
 * anything did. Nothing goes out by itself. */
int channel_back_tell(struct turn *t, const struct channel *c, struct err *e);

#endif
