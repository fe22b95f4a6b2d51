#include <stdio.h>
#include <string.h>

#include "text.h"

#include "turn.h"

#include "desk.h"
#include "place.h"

int
desk_find(
	struct turn *t, const char *written, struct channel *out, struct err *e)
{
	const char *colon = written == NULL ? NULL : strchr(written, ':');
	char chat[sizeof out->chat], place[sizeof out->place];

	*out = (struct channel){.digest_at = 0};
	if (colon == NULL)
		return 0;
	snprintf(chat, sizeof chat, "%.*s", (int)(colon - written), written);
	snprintf(place, sizeof place, "%s", colon + 1);
	if (channel_find(t->db, chat, place, out, e) == -1)
		return -1;
	if (out->place[0] != '\0' && place_is_lost(out)) {
		out->place[0] = '\0';
		return 0;
	}
	text_copy(out->chat, sizeof out->chat, chat);
	text_copy(out->place, sizeof out->place, place);
	return 0;
}

bool
desk_is_shown(const struct turn *t, const char *written)
{
	const struct event *event = t->event;
	size_t size = strlen(event->chat);

	if (written == NULL || *written == '\0')
		return false;
	/* A form that was opened from there comes back without its card. */
	if (event->kind == EVENT_FORM)
		return event->message == NULL;
	return event->kind == EVENT_BUTTON && !event->ephemeral &&
	       !event->direct && event->place != NULL &&
	       strncmp(written, event->chat, size) == 0 &&
	       written[size] == ':' &&
	       strcmp(written + size + 1, event->place) == 0;
}
