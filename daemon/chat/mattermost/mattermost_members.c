#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"
#include "mem.h"

#include "chat.h"
#include "mattermost_api.h"
#include "mattermost_members.h"

#define PAGE 200 /* the most that the server gives */

struct mattermost_members {
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct asked *first;
};

/* A channel that is being read, page by page. */
struct asked {
	struct mattermost_members *members;
	struct asked *next, **back;
	struct mattermost_api_call *call;
	char *channel;
	int page;
	bool open;
	json_t *persons;
	chat_members_fn *done;
	void *arg;
};

struct mattermost_members *
mattermost_members_new(
	const struct chat_settings *settings, struct mattermost_api *api)
{
	struct mattermost_members *m = xcalloc(1, sizeof *m);

	m->settings = settings;
	m->api = api;
	return m;
}

static void
asked_end(struct asked *a)
{
	*a->back = a->next;
	if (a->next != NULL)
		a->next->back = a->back;
	mattermost_api_cancel(a->call);
	free(a->channel);
	json_decref(a->persons);
	free(a);
}

void
mattermost_members_free(struct mattermost_members *m)
{
	if (m == NULL)
		return;
	while (m->first != NULL)
		asked_end(m->first);
	free(m);
}

/* The callback may ask again, so this one is over first. */
static void
tell(struct asked *a, const struct chat_members *members)
{
	chat_members_fn *done = a->done;
	void *arg = a->arg;
	json_t *persons = json_incref(a->persons);

	asked_end(a);
	done(arg, members);
	json_decref(persons);
}

static void
fail(struct asked *a, const struct mattermost_reply *reply)
{
	const struct chat_members members = {
		.gone = reply->outcome == MATTERMOST_GONE ||
			reply->outcome == MATTERMOST_REFUSED,
		.why = reply->why == NULL ? "an odd answer" : reply->why};

	tell(a, &members);
}

static void
ask(struct asked *a, char *path, mattermost_reply_fn *done)
{
	const struct mattermost_request request = {
		.method = "GET", .path = path};

	a->call = mattermost_api_ask(a->members->api, &request, done, a);
	free(path);
}

static void on_page(void *arg, const struct mattermost_reply *reply);

static void
ask_page(struct asked *a)
{
	ask(a,
		xasprintf("/channels/%s/members?page=%d&per_page=%d",
			a->channel, a->page, PAGE),
		on_page);
}

static void
take_page(struct asked *a, const json_t *page)
{
	json_t *member;
	size_t i;

	json_array_foreach(page, i, member)
	{
		const char *person = json_text(member, "user_id", NULL);

		if (person != NULL &&
			json_array_size(a->persons) < CHAT_MEMBERS_MOST)
			json_array_append_new(a->persons, json_string(person));
	}
}

static void
on_page(void *arg, const struct mattermost_reply *reply)
{
	struct asked *a = arg;
	struct chat_members members = {.open = a->open};
	bool full = json_array_size(reply->body) >= PAGE;

	a->call = NULL;
	if (reply->outcome != MATTERMOST_OK || !json_is_array(reply->body)) {
		fail(a, reply);
		return;
	}
	take_page(a, reply->body);
	if (full && json_array_size(a->persons) < CHAT_MEMBERS_MOST) {
		a->page++;
		ask_page(a);
		return;
	}
	if (full)
		log_warn("members_cut", "chat=%s group=%s most=%d",
			a->members->settings->name, a->channel,
			CHAT_MEMBERS_MOST);
	members.persons = a->persons;
	tell(a, &members);
}

static void
on_channel(void *arg, const struct mattermost_reply *reply)
{
	struct asked *a = arg;

	a->call = NULL;
	if (reply->outcome != MATTERMOST_OK) {
		fail(a, reply);
		return;
	}
	a->open = strcmp(json_text(reply->body, "type", "O"), "O") == 0;
	ask_page(a);
}

void
mattermost_members_ask(struct mattermost_members *m, const char *channel,
	chat_members_fn *done, void *arg)
{
	struct asked *a = xcalloc(1, sizeof *a);

	a->members = m;
	a->channel = xstrdup(channel);
	a->persons = json_array();
	a->done = done;
	a->arg = arg;
	a->next = m->first;
	a->back = &m->first;
	if (a->next != NULL)
		a->next->back = &a->next;
	m->first = a;
	ask(a, xasprintf("/channels/%s", channel), on_channel);
}
