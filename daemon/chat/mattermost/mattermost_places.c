#include <stdlib.h>
#include <string.h>

#include "backoff.h"
#include "json.h"
#include "log.h"
#include "mem.h"

#include "loop.h"

#include "chat.h"
#include "mattermost_api.h"
#include "mattermost_book.h"
#include "mattermost_decode.h"
#include "mattermost_places.h"

struct mattermost_places {
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct mattermost_book *book;
	const struct mattermost_self *self;
	struct mattermost_api_call *call;
	struct loop_timer *again;
	unsigned attempts;
	json_t *teams; /* whose channels are still to be read, or NULL */
};

static void
on_again(void *arg)
{
	mattermost_places_read(arg);
}

struct mattermost_places *
mattermost_places_new(struct loop *l, const struct chat_settings *settings,
	struct mattermost_api *api, struct mattermost_book *book,
	const struct mattermost_self *self)
{
	struct mattermost_places *p = xcalloc(1, sizeof *p);

	p->settings = settings;
	p->api = api;
	p->book = book;
	p->self = self;
	p->again = loop_timer_new(l, on_again, p);
	return p;
}

void
mattermost_places_free(struct mattermost_places *p)
{
	if (p == NULL)
		return;
	mattermost_api_cancel(p->call);
	loop_timer_free(p->again);
	json_decref(p->teams);
	free(p);
}

static void
fail(struct mattermost_places *p, const struct mattermost_reply *reply)
{
	if (p->attempts == 0)
		log_warn("mattermost_places_unread", "chat=%s why=\"%s\"",
			p->settings->name,
			reply->why == NULL ? "an odd answer" : reply->why);
	loop_timer_set(p->again, reply->retry_ms > 0
					 ? reply->retry_ms
					 : backoff_next(&p->attempts));
}

/* The name of a direct conversation is both ids, "a__b". */
static void
put_direct(struct mattermost_places *p, const char *channel, const char *name)
{
	const char *self = p->self->person == NULL ? "" : p->self->person;
	const char *other = strstr(name, "__");
	size_t size = strlen(self);
	char *first;

	if (other == NULL || size == 0)
		return;
	if (strncmp(name, self, size) == 0 && name + size == other) {
		mattermost_book_put_direct(p->book, other + 2, channel);
	} else if (strcmp(other + 2, self) == 0) {
		first = xstrndup(name, (size_t)(other - name));
		mattermost_book_put_direct(p->book, first, channel);
		free(first);
	}
}

static void next_team(struct mattermost_places *p);

static void
on_channels(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_places *p = arg;
	json_t *channel;
	size_t i;

	p->call = NULL;
	if (reply->outcome != MATTERMOST_OK) {
		fail(p, reply);
		return;
	}
	json_array_foreach(reply->body, i, channel)
	{
		const char *id = json_text(channel, "id", "");
		const char *name = json_text(channel, "name", "");

		if (strcmp(json_text(channel, "type", ""), "D") == 0)
			put_direct(p, id, name);
		else
			mattermost_book_put_channel(p->book, id, name);
	}
	json_array_remove(p->teams, 0);
	next_team(p);
}

static void
next_team(struct mattermost_places *p)
{
	const char *team = json_text(json_array_get(p->teams, 0), "id", NULL);
	struct mattermost_request request = {.method = "GET"};
	char *path;

	if (team == NULL) {
		p->attempts = 0;
		json_decref(p->teams);
		p->teams = NULL;
		return;
	}
	path = xasprintf("/users/me/teams/%s/channels", team);
	request.path = path;
	p->call = mattermost_api_ask(p->api, &request, on_channels, p);
	free(path);
}

static void
on_teams(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_places *p = arg;

	p->call = NULL;
	if (reply->outcome != MATTERMOST_OK || !json_is_array(reply->body)) {
		fail(p, reply);
		return;
	}
	json_decref(p->teams);
	p->teams = json_copy((json_t *)reply->body);
	next_team(p);
}

void
mattermost_places_read(struct mattermost_places *p)
{
	const struct mattermost_request request = {
		.method = "GET", .path = "/users/me/teams"};

	loop_timer_stop(p->again);
	mattermost_api_cancel(p->call);
	p->call = mattermost_api_ask(p->api, &request, on_teams, p);
}
