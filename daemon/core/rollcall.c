#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "when.h"

#include "loop.h"

#include "teams.h"

#include "chat.h"
#include "chat_members.h"
#include "event.h"

#include "dispatch.h"
#include "groups.h"
#include "programme.h"
#include "role.h"
#include "rollcall.h"

#define EVERY WHEN_HOUR
#define AGAIN WHEN_MINUTE /* after trouble */
#define SOON_MS 100       /* several who come at once are one question */
#define TICK_MS 5000
#define TICK_MOVED_MS 50

/* A channel or user group that matters, and when it is to be asked for. */
struct sheet {
	struct rollcall *rollcall;
	struct sheet *next;
	char *chat, *id;
	bool wanted; /* else it goes, once nobody is asked for it */
	bool role;   /* it gives one */
	bool asked;
	bool doubted; /* somebody came or went since it was asked for */
	bool warned;
	bool fresh; /* teams may not have heard of it */
	int64_t due;
};

struct rollcall {
	struct rollcall_parts parts;
	struct sheet *first;
	struct loop_timer *timer;
	bool stale; /* other groups may matter */
	bool quiet;
	int64_t told; /* numbers the keys of events */
};

static void on_tick(void *arg);

static void
on_changed(void *arg)
{
	struct rollcall *r = arg;

	r->stale = true;
	if (!r->quiet)
		loop_timer_set(r->timer, 0);
}

struct rollcall *
rollcall_new(const struct rollcall_parts *parts)
{
	struct rollcall *r = xcalloc(1, sizeof *r);

	r->parts = *parts;
	r->timer = loop_timer_new(parts->loop, on_tick, r);
	groups_on_changed(parts->groups, on_changed, r);
	on_changed(r);
	return r;
}

static void
sheet_free(struct sheet *s)
{
	struct sheet **at = &s->rollcall->first;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	free(s->chat);
	free(s->id);
	free(s);
}

void
rollcall_quiet(struct rollcall *r)
{
	if (r == NULL)
		return;
	r->quiet = true;
	loop_timer_stop(r->timer);
}

void
rollcall_free(struct rollcall *r)
{
	if (r == NULL)
		return;
	groups_on_changed(r->parts.groups, NULL, NULL);
	while (r->first != NULL)
		sheet_free(r->first);
	loop_timer_free(r->timer);
	free(r);
}

/* What matters ------------------------------------------------------------ */

static struct sheet *
find(const struct rollcall *r, const char *chat, const char *id)
{
	struct sheet *s;

	for (s = r->first; s != NULL; s = s->next)
		if (strcmp(s->id, id) == 0 && strcmp(s->chat, chat) == 0)
			return s;
	return NULL;
}

static struct sheet *
want(struct rollcall *r, const char *chat, const char *id)
{
	struct sheet *s = find(r, chat, id);

	if (s == NULL) {
		s = xcalloc(1, sizeof *s);
		s->rollcall = r;
		s->chat = xstrdup(chat);
		s->id = xstrdup(id);
		s->fresh = true;
		s->next = r->first;
		r->first = s;
	}
	s->wanted = true;
	return s;
}

static void
want_roles(struct rollcall *r)
{
	const char *const *entries;
	struct role_entry entry;
	int role;

	for (role = ROLE_AUDITOR; role <= ROLE_ADMIN; role++)
		for (entries = role_entries(
			     r->parts.programme, (enum role)role);
			*entries != NULL; entries++)
			if (role_read(*entries, &entry) && entry.group)
				want(r, entry.chat, entry.id)->role = true;
}

static int
on_team(void *arg, const struct team *t, struct err *e)
{
	(void)e;
	if (t->source[0] != '\0')
		want(arg, t->chat, t->source);
	return 0;
}

/* What does not matter any more is forgotten; what is new is due. */
static void
collect(struct rollcall *r)
{
	struct sheet *s, *next;
	struct err e = {""};

	for (s = r->first; s != NULL; s = s->next)
		s->wanted = s->role = false;
	want_roles(r);
	if (team_each(r->parts.db, on_team, r, &e) == -1) {
		log_error("teams_unread", "why=\"%s\"", e.text);
		return;
	}
	r->stale = false;
	for (s = r->first; s != NULL; s = next) {
		next = s->next;
		if (s->wanted)
			continue;
		groups_drop(r->parts.groups, s->chat, s->id);
		if (!s->asked)
			sheet_free(s);
	}
}

/* Asking ------------------------------------------------------------------ */

/* Whoever has teams of it looks into groups for who is there now ("read"), or
 * hears that nobody says it any more ("missed"). */
static void
tell(struct sheet *s, const char *name)
{
	struct rollcall *r = s->rollcall;
	json_t *frame = json_pack("{s:o, s:s, s:s}", "key",
		json_sprintf("%s:%s:%" PRId64 ":%" PRId64, name, s->id,
			clock_now(), ++r->told),
		"chat", s->chat, "place", s->id);
	struct event *event = event_new(EVENT_MEMBERS, frame);

	event->name = name;
	event->key = json_text(frame, "key", "");
	event->chat = json_text(frame, "chat", "");
	event->place = json_text(frame, "place", "");
	event->at = clock_now();
	dispatch_event(r->parts.dispatch, NULL, event);
}

/* Said once. */
static void
warn(struct sheet *s, const char *name, const char *why)
{
	if (!s->warned)
		log_warn(name, "chat=%s group=%s why=\"%s\"", s->chat, s->id,
			why == NULL ? "" : why);
	s->warned = true;
}

/* Nobody has a role by a group that is not there any more; who is in a team of
 * it stays, for a while without an answer must not empty teams. */
static void
miss(struct sheet *s, const struct chat_members *members)
{
	if (!members->gone) {
		s->due = clock_now() + AGAIN;
		log_info("group_unread", "chat=%s group=%s why=\"%s\"", s->chat,
			s->id, members->why == NULL ? "" : members->why);
		return;
	}
	if (!s->warned)
		tell(s, "missed");
	warn(s, "group_unknown", members->why);
	groups_drop(s->rollcall->parts.groups, s->chat, s->id);
}

/* Without ourselves; yours. */
static json_t *
others(const struct sheet *s, const json_t *persons)
{
	const struct rollcall_parts *p = &s->rollcall->parts;
	struct chat *chat = p->find_chat(p->arg, s->chat);
	const char *self = chat == NULL ? NULL : chat_self(chat);
	json_t *list = json_array(), *person;
	size_t i;

	json_array_foreach(persons, i, person)
	{
		if (self == NULL ||
			strcmp(json_string_value(person), self) != 0)
			json_array_append(list, person);
	}
	return list;
}

/* What is known from now on; true when it was something else. */
static bool
put(struct sheet *s, const struct chat_members *members)
{
	struct groups *groups = s->rollcall->parts.groups;
	json_t *persons = others(s, members->persons);
	size_t was;
	bool changed;

	(void)groups_find(groups, s->chat, s->id, &was);
	changed = groups_put(groups, s->chat, s->id, persons, members->open);
	if (changed)
		log_info("members_read", "chat=%s group=%s was=%zu now=%zu",
			s->chat, s->id, was, json_array_size(persons));
	json_decref(persons);
	return changed;
}

static void
take(struct sheet *s, const struct chat_members *members)
{
	if (members->persons == NULL) {
		miss(s, members);
		return;
	}
	if (s->role && members->open)
		warn(s, "role_group_open",
			"anybody can join it: it gives no role");
	else
		s->warned = false;
	if (put(s, members) || s->fresh)
		tell(s, "read");
	s->fresh = false;
}

static void
on_members(void *arg, const struct chat_members *members)
{
	struct sheet *s = arg;
	struct rollcall *r = s->rollcall;

	s->asked = false;
	s->due = clock_now() + EVERY;
	if (!s->wanted)
		sheet_free(s);
	else if (!r->quiet)
		take(s, members);
	if (r->quiet)
		return;
	if (s->wanted && s->doubted)
		s->due = clock_now();
	loop_timer_set(r->timer, SOON_MS);
}

static void
ask(struct sheet *s)
{
	const struct rollcall_parts *p = &s->rollcall->parts;
	struct chat *chat = p->find_chat(p->arg, s->chat);
	const char *why;

	if (chat == NULL || !chat_is_ready(chat, &why))
		return;
	s->asked = true;
	s->doubted = false;
	chat_ask_members(chat, s->id, on_members, s);
}

static void
on_tick(void *arg)
{
	struct rollcall *r = arg;
	struct sheet *s;

	loop_timer_set(r->timer, clock_is_moved() ? TICK_MOVED_MS : TICK_MS);
	if (r->stale)
		collect(r);
	for (s = r->first; s != NULL; s = s->next)
		if (s->wanted && !s->asked && s->due <= clock_now())
			ask(s);
}

/* Hearing ----------------------------------------------------------------- */

/* What happened while nobody listened is not heard one by one. */
static void
doubt_all(struct rollcall *r, const char *chat)
{
	struct sheet *s;

	for (s = r->first; s != NULL; s = s->next)
		if (strcmp(s->chat, chat) == 0) {
			s->doubted = true;
			s->due = 0;
		}
	loop_timer_set(r->timer, 0);
}

void
rollcall_event(struct rollcall *r, const struct event *event)
{
	struct sheet *s;

	if (r == NULL || r->quiet || event->name == NULL)
		return;
	if (event->kind == EVENT_CONNECTION &&
		strcmp(event->name, "connected") == 0)
		doubt_all(r, event->chat);
	if (event->place == NULL ||
		(event->kind != EVENT_MEMBERS && event->kind != EVENT_PLACE))
		return;
	s = find(r, event->chat, event->place);
	if (s == NULL)
		return;
	s->doubted = true;
	s->due = 0;
	loop_timer_set(r->timer, SOON_MS);
}

void
rollcall_reload(struct rollcall *r)
{
	struct sheet *s;

	for (s = r->first; s != NULL; s = s->next) {
		s->fresh = true;
		s->due = 0;
	}
	on_changed(r);
}
