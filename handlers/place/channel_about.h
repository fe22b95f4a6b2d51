#ifndef ADVOCATED_CHANNEL_ABOUT_H
#define ADVOCATED_CHANNEL_ABOUT_H

#include <jansson.h>

struct channel;
struct err;
struct turn;

/* What a channel is to us, for cards: channel, its state as flags (joined left
 * archived unknown), campaigns and topics (names), language, quiet (words, or
 * null), weekend, most (0: no limit), usual (most is as configured), waiting,
 * at. Yours; NULL with e set. */
json_t *channel_about(struct turn *t, const struct channel *c, struct err *e);

#endif
