#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "text.h"
#include "metric.h"

#include "loop.h"

#include "card.h"
#include "event.h"
#include "platform.h"
#include "receipt.h"
#include "slack_api.h"
#include "slack_decode.h"
#include "slack_encode.h"
#include "slack_members.h"
#include "slack_send.h"
#include "slack_socket.h"
#include "slack_written.h"

/* Slack ignores client frames of 20,480 bytes and more, or closes. */
#define MAX_ACK 16384
#define CLOSE_MS 1500

/* One Slack workspace. */
struct platform_link {
	struct loop *loop;
	struct chat *front;
	const struct chat_settings *settings;
	struct slack_api *api;
	struct slack_send *send;
	struct slack_members *members;
	struct slack_socket *socket;
	struct slack_self self;
	char *person;
	char *address; /* of the workspace, or NULL */
	uint64_t open; /* receipts not acked yet */
	bool quiet;
	bool live; /* connected, and nobody was told yet */
	struct slack_written *written;
	struct metric *ack_seconds, *acks, *ack_lost;
};

static const char *
self(const struct platform_link *link)
{
	return link->person;
}

/* "1716.0001" is p17160001 there. */
static char *
address(const struct platform_link *link, const char *place,
	const char *message)
{
	const char *dot = strchr(message, '.');

	if (link->address == NULL || !text_starts(link->address, "http") ||
		dot == NULL)
		return NULL;
	return xasprintf("%sarchives/%s/p%.*s%s", link->address, place,
		(int)(dot - message), message, dot + 1);
}

static bool
is_ready(const struct platform_link *link, const char **why)
{
	const char *denied = slack_send_denied(link->send);

	if (denied != NULL || link->person == NULL) {
		if (why != NULL)
			*why = denied != NULL ? denied
					      : "auth.test not answered";
		return false;
	}
	return slack_socket_is_alive(link->socket, why);
}

/* Sends the ack and forgets the receipt. */
static bool
acknowledge(struct platform_link *link, struct receipt *r, const char *payload)
{
	char *frame = slack_encode_ack(r->envelope, payload);
	bool sent = slack_socket_ack(
		link->socket, r->connection, frame, strlen(frame));

	free(frame);
	metric_observe(link->ack_seconds,
		(double)(clock_steady() - r->arrived) / 1000);
	metric_add(sent ? link->acks : link->ack_lost, 1);
	receipt_free(r);
	if (link->quiet && link->open == 0)
		slack_socket_close(link->socket);
	return sent;
}

/* Tells that a workspace which was not connected is, once we know who we are
 * there. */
static void
tell_connected(struct platform_link *link)
{
	struct event *event;
	json_t *frame;
	char *key;

	if (link->person == NULL || !link->live || link->quiet)
		return;
	link->live = false; /* told */
	key = xasprintf("connected:%lld", (long long)clock_now());
	frame = json_pack("{s:s}", "key", key);
	free(key);
	event = event_new(EVENT_CONNECTION, frame);
	event->name = "connected";
	event->key = json_text(frame, "key", "");
	event->at = clock_now();
	chat_on_event(link->front, event);
}

static void
on_live(void *arg)
{
	struct platform_link *link = arg;

	link->live = true;
	tell_connected(link);
}

static void
on_self(void *arg, const char *person, const char *address)
{
	struct platform_link *link = arg;

	free(link->person);
	free(link->address);
	link->address = xstrdup(address);
	link->person = xstrdup(person);
	link->self.person = link->person;
	tell_connected(link);
}

/* Until it is known who we are, nobody can tell our own doings from others':
 * what comes then is left, to be delivered again. */
static void
on_envelope(void *arg, struct slack_frame *f, uint64_t serial)
{
	struct platform_link *link = arg;
	struct event *event = f->event;
	struct receipt *r;

	if (link->person == NULL)
		return;
	if (f->rate_limited)
		log_warn("slack_rate_limited", "chat=%s", link->settings->name);
	r = receipt_new(f->envelope);
	r->connection = serial;
	r->arrived = clock_steady();
	r->answerable = f->answerable;
	r->is_form = f->is_form;
	r->open = &link->open;
	link->open++;
	if (event == NULL) {
		acknowledge(link, r, NULL);
		return;
	}
	if (f->retry > 0)
		log_info("slack_again", "chat=%s key=%s retry=%lld",
			link->settings->name, event->key, (long long)f->retry);
	if (event->direct && event->place != NULL && event->person != NULL &&
		event->place[0] == 'D')
		slack_send_learn(link->send, event->person, event->place);
	event->receipt = r;
	f->event = NULL;
	chat_on_event(link->front, event);
}

/* The answer as it would ride, NULL when it cannot. */
static char *
write_payload(const struct platform_link *link, const struct receipt *r,
	const struct chat_answer *answer)
{
	char *text;

	if (!r->answerable)
		return NULL;
	text = slack_written_answer(link->written, answer, r->is_form);
	if (text == NULL || strlen(text) + strlen(r->envelope) + 64 <= MAX_ACK)
		return text;
	free(text);
	return NULL;
}

/* Slack drops an answer in the ack whose picture it cannot fetch, and tells
 * nobody; said by itself, it is said again without. */
static bool
can_answer(
	const struct platform_link *link, struct receipt *r, const json_t *card)
{
	struct chat_answer answer = {.card = card};

	free(r->payload);
	r->payload = r->is_form || card_find(card, "picture") != NULL
			     ? NULL
			     : write_payload(link, r, &answer);
	return r->payload != NULL;
}

static bool
ack(struct platform_link *link, struct receipt *r,
	const struct chat_answer *answer)
{
	char *payload = r->payload;
	bool rode;

	r->payload = NULL;
	if (payload == NULL && answer != NULL)
		payload = write_payload(link, r, answer);
	rode = acknowledge(link, r, payload) && payload != NULL;
	free(payload);
	return rode;
}

static void
say(struct platform_link *link, const struct chat_say *say, chat_sent_fn *done,
	void *arg)
{
	slack_send_say(link->send, say, done, arg);
}

static void
ask_person(struct platform_link *link, const char *person, chat_person_fn *done,
	void *arg)
{
	slack_send_ask_person(link->send, person, done, arg);
}

static void
ask_members(struct platform_link *link, const char *group,
	chat_members_fn *done, void *arg)
{
	slack_members_ask(link->members, group, done, arg);
}

static void
quiet(struct platform_link *link)
{
	link->quiet = true;
	slack_socket_quiet(link->socket);
	if (link->open == 0)
		slack_socket_close(link->socket);
}

static void
close_link(struct platform_link *link)
{
	int64_t until = clock_steady() + CLOSE_MS;

	slack_socket_close(link->socket);
	while (slack_socket_count(link->socket) > 0 && clock_steady() < until)
		if (loop_turn(link->loop, 50, NULL) == -1)
			break;
	slack_socket_free(link->socket);
	slack_members_free(link->members);
	slack_send_free(link->send);
	slack_api_free(link->api);
	slack_written_free(link->written);
	free(link->person);
	free(link->address);
	free(link);
}

static void
make_metrics(struct platform_link *link)
{
	char *labels = xasprintf("chat=\"%s\"", link->settings->name);

	link->ack_seconds = metric_get(METRIC_SECONDS, "ack_seconds", labels,
		"From the arrival of an envelope to its ack.");
	link->acks = metric_get(METRIC_COUNTER, "socket_acks_total", labels,
		"Envelopes acknowledged.");
	link->ack_lost = metric_get(METRIC_COUNTER, "socket_acks_lost_total",
		labels, "Acks for which no connection was left.");
	free(labels);
}

static struct platform_link *
open_link(struct loop *l, const struct chat_settings *settings,
	struct chat *front, struct err *e)
{
	struct platform_link *link;
	struct slack_api *api = slack_api_new(l, settings, e);

	if (api == NULL)
		return NULL;
	link = xcalloc(1, sizeof *link);
	link->loop = l;
	link->front = front;
	link->settings = settings;
	link->api = api;
	link->self.prefix = settings->command_prefix;
	link->written = slack_written_new();
	link->send = slack_send_new(l, settings, api);
	link->members = slack_members_new(l, settings, api, link->send);
	link->socket = slack_socket_new(l, settings, api, &link->self);
	make_metrics(link);
	slack_send_start(link->send, on_self, link);
	slack_socket_start(link->socket, on_envelope, on_live, link);
	return link;
}

const struct platform platform_slack = {
	.kind = "slack",
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
};
