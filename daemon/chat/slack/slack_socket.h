#ifndef ADVOCATED_SLACK_SOCKET_H
#define ADVOCATED_SLACK_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chat_settings;
struct loop;
struct slack_api;
struct slack_frame;
struct slack_self;
struct slack_socket;

/*
 * Socket Mode: a few connections (two unless set) that take each other's
 * place. A connection that Slack announces to close, or that nears the age
 * Slack gives it, gets its replacement at once and goes on reading until the
 * replacement has been greeted and a short while has passed. One that is lost
 * is opened again with full-jitter back-off.
 */

/* An envelope came in. Takes what it wants of the frame (its event); the rest
 * is freed by the caller. serial names the connection for the ack. */
typedef void slack_envelope_fn(
	void *arg, struct slack_frame *frame, uint64_t serial);

/* A connection was greeted, and no other was there. */
typedef void slack_live_fn(void *arg);

/* settings, api and self are lent for the lifetime. */
struct slack_socket *slack_socket_new(struct loop *l,
	const struct chat_settings *settings, struct slack_api *api,
	const struct slack_self *self);

/* Opens connections from the next turn of the loop on. */
void slack_socket_start(struct slack_socket *s, slack_envelope_fn *on_envelope,
	slack_live_fn *on_live, void *arg);

/* Sends an ack frame on the connection of that serial, or another live one if
 * it is gone. False when there is none: Slack will deliver again. */
bool slack_socket_ack(struct slack_socket *s, uint64_t serial,
	const char *frame, size_t size);

/* Opens no more connections and hands out no more envelopes. */
void slack_socket_quiet(struct slack_socket *s);

/* Closes every connection properly; they are gone within 1 s of turns. */
void slack_socket_close(struct slack_socket *s);

/* Connections there still are. */
size_t slack_socket_count(const struct slack_socket *s);

/* Drops what is left. NULL is fine. */
void slack_socket_free(struct slack_socket *s);

/* Whether a greeted connection was heard of within dead_ms; else why gets the
 * reason, lent. */
bool slack_socket_is_alive(const struct slack_socket *s, const char **why);

#endif
