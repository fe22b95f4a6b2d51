#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"
#include "mem.h"

#include "loop.h"

#include "chat.h"
#include "slack_api.h"
#include "slack_members.h"
#include "slack_send.h"

#define PAGE 1000

struct slack_members {
	struct loop *loop;
	const struct chat_settings *settings;
	struct slack_api *api;
	struct slack_send *send;
	struct asked *first;
};

/* A group that is being read, page by page. */
struct asked {
	struct slack_members *members;
	struct asked *next, **back;
	struct slack_api_call *call;
	struct loop_timer *wait; /* until the limits let a call through */
	char *group, *cursor;
	json_t *persons;
	chat_members_fn *done;
	void *arg;
};

static void ask(struct asked *a);

struct slack_members *
slack_members_new(struct loop *l, const struct chat_settings *settings,
	struct slack_api *api, struct slack_send *send)
{
	struct slack_members *m = xcalloc(1, sizeof *m);

	m->loop = l;
	m->settings = settings;
	m->api = api;
	m->send = send;
	return m;
}

static void
asked_end(struct asked *a)
{
	*a->back = a->next;
	if (a->next != NULL)
		a->next->back = a->back;
	slack_api_cancel(a->call);
	loop_timer_free(a->wait);
	free(a->group);
	free(a->cursor);
	json_decref(a->persons);
	free(a);
}

void
slack_members_free(struct slack_members *m)
{
	if (m == NULL)
		return;
	while (m->first != NULL)
		asked_end(m->first);
	free(m);
}

static bool
is_group(const struct asked *a)
{
	return a->group[0] == 'S';
}

static const char *
method_of(const struct asked *a)
{
	return is_group(a) ? "usergroups.users.list" : "conversations.members";
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
fail(struct asked *a, const struct slack_reply *reply)
{
	bool gone =
		reply->outcome == SLACK_GONE || reply->outcome == SLACK_REFUSED;
	const struct chat_members members = {.gone = gone,
		.why = reply->error[0] != '\0' ? reply->error : reply->why};

	tell(a, &members);
}

/* Takes one page; true when there are more, and may be. */
static bool
take_page(struct asked *a, const json_t *body)
{
	const json_t *page =
		json_object_get(body, is_group(a) ? "users" : "members");
	const char *cursor =
		json_text(body, "response_metadata.next_cursor", "");
	json_t *person;
	size_t i;

	json_array_foreach(page, i, person)
	{
		if (json_is_string(person) &&
			json_array_size(a->persons) < CHAT_MEMBERS_MOST)
			json_array_append(a->persons, person);
	}
	free(a->cursor);
	a->cursor = xstrdup(cursor);
	if (*cursor == '\0')
		return false;
	if (json_array_size(a->persons) < CHAT_MEMBERS_MOST)
		return true;
	log_warn("members_cut", "chat=%s group=%s most=%d",
		a->members->settings->name, a->group, CHAT_MEMBERS_MOST);
	return false;
}

static void
on_page(void *arg, const struct slack_reply *reply)
{
	struct asked *a = arg;
	struct chat_members members = {.why = NULL};

	a->call = NULL;
	if (reply->outcome == SLACK_LIMITED || reply->outcome == SLACK_DENIED)
		slack_send_refused(a->members->send, method_of(a), reply);
	if (reply->outcome == SLACK_LIMITED) {
		ask(a);
	} else if (reply->outcome != SLACK_OK) {
		fail(a, reply);
	} else if (take_page(a, reply->body)) {
		ask(a);
	} else {
		members.persons = a->persons;
		tell(a, &members);
	}
}

static void
on_waited(void *arg)
{
	ask(arg);
}

static void
ask(struct asked *a)
{
	struct slack_members *m = a->members;
	int64_t wait = slack_send_take(m->send, method_of(a));
	json_t *fields;
	struct slack_request request = {
		.token = SLACK_BOT_TOKEN, .method = method_of(a)};

	if (wait > 0) {
		loop_timer_set(a->wait, wait);
		return;
	}
	fields = is_group(a) ? json_pack("{s:s}", "usergroup", a->group)
			     : json_pack("{s:s, s:i}", "channel", a->group,
				       "limit", PAGE);
	if (a->cursor != NULL && a->cursor[0] != '\0')
		json_object_set_new(fields, "cursor", json_string(a->cursor));
	request.fields = fields;
	a->call = slack_api_ask(m->api, &request, on_page, a);
	json_decref(fields);
}

void
slack_members_ask(struct slack_members *m, const char *group,
	chat_members_fn *done, void *arg)
{
	struct asked *a = xcalloc(1, sizeof *a);

	a->members = m;
	a->group = xstrdup(group);
	a->persons = json_array();
	a->done = done;
	a->arg = arg;
	a->wait = loop_timer_new(m->loop, on_waited, a);
	a->next = m->first;
	a->back = &m->first;
	if (a->next != NULL)
		a->next->back = &a->next;
	m->first = a;
	ask(a);
}
