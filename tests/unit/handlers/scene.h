#ifndef ADVOCATED_TEST_SCENE_H
#define ADVOCATED_TEST_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "event.h"
#include "programme.h"

struct db;

/*
 * The handlers with a real store and the real templates, but no platform: an
 * event goes in, what is said comes out as cards. Time starts on Wednesday,
 * 25 November 2026, 10:00 in Berlin (the programme's zone), and moves when
 * told to.
 */
struct event;
struct scene;

struct scene *scene_new(void);
void scene_free(struct scene *s);

struct db *scene_db(struct scene *s);
struct programme *scene_programme(struct scene *s);
int64_t scene_now(void);
void scene_wait(int64_t ms);

/* Where things happen from here on; it starts on "acme". Lent. */
void scene_chat(struct scene *s, const char *chat);

/* An announced item in #news (C1), message "ann:<id>"; its id. */
int64_t scene_item(struct scene *s, const char *title, const char *summary);

/* What happens. person is "U1"...; each is another event. After it, what was
 * said is what this event caused. */
void scene_command(struct scene *s, const char *person, const char *name,
	const char *text);
/* Whatever event; takes it. */
void scene_event(struct scene *s, struct event *event);
void scene_press(struct scene *s, const char *person, const char *action,
	const char *value);
/* The same on a message that everybody in #news sees. */
void scene_press_in_channel(struct scene *s, const char *person,
	const char *action, const char *value);
void scene_react(struct scene *s, const char *person, const char *emoji,
	int64_t item, bool added);
void scene_form(struct scene *s, const char *person, const char *name,
	const char *state, const char *field, const char *value);
void scene_message(struct scene *s, const char *person, const char *text);
void scene_home(struct scene *s, const char *person);
void scene_due(struct scene *s, const char *name, int64_t id, int64_t more);
/* A feed ("feed") or page ("page") was read; takes fields. */
void scene_fetched(
	struct scene *s, const char *name, int64_t id, json_t *fields);
/* The digest of a channel is due. */
void scene_digest_due(struct scene *s, const char *place);
/* We joined ("joined") or left ("left", "archived") a channel. */
void scene_place(struct scene *s, const char *what, const char *place);
/* A channel refused for good what we posted under that key. */
void scene_refused(struct scene *s, const char *place, const char *key);
/* A form with several fields; takes them. */
void scene_form_fields(struct scene *s, const char *person, const char *name,
	const char *state, json_t *fields);
void scene_person(struct scene *s, const char *person, json_t *fields);
/* Opens a /s/ address in a browser; "POST" asks for a new one. */
void scene_open(struct scene *s, const char *url, bool again);

/* Says so (the test fails if not): whoever was told something with these
 * words in it; what was said went nowhere else than to them alone. */
void scene_said(struct scene *s, const char *person, const char *words);
void scene_not_said(struct scene *s, const char *words);
void scene_nothing(struct scene *s);
/* How many messages were taken back. */
int scene_deleted(struct scene *s);
/* How many things were said. */
int scene_count(struct scene *s);
/* The button of that name among what was said: its value or url, lent. */
const char *scene_value(struct scene *s, const char *button);
const char *scene_url(struct scene *s, const char *button);
bool scene_has_button(struct scene *s, const char *button);
/* What a program was answered. */
int scene_status(struct scene *s);
const json_t *scene_answer(struct scene *s);
/* Where the browser was sent, "" when to a page. */
const char *scene_location(struct scene *s);
/* The words at a field of the form that stayed open. */
void scene_form_error(struct scene *s, const char *field, const char *words);
bool scene_form_opened(struct scene *s, const char *name);

/* The platform said which language somebody reads, member or not. */
void scene_reads(struct scene *s, const char *person, const char *language);
/* Another process: what was in memory alone is gone. */
void scene_restart(struct scene *s);

/* Joined, with what was said before swept away. */
void scene_join(struct scene *s, const char *person, const char *name);
int64_t scene_member(struct scene *s, const char *person);

#endif
