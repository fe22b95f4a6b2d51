#ifndef ADVOCATED_MATTERMOST_SOCKET_H
#define ADVOCATED_MATTERMOST_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

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
 * slowly; the socket hears of every 401 from the api (it takes
 * mattermost_api_on_token() for itself).
 *
 * Before the first socket it asks GET /users/me who we are and sets
 * self->person, unless that is set; self->connection is always its own.
 */
struct mattermost_socket_events {
	/* the frame's event may be taken (set it NULL). Each comes once and in
	 * order, but for what a half-open socket brings twice: the inbox's
	 * keys are for that. */
	void (*on_event)(void *arg, struct mattermost_frame *f);
	/* Alive. gap: something may have been missed since
	 * mattermost_socket_heard(): read it up by REST, then tell
	 * mattermost_socket_caught_up(). So it is after every drop, resumed or
	 * not: a server keeps nothing for a bot that was disabled for a
	 * moment, and resumes it as if nothing had been. Only where numbers
	 * were missing and came, all is there. */
	void (*on_alive)(void *arg, bool gap);
	/* All that happened before `at` (ms of the server's clock) was heard:
	 * what a backfill after a restart need not read again. After a gap was
	 * read up, and then some minutes apart. */
	void (*on_heard)(void *arg, int64_t at);
	/* Who we are: the answer to GET /users/me, lent. NULL is fine. */
	void (*on_self)(void *arg, const json_t *user);
};

/* All lent for the lifetime. */
struct mattermost_socket *mattermost_socket_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	struct mattermost_self *self);
void mattermost_socket_free(struct mattermost_socket *s); /* NULL is fine */
void mattermost_socket_start(struct mattermost_socket *s,
	const struct mattermost_socket_events *events, void *arg);

/* All before it was heard, ms of the server's clock; stands still while a gap
 * is not read up. 0: nothing ever was. */
int64_t mattermost_socket_heard(const struct mattermost_socket *s);
/* The gap of the last on_alive was read up. */
void mattermost_socket_caught_up(struct mattermost_socket *s);

/* The socket hears but must not be believed (the bot is disabled): drop it
 * and ask slowly until the token works. */
void mattermost_socket_denied(struct mattermost_socket *s);

/* No reconnecting any more, and no more events: what comes now is read up
 * after the next start. */
void mattermost_socket_quiet(struct mattermost_socket *s);
/* Closes for good; gone within 1 s of turns. */
void mattermost_socket_close(struct mattermost_socket *s);
bool mattermost_socket_is_closed(const struct mattermost_socket *s);

/* Whether it is alive and something came within dead_ms; else why gets the
 * reason, lent. */
bool mattermost_socket_is_alive(
	const struct mattermost_socket *s, const char **why);

#endif
