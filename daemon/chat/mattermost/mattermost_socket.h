#ifndef ADVOCATED_MATTERMOST_SOCKET_H
#define ADVOCATED_MATTERMOST_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

struct chat_settings;
struct loop;
struct mattermost_api;
struct mattermost_frame;
struct mattermost_self;
struct mattermost_socket;

/*
 * The one websocket of a server, kept alive for ever (protocol 1): header
 * authentication; alive = hello seen, or a ping answered when it was resumed;
 * sequence numbers watched; resumed by connection id after a drop; a JSON ping
 * every ping_ms whose FAIL is fatal; a canary through the preferences when
 * nothing came for a while, which finds sockets that are deaf. A token that is
 * refused is told apart from a broken network by GET /users/me and tried again
 * slowly.
 */
struct mattermost_socket_events {
	/* the frame's event may be taken (set it NULL) */
	void (*on_event)(void *arg, struct mattermost_frame *f);
	/* Alive. gap: something may have been missed since the socket was last
	 * alive (a fresh connection id): read it up by REST. */
	void (*on_alive)(void *arg, bool gap);
	/* All that happened before `at` (ms) was heard: what a backfill after a
	 * restart need not read again. Some minutes apart. */
	void (*on_heard)(void *arg, int64_t at);
};

struct mattermost_socket *mattermost_socket_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	struct mattermost_self *self);
void mattermost_socket_free(struct mattermost_socket *s);
void mattermost_socket_start(struct mattermost_socket *s,
	const struct mattermost_socket_events *events, void *arg);

/* REST said 401, or the bot is disabled: the socket hears but must not be
 * believed: drop it and try again slowly. */
void mattermost_socket_denied(struct mattermost_socket *s);

/* No reconnecting any more; close for good. */
void mattermost_socket_quiet(struct mattermost_socket *s);
void mattermost_socket_close(struct mattermost_socket *s);
bool mattermost_socket_is_closed(const struct mattermost_socket *s);

bool mattermost_socket_is_alive(
	const struct mattermost_socket *s, const char **why);

#endif
