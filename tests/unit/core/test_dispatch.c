#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "err.h"
#include "event.h"
#include "json.h"
#include "mem.h"
#include "seal.h"

#include "db.h"
#include "post.h"
#include "store.h"

#include "template.h"

#include "dispatch.h"
#include "pass.h"
#include "sender.h"

/* What is accepted once, and what is not accepted at all. */

struct scene {
	char dir[32];
	struct db *db;
	struct seal *seal;
	struct templates *templates;
	struct programme programme;
	struct dispatch *dispatch;
};

/* Stand-ins: a pass is what the test begins and ends; nothing is sent. */
void
pass_open(struct pass *p)
{
	(void)p;
}

void
pass_after(struct pass *p, pass_fn *fn, void *arg)
{
	(void)p;
	fn(arg);
}

void
sender_poke(struct sender *s)
{
	(void)s;
}

/* The behaviour under test writes down its value; "wrong" is a mistake. */
static int
handle(struct turn *t, struct err *e)
{
	if (meta_set(t->db, "done", t->event->value, e) == -1)
		return -1;
	if (strcmp(t->event->value, "broken") == 0)
		return err_set(e, "broken");
	if (strcmp(t->event->value, "unknown") == 0)
		turn_ignore(t);
	if (strcmp(t->event->value, "wrong") == 0)
		return turn_form_error(t, "name", "name_missing", NULL, e);
	return 0;
}

static int
begin(void **state)
{
	struct scene *s = xcalloc(1, sizeof *s);
	struct dispatch_parts parts;
	struct err e = {""};
	char *path;

	snprintf(s->dir, sizeof s->dir, "/tmp/dispatch-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	path = xasprintf("%s/db", s->dir);
	s->db = store_open(path, &e);
	assert_non_null(s->db);
	free(path);
	s->seal = seal_new("0123456789012345678901234567890123", &e);
	s->templates = templates_load(SOURCE_DIR "/templates", &e);
	assert_non_null(s->templates);
	s->programme = (struct programme){.language = "en",
		.zone = "UTC",
		.company = "Acme",
		.command_prefix = "",
		.contact = "",
		.share_emoji = "mega"};
	parts = (struct dispatch_parts){.db = s->db,
		.templates = s->templates,
		.seal = s->seal,
		.programme = &s->programme,
		.handle = handle};
	s->dispatch = dispatch_new(&parts);
	assert_int_equal(db_begin(s->db, &e), 0);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;
	char *remove = xasprintf("rm -r %s", s->dir);

	dispatch_free(s->dispatch);
	db_commit(s->db, NULL);
	db_close(s->db);
	templates_free(s->templates);
	seal_free(s->seal);
	assert_int_equal(system(remove), 0);
	free(remove);
	free(s);
	return 0;
}

static void
happens(struct scene *s, enum event_kind kind, const char *key,
	const char *value, const char *message)
{
	json_t *frame = json_pack("{s:s, s:s, s:s?}", "key", key, "value",
		value, "message", message);
	struct event *event = event_new(kind, frame);

	event->chat = "town";
	event->key = json_text(frame, "key", "");
	event->value = json_text(frame, "value", "");
	event->message = json_text(frame, "message", NULL);
	event->person = "ana";
	event->name = "something";
	event->post_key = message == NULL ? NULL : "announce:1";
	dispatch_event(s->dispatch, NULL, event);
}

/* What was done since it was asked last. */
static void
assert_done(struct scene *s, const char *value)
{
	char done[64];

	assert_int_equal(meta_get(s->db, "done", done, sizeof done, NULL), 0);
	assert_string_equal(done, value);
	assert_int_equal(meta_set(s->db, "done", "", NULL), 0);
}

static void
a_form_counts_once_it_closes(void **state)
{
	struct scene *s = *state;

	happens(s, EVENT_FORM, "form:n1", "wrong", NULL);
	assert_done(s, ""); /* nothing stays of a form with a mistake */
	happens(s, EVENT_FORM, "form:n1", "right", NULL);
	assert_done(s, "right");
	happens(s, EVENT_FORM, "form:n1", "right", NULL);
	assert_done(s, "");
	happens(s, EVENT_FORM, "form:n1", "other", NULL);
	assert_done(s, "");
	happens(s, EVENT_FORM, "form:n2", "other", NULL);
	assert_done(s, "other");
}

static void
a_button_works_where_it_was_put(void **state)
{
	const struct post post = {
		.chat = "town", .place = "news", .message = "post1", .at = 1};
	struct scene *s = *state;

	/* Said just now: where it stands is not known yet. */
	happens(s, EVENT_BUTTON, "press:1", "early", "post1");
	assert_done(s, "early");
	assert_int_equal(post_put(s->db, "announce:1", &post, 0, NULL), 0);
	happens(s, EVENT_BUTTON, "press:2", "there", "post1");
	assert_done(s, "there");
	happens(s, EVENT_BUTTON, "press:3", "copied", "post2");
	assert_done(s, "");
	/* Refused is not accepted either. */
	happens(s, EVENT_BUTTON, "press:3", "again", "post1");
	assert_done(s, "again");
}

static void
what_is_not_known_yet_may_come_again(void **state)
{
	struct scene *s = *state;

	happens(s, EVENT_REACTION_ADDED, "reaction:1", "unknown", NULL);
	assert_done(s, "");
	happens(s, EVENT_REACTION_ADDED, "reaction:1", "known", NULL);
	assert_done(s, "known");
	happens(s, EVENT_REACTION_ADDED, "reaction:1", "again", NULL);
	assert_done(s, "");
}

/* What is written into an input that is called so is a secret. */
static void
secrets_are_not_buried(void **state)
{
	struct scene *s = *state;
	json_t *frame = json_pack("{s:s, s:s, s:{s:s, s:s}}", "key", "form:9",
		"value", "broken", "values", "secret_codes", "GIFT-8412",
		"note", "For Ana");
	struct event *event = event_new(EVENT_FORM, frame);
	struct rows *r;

	event->chat = "town";
	event->key = json_text(frame, "key", "");
	event->value = json_text(frame, "value", "");
	event->fields = json_at(frame, "values");
	event->person = "ana";
	event->name = "something";
	dispatch_event(s->dispatch, NULL, event);
	r = db_ask(s->db, NULL, "SELECT body FROM buried", "");
	assert_int_equal(rows_next(r, NULL), 1);
	assert_null(strstr(rows_text(r, 0), "GIFT-8412"));
	assert_non_null(strstr(rows_text(r, 0), "For Ana"));
	rows_end(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_form_counts_once_it_closes, begin, end),
		cmocka_unit_test_setup_teardown(
			a_button_works_where_it_was_put, begin, end),
		cmocka_unit_test_setup_teardown(
			what_is_not_known_yet_may_come_again, begin, end),
		cmocka_unit_test_setup_teardown(
			secrets_are_not_buried, begin, end)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
