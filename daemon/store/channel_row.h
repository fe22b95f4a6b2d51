#ifndef ADVOCATED_CHANNEL_ROW_H
#define ADVOCATED_CHANNEL_ROW_H

struct channel;
struct rows;

/* For channel.c and target.c alone: the first columns are chat, place, name,
 * zone, state, digest_at, language, most, quiet_from, quiet_to,
 * quiet_weekend. */
void channel_read_row(const struct rows *r, struct channel *out);

#endif
