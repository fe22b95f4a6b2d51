#ifndef ADVOCATED_CHANNEL_SET_H
#define ADVOCATED_CHANNEL_SET_H

struct channel;
struct err;
struct turn;

/* "topics +a -b", "language fi", "quiet 18:00-08:00 weekends", "most 2":
 * changes the channel and shows it; rest "" only shows it. word is how it was
 * written. Whatever is wrong is refused, and nothing changed. */
int channel_set_run(struct turn *t, struct channel *c, const char *word,
	const char *rest, struct err *e);

#endif
