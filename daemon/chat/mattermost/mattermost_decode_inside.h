#ifndef ADVOCATED_MATTERMOST_DECODE_INSIDE_H
#define ADVOCATED_MATTERMOST_DECODE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct err;
struct event;
struct mattermost_frame;
struct mattermost_self;

/* Shared by the parts of the decoder. */

/* The event of a frame named f->name, its strings in f->json (which may get
 * texts made plain added to it); NULL when there is none for us. The frame
 * itself is not taken. */
struct event *mattermost_decode_happening(
	struct mattermost_frame *f, const struct mattermost_self *self);

/* The member of object that is JSON itself: on some versions as it is, on
 * others inside a string, which is then replaced by what it says. NULL when it
 * is neither. Lent by object. */
const json_t *mattermost_decode_inner(json_t *object, const char *key);

/* Text of at most max bytes under key, or NULL. Lent. */
const char *mattermost_decode_string(
	const json_t *object, const char *key, size_t max);

/* An id under key ([a-z0-9], not empty), or NULL. Lent. */
const char *mattermost_decode_id(const json_t *object, const char *key);

/* A time in ms under key, 0 when there is none. */
int64_t mattermost_decode_time(const json_t *object, const char *key);

/* Keeps a text made here in the frame, so that the event can point to it;
 * takes text. NULL when it is not UTF-8. */
const char *mattermost_decode_keep(json_t *frame, const char *name, char *text);

/* A form-encoded body as an object of texts, lists where keys repeat; NULL with
 * e set when it is none. Yours. */
json_t *mattermost_decode_fields(const char *body, size_t size, struct err *e);

/* Whether the name of a direct conversation (two ids joined) has our id. */
bool mattermost_decode_is_direct(
	const char *channel_name, const struct mattermost_self *self);

/*
 * Text a person wrote, made plain (see typed.h). people and channels name
 * those of "@ana" and "~news" whose ids are known, {"ana": id}: they become
 * <@id> and <#id>; other channels become #name. NULL: nobody is looked for.
 * Yours.
 */
char *mattermost_decode_text(
	const char *text, const json_t *people, const json_t *channels);

#endif
