#ifndef ADVOCATED_SLACK_DECODE_PAYLOAD_H
#define ADVOCATED_SLACK_DECODE_PAYLOAD_H

#include <jansson.h>

struct event;
struct slack_frame;
struct slack_self;

/* The event in an envelope's payload, its strings in f->json (which may get
 * texts made plain added to it); NULL when there is none for us. The frame
 * itself is not taken. */
struct event *slack_decode_payload(struct slack_frame *f, const char *type,
	const json_t *payload, const struct slack_self *self);

/* The same for one Events API event, and for interactions. */
struct event *slack_decode_happening(struct slack_frame *f,
	const json_t *payload, const struct slack_self *self);
struct event *slack_decode_action(struct slack_frame *f, const json_t *payload,
	const struct slack_self *self);

/* Text of at most max bytes under key, or NULL. Lent. */
const char *slack_decode_string(
	const json_t *object, const char *key, size_t max);

/* An id under key (a string, or the id of an object), or NULL. Lent. */
const char *slack_decode_id(const json_t *object, const char *key);

/* Keeps a text made here in the frame, so that the event can point to it;
 * takes text. */
const char *slack_decode_keep(
	struct slack_frame *f, const char *name, char *text);

/* "1360782804.083113" in ms, 0 when it is none. */
int64_t slack_decode_stamp(const char *stamp);

#endif
