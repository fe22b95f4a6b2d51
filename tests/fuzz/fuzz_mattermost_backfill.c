#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"

#include "event.h"
#include "mattermost/mattermost_backfill.h"
#include "mattermost/mattermost_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct mattermost_self self = {
	.person = "xe8e54r31purkygi4jm455wggu", .connection = "x"};

/* What everybody above relies on. */
static void
on_event(void *arg, struct event *e)
{
	(void)arg;
	if (e->key == NULL || *e->key == '\0' || e->frame == NULL)
		abort();
	if (e->kind == EVENT_MESSAGE && (e->text == NULL || e->person == NULL))
		abort();
	if (e->kind == EVENT_REACTION_ADDED &&
		(e->name == NULL || e->message == NULL || e->person == NULL))
		abort();
	if (e->kind == EVENT_REACTIONS &&
		(e->message == NULL || !json_is_object(e->fields)))
		abort();
	event_free(e);
}

/* Whatever REST answers when a gap is read up. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct mattermost_standing standing = {.post = "p",
		.channel = "c",
		.changed = 7,
		.asked = 8,
		.since = 1};
	char *text = xstrndup((const char *)data, size);
	json_t *body = json_parse(text, strlen(text), NULL);
	json_t *places = json_array(), *changed = json_object();
	struct mattermost_page page;

	json_decref(mattermost_backfill_ids(body, 10));
	mattermost_backfill_places(places, body, 1, 10);
	on_event(NULL, mattermost_backfill_where(places, 7));
	mattermost_backfill_page(&page, body);
	if ((page.oldest == NULL) != (page.oldest_at == 0))
		abort();
	mattermost_backfill_messages(body, &self, 1, on_event, NULL);
	mattermost_backfill_changed(changed, body, &self, 1);
	mattermost_backfill_reactions(&standing, body, &self, on_event, NULL);
	json_decref(places);
	json_decref(changed);
	json_decref(body);
	free(text);
	return 0;
}
