#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "mem.h"

#include "loop.h"

#include "event.h"
#include "mattermost_api.h"
#include "mattermost_book.h"
#include "mattermost_decode.h"
#include "mattermost_gap.h"
#include "mattermost_hook.h"
#include "mattermost_members.h"
#include "mattermost_places.h"
#include "mattermost_send.h"
#include "mattermost_socket.h"
#include "mattermost_trust.h"
#include "platform.h"
#include "receipt.h"

#define CLOSE_MS 1500

/* One Mattermost server: what happens is heard by the socket (and read up by
 * the gap), what people do with our messages comes to the hook, and what we
 * say goes by send. */
struct platform_link {
	struct loop *loop;
	struct chat *front;
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct mattermost_self self;
	struct mattermost_book *book;
	struct mattermost_send *send;
	struct mattermost_trust *trust;
	struct mattermost_places *places;
	struct mattermost_members *members;
	struct mattermost_hook *hook;
	struct mattermost_socket *socket;
	struct mattermost_gap *gap;
	bool quiet;
};

static const char *
self(const struct platform_link *link)
{
	return link->self.person;
}

/* The server knows the team of a post, and leads there. */
static char *
address(const struct platform_link *link, const char *place,
	const char *message)
{
	size_t size = strlen(link->settings->api_url);

	(void)place;
	while (size > 0 && link->settings->api_url[size - 1] == '/')
		size--;
	return xasprintf("%.*s/_redirect/pl/%s", (int)size,
		link->settings->api_url, message);
}

static bool
is_ready(const struct platform_link *link, const char **why)
{
	const char *denied = mattermost_api_denied(link->api);

	if (denied != NULL) {
		if (why != NULL)
			*why = denied;
		return false;
	}
	return mattermost_socket_is_alive(link->socket, why) &&
	       mattermost_trust_is_ready(link->trust, why);
}

/* Up with it, from wherever it came. */
static void
on_event(void *arg, struct event *event)
{
	struct platform_link *link = arg;

	if (event->kind == EVENT_PERSON && event->person != NULL)
		mattermost_book_forget_person(link->book, event->person);
	if (event->kind == EVENT_PLACE)
		mattermost_places_read(link->places);
	if (event->kind == EVENT_MESSAGE && event->direct &&
		event->person != NULL && event->place != NULL)
		mattermost_book_put_direct(
			link->book, event->person, event->place);
	chat_on_event(link->front, event);
}

static void
on_frame(void *arg, struct mattermost_frame *f)
{
	struct event *event = f->event;

	f->event = NULL;
	if (event != NULL)
		on_event(arg, event);
}

/* Something about the connection itself. */
static void
tell(struct platform_link *link, const char *name, int64_t at)
{
	json_t *frame;
	struct event *event;

	if (link->quiet)
		return;
	frame = json_pack(
		"{s:o}", "key", json_sprintf("%s:%lld", name, (long long)at));
	event = event_new(EVENT_CONNECTION, frame);
	event->name = name;
	event->key = json_text(frame, "key", "");
	event->at = at;
	chat_on_event(link->front, event);
}

static void
on_alive(void *arg, bool gap)
{
	struct platform_link *link = arg;
	int64_t heard = mattermost_socket_heard(link->socket);

	tell(link, "connected", clock_now());
	if (!gap || link->gap == NULL)
		return;
	mattermost_places_read(link->places);
	mattermost_gap_read(
		link->gap, heard != 0 ? heard : link->settings->heard_at);
}

static void
on_read_up(void *arg, int64_t until)
{
	struct platform_link *link = arg;

	(void)until; /* the socket goes by the server's clock */
	mattermost_socket_caught_up(link->socket);
}

static void
on_heard(void *arg, int64_t at)
{
	tell(arg, "heard", at);
}

static bool
can_answer(
	const struct platform_link *link, struct receipt *r, const json_t *card)
{
	return mattermost_hook_can_answer(link->hook, r, card);
}

static bool
ack(struct platform_link *link, struct receipt *r,
	const struct chat_answer *answer)
{
	return mattermost_hook_ack(link->hook, r, answer);
}

static void
say(struct platform_link *link, const struct chat_say *say, chat_sent_fn *done,
	void *arg)
{
	mattermost_send_say(link->send, say, done, arg);
}

static void
ask_person(struct platform_link *link, const char *person, chat_person_fn *done,
	void *arg)
{
	mattermost_send_ask_person(link->send, person, done, arg);
}

static void
ask_members(struct platform_link *link, const char *group,
	chat_members_fn *done, void *arg)
{
	mattermost_members_ask(link->members, group, done, arg);
}

static bool
take(struct platform_link *link, const char *rest,
	struct httpd_request *request)
{
	return mattermost_hook_take(link->hook, rest, request);
}

static void
quiet(struct platform_link *link)
{
	link->quiet = true;
	mattermost_hook_quiet(link->hook);
	mattermost_gap_free(link->gap);
	link->gap = NULL;
	mattermost_socket_quiet(link->socket);
}

static void
free_link(struct platform_link *link)
{
	mattermost_hook_free(link->hook);
	mattermost_gap_free(link->gap);
	mattermost_socket_free(link->socket);
	mattermost_members_free(link->members);
	mattermost_places_free(link->places);
	mattermost_send_free(link->send);
	mattermost_trust_free(link->trust);
	mattermost_book_free(link->book);
	mattermost_api_free(link->api);
	free(link);
}

static void
close_link(struct platform_link *link)
{
	int64_t until = clock_steady() + CLOSE_MS;

	if (!link->quiet)
		quiet(link);
	mattermost_socket_close(link->socket);
	while (!mattermost_socket_is_closed(link->socket) &&
		clock_steady() < until)
		if (loop_turn(link->loop, 50, NULL) == -1)
			break;
	free_link(link);
}

static void
open_mouth(struct platform_link *link)
{
	const struct mattermost_send_parts parts = {.loop = link->loop,
		.settings = link->settings,
		.api = link->api,
		.book = link->book,
		.trust = link->trust,
		.self = &link->self};

	link->send = mattermost_send_new(&parts);
}

/* What hears: the socket, the gap and the hook. */
static void
open_ears(struct platform_link *link)
{
	static const struct mattermost_socket_events events = {
		on_frame, on_alive, on_heard, NULL};
	const struct chat_settings *settings = link->settings;
	const struct mattermost_hook_parts hook = {.loop = link->loop,
		.settings = settings,
		.self = &link->self,
		.trust = link->trust,
		.send = link->send,
		.book = link->book};

	link->hook = mattermost_hook_new(&hook, on_event, link);
	link->gap = mattermost_gap_new(
		link->loop, settings, link->api, &link->self);
	mattermost_gap_on(link->gap, on_event, on_read_up, link);
	link->socket = mattermost_socket_new(
		link->loop, settings, link->api, &link->self);
	mattermost_socket_start(link->socket, &events, link);
}

static struct platform_link *
open_link(struct loop *l, const struct chat_settings *settings,
	struct chat *front, struct err *e)
{
	struct mattermost_api *api = mattermost_api_new(l, settings, e);
	struct platform_link *link;

	if (api == NULL)
		return NULL;
	link = xcalloc(1, sizeof *link);
	link->loop = l;
	link->front = front;
	link->settings = settings;
	link->api = api;
	link->self.prefix = settings->command_prefix;
	link->book = mattermost_book_new();
	link->trust = mattermost_trust_new(l, settings, api);
	open_mouth(link);
	link->places = mattermost_places_new(
		l, settings, api, link->book, &link->self);
	link->members = mattermost_members_new(settings, api);
	open_ears(link);
	return link;
}

const struct platform platform_mattermost = {
	.kind = "mattermost",
	.open = open_link,
	.ack = ack,
	.send = say,
	.quiet = quiet,
	.close = close_link,
	.can_answer = can_answer,
	.is_ready = is_ready,
	.self = self,
	.address = address,
	.ask_person = ask_person,
	.ask_members = ask_members,
	.hook = take,
};
