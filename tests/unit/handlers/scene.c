#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "campaigns.h"
#include "card.h"
#include "clock.h"
#include "db.h"
#include "err.h"
#include "handlers.h"
#include "items.h"
#include "json.h"
#include "mem.h"
#include "people.h"
#include "post.h"
#include "reward.h"
#include "seal.h"
#include "sender.h"
#include "shares.h"
#include "store.h"
#include "template.h"
#include "text.h"
#include "ticket.h"
#include "tongues.h"
#include "turn.h"
#include "turn_say.h"
#include "visitor.h"
#include "when.h"

#include "scene.h"
#include "scene_inside.h"

#define START INT64_C(1795597200000) /* 2026-11-25T09:00:00Z */

char *
sender_address(const struct sender *s, const char *chat, const char *place,
	const char *message)
{
	(void)s;
	return xasprintf("https://%s.test/%s/%s", chat, place, message);
}

/* Stand-in: nothing is sent here, scenes read the outbox themselves. */
void
sender_poke(struct sender *s)
{
	(void)s;
}

static const char *const networks[] = {"linkedin", "bluesky", "x", "mastodon",
	"facebook", "whatsapp", "email", NULL};
static const char *const admins[] = {"acme:U9", NULL};

static const struct programme usual = {.company = "Acme",
	.disclosure = "I work at Acme. #employee",
	.language = "en",
	.zone = "Europe/Berlin",
	.links_url = "https://go.acme.test",
	.share_emoji = "mega",
	.command_prefix = "",
	.contact = "Mia",
	.consent_version = 1,
	.networks = networks,
	.admins = admins,
	.rules = {.share_points = 10,
		.again_points = 5,
		.readers_needed = 2,
		.steps = 1,
		.step_readers = {3},
		.step_points = {4},
		.hold = 48 * WHEN_HOUR,
		.pending_life = 30 * WHEN_DAY,
		.cap_day = 50},
	.budget = 100,
	.ticket_life = WHEN_DAY,
	.digest_weekday = 1,
	.minimum_group = 2,
	.chats = 2};

static char *
clock_path(void)
{
	static char path[64];

	return path;
}

static void
move_clock(int64_t to)
{
	struct err e = {""};
	FILE *f;
	int64_t real = clock_now();

	if (clock_path()[0] == '\0') {
		snprintf(clock_path(), 64, "/tmp/scene-clock-%d", getpid());
		f = fopen(clock_path(), "w");
		assert_non_null(f);
		fprintf(f, "%-20d", 0);
		fclose(f);
		assert_int_equal(clock_use_file(clock_path(), &e), 0);
		real = clock_now();
	} else {
		f = fopen(clock_path(), "r");
		assert_non_null(f);
		char text[32] = "";
		assert_non_null(fgets(text, sizeof text, f));
		fclose(f);
		real -= strtoll(text, NULL, 10);
	}
	f = fopen(clock_path(), "r+");
	assert_non_null(f);
	fprintf(f, "%-20" PRId64, to - real);
	fclose(f);
}

void
scene_chat(struct scene *s, const char *chat)
{
	s->chat = chat;
}

int64_t
scene_now(void)
{
	return clock_now();
}

void
scene_wait(int64_t ms)
{
	move_clock(clock_now() + ms);
}

/* Read once: they are the same in every scene. */
static struct templates *templates;

static void
free_templates(void)
{
	templates_free(templates);
}

static struct templates *
get_templates(struct err *e)
{
	if (templates == NULL) {
		templates = templates_load(SOURCE_DIR "/templates", e);
		atexit(free_templates);
	}
	return templates;
}

struct scene *
scene_new(void)
{
	struct scene *s = xcalloc(1, sizeof *s);
	struct err e = {""};
	struct campaign c = {.name = "Always", .state = "running"};
	char *path;

	move_clock(START);
	s->chat = "acme";
	snprintf(s->dir, sizeof s->dir, "/tmp/scene-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	path = xasprintf("%s/db", s->dir);
	s->programme = usual;
	s->parts.programme = &s->programme;
	s->parts.db = store_open(path, &e);
	s->parts.templates = get_templates(&e);
	s->parts.seal = seal_new("0123456789012345678901234567890123", &e);
	s->parts.visitor = visitor_new(1000);
	s->parts.tongues = tongues_new();
	free(path);
	if (s->parts.db == NULL || s->parts.templates == NULL ||
		s->parts.seal == NULL)
		fail_msg("%s", e.text);
	assert_int_equal(db_begin(s->parts.db, &e), 0);
	c.created_at = scene_now();
	assert_int_equal(campaign_add(s->parts.db, &c, &e), 0);
	assert_int_equal(reward_fund(s->parts.db, c.id, s->programme.budget,
				 scene_now(), &e),
		0);
	return s;
}

static void
sweep(struct scene *s)
{
	int i;

	for (i = 0; i < s->count; i++) {
		free(s->said[i].act);
		free(s->said[i].person);
		free(s->said[i].key);
		json_decref(s->said[i].card);
	}
	s->count = s->deleted = 0;
	free(s->location);
	s->location = NULL;
	json_decref(s->form);
	json_decref(s->errors);
	json_decref(s->answer);
	s->form = s->errors = s->answer = NULL;
}

static void
remove_file(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	unlink(path);
	free(path);
}

void
scene_free(struct scene *s)
{
	struct err e = {""};

	if (store_check(s->parts.db, &e) == -1)
		fail_msg("%s", e.text);
	sweep(s);
	db_close(s->parts.db);
	seal_free(s->parts.seal);
	visitor_free(s->parts.visitor);
	tongues_free(s->parts.tongues);
	remove_file(s->dir, "db");
	remove_file(s->dir, "db-wal");
	remove_file(s->dir, "db-shm");
	remove_file(s->dir, "db-lock");
	rmdir(s->dir);
	free(s);
	unlink(clock_path());
	clock_path()[0] = '\0';
}

struct db *
scene_db(struct scene *s)
{
	return s->parts.db;
}

struct programme *
scene_programme(struct scene *s)
{
	return &s->programme;
}

/* What is said ------------------------------------------------------------ */

static void
add_said(struct scene *s, const char *act, const char *person, const char *key,
	const json_t *card)
{
	struct said *said = &s->said[s->count++];
	struct err e = {""};

	if (card_check(card, &e) == -1)
		fail_msg("%s: %s", key, e.text);
	assert_true(s->count < 64);
	said->act = xstrdup(act);
	said->person = xstrdup(person == NULL ? "" : person);
	said->key = xstrdup(key);
	said->card = json_incref((json_t *)card);
}

struct reading {
	struct scene *scene;
	int64_t ids[16];
	int count;
};

static int
on_row(void *arg, const struct outbox_row *row, struct err *e)
{
	struct reading *r = arg;
	json_t *body = json_parse(row->body, strlen(row->body), e);
	struct post p = {.at = row->created_at};

	assert_non_null(body);
	if (strcmp(row->act, "delete") == 0)
		r->scene->deleted++;
	else if (strcmp(row->act, "ask") != 0)
		add_said(r->scene, row->act, json_text(body, "person", ""),
			row->key, json_object_get(body, "card"));
	if (strcmp(row->act, "direct") == 0 || strcmp(row->act, "post") == 0) {
		snprintf(p.chat, sizeof p.chat, "%s", row->chat);
		snprintf(p.place, sizeof p.place, "D%s",
			json_text(body, "person", ""));
		snprintf(p.message, sizeof p.message, "m%" PRId64, row->id);
		text_copy(p.language, sizeof p.language,
			json_text(body, "card.language", ""));
		assert_int_equal(post_put(r->scene->parts.db, row->key, &p,
					 row->member, e),
			0);
	}
	r->ids[r->count++] = row->id;
	json_decref(body);
	return 0;
}

static void
read_outbox(struct scene *s)
{
	struct err e = {""};
	struct reading r;
	int i;

	do {
		r = (struct reading){.scene = s};
		if (outbox_each_due(s->parts.db, scene_now() + WHEN_DAY, 16,
			    on_row, &r, &e) == -1)
			fail_msg("%s", e.text);
		for (i = 0; i < r.count; i++)
			assert_int_equal(
				outbox_done(s->parts.db, r.ids[i], &e), 0);
	} while (r.count > 0);
}

/* Runs the event through the handlers; takes it. */
static void
happen(struct scene *s, struct event *event)
{
	struct turn_say say = {.parts = &s->parts,
		.address = "192.0.2.7",
		.user_agent = "Browser"};
	struct turn turn = {.event = event};
	struct err e = {""};
	char *key = xasprintf("e%d", s->keys++);

	sweep(s);
	if (event->chat == NULL || event->chat[0] == '\0')
		event->chat = event->kind == EVENT_TIME ||
					      event->kind == EVENT_WEB ||
					      event->kind == EVENT_FETCHED
				      ? ""
				      : s->chat;
	if (event->key == NULL)
		event->key = key;
	event->at = scene_now();
	if (turn_begin(&turn, &say, &e) == -1 || handlers_run(&turn, &e) == -1)
		fail_msg("%s %s: %s", event_kind_name(event->kind),
			event->name == NULL ? "" : event->name, e.text);
	if (say.reply != NULL)
		add_said(s, "reply", event->person, key, say.reply);
	if (say.page_card != NULL)
		add_said(s, "page", "browser", key, say.page_card);
	s->location = xstrdup(say.location);
	s->form = json_incref(say.form);
	s->errors = json_incref(say.errors);
	s->status = say.page.status;
	s->answer = json_incref(say.page_answer);
	turn_say_clear(&say);
	read_outbox(s);
	event_free(event);
	free(key);
}

/* Things that happen ------------------------------------------------------ */

void
scene_event(struct scene *s, struct event *event)
{
	happen(s, event);
}

void
scene_command(
	struct scene *s, const char *person, const char *name, const char *text)
{
	struct event *event = event_new(EVENT_COMMAND, NULL);

	event->person = person;
	event->who = person;
	event->name = name;
	event->text = text;
	event->place = "C1";
	event->trigger = "T";
	event->answer = "https://answer.test/1";
	happen(s, event);
}

static void
press(struct scene *s, const char *person, const char *action,
	const char *value, bool channel)
{
	struct event *event = event_new(EVENT_BUTTON, NULL);
	char *own = xstrdup(value); /* it may come from the last card */

	event->person = person;
	event->who = person;
	event->name = action;
	event->value = own;
	event->place = "C1";
	event->message = channel ? "ann:1" : "m1";
	event->ephemeral = !channel;
	event->trigger = "T";
	event->answer = "https://answer.test/1";
	happen(s, event);
	free(own);
}

void
scene_press(struct scene *s, const char *person, const char *action,
	const char *value)
{
	press(s, person, action, value, false);
}

void
scene_press_in_channel(struct scene *s, const char *person, const char *action,
	const char *value)
{
	press(s, person, action, value, true);
}

void
scene_react(struct scene *s, const char *person, const char *emoji,
	int64_t item, bool added)
{
	struct event *event = event_new(
		added ? EVENT_REACTION_ADDED : EVENT_REACTION_REMOVED, NULL);
	char *message = xasprintf("ann:%" PRId64, item);

	event->person = person;
	event->name = emoji;
	event->place = "C1";
	event->message = message;
	happen(s, event);
	free(message);
}

void
scene_form(struct scene *s, const char *person, const char *name,
	const char *state, const char *field, const char *value)
{
	json_t *frame = json_pack("{s:{s:s?}}", "fields", field, value);
	struct event *event = event_new(EVENT_FORM, frame);

	event->person = person;
	event->name = name;
	event->value = state;
	event->fields = json_object_get(frame, "fields");
	happen(s, event);
}

void
scene_message(struct scene *s, const char *person, const char *text)
{
	struct event *event = event_new(EVENT_MESSAGE, NULL);

	event->person = person;
	event->text = text;
	event->place = "D1";
	event->direct = true;
	happen(s, event);
}

void
scene_home(struct scene *s, const char *person)
{
	struct event *event = event_new(EVENT_HOME, NULL);

	event->person = person;
	happen(s, event);
}

void
scene_due(struct scene *s, const char *name, int64_t id, int64_t more)
{
	char *value = xasprintf("%" PRId64, id);
	json_t *frame = json_pack("{s:{s:I, s:I}}", "fields", "id",
		(json_int_t)id, "more", (json_int_t)more);
	struct event *event = event_new(EVENT_TIME, frame);

	event->name = name;
	event->value = value;
	event->fields = json_object_get(frame, "fields");
	happen(s, event);
	free(value);
}

void
scene_fetched(struct scene *s, const char *name, int64_t id, json_t *fields)
{
	char *value = xasprintf("%" PRId64, id);
	struct event *event = event_new(EVENT_FETCHED, fields);

	event->name = name;
	event->value = value;
	event->fields = fields;
	happen(s, event);
	free(value);
}

void
scene_digest_due(struct scene *s, const char *place)
{
	struct event *event = event_new(EVENT_TIME, NULL);

	event->chat = "acme";
	event->name = "digest";
	event->place = place;
	happen(s, event);
}

void
scene_place(struct scene *s, const char *what, const char *place)
{
	struct event *event = event_new(EVENT_PLACE, NULL);

	event->name = what;
	event->place = place;
	happen(s, event);
}

void
scene_refused(struct scene *s, const char *place, const char *key)
{
	struct event *event = event_new(EVENT_PLACE, NULL);

	event->name = "refused";
	event->place = place;
	event->value = key;
	happen(s, event);
}

void
scene_form_fields(struct scene *s, const char *person, const char *name,
	const char *state, json_t *fields)
{
	struct event *event = event_new(EVENT_FORM, fields);

	event->person = person;
	event->name = name;
	event->value = state;
	event->fields = fields;
	happen(s, event);
}

void
scene_person(struct scene *s, const char *person, json_t *fields)
{
	struct event *event = event_new(EVENT_PERSON, fields);

	event->person = person;
	event->fields = fields;
	happen(s, event);
}

void
scene_open(struct scene *s, const char *url, bool again)
{
	const char *token = strstr(url, "/s/");
	struct ticket t;
	struct event *event;
	json_t *frame;

	assert_non_null(token);
	assert_int_equal(ticket_read(s->parts.seal, token + 3, &t), 0);
	frame = json_pack("{s:{s:I, s:I, s:I, s:I, s:s, s:s}}", "fields",
		"member", (json_int_t)t.member, "item", (json_int_t)t.item,
		"expires", (json_int_t)t.expires_at, "nonce",
		(json_int_t)t.nonce, "network", t.network, "token", token + 3);
	event = event_new(EVENT_WEB, frame);
	event->name = again ? "again" : "ticket";
	event->fields = json_object_get(frame, "fields");
	happen(s, event);
}

int64_t
scene_item(struct scene *s, const char *title, const char *summary)
{
	struct item i = {.campaign = 1, .state = "announced"};
	struct announcement a = {.chat = "acme",
		.place = "C1",
		.state = "due",
		.due_at = scene_now()};
	struct post p = {.chat = "acme", .place = "C1", .at = scene_now()};
	struct err e = {""};
	char *key;

	text_copy(i.title, sizeof i.title, title);
	text_copy(i.summary, sizeof i.summary, summary);
	snprintf(i.url, sizeof i.url, "https://blog.acme.test/%d", s->keys);
	snprintf(i.canonical, sizeof i.canonical, "%s", i.url);
	s->keys++;
	i.created_at = scene_now() + s->keys;
	if (item_add(s->parts.db, &i, &e) == -1)
		fail_msg("%s", e.text);
	a.item = i.id;
	assert_int_equal(announcement_add(s->parts.db, &a, &e), 0);
	assert_int_equal(
		announcement_state(s->parts.db, a.id, "posted", &e), 0);
	key = xasprintf("announce:%" PRId64 ":acme:C1", i.id);
	snprintf(p.message, sizeof p.message, "ann:%" PRId64, i.id);
	assert_int_equal(post_put(s->parts.db, key, &p, 0, &e), 0);
	free(key);
	return i.id;
}

void
scene_reads(struct scene *s, const char *person, const char *language)
{
	tongues_put(s->parts.tongues, "acme", person, language);
}

void
scene_restart(struct scene *s)
{
	tongues_free(s->parts.tongues);
	s->parts.tongues = tongues_new();
}

void
scene_join(struct scene *s, const char *person, const char *name)
{
	scene_press(s, person, "join", "0");
	scene_person(s, person,
		json_pack("{s:s, s:s, s:s}", "name", name, "language", "en",
			"zone", "Europe/Berlin"));
}

int64_t
scene_member(struct scene *s, const char *person)
{
	struct member m;
	struct err e = {""};

	assert_int_equal(people_find(s->parts.db, s->chat, person, &m, &e), 0);
	return m.id;
}
