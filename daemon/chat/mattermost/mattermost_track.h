#ifndef ADVOCATED_MATTERMOST_TRACK_H
#define ADVOCATED_MATTERMOST_TRACK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Which frames of a server's stream came and which are due (protocol 1.7). A
 * connection has an id and counts its events from its hello on; after a drop
 * it can be asked for again from the next wanted one. All zero is a start.
 */
struct mattermost_track {
	char connection[64]; /* "": none to ask for */
	int64_t next;        /* the number wanted */
	int64_t lost_at;     /* the number that was missing last time, or 0 */
	unsigned tries;      /* upgrades to resume that came to nothing */
};

enum mattermost_step {
	MATTERMOST_NEXT, /* the one that was due */
	MATTERMOST_SEEN, /* came before: nothing to do */
	MATTERMOST_LOST  /* some between are missing */
};

/* A hello. True: of a new connection, which is tracked from now on. */
bool mattermost_track_hello(
	struct mattermost_track *t, const char *connection, int64_t seq);
enum mattermost_step mattermost_track_event(
	struct mattermost_track *t, int64_t seq);

/* Some are missing: ask for them by the same connection; but when the same
 * ones were already missing before, it will not help: forget. */
void mattermost_track_lost(struct mattermost_track *t);

/* What comes now cannot follow on: nothing to resume. */
void mattermost_track_forget(struct mattermost_track *t);

/* The websocket's address for a server's (http://host/sub): asks for what is
 * missing if there is a connection to resume. Yours. */
char *mattermost_track_url(const struct mattermost_track *t, const char *base);
/* The upgrade was granted. True: to resume, which is left after two such that
 * came to nothing; false: a hello is due. */
bool mattermost_track_opened(struct mattermost_track *t);
/* The connection was resumed. */
void mattermost_track_resumed(struct mattermost_track *t);

#endif
