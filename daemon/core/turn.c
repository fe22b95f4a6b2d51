#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "audit.h"
#include "post.h"
#include "shares.h"

#include "card.h"
#include "chat.h"
#include "template.h"

#include "visitor.h"

#include "addressee.h"
#include "origin.h"
#include "saying.h"
#include "ticket.h"
#include "turn_say.h"

/* Of who acts: what they chose, or what the event or the platform says. */
static void
set_language(struct turn *t)
{
	const char *said = templates_language(
		t->say->parts->templates, t->event->language);
	struct addressee to;

	addressee_person(t, t->event->chat, t->event->person, &t->member, &to);
	t->language = to.language;
	t->zone = to.zone;
	if (said != NULL && t->member.id == 0)
		t->language = said;
}

static void
set_role(struct turn *t)
{
	const struct role_sources from = {
		t->programme, t->say->parts->groups, t->say->parts->tongues};

	t->role = t->event->person == NULL
			  ? ROLE_NONE
			  : role_of(&from, t->event->chat, t->event->person);
}

/* Whether somebody did something, and not only something happened to them. */
static bool
is_act(const struct event *event)
{
	return event->person != NULL && event->kind != EVENT_PERSON &&
	       event->kind != EVENT_PLACE;
}

int
turn_begin(struct turn *t, struct turn_say *say, struct err *e)
{
	const struct event *event = t->event;
	const json_t *member = json_at(event->fields, "member");

	json_decref(say->origin);
	say->state = event->value;
	say->origin = origin_take(say->parts->seal, event, &say->form_event);
	if (say->origin != NULL)
		event = t->event = &say->form_event;
	t->say = say;
	t->db = say->parts->db;
	t->programme = say->parts->programme;
	t->now = clock_now();
	t->text = event->text == NULL ? "" : event->text;
	if (event->person != NULL) {
		if (people_find(t->db, event->chat, event->person, &t->member,
			    e) == -1)
			return -1;
	} else if (event->kind == EVENT_WEB && json_is_integer(member)) {
		if (people_get(t->db, json_integer_value(member), &t->member,
			    e) == -1)
			return -1;
	}
	if (t->member.linked && is_act(event) &&
		people_acted(t->db, event->chat, event->person, t->now, e) ==
			-1)
		return -1;
	set_role(t);
	set_language(t);
	return 0;
}

void
turn_read_by(struct turn *t, const struct member *m)
{
	struct addressee to;

	addressee_person(t, t->event->chat, NULL, m, &to);
	t->language = to.language;
	t->zone = to.zone;
}

void
turn_say_clear(struct turn_say *say)
{
	json_decref(say->reply);
	json_decref(say->errors);
	json_decref(say->form);
	json_decref(say->page_card);
	json_decref(say->page_answer);
	json_decref(say->origin);
	free(say->location);
	free(say->elsewhere);
	say->elsewhere = NULL;
	say->reply = say->errors = say->form = say->page_card = NULL;
	say->page_answer = NULL;
	say->origin = NULL;
	say->location = NULL;
	say->page = (struct dispatch_page){.status = 0};
}

/* Values that every template may use without being given them: what is given
 * under such a name is what is meant. */
static int
add_common(const struct turn *t, json_t *values, const struct addressee *to,
	struct err *e)
{
	const struct programme *p = t->programme;
	char first[sizeof(to->member->name)];

	snprintf(first, sizeof(first), "%s", to->member->name);
	first[strcspn(first, " ")] = '\0';
	json_object_update_missing_new(values,
		json_pack("{s:s, s:o, s:s, s:{s:s}, s:s, s:o}", "company",
			p->company, "command",
			json_sprintf("/%s", p->command_prefix), "contact",
			p->contact, "emoji", "emoji", p->share_emoji, "name",
			first, "me",
			to->person == NULL
				? json_string("")
				: json_pack("{s:s}", "person", to->person)));
	addressee_write_times(to, values);
	return addressee_write_phrases(t, to, values, e);
}

/* A card for who reads it; takes values. */
static json_t *
render(struct turn *t, const char *template, json_t *values,
	const struct addressee *to, struct err *e)
{
	json_t *all = values == NULL ? json_object() : values;
	json_t *card = NULL;

	if (add_common(t, all, to, e) == 0)
		card = templates_render(t->say->parts->templates, to->language,
			template, all, e);
	json_decref(all);
	return card;
}

json_t *
turn_render(struct turn *t, const char *template, json_t *values, struct err *e)
{
	struct addressee to;

	addressee_actor(t, &to);
	return render(t, template, values, &to, e);
}

/* Who pressed something in a channel looks there for what it does, and not
 * where a platform without whispers puts it: a line tells them. */
static int
tell_elsewhere(struct turn *t, struct err *e)
{
	const struct event *event = t->event;
	json_t *spans;

	if (event->kind != EVENT_BUTTON || !event->answerable ||
		t->say->elsewhere != NULL || t->say->reply != NULL)
		return 0;
	spans = turn_words(t, "elsewhere", NULL, e);
	if (spans == NULL)
		return -1;
	t->say->elsewhere = card_plain_spans(spans);
	json_decref(spans);
	return 0;
}

/* To who acted alone, as an answer or a whisper; takes card. */
static int
put_reply(struct turn *t, const char *name, json_t *card, bool replace,
	struct err *e)
{
	const struct event *event = t->event;
	struct saying s = {.chat = event->chat,
		.place = event->place,
		.person = event->person,
		.message = event->message,
		.answer = event->answer,
		.member = t->member.id,
		.replace = replace};
	char *key = saying_key(t, name);
	char *conversation = NULL;
	int result;

	s.key = key;
	s.act = CHAT_DIRECT;
	s.conversation = event->person;
	if (event->answer != NULL)
		s.act = CHAT_ANSWER;
	else if (event->place != NULL && !event->direct)
		s.act = CHAT_WHISPER;
	if (s.act != CHAT_DIRECT && event->place != NULL) {
		conversation = xasprintf("%s/%s", event->place, event->person);
		s.conversation = conversation;
	}
	result = saying_put(t, &s, card, e);
	if (result == 0 && s.act == CHAT_WHISPER)
		result = tell_elsewhere(t, e);
	free(conversation);
	free(key);
	return result;
}

void
turn_ignore(struct turn *t)
{
	t->say->ignored = true;
}

int
turn_reply(struct turn *t, const char *template, json_t *values, struct err *e)
{
	return turn_reply_named(t, "reply", template, values, e);
}

/* In the ack if that carries it, else by the outbox; takes card. */
static int
answer(struct turn *t, const char *name, json_t *card, struct err *e)
{
	const struct event *event = t->event;
	struct turn_say *say = t->say;

	if (event->answerable && event->receipt != NULL && say->reply == NULL &&
		chat_can_answer(say->chat, event->receipt, card)) {
		say->reply = card;
		return 0;
	}
	return put_reply(t, name, card, false, e);
}

int
turn_reply_named(struct turn *t, const char *name, const char *template,
	json_t *values, struct err *e)
{
	json_t *card = turn_render(t, template, values, e);

	if (card == NULL)
		return -1;
	if (t->event->person == NULL) {
		json_decref(card);
		return err_set(e, "nobody to answer");
	}
	return answer(t, name, card, e);
}

int
turn_reply_later(struct turn *t, struct err *e)
{
	json_t *card = t->say->reply;

	t->say->reply = NULL;
	return put_reply(t, "reply", card, false, e);
}

int
turn_replace(
	struct turn *t, const char *template, json_t *values, struct err *e)
{
	const struct event *event = t->event;
	struct saying s = {.act = CHAT_UPDATE,
		.chat = event->chat,
		.place = event->place,
		.person = event->person,
		.message = event->message,
		.conversation = event->place,
		.member = t->member.id};
	json_t *card;
	char *key;
	int result;

	if (event->message == NULL || event->place == NULL)
		return turn_reply(t, template, values, e);
	card = turn_render(t, template, values, e);
	if (card == NULL)
		return -1;
	if (event->ephemeral && event->answer == NULL)
		return answer(t, "reply", card, e);
	if (event->ephemeral)
		return put_reply(t, "reply", card, true, e);
	key = saying_key(t, "replace");
	s.key = key;
	result = saying_put(t, &s, card, e);
	free(key);
	return result;
}

int
turn_post(struct turn *t, const char *chat, const char *place, const char *key,
	const char *template, json_t *values, struct err *e)
{
	struct saying s = {.act = CHAT_POST,
		.chat = chat,
		.place = place,
		.key = key,
		.conversation = place};
	struct addressee to;
	json_t *card;

	if (addressee_channel(t, chat, place, &to, e) == -1)
		return -1;
	card = render(t, template, values, &to, e);
	return card == NULL ? -1 : saying_put(t, &s, card, e);
}

/* What waits or stands under a key: where, and for whom it was written.
 * place.chat "" when there is nothing. */
struct standing {
	struct outbox_place place;
	struct member member;
	struct addressee to;
};

static int
find_standing(
	struct turn *t, const char *key, struct standing *out, struct err *e)
{
	struct outbox_place *place = &out->place;
	struct post post;

	out->member = (struct member){.id = 0};
	if (outbox_find(t->db, key, place, e) == -1)
		return -1;
	if (place->chat[0] == '\0') {
		if (post_find(t->db, key, &post, e) == -1)
			return -1;
		text_copy(place->chat, sizeof(place->chat), post.chat);
		text_copy(place->conversation, sizeof(place->conversation),
			post.place);
		text_copy(place->language, sizeof(place->language),
			post.language);
		place->member = post.member;
	}
	if (place->member != 0 &&
		people_get(t->db, place->member, &out->member, e) == -1)
		return -1;
	if (out->member.id != 0)
		addressee_person(t, place->chat, NULL, &out->member, &out->to);
	else
		addressee_everybody(t, place->language, &out->to);
	out->to.chat = place->chat;
	return 0;
}

int
turn_update(struct turn *t, const char *key, const char *template,
	json_t *values, struct err *e)
{
	struct saying s = {.act = CHAT_UPDATE, .of = key};
	struct standing found;
	json_t *card;
	char *own;
	int result;

	result = find_standing(t, key, &found, e);
	if (result == -1 || found.place.chat[0] == '\0') {
		json_decref(values);
		return result;
	}
	card = render(t, template, values, &found.to, e);
	if (card == NULL)
		return -1;
	/* In the conversation of what it changes, so that it comes after it. */
	s.chat = found.place.chat;
	s.conversation = found.place.conversation;
	s.member = found.place.member;
	own = saying_key(t, "update");
	s.key = own;
	result = saying_put(t, &s, card, e);
	free(own);
	return result;
}

int
turn_direct(struct turn *t, int64_t member, const char *key,
	const char *template, json_t *values, struct err *e)
{
	char chat[64], person[64];
	struct member m;
	struct saying s = {.act = CHAT_DIRECT,
		.chat = chat,
		.key = key,
		.person = person,
		.conversation = person,
		.member = member};
	struct addressee to;
	json_t *card;

	if (people_get(t->db, member, &m, e) == -1 ||
		people_account(t->db, member, "", chat, person, e) == -1) {
		json_decref(values);
		return -1;
	}
	if (person[0] == '\0' || m.state == MEMBER_FORGOTTEN) {
		json_decref(values);
		return 0;
	}
	addressee_person(t, chat, person, &m, &to);
	card = render(t, template, values, &to, e);
	return card == NULL ? -1 : saying_put(t, &s, card, e);
}

int
turn_tell(struct turn *t, const char *chat, const char *person, const char *key,
	const char *template, json_t *values, struct err *e)
{
	struct member m = {.id = 0};
	struct saying s = {.act = CHAT_DIRECT,
		.chat = chat,
		.key = key,
		.person = person,
		.conversation = person};
	struct addressee to;
	json_t *card;

	if (people_find(t->db, chat, person, &m, e) == -1) {
		json_decref(values);
		return -1;
	}
	s.member = m.id;
	addressee_person(t, chat, person, &m, &to);
	card = render(t, template, values, &to, e);
	return card == NULL ? -1 : saying_put(t, &s, card, e);
}

int
turn_form(struct turn *t, const char *template, json_t *values, struct err *e)
{
	json_t *card = turn_render(t, template, values, e);

	if (card == NULL)
		return -1;
	if (t->event->kind == EVENT_TYPED && t->say->state != NULL)
		json_object_set_new(card, "state", json_string(t->say->state));
	origin_put(t->say->parts->seal, t->event, card);
	json_decref(t->say->form);
	t->say->form = card;
	return 0;
}

int
turn_form_error(struct turn *t, const char *field, const char *words,
	json_t *values, struct err *e)
{
	struct turn_say *say = t->say;
	json_t *spans = turn_words(t, words, values, e);
	char *plain;

	if (spans == NULL)
		return -1;
	plain = card_plain_spans(spans);
	json_decref(spans);
	if (say->errors == NULL)
		say->errors = json_object();
	json_object_set_new(say->errors, field, json_string(plain));
	free(plain);
	return 0;
}

int
turn_home(struct turn *t, const char *template, json_t *values, struct err *e)
{
	struct saying s = {.act = CHAT_HOME,
		.chat = t->event->chat,
		.person = t->event->person,
		.member = t->member.id};
	json_t *card = turn_render(t, template, values, e);
	char *key, *conversation;
	int result;

	if (card == NULL)
		return -1;
	key = saying_key(t, "home");
	conversation = xasprintf("home/%s", s.person);
	s.key = key;
	s.conversation = conversation;
	result = saying_put(t, &s, card, e);
	free(conversation);
	free(key);
	return result;
}

int
turn_ask_person(
	struct turn *t, const char *chat, const char *person, struct err *e)
{
	struct saying s = {.act = CHAT_ASK, .chat = chat, .person = person};
	char *key = saying_key(t, "ask");
	char *conversation = xasprintf("ask/%s", person);
	int result;

	s.key = key;
	s.conversation = conversation;
	result = saying_put(t, &s, NULL, e);
	free(conversation);
	free(key);
	return result;
}

json_t *
turn_words(struct turn *t, const char *name, json_t *values, struct err *e)
{
	json_t *all = values == NULL ? json_object() : values;
	struct addressee to;
	json_t *spans = NULL;

	addressee_actor(t, &to);
	if (add_common(t, all, &to, e) == 0)
		spans = templates_words(
			t->say->parts->templates, t->language, name, all, e);
	json_decref(all);
	return spans;
}

bool
turn_has_words(const struct turn *t, const char *name)
{
	return templates_has_words(t->say->parts->templates, name);
}

json_t *
turn_languages(struct turn *t, struct err *e)
{
	return addressee_languages(t, e);
}

char *
turn_ticket_url(
	struct turn *t, int64_t member, int64_t item, const char *network)
{
	struct ticket ticket = {.member = member,
		.item = item,
		.expires_at = t->now + t->programme->ticket_life};
	char *token, *url;

	snprintf(ticket.network, sizeof(ticket.network), "%s", network);
	token = ticket_write(t->say->parts->seal, &ticket);
	url = xasprintf("%s/s/%s", t->programme->links_url, token);
	free(token);
	return url;
}

char *
turn_link_url(const struct turn *t, int64_t link)
{
	char code[LINK_CODE_SIZE];

	link_write_code(link, code);
	return xasprintf("%s/l/%s", t->programme->links_url, code);
}

int
turn_audit(struct turn *t, const char *did, const char *about,
	const char *before, const char *after, struct err *e)
{
	return audit_add(t->db, t->event->chat,
		t->event->person == NULL ? "" : t->event->person, did, about,
		before, after, t->now, e);
}

void
turn_own_visit(struct turn *t, int64_t member)
{
	const struct turn_say *say = t->say;

	if (say->user_agent != NULL)
		visitor_add_member(say->parts->visitor, member, say->address,
			say->user_agent);
}

int
turn_cancel(struct turn *t, const char *key_prefix, struct err *e)
{
	return outbox_cancel(t->db, key_prefix, e);
}
