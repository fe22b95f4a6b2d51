#ifndef ADVOCATED_MATTERMOST_MARK_H
#define ADVOCATED_MATTERMOST_MARK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Until when all was heard, in ms of the server's clock. It moves with what is
 * heard, which proves that all before was, but stands still from a gap until
 * that was read up: a backfill begins there, also after a restart.
 */
struct mattermost_mark {
	int64_t heard; /* 0: nothing ever was */
	int64_t proven, told;
	bool caught_up;
};

/* Something may be missing between heard and now. */
void mattermost_mark_gap(struct mattermost_mark *m);
/* It was read up. True: heard is to be remembered. */
bool mattermost_mark_caught_up(struct mattermost_mark *m);
/* The socket heard all until `at`. True: heard is to be remembered, which is
 * some minutes after the last time. */
bool mattermost_mark_prove(struct mattermost_mark *m, int64_t at);

#endif
