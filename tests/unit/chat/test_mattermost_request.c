#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "event.h"
#include "mattermost/mattermost_decode.h"
#include "mattermost/mattermost_encode.h"
#include "mattermost/mattermost_seal.h"

#define ANA "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BEN "eeeeeeeeeeeeeeeeeeeeeeeeee"
#define BOT "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define POST "pppppppppppppppppppppppppp"
#define HERE "cccccccccccccccccccccccccc"
/* of "rrrrrrrrrrrrrrrrrrrrrrrrrr:" ANA ":1795399040697:c2ln" */
#define TRIGGER                                                                \
	"cnJycnJycnJycnJycnJycnJycnJycnJycnI6YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh" \
	"YWE6MTc5NTM5OTA0MDY5NzpjMmxu"

static const struct mattermost_self us = {
	.person = BOT, .prefix = "acme-", .connection = "x"};

static int
set_up(void **state)
{
	*state = seal_new("0123456789abcdef0123456789abcdef", NULL);
	return *state == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	seal_free(*state);
	return 0;
}

/* Commands ----------------------------------------------------------------- */

static struct event *
command(const char *more)
{
	char *body = xasprintf("token=secret&user_id=" ANA "&user_name=ana&"
			       "channel_id=" HERE "&command=%%2Facme-share&"
			       "trigger_id=" TRIGGER "&response_url=http%%3A"
			       "%%2F%%2Fx%%2Fhooks%s",
		more);
	const char *token;
	struct event *e;
	struct err err = {{0}};

	mattermost_decode_command(&e, &token, body, strlen(body), &us, &err);
	assert_string_equal(err.text, "");
	assert_non_null(e);
	assert_string_equal(token, "secret");
	assert_string_equal(e->person, ANA);
	assert_string_equal(e->key, "command:rrrrrrrrrrrrrrrrrrrrrrrrrr");
	assert_string_equal(e->name, "/share");
	assert_string_equal(e->answer, "http://x/hooks");
	assert_int_equal(e->at, INT64_C(1795399040697));
	assert_true(e->answerable);
	free(body);
	return e;
}

static void
check_text(const char *more, const char *text)
{
	struct event *e = command(more);

	assert_string_equal(e->text, text);
	event_free(e);
}

#define PEOPLE                                                                 \
	"&user_mentions=ben.b&user_mentions=ana&user_mentions_ids=" BEN        \
	"&user_mentions_ids=" ANA
#define CHANNELS                                                               \
	"&channel_mentions=news&channel_mentions=old-news&"                    \
	"channel_mentions_ids=" HERE "&channel_mentions_ids=" POST

static void
test_what_is_typed_becomes_plain(void **state)
{
	(void)state;
	check_text("", "");
	check_text("&text=", "");
	check_text("&text=+a++%22b%22%0A", "a  \"b\"");
	check_text("&text=%E2%80%9Cq%E2%80%9D%C2%A0%F0%9F%8E%89%E2%80%8B",
		"\"q\" \xf0\x9f\x8e\x89");
	check_text("&text=100%25+%zz+%", "100% %zz %");
	check_text("&text=<%26amp;>", "<&amp;>");
}

static void
test_names_become_ids(void **state)
{
	(void)state;
	check_text("&text=@ana+and+@Ben.B.,+@zoe" PEOPLE,
		"<@" ANA "> and <@" BEN ">., @zoe");
	check_text("&text=mail+x@ana+@ana-b" PEOPLE, "mail x@ana @ana-b");
	check_text("&text=~news+~old-news,+~secret+~+~~" CHANNELS,
		"<#" HERE "> <#" POST ">, #secret ~ ~~");
	/* lists that do not belong together */
	check_text("&text=@ana&user_mentions=ana", "@ana");
}

static void
test_direct_is_with_us_alone(void **state)
{
	struct event *e = command("&channel_name=" ANA "__" BOT);

	(void)state;
	assert_true(e->direct);
	event_free(e);
	e = command("&channel_name=" BOT "__" ANA);
	assert_true(e->direct);
	event_free(e);
	e = command("&channel_name=" ANA "__" BEN);
	assert_false(e->direct);
	event_free(e);
	e = command("&channel_name=news__" ANA);
	assert_false(e->direct);
	event_free(e);
}

static void
test_what_is_no_command(void **state)
{
	static const char *const bodies[][2] = {
		{"", "no user_id"},
		{"user_id=../x&command=%2Fa", "no user_id"},
		{"user_id=" ANA "&command=a", "no command"},
		{"user_id=" ANA "&command=%2Fa&token=" BEN, "no trigger_id"},
		{"user_id=" ANA "&text=%ff&token=" BEN,
			"the body is no form of texts"},
		{"a%00b=1", "the body is no form of texts"},
	};
	const char *token;
	struct event *e;
	struct err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		assert_int_equal(
			mattermost_decode_command(&e, &token, bodies[i][0],
				strlen(bodies[i][0]), &us, &err),
			-1);
		assert_string_equal(err.text, bodies[i][1]);
		assert_null(e);
	}
}

/* A shape of triggers that nobody knows yet still tells commands apart. */
static void
test_a_new_kind_of_trigger(void **state)
{
	static const char body[] =
		"user_id=" ANA "&command=%2Fa&trigger_id=new-";
	char *one = xasprintf("%s1", body), *two = xasprintf("%s2", body);
	const char *token;
	struct event *e, *other;

	(void)state;
	assert_int_equal(mattermost_decode_command(
				 &e, &token, one, strlen(one), &us, NULL),
		0);
	assert_int_equal(mattermost_decode_command(
				 &other, &token, two, strlen(two), &us, NULL),
		0);
	assert_string_not_equal(e->key, other->key);
	event_free(other);
	event_free(e);
	free(two);
	free(one);
}

/* Presses ------------------------------------------------------------------ */

static void
test_presses(void **state)
{
	static const char body[] =
		"{\"user_id\":\"" ANA "\",\"user_name\":\"ana\","
		"\"channel_id\":\"" HERE "\",\"channel_name\":\"" ANA "__" BOT
		"\",\"post_id\":\"" POST "\",\"trigger_id\":\"" TRIGGER
		"\",\"type\":\"select\",\"context\":{\"v\":1,\"a\":\"share\","
		"\"x\":\"17\",\"e\":true,\"selected_option\":\"b\"}}";
	struct mattermost_press press;
	struct err e = {{0}};

	(void)state;
	mattermost_decode_press(&press, body, strlen(body), &us, &e);
	assert_string_equal(e.text, "");
	assert_string_equal(
		press.event->key, "press:rrrrrrrrrrrrrrrrrrrrrrrrrr");
	assert_string_equal(press.event->name, "share");
	assert_string_equal(press.event->value, "b");
	assert_string_equal(press.chosen, "b");
	assert_string_equal(press.event->message, POST);
	assert_string_equal(press.event->place, HERE);
	assert_true(press.event->direct);
	assert_true(press.event->ephemeral);
	event_free(press.event);
}

static void
test_what_is_no_press(void **state)
{
	static const char *const bodies[][2] = {
		{"", "the body is no JSON object"},
		{"[\"" ANA "\"]", "the body is no JSON object"},
		{"{}", "no user_id"},
		{"{\"user_id\":\"" ANA "\"}", "no context"},
		{"{\"user_id\":\"" ANA "\",\"context\":{}}", "no trigger_id"},
	};
	struct mattermost_press press;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		assert_int_equal(mattermost_decode_press(&press, bodies[i][0],
					 strlen(bodies[i][0]), &us, &e),
			-1);
		assert_string_equal(e.text, bodies[i][1]);
		assert_null(press.event);
	}
}

/* Forms: written, sent in, read back. -------------------------------------- */

static const char *
find_channel(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, "news") == 0 ? HERE : NULL;
}

static const char *
no_name(void *arg, const char *id)
{
	(void)arg;
	(void)id;
	return NULL;
}

static const char form[] =
	"{\"form\": \"edit\", \"state\": \"17\", \"blocks\": ["
	"{\"input\": \"t\", \"label\": \"T\", \"kind\": \"long\"},"
	"{\"input\": \"u\", \"label\": \"U\", \"kind\": \"url\"},"
	"{\"input\": \"n\", \"label\": \"N\", \"kind\": \"number\"},"
	"{\"input\": \"m\", \"label\": \"M\", \"kind\": \"number\"},"
	"{\"input\": \"e\", \"label\": \"E\", \"kind\": \"text\"},"
	"{\"input\": \"g\", \"label\": \"G\", \"kind\": \"text\"},"
	"{\"input\": \"b\", \"label\": \"B\", \"kind\": \"choices\","
	" \"options\": [{\"text\": \"X\", \"value\": \"x\"}, {\"text\": "
	"\"Y\", \"value\": \"y\"}, {\"text\": \"Z\", \"value\": \"z\"}]},"
	"{\"input\": \"c\", \"label\": \"C\", \"kind\": \"channels\"},"
	"{\"input\": \"p\", \"label\": \"P\", \"kind\": \"channel\"}]}";

/* The state of a dialog with that form (or NULL: a confirmation), yours. */
static char *
state_of(const struct seal *seal, const char *text)
{
	struct mattermost_encode with = {
		.names = {.person = no_name, .channel = no_name},
		.sign = {.seal = seal,
			.chat = "acme",
			.url = "https://x",
			.person = ANA,
			.now = 1}};
	json_t *card = json_loads(text, 0, NULL), *dialog;
	char *state;

	assert_non_null(card);
	if (json_object_get(card, "form") != NULL)
		dialog =
			mattermost_encode_dialog(card, "https://answer", &with);
	else
		dialog = mattermost_encode_confirm(
			json_object_get(card, "confirm"), card, &with);
	state = xstrdup(json_text(dialog, "dialog.state", ""));
	json_decref(dialog);
	json_decref(card);
	return state;
}

/* What came in with that state, read back: the event's, its complaints. */
static json_t *
send_in(struct mattermost_dialog *d, const struct seal *seal, const char *state,
	const char *submission)
{
	struct mattermost_caller ana = {"acme", ANA, ""};
	struct mattermost_form opened;
	struct err e = {{0}};
	json_t *box;
	char *body = xasprintf("{\"type\":\"dialog_submission\","
			       "\"callback_id\":\"other\",\"state\":\"%s\","
			       "\"user_id\":\"" ANA "\",\"channel_id\":\"" HERE
			       "\",\"submission\":%s,\"cancelled\":false}",
		state, submission);

	mattermost_decode_dialog(d, body, strlen(body), &us, &e);
	assert_string_equal(e.text, "");
	box = mattermost_seal_open(seal, d->state, &ana, 1, &opened, &e);
	assert_string_equal(e.text, "");
	free(body);
	return mattermost_decode_form(d, box, &opened, find_channel, NULL);
}

static void
test_forms_are_read_by_their_kinds(void **state)
{
	struct mattermost_dialog d;
	char *sealed = state_of(*state, form), *fields;

	assert_null(send_in(&d, *state, sealed,
		"{\"t\":\" a\\r\\nb \",\"u\":\" https://x \",\"n\":3,"
		"\"m\":2.5,\"e\":\" \",\"b.0\":true,\"b.1\":false,"
		"\"b.2\":\"true\",\"c\":\"~news, #news\",\"p\":null,"
		"\"q\":\"not asked\"}"));
	assert_int_equal(d.event->kind, EVENT_FORM);
	assert_string_equal(d.event->name, "edit");
	assert_string_equal(d.event->value, "17");
	assert_string_equal(d.event->answer, "https://answer");
	assert_null(d.event->place);
	fields = json_dumps(d.event->fields, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(fields,
		"{\"b\":[\"x\",\"z\"],\"c\":[\"" HERE "\",\"" HERE "\"],"
		"\"e\":null,\"g\":null,\"m\":\"2.5\",\"n\":\"3\",\"p\":null,"
		"\"t\":\" a\\nb \",\"u\":\"https://x\"}");
	free(fields);
	event_free(d.event);
	free(sealed);
}

static void
test_unknown_channels_are_said(void **state)
{
	struct mattermost_dialog d;
	char *sealed = state_of(*state, form), *text;
	json_t *complaints =
		       send_in(&d, *state, sealed, "{\"c\":\"~news ~gone\"}"),
	       *answer = mattermost_encode_errors(complaints, NULL);

	text = json_dumps(answer, JSON_COMPACT);
	assert_string_equal(text, "{\"errors\":{\"c\":\"~gone ?\"}}");
	free(text);
	json_decref(answer);
	json_decref(complaints);
	event_free(d.event);
	free(sealed);
}

/* A form counts once, whatever is filled in when it is sent again; another
 * of the same kind is another. */
static void
test_keys_of_forms(void **state)
{
	struct mattermost_dialog a, b, c;
	char *sealed = state_of(*state, form), *other = state_of(*state, form);

	assert_null(send_in(&a, *state, sealed, "{\"t\":\"1\",\"n\":2}"));
	assert_null(send_in(&b, *state, sealed, "{\"n\":2,\"t\":\"2\"}"));
	assert_null(send_in(&c, *state, other, "{\"t\":\"1\",\"n\":2}"));
	assert_string_equal(a.event->key, b.event->key);
	assert_string_not_equal(a.event->key, c.event->key);
	assert_true(text_starts(a.event->key, "form:"));
	event_free(a.event);
	event_free(b.event);
	event_free(c.event);
	free(other);
	free(sealed);
}

static void
test_a_confirmation_is_the_press(void **state)
{
	struct mattermost_dialog d;
	char *sealed = state_of(*state,
		"{\"a\":\"forget\",\"x\":\"1\",\"message\":\"" POST
		"\",\"channel\":\"" HERE "\",\"ephemeral\":true,"
		"\"confirm\":{\"title\":\"Sure?\",\"text\":\"*x*\","
		"\"yes\":\"Yes\",\"no\":\"No\"}}");

	assert_null(send_in(&d, *state, sealed, "{}"));
	assert_int_equal(d.event->kind, EVENT_BUTTON);
	assert_string_equal(d.event->name, "forget");
	assert_string_equal(d.event->value, "1");
	assert_string_equal(d.event->message, POST);
	assert_string_equal(d.event->place, HERE);
	assert_true(d.event->ephemeral);
	assert_false(d.event->direct);
	assert_true(text_starts(d.event->key, "form:"));
	event_free(d.event);
	free(sealed);
}

static void
test_complaints_find_their_input(void **state)
{
	json_t *errors = json_pack("{s:s, s:[s, {s:s}], s:s}", "t", "too long",
		"b", "take ", "b", "one", "other", "all wrong");
	json_t *kinds =
		json_pack("{s:s, s:[s, s]}", "t", "text", "b", "x", "y");
	json_t *answer = mattermost_encode_errors(errors, kinds);
	char *text = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);

	(void)state;
	assert_string_equal(text,
		"{\"error\":\"all wrong\",\"errors\":{\"b.0\":\"take one\","
		"\"t\":\"too long\"}}");
	free(text);
	json_decref(answer);
	answer = mattermost_encode_errors(NULL, kinds);
	assert_int_equal(json_object_size(answer), 0);
	json_decref(answer);
	json_decref(kinds);
	json_decref(errors);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_typed_becomes_plain),
		cmocka_unit_test(test_names_become_ids),
		cmocka_unit_test(test_direct_is_with_us_alone),
		cmocka_unit_test(test_what_is_no_command),
		cmocka_unit_test(test_a_new_kind_of_trigger),
		cmocka_unit_test(test_presses),
		cmocka_unit_test(test_what_is_no_press),
		cmocka_unit_test(test_forms_are_read_by_their_kinds),
		cmocka_unit_test(test_unknown_channels_are_said),
		cmocka_unit_test(test_keys_of_forms),
		cmocka_unit_test(test_a_confirmation_is_the_press),
		cmocka_unit_test(test_complaints_find_their_input),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
