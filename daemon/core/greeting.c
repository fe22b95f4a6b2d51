#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#include "loop.h"

#include "people.h"

#include "chat.h"
#include "event.h"

#include "dispatch.h"
#include "greeting.h"
#include "programme.h"
#include "role.h"
#include "tongues.h"

#define PATIENCE_MS 700 /* an answer is owed within three seconds */
#define MOST_GUESTS 64
#define MOST_EVENTS 16

/* Somebody who is being asked about, and what they did meanwhile. */
struct guest {
	struct greeting *greeting;
	struct chat *chat;
	char *person;
	struct event *events[MOST_EVENTS];
	size_t count;
	bool named;               /* in the configuration */
	struct loop_timer *timer; /* NULL: nothing waits any more */
	struct guest *next;
};

struct greeting {
	struct greeting_parts parts;
	struct guest *guests;
	size_t count;
	bool quiet;
};

struct greeting *
greeting_new(const struct greeting_parts *parts)
{
	struct greeting *g = xcalloc(1, sizeof *g);

	g->parts = *parts;
	return g;
}

static void
guest_free(struct guest *guest)
{
	struct guest **at = &guest->greeting->guests;
	size_t i;

	while (*at != guest)
		at = &(*at)->next;
	*at = guest->next;
	guest->greeting->count--;
	for (i = 0; i < guest->count; i++)
		event_free(guest->events[i]);
	loop_timer_free(guest->timer);
	free(guest->person);
	free(guest);
}

void
greeting_free(struct greeting *g)
{
	if (g == NULL)
		return;
	while (g->guests != NULL)
		guest_free(g->guests);
	free(g);
}

/* What waited goes on, in its order. */
static void
let_in(struct guest *guest)
{
	size_t i, count = guest->count;

	loop_timer_free(guest->timer);
	guest->timer = NULL;
	guest->count = 0;
	for (i = 0; i < count; i++)
		dispatch_event(guest->greeting->parts.dispatch, guest->chat,
			guest->events[i]);
}

/* The platform takes its time: what waits is answered in the programme's
 * language. The answer still counts for the next time. */
static void
on_waited(void *arg)
{
	struct guest *guest = arg;

	log_info("language_unknown", "chat=%s", chat_name(guest->chat));
	let_in(guest);
}

/* Who is named in the configuration and is not there will be missed by those
 * who run it. */
static void
look_for(const struct guest *guest, const json_t *person)
{
	const char *why = NULL;

	if (json_is_true(json_object_get(person, "unknown")))
		why = "there is nobody of that id";
	else if (json_is_true(json_object_get(person, "gone")))
		why = "this person is deactivated";
	else if (json_is_true(json_object_get(person, "bot")))
		why = "this is a bot";
	if (guest->named && why != NULL)
		log_warn("role_unknown", "chat=%s person=%s why=\"%s\"",
			chat_name(guest->chat), guest->person, why);
}

/* What is known of a member's language is theirs, and stays. */
static void
note_person(const struct guest *guest, const json_t *person)
{
	struct tongues *tongues = guest->greeting->parts.tongues;
	const char *chat = chat_name(guest->chat);

	if (tongues_find(tongues, chat, guest->person) == NULL)
		tongues_put(tongues, chat, guest->person,
			json_text(person, "language", ""));
	tongues_put_admin(tongues, chat, guest->person,
		json_is_true(json_object_get(person, "admin")));
	look_for(guest, person);
}

static void
on_person(void *arg, const json_t *person)
{
	struct guest *guest = arg;

	if (person != NULL)
		note_person(guest, person);
	let_in(guest);
	guest_free(guest);
}

void
greeting_quiet(struct greeting *g)
{
	struct guest *guest;

	g->quiet = true;
	for (guest = g->guests; guest != NULL; guest = guest->next)
		let_in(guest);
}

static struct guest *
find_guest(struct greeting *g, const struct chat *chat, const char *person)
{
	struct guest *guest;

	for (guest = g->guests; guest != NULL; guest = guest->next)
		if (guest->chat == chat && strcmp(guest->person, person) == 0)
			return guest;
	return NULL;
}

/* Asks about somebody; their event, if any, waits for it. Takes the event. */
static struct guest *
receive(struct greeting *g, struct chat *chat, const char *person,
	struct event *event)
{
	struct guest *guest = xcalloc(1, sizeof *guest);

	guest->greeting = g;
	guest->chat = chat;
	guest->person = xstrdup(person);
	guest->next = g->guests;
	g->guests = guest;
	g->count++;
	if (event != NULL) {
		guest->events[guest->count++] = event;
		guest->timer = loop_timer_new(g->parts.loop, on_waited, guest);
		loop_timer_set(guest->timer, PATIENCE_MS);
	}
	chat_ask_person(chat, person, on_person, guest);
	return guest;
}

/* Whether it will be answered with words for that person. */
static bool
is_to_be_answered(const struct greeting *g, const struct event *event)
{
	const char *emoji = g->parts.programme->share_emoji;

	switch (event->kind) {
	case EVENT_COMMAND:
	case EVENT_BUTTON:
	case EVENT_FORM:
	case EVENT_MESSAGE:
	case EVENT_HOME:
	case EVENT_SHORTCUT:
		return true;
	case EVENT_REACTION_ADDED:
		return event->name != NULL && text_starts(event->name, emoji);
	default:
		return false;
	}
}

/* Whether it is a member's; m->language is theirs. */
static bool
is_members(
	const struct greeting *g, const struct event *event, struct member *m)
{
	struct err e = {""};

	if (people_find(g->parts.db, event->chat, event->person, m, &e) == 0)
		return m->id != 0;
	log_error("greeting_failed", "why=\"%s\"", e.text);
	return true;
}

/* Whether nothing is known of who acts: no member, never asked about. Of
 * members it is noted too, so that the store is asked once. */
static bool
is_stranger(const struct greeting *g, const struct event *event)
{
	struct tongues *tongues = g->parts.tongues;
	struct member m = {.id = 0};

	if (event->language != NULL ||
		tongues_find(tongues, event->chat, event->person) != NULL)
		return false;
	if (!is_members(g, event, &m))
		return true;
	tongues_put(tongues, event->chat, event->person, m.language);
	return false;
}

/* Whether somebody may have a role because they are the platform's admin: that
 * is not known of people until it was asked. */
static bool
is_unproven(const struct greeting *g, const struct event *event)
{
	const struct role_sources from = {.programme = g->parts.programme};

	return g->parts.programme->platform_admins &&
	       (event->kind == EVENT_COMMAND || event->kind == EVENT_BUTTON ||
		       event->kind == EVENT_FORM) &&
	       tongues_admin(g->parts.tongues, event->chat, event->person) ==
		       TONGUES_UNKNOWN &&
	       role_of(&from, event->chat, event->person) != ROLE_ADMIN;
}

/* Who is named in the configuration hears from us without having asked for
 * anything. */
static void
ask_for_named(struct greeting *g, struct chat *chat, enum role role)
{
	const char *const *entries = role_entries(g->parts.programme, role);
	const char *name = chat_name(chat);
	struct role_entry entry;

	for (; *entries != NULL; entries++) {
		if (!role_read(*entries, &entry) || entry.group ||
			strcmp(entry.chat, name) != 0 ||
			g->count == MOST_GUESTS ||
			tongues_find(g->parts.tongues, name, entry.id) !=
				NULL ||
			find_guest(g, chat, entry.id) != NULL)
			continue;
		receive(g, chat, entry.id, NULL)->named = true;
	}
}

/* Whether it is about somebody who is no member, and nobody waits to hear that
 * it came: then not even that is stored. */
static bool
is_nobodys(const struct greeting *g, const struct event *event)
{
	struct member m = {.id = 0};

	return event->kind == EVENT_PERSON && event->person != NULL &&
	       event->receipt == NULL && !is_members(g, event, &m);
}

/* Whoever we have asked about has changed their language. */
static void
note_change(struct greeting *g, const struct event *event)
{
	const char *language = json_text(event->fields, "language", NULL);
	const json_t *admin = json_at(event->fields, "admin");

	if (json_is_boolean(admin))
		tongues_put_admin(g->parts.tongues, event->chat, event->person,
			json_is_true(admin));
	if (language != NULL && tongues_find(g->parts.tongues, event->chat,
					event->person) != NULL)
		tongues_put(
			g->parts.tongues, event->chat, event->person, language);
}

/* Whether the event waits with others of the same person. */
static bool
waits(struct greeting *g, struct chat *chat, struct event *event)
{
	struct guest *guest = find_guest(g, chat, event->person);

	if (guest == NULL || guest->timer == NULL ||
		guest->count == MOST_EVENTS)
		return false;
	guest->events[guest->count++] = event;
	return true;
}

void
greeting_event(struct greeting *g, struct chat *chat, struct event *event)
{
	int role;

	if (event->kind == EVENT_CONNECTION && event->name != NULL &&
		strcmp(event->name, "connected") == 0)
		tongues_forget_admins(g->parts.tongues, event->chat);
	if (chat != NULL && event->kind == EVENT_CONNECTION)
		for (role = ROLE_AUDITOR; role <= ROLE_ADMIN; role++)
			ask_for_named(g, chat, (enum role)role);
	if (event->kind == EVENT_PERSON && event->person != NULL)
		note_change(g, event);
	if (is_nobodys(g, event)) {
		event_free(event);
		return;
	}
	if (chat != NULL && event->person != NULL && !g->quiet) {
		if (waits(g, chat, event))
			return;
		if (is_to_be_answered(g, event) && g->count < MOST_GUESTS &&
			find_guest(g, chat, event->person) == NULL &&
			(is_stranger(g, event) || is_unproven(g, event))) {
			(void)receive(g, chat, event->person, event);
			return;
		}
	}
	dispatch_event(g->parts.dispatch, chat, event);
}
