#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "turn.h"

#include "admins.h"

struct admin {
	char chat[64];
	char person[64];
};

/* Takes "chat:person" apart; false when it is none. */
static bool
read_admin(const char *written, struct admin *out)
{
	const char *colon = strchr(written, ':');

	if (colon == NULL || colon == written || colon[1] == '\0' ||
		(size_t)(colon - written) >= sizeof out->chat ||
		strlen(colon + 1) >= sizeof out->person)
		return false;
	snprintf(out->chat, sizeof out->chat, "%.*s", (int)(colon - written),
		written);
	snprintf(out->person, sizeof out->person, "%s", colon + 1);
	return true;
}

int
admins_tell(struct turn *t, const char *key, const char *template,
	const json_t *values, struct err *e)
{
	const char *const *at = t->programme->admins;
	struct admin admin;
	char *own;
	int result = 0;

	for (; at != NULL && *at != NULL && result == 0; at++) {
		if (!read_admin(*at, &admin))
			continue;
		own = xasprintf("%s:%s", key, *at);
		result = turn_tell(t, admin.chat, admin.person, own, template,
			json_deep_copy(values), e);
		free(own);
	}
	return result;
}

static bool
is_pressing(const struct turn *t, const struct admin *admin)
{
	const struct event *event = t->event;

	return event->kind == EVENT_BUTTON && event->direct &&
	       event->person != NULL &&
	       strcmp(event->person, admin->person) == 0 &&
	       strcmp(event->chat, admin->chat) == 0;
}

int
admins_update(struct turn *t, const char *key, const char *template,
	const json_t *values, struct err *e)
{
	const char *const *at = t->programme->admins;
	struct admin admin;
	char *own;
	int result = 0;

	for (; at != NULL && *at != NULL && result == 0; at++) {
		if (!read_admin(*at, &admin) || is_pressing(t, &admin))
			continue;
		own = xasprintf("%s:%s", key, *at);
		result = turn_update(
			t, own, template, json_deep_copy(values), e);
		free(own);
	}
	return result;
}
