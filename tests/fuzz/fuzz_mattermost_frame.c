#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

#include "event.h"
#include "mattermost/mattermost_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What everybody above relies on. */
static void
check(const struct event *e)
{
	if (e->key == NULL || *e->key == '\0' || e->frame == NULL ||
		e->chat == NULL)
		abort();
	if (e->kind == EVENT_MESSAGE &&
		(e->text == NULL || e->person == NULL || !e->direct))
		abort();
	if ((e->kind == EVENT_REACTION_ADDED ||
		    e->kind == EVENT_REACTION_REMOVED) &&
		(e->name == NULL || e->message == NULL || e->person == NULL))
		abort();
	if (e->kind == EVENT_PLACE && (e->place == NULL || e->name == NULL))
		abort();
}

/* Read up later, the same things have to be as sound. */
static void
check_backfill(const json_t *frame, const struct mattermost_self *self)
{
	struct event *e = mattermost_decode_post(frame, true, self);

	if (e != NULL)
		check(e);
	event_free(e);
	e = mattermost_decode_reaction(frame, "c", self);
	if (e != NULL)
		check(e);
	event_free(e);
	json_decref(mattermost_decode_person(frame));
}

/* Whatever the server (or who stands in for it) sends: a frame or a refusal,
 * and an event has what everybody above relies on. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct mattermost_self self = {
		.person = "xe8e54r31purkygi4jm455wggu",
		.prefix = "acme-",
		.connection = "x"};
	char *text = xmalloc(size + 1);
	struct mattermost_frame f;
	struct err e;

	memcpy(text, data, size);
	text[size] = '\0';
	if (mattermost_decode_frame(&f, text, size, &self, &e) == 0) {
		if (f.name == NULL || f.error == NULL ||
			(f.event == NULL && f.json == NULL))
			abort();
		if (f.event != NULL)
			check(f.event);
		else
			check_backfill(f.json, &self);
	}
	mattermost_decode_free(&f);
	free(text);
	return 0;
}
