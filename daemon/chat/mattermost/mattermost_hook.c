#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chat_metric.h"
#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"
#include "text.h"

#include "httpd.h"

#include "chat.h"
#include "event.h"
#include "mattermost_book.h"
#include "mattermost_decode.h"
#include "mattermost_encode.h"
#include "mattermost_hook.h"
#include "mattermost_seal.h"
#include "mattermost_send.h"
#include "mattermost_trust.h"
#include "mattermost_wait.h"
#include "receipt.h"

#define NOTHING "{}"

struct mattermost_hook {
	struct mattermost_hook_parts parts;
	mattermost_hook_event_fn *fn;
	void *arg;
	struct mattermost_wait *wait;
	bool quiet;
	struct metric *ack_seconds;
};

struct mattermost_hook *
mattermost_hook_new(const struct mattermost_hook_parts *parts,
	mattermost_hook_event_fn *fn, void *arg)
{
	struct mattermost_hook *h = xcalloc(1, sizeof *h);
	const char *chat = parts->settings->name;
	char *labels = xasprintf("chat=\"%s\"", chat);

	h->parts = *parts;
	h->fn = fn;
	h->arg = arg;
	h->wait = mattermost_wait_new(parts->loop, chat);
	h->ack_seconds = metric_get(METRIC_SECONDS, "ack_seconds", labels,
		"From the arrival of what happened to its ack.");
	free(labels);
	return h;
}

void
mattermost_hook_free(struct mattermost_hook *h)
{
	if (h == NULL)
		return;
	mattermost_wait_free(h->wait);
	free(h);
}

void
mattermost_hook_quiet(struct mattermost_hook *h)
{
	h->quiet = true;
}

/* What is not what it says. The words are ours; ids of people are the
 * server's, or what somebody pretends they are. */
static void
refuse(struct mattermost_hook *h, struct httpd_request *r, int status,
	const struct event *event, const struct err *why)
{
	const char *chat = h->parts.settings->name;
	char *person = text_clean(
		event == NULL || event->person == NULL ? "" : event->person);

	log_warn("callback_forged",
		"chat=%s what=%s person=\"%.40s\" address=%s why=\"%s\"", chat,
		httpd_rest(r), person, httpd_address(r), why->text);
	chat_metric_count(chat, "callbacks_forged_total",
		"Commands, presses and forms that were not what they said.");
	mattermost_wait_reply(r, status, NOTHING);
	free(person);
}

/* Looks at all lines, so that the time it takes does not tell where a wrong
 * token begins to differ. */
static bool
is_command_token(const struct mattermost_hook *h, const char *token)
{
	const char *at = h->parts.settings->command_tokens;
	size_t size = token == NULL ? 0 : strlen(token), line;
	bool same = false;

	while (at != NULL && *at != '\0') {
		at += strspn(at, " \t\r\n");
		line = strcspn(at, " \t\r\n");
		if (line > 0 && line == size && seal_same(at, token, size))
			same = true;
		at += line;
	}
	return same;
}

static bool
has_command_token(
	struct mattermost_hook *h, struct httpd_request *r, const char *token)
{
	const char *header = httpd_header(r, "Authorization");

	if (header != NULL && text_starts(header, "Token ") &&
		is_command_token(h, header + strlen("Token ")))
		return true;
	return is_command_token(h, token);
}

/* False when the request was answered: not proven, or too early to say. */
static bool
is_proven(struct mattermost_hook *h, struct httpd_request *r,
	const struct event *event)
{
	struct err e = {""};

	switch (mattermost_trust_check(
		h->parts.trust, event->trigger, event->person, &e)) {
	case MATTERMOST_PROVEN:
		return true;
	case MATTERMOST_EARLY:
		mattermost_wait_reply(r, 503, NOTHING);
		return false;
	case MATTERMOST_FORGED:
		refuse(h, r, 401, event, &e);
		return false;
	}
	return false;
}

/* Hands the event up with its receipt; the request waits for the ack. */
static void
hand_up(struct mattermost_hook *h, struct httpd_request *r,
	enum mattermost_asked what, struct event *event, const json_t *kinds)
{
	const char *direct =
		mattermost_book_direct(h->parts.book, event->person);
	struct receipt *receipt = receipt_new("");

	receipt->connection =
		mattermost_wait_add(h->wait, r, what, event->person, kinds);
	receipt->arrived = clock_steady();
	receipt->is_form = what == MATTERMOST_DIALOG;
	receipt->answerable = !receipt->is_form;
	event->answerable = receipt->answerable;
	event->receipt = receipt;
	if (direct != NULL && event->place != NULL &&
		strcmp(direct, event->place) == 0)
		event->direct = true;
	h->fn(h->arg, event);
}

static void
learn(struct mattermost_hook *h, const struct event *event)
{
	struct mattermost_book *book = h->parts.book;

	if (event->who != NULL && *event->who != '\0')
		mattermost_book_put_person(
			book, event->person, event->who, false);
	if (event->direct && event->place != NULL)
		mattermost_book_put_direct(book, event->person, event->place);
}

static void
take_command(struct mattermost_hook *h, struct httpd_request *r)
{
	struct event *event = NULL;
	const char *token, *body;
	struct err e = {""};
	size_t size;

	body = httpd_body(r, &size);
	if (mattermost_decode_command(
		    &event, &token, body, size, h->parts.self, &e) == -1) {
		refuse(h, r, 400, NULL, &e);
		return;
	}
	if (!has_command_token(h, r, token)) {
		err_set(&e, "the command's token is none of ours");
		refuse(h, r, 401, event, &e);
	} else if (is_proven(h, r, event)) {
		learn(h, event);
		hand_up(h, r, MATTERMOST_COMMAND, event, NULL);
		return;
	}
	event_free(event);
}

/* The button asks first; what was pressed travels in the dialog's state. */
static void
ask_first(struct mattermost_hook *h, struct httpd_request *r,
	const struct event *event, const struct mattermost_bound *bound)
{
	struct mattermost_encode with = mattermost_send_encode(
		h->parts.send, event->person, NULL, bound->key);
	json_t *press = json_pack("{s:s, s:s, s:s?, s:s?, s:s, s:b, s:b}", "a",
		bound->action, "x", bound->value, "message", event->message,
		"channel", event->place, "k", bound->key, "ephemeral",
		bound->ephemeral, "direct", event->direct);

	mattermost_send_dialog(h->parts.send, event->trigger, event->person,
		mattermost_encode_confirm(bound->confirm, press, &with));
	json_decref(press);
	mattermost_wait_reply(r, 200, NOTHING);
}

static void
take_checked_press(struct mattermost_hook *h, struct httpd_request *r,
	struct mattermost_press *press, const struct mattermost_bound *bound)
{
	struct event *event = press->event;

	learn(h, event);
	if (bound->confirm != NULL) {
		ask_first(h, r, event, bound);
		event_free(event);
		return;
	}
	event->name = bound->action;
	event->value = press->chosen != NULL ? press->chosen : bound->value;
	event->ephemeral = bound->ephemeral;
	event->post_key = *bound->key == '\0' ? NULL : bound->key;
	hand_up(h, r, MATTERMOST_PRESS, event, NULL);
}

static void
take_press(struct mattermost_hook *h, struct httpd_request *r)
{
	const struct chat_settings *settings = h->parts.settings;
	struct mattermost_press press = {.event = NULL};
	struct mattermost_caller caller = {.chat = settings->name};
	struct mattermost_bound bound;
	struct err e = {""};
	const char *body;
	size_t size;

	body = httpd_body(r, &size);
	if (mattermost_decode_press(&press, body, size, h->parts.self, &e) ==
		-1) {
		refuse(h, r, 400, NULL, &e);
		return;
	}
	caller.person = press.event->person;
	caller.channel = press.event->place;
	if (mattermost_seal_check(
		    settings->seal, press.context, &caller, &bound, &e) == -1) {
		refuse(h, r, 403, press.event, &e);
	} else if (is_proven(h, r, press.event)) {
		take_checked_press(h, r, &press, &bound);
		return;
	}
	event_free(press.event);
}

static const char *
find_channel(void *arg, const char *name)
{
	return mattermost_book_find_channel(arg, name);
}

/* Of the message whose button asked first. */
static const char *
post_key(const json_t *press)
{
	const char *key = json_text(press, "k", "");

	return *key == '\0' ? NULL : key;
}

static void
take_opened(struct mattermost_hook *h, struct httpd_request *r,
	struct mattermost_dialog *d, json_t *box,
	const struct mattermost_form *form)
{
	json_t *kinds = json_incref((json_t *)form->kinds);
	json_t *errors, *answer;
	char *text;

	errors = mattermost_decode_form(
		d, box, form, find_channel, h->parts.book);
	if (errors != NULL) {
		answer = mattermost_encode_errors(errors, kinds);
		text = json_dump(answer);
		mattermost_wait_reply(r, 200, text);
		free(text);
		json_decref(answer);
		json_decref(errors);
		event_free(d->event);
	} else {
		d->event->post_key = post_key(form->press);
		hand_up(h, r, MATTERMOST_DIALOG, d->event, kinds);
	}
	json_decref(kinds);
}

static void
take_dialog(struct mattermost_hook *h, struct httpd_request *r)
{
	const struct chat_settings *settings = h->parts.settings;
	struct mattermost_dialog d = {.event = NULL};
	struct mattermost_caller caller = {.chat = settings->name};
	struct mattermost_form form;
	struct err e = {""};
	const char *body;
	json_t *box;
	size_t size;

	body = httpd_body(r, &size);
	if (mattermost_decode_dialog(&d, body, size, h->parts.self, &e) == -1) {
		refuse(h, r, 400, NULL, &e);
		return;
	}
	caller.person = d.event->person;
	caller.channel = d.event->place;
	box = mattermost_seal_open(
		settings->seal, d.state, &caller, clock_now(), &form, &e);
	if (box == NULL) {
		refuse(h, r, 403, d.event, &e);
		event_free(d.event);
	} else if (d.cancelled) {
		mattermost_wait_reply(r, 200, NOTHING);
		json_decref(box);
		event_free(d.event);
	} else {
		take_opened(h, r, &d, box, &form);
	}
}

/* What the set-up asks through the server, to see that it reaches us. */
static void
take_check(struct mattermost_hook *h, struct httpd_request *r)
{
	char *text = xasprintf("{\"response_type\":\"ephemeral\","
			       "\"text\":\"advocated %s\"}",
		h->parts.settings->name);

	mattermost_wait_reply(r, 200, text);
	free(text);
}

bool
mattermost_hook_take(
	struct mattermost_hook *h, const char *rest, struct httpd_request *r)
{
	static const struct {
		const char *rest;
		void (*take)(
			struct mattermost_hook *h, struct httpd_request *r);
	} rows[] = {{"command", take_command}, {"action", take_press},
		{"dialog", take_dialog}};
	size_t i;

	if (strcmp(rest, "check") == 0) {
		take_check(h, r);
		return true;
	}
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (strcmp(rows[i].rest, rest) != 0)
			continue;
		if (strcmp(httpd_method(r), "POST") != 0)
			mattermost_wait_reply(r, 405, NOTHING);
		else if (h->quiet || h->parts.self->person == NULL)
			mattermost_wait_reply(r, 503, NOTHING);
		else
			rows[i].take(h, r);
		return true;
	}
	return false;
}

/* Whether all that the card names is known by name. */
static bool
is_writable(const struct mattermost_encode *with, const json_t *card)
{
	json_t *unknown = mattermost_encode_unknown(card, &with->names);

	json_decref(unknown);
	return unknown == NULL;
}

/* The card as it answers that request; NULL when it cannot. Yours. */
static json_t *
write_card(const struct mattermost_hook *h, const struct mattermost_owed *owed,
	const json_t *card)
{
	struct mattermost_encode with =
		mattermost_send_encode(h->parts.send, owed->person, NULL, "");

	if (!is_writable(&with, card))
		return NULL;
	switch (owed->what) {
	case MATTERMOST_COMMAND:
		return mattermost_encode_reply(card, &with);
	case MATTERMOST_PRESS:
		return mattermost_encode_ephemeral(card, &with);
	case MATTERMOST_DIALOG:
		break;
	}
	return NULL;
}

bool
mattermost_hook_can_answer(const struct mattermost_hook *h,
	struct receipt *receipt, const json_t *card)
{
	const struct mattermost_owed *owed =
		mattermost_wait_find(h->wait, receipt->connection);
	json_t *answer = owed == NULL ? NULL : write_card(h, owed, card);

	free(receipt->payload);
	receipt->payload = answer == NULL ? NULL : json_dump(answer);
	json_decref(answer);
	return receipt->payload != NULL;
}

/* What is said instead of a card, or with a form. Yours, or NULL. */
static json_t *
write_other(const struct mattermost_hook *h, const struct mattermost_owed *owed,
	const struct chat_answer *answer)
{
	json_t *card, *text;

	if (owed->what == MATTERMOST_DIALOG && answer->errors != NULL)
		return mattermost_encode_errors(answer->errors, owed->kinds);
	if (owed->what != MATTERMOST_PRESS || answer->elsewhere == NULL)
		return NULL;
	card = json_pack("{s:s}", "text", answer->elsewhere);
	text = write_card(h, owed, card);
	json_decref(card);
	return text;
}

bool
mattermost_hook_ack(struct mattermost_hook *h, struct receipt *receipt,
	const struct chat_answer *answer)
{
	const struct mattermost_owed *owed =
		mattermost_wait_find(h->wait, receipt->connection);
	bool card = answer != NULL && answer->card != NULL, rode = false;
	int status = answer != NULL && answer->refused ? 403 : 200;
	json_t *other = NULL;
	char *text = NULL;

	if (owed == NULL)
		goto out;
	if (card && receipt->payload == NULL)
		mattermost_hook_can_answer(h, receipt, answer->card);
	if (card && receipt->payload != NULL)
		text = xstrdup(receipt->payload);
	else if (answer != NULL)
		other = write_other(h, owed, answer);
	if (other != NULL)
		text = json_dump(other);
	rode = card && text != NULL && other == NULL;
	mattermost_wait_answer(h->wait, receipt->connection, status,
		text == NULL ? NOTHING : text);
	metric_observe(h->ack_seconds,
		(double)(clock_steady() - receipt->arrived) / 1000);
out:
	json_decref(other);
	free(text);
	receipt_free(receipt);
	return rode;
}
