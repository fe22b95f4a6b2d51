#ifndef ADVOCATED_PLACE_H
#define ADVOCATED_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "campaigns.h"

struct err;
struct turn;

/* Channels, as people write them and as we know them. */

/* Reads "<#C1|news>", "<#C1>", "#news" or "news" on the chat of the event.
 * out->place is "" when there is no such channel as far as we know; out->state
 * is "" when it was named by its id and we were never told of it. */
int place_read(
	struct turn *t, const char *word, struct channel *out, struct err *e);

/* The channel that the event happened in; state "" when we were never told of
 * it. */
int place_here(struct turn *t, struct channel *out, struct err *e);

/* Whether the word is written as a channel: "<#..." or "#...". */
bool place_is_written(const char *word);

/* Says that there is no such channel as the word names (NULL: none was
 * written), and the way out. */
int place_refuse(struct turn *t, const char *word, struct err *e);

/* Whether we know that we are not in it any more. */
bool place_is_lost(const struct channel *c);

/* Makes sure that the channel is known and its next digest planned. name ""
 * keeps the name that is known. */
int place_know(struct turn *t, const char *chat, const char *place,
	const char *name, struct err *e);

/* When the next digest of the channel is due, 0: none. */
int64_t place_next_digest(const struct turn *t, const struct channel *c);

#endif
