#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "event.h"
#include "slack/slack_decode.h"

static const struct slack_self self = {.person = "U0BOT", .prefix = ""};

static void
add(struct text *out, const char *name, const char *value)
{
	if (value != NULL)
		text_addf(out, " %s=%s", name, value);
}

/* The event in one line, as a reader of the log would like it. */
static char *
describe(const struct slack_frame *f)
{
	const struct event *e = f->event;
	struct text out = {0};
	char *fields;

	if (e == NULL)
		return xstrdup("nothing");
	text_add(&out, event_kind_name(e->kind));
	add(&out, "key", e->key);
	add(&out, "person", e->person);
	add(&out, "place", e->place);
	add(&out, "message", e->message);
	add(&out, "name", e->name);
	add(&out, "value", e->value);
	add(&out, "text", e->text);
	add(&out, "trigger", e->trigger);
	add(&out, "answer", e->answer);
	if (e->fields != NULL) {
		fields = json_dump(e->fields);
		add(&out, "fields", fields);
		free(fields);
	}
	if (e->at != 0)
		text_addf(&out, " at=%lld", (long long)e->at);
	text_addf(&out, "%s%s%s", e->ephemeral ? " ephemeral" : "",
		e->direct ? " direct" : "", e->answerable ? " answerable" : "");
	return text_take(&out);
}

static void
assert_decoded(
	const char *frame, const struct slack_self *us, const char *expected)
{
	struct slack_frame f;
	char *line;

	assert_int_equal(
		slack_decode_frame(&f, frame, strlen(frame), us, NULL), 0);
	line = describe(&f);
	assert_string_equal(line, expected);
	free(line);
	slack_decode_free(&f);
}

#define ENVELOPE(type, answerable, payload)                                    \
	"{\"envelope_id\":\"e-1\",\"accepts_response_payload\":" answerable    \
	",\"payload\":" payload ",\"type\":\"" type "\"}"
#define EVENT(event)                                                           \
	ENVELOPE("events_api", "false",                                        \
		"{\"type\":\"event_callback\",\"event_id\":\"Ev1\","           \
		"\"event_time\":1700000000,\"event\":" event "}")

static void
test_hello_and_disconnect(void **state)
{
	static const char hello[] =
		"{\"type\":\"hello\",\"num_connections\":2,\"connection_info\":"
		"{\"app_id\":\"A1\"},\"debug_info\":{\"host\":\"applink-1\","
		"\"approximate_connection_time\":18060}}";
	static const char bye[] =
		"{\"type\":\"disconnect\",\"reason\":\"warning\","
		"\"debug_info\":{\"host\":\"applink-2\"}}";
	static const char bare[] =
		"{\"type\":\"hello\",\"num_connections\":\"x\","
		"\"debug_info\":7}";
	struct slack_frame f;

	(void)state;
	slack_decode_frame(&f, hello, strlen(hello), &self, NULL);
	assert_int_equal(f.kind, SLACK_HELLO);
	assert_int_equal(f.connections, 2);
	assert_int_equal(f.lifetime_s, 18060);
	assert_string_equal(f.host, "applink-1");
	assert_string_equal(f.app, "A1");
	slack_decode_free(&f);
	slack_decode_frame(&f, bye, strlen(bye), &self, NULL);
	assert_int_equal(f.kind, SLACK_DISCONNECT);
	assert_string_equal(f.reason, "warning");
	slack_decode_free(&f);
	slack_decode_frame(&f, bare, strlen(bare), &self, NULL);
	assert_int_equal(f.kind, SLACK_HELLO);
	assert_int_equal(f.connections, 0);
	slack_decode_free(&f);
}

static void
test_commands(void **state)
{
	struct slack_self acme = {.person = "U0BOT", .prefix = "acme-"};

	(void)state;
	assert_decoded(
		ENVELOPE("slash_commands", "true",
			"{\"command\":\"/advocate\",\"text\":\"top week\","
			"\"user_id\":\"U1\",\"channel_id\":\"C1\","
			"\"trigger_id\":\"1.2.3\",\"response_url\":"
			"\"https://hooks.slack.com/commands/x\"}"),
		&self,
		"command key=e-1 person=U1 place=C1 name=/advocate "
		"text=top week trigger=1.2.3 "
		"answer=https://hooks.slack.com/commands/x answerable");
	assert_decoded(ENVELOPE("slash_commands", "true",
			       "{\"command\":\"/acme-share\",\"text\":\"\","
			       "\"user_id\":\"U1\",\"channel_id\":\"D1\"}"),
		&acme,
		"command key=e-1 person=U1 place=D1 name=/share text= direct "
		"answerable");
	assert_decoded(ENVELOPE("slash_commands", "true",
			       "{\"command\":\"/advocate\",\"text\":\"\"}"),
		&self, "nothing");
}

static void
assert_text(const char *typed, const char *expected)
{
	char *plain = slack_decode_text(typed);

	assert_string_equal(plain, expected);
	free(plain);
}

static void
test_what_people_type(void **state)
{
	(void)state;
	assert_text("add https://a.b/c", "add https://a.b/c");
	assert_text("  top\xc2\xa0week \n", "top week");
	assert_text("new \xe2\x80\x9c"
		    "A b\xe2\x80\x9d it\xe2\x80\x99s",
		"new \"A b\" it's");
	assert_text("<https://a.b/?x=1&amp;y=2|a.b> <mailto:a@b.c|a@b.c>",
		"https://a.b/?x=1&y=2 a@b.c");
	assert_text("<@U1|ann> <@U2> <#C1|gen> <!subteam^S1|@x>",
		"<@U1> <@U2> <#C1> <!subteam^S1>");
	assert_text("a &lt; b &amp;&amp; c < d <> <e", "a < b && c < d <> <e");
	assert_text("\xe2\x80\xae"
		    "x\xe2\x80\x8by",
		"xy");
	assert_text("", "");
}

static void
test_buttons(void **state)
{
	(void)state;
	assert_decoded(
		ENVELOPE("interactive", "false",
			"{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},"
			"\"container\":{\"type\":\"message\",\"message_ts\":"
			"\"1.2\",\"channel_id\":\"C1\",\"is_ephemeral\":true},"
			"\"trigger_id\":\"t\",\"response_url\":\"https://h/a\","
			"\"actions\":[{\"type\":\"button\",\"action_id\":"
			"\"network#2\",\"value\":\"17\",\"action_ts\":"
			"\"1700000000.5\"}]}"),
		&self,
		"button key=e-1 person=U1 place=C1 message=1.2 name=network "
		"value=17 trigger=t answer=https://h/a at=1700000000500 "
		"ephemeral");
	assert_decoded(
		ENVELOPE("interactive", "false",
			"{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},"
			"\"container\":{\"type\":\"view\",\"view_id\":\"V1\"},"
			"\"view\":{\"type\":\"home\",\"state\":{\"values\":{}}}"
			",\"actions\":[{\"type\":\"static_select\","
			"\"action_id\":\"pick\",\"selected_option\":"
			"{\"text\":{},\"value\":\"b\"}}]}"),
		&self, "button key=e-1 person=U1 name=pick value=b fields={}");
	assert_decoded(
		ENVELOPE("interactive", "false",
			"{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},"
			"\"actions\":[{\"type\":\"static_select\","
			"\"action_id\":\"pick\",\"selected_option\":null}]}"),
		&self, "button key=e-1 person=U1 name=pick");
	assert_decoded(ENVELOPE("interactive", "false",
			       "{\"type\":\"block_actions\",\"actions\":[]}"),
		&self, "nothing");
}

static void
test_typing(void **state)
{
	(void)state;
	assert_decoded(
		ENVELOPE("interactive", "false",
			"{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},"
			"\"container\":{\"type\":\"view\",\"view_id\":\"V1\"},"
			"\"trigger_id\":\"t\",\"view\":{\"type\":\"modal\","
			"\"id\":\"V1\",\"callback_id\":\"texts\","
			"\"private_metadata\":\"12\",\"state\":{\"values\":"
			"{\"text\":{\"value\":{\"type\":\"plain_text_input\","
			"\"value\":\"Hello\"}}}}},\"actions\":[{\"type\":"
			"\"plain_text_input\",\"block_id\":\"text\","
			"\"action_id\":\"value\",\"value\":\"Hello\"}]}"),
		&self,
		"typed key=e-1 person=U1 message=V1 name=texts value=12 "
		"trigger=t fields={\"text\":\"Hello\"}");
}

static void
test_forms(void **state)
{
	(void)state;
	assert_decoded(
		ENVELOPE("interactive", "true",
			"{\"type\":\"view_submission\",\"user\":{\"id\":\"U1\"}"
			",\"view\":{\"callback_id\":\"campaign_new\","
			"\"private_metadata\":\"st\",\"state\":{\"values\":{"
			"\"why\":{\"value\":{\"type\":\"plain_text_input\","
			"\"value\":\"x\"}},"
			"\"end\":{\"value\":{\"type\":\"datepicker\","
			"\"selected_date\":null}},"
			"\"nets\":{\"value\":{\"type\":\"checkboxes\","
			"\"selected_options\":[{\"value\":\"a\"},"
			"{\"value\":\"b\"}]}},"
			"\"in\":{\"value\":{\"type\":"
			"\"multi_conversations_select\","
			"\"selected_conversations\":[\"C1\"]}},"
			"\"at\":{\"value\":{\"type\":\"datetimepicker\","
			"\"selected_date_time\":1700000000}}}}}}"),
		&self,
		"form key=e-1 person=U1 name=campaign_new value=st "
		"fields={\"why\":\"x\",\"end\":null,\"nets\":[\"a\",\"b\"],"
		"\"in\":[\"C1\"],\"at\":\"1700000000\"} answerable");
	assert_decoded(
		ENVELOPE("interactive", "false",
			"{\"type\":\"view_closed\",\"user\":{\"id\":\"U1\"},"
			"\"view\":{\"callback_id\":\"campaign_new\"}}"),
		&self, "nothing");
}

static void
test_shortcuts(void **state)
{
	(void)state;
	assert_decoded(
		ENVELOPE("interactive", "false",
			"{\"type\":\"message_action\",\"callback_id\":\"s\","
			"\"user\":{\"id\":\"U1\"},\"channel\":{\"id\":\"C1\"},"
			"\"message_ts\":\"1.2\",\"trigger_id\":\"t\","
			"\"message\":{\"text\":\"see <https://a.b>\"}}"),
		&self,
		"shortcut key=e-1 person=U1 place=C1 message=1.2 name=s "
		"text=see https://a.b trigger=t");
	assert_decoded(ENVELOPE("interactive", "false",
			       "{\"type\":\"shortcut\",\"callback_id\":\"n\","
			       "\"user\":{\"id\":\"U1\"},\"trigger_id\":"
			       "\"t\"}"),
		&self, "shortcut key=e-1 person=U1 name=n trigger=t");
}

static void
test_reactions(void **state)
{
	(void)state;
	assert_decoded(EVENT("{\"type\":\"reaction_added\",\"user\":\"U1\","
			     "\"reaction\":\"mega::skin-tone-3\",\"item\":"
			     "{\"type\":\"message\",\"channel\":\"C1\","
			     "\"ts\":\"1.2\"},"
			     "\"event_ts\":\"1360782804.083113\"}"),
		&self,
		"reaction_added key=Ev1 person=U1 place=C1 message=1.2 "
		"name=mega at=1360782804083");
	assert_decoded(EVENT("{\"type\":\"reaction_removed\",\"user\":\"U1\","
			     "\"reaction\":\"mega\",\"item\":{\"type\":"
			     "\"message\",\"channel\":\"C1\",\"ts\":\"1.2\"}}"),
		&self,
		"reaction_removed key=Ev1 person=U1 place=C1 message=1.2 "
		"name=mega at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"reaction_added\",\"user\":\"U0BOT\","
			     "\"reaction\":\"mega\",\"item\":{\"type\":"
			     "\"message\",\"channel\":\"C1\",\"ts\":\"1.2\"}}"),
		&self, "nothing");
	assert_decoded(EVENT("{\"type\":\"reaction_added\",\"user\":\"U1\","
			     "\"reaction\":\"mega\",\"item\":{\"type\":"
			     "\"file\",\"file\":\"F1\"}}"),
		&self, "nothing");
}

static void
test_direct_messages(void **state)
{
	static const char *const noise[] = {
		EVENT("{\"type\":\"message\",\"channel_type\":\"im\",\"user\":"
		      "\"U1\",\"text\":\"x\",\"bot_id\":\"B1\"}"),
		EVENT("{\"type\":\"message\",\"channel_type\":\"im\",\"user\":"
		      "\"U0BOT\",\"text\":\"x\"}"),
		EVENT("{\"type\":\"message\",\"channel_type\":\"im\","
		      "\"subtype\":\"message_changed\",\"hidden\":true,"
		      "\"message\":{\"user\":\"U1\",\"text\":\"x\"}}"),
		EVENT("{\"type\":\"message\",\"channel_type\":\"channel\","
		      "\"user\":\"U1\",\"text\":\"x\"}"),
		EVENT("{\"type\":\"message\",\"channel_type\":\"im\",\"user\":"
		      "\"U1\",\"text\":\"x\",\"subtype\":\"bot_message\"}"),
	};
	size_t i;

	(void)state;
	assert_decoded(EVENT("{\"type\":\"message\",\"channel_type\":\"im\","
			     "\"channel\":\"D1\",\"user\":\"U1\",\"text\":"
			     "\"top\xc2\xa0week\",\"ts\":\"1.2\"}"),
		&self,
		"message key=Ev1 person=U1 place=D1 message=1.2 text=top week "
		"at=1700000000000 direct");
	for (i = 0; i < sizeof noise / sizeof *noise; i++)
		assert_decoded(noise[i], &self, "nothing");
}

static void
test_people_and_places(void **state)
{
	(void)state;
	assert_decoded(
		EVENT("{\"type\":\"user_change\",\"user\":{\"id\":\"U1\","
		      "\"name\":\"ann\",\"tz\":\"Europe/Berlin\",\"locale\":"
		      "\"de-DE\",\"deleted\":true,\"is_admin\":false,"
		      "\"is_owner\":true,\"profile\":{\"display_name\":\"\","
		      "\"real_name\":\"Ann Lee\"}}}"),
		&self,
		"person key=Ev1 person=U1 fields={\"name\":\"Ann Lee\","
		"\"zone\":\"Europe/Berlin\",\"language\":\"de\",\"gone\":true,"
		"\"admin\":true} at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"team_join\",\"user\":{\"id\":\"U9\","
			     "\"is_bot\":true}}"),
		&self, "nothing");
	assert_decoded(EVENT("{\"type\":\"member_joined_channel\",\"user\":"
			     "\"U0BOT\",\"channel\":\"C1\",\"inviter\":"
			     "\"U2\"}"),
		&self,
		"place key=Ev1 person=U2 place=C1 name=joined "
		"at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"member_joined_channel\",\"user\":"
			     "\"U1\",\"channel\":\"C1\"}"),
		&self,
		"members key=Ev1 place=C1 name=changed at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"member_left_channel\",\"user\":"
			     "\"U1\",\"channel\":\"G1\"}"),
		&self,
		"members key=Ev1 place=G1 name=changed at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"subteam_members_changed\","
			     "\"subteam_id\":\"S1\",\"added_users\":"
			     "[\"U1\"],\"removed_users\":[]}"),
		&self,
		"members key=Ev1 place=S1 name=changed at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"subteam_updated\",\"subteam\":"
			     "{\"id\":\"S1\",\"users\":[\"U1\"]}}"),
		&self,
		"members key=Ev1 place=S1 name=changed at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"subteam_members_changed\"}"), &self,
		"nothing");
	assert_decoded(EVENT("{\"type\":\"group_left\",\"channel\":\"G1\"}"),
		&self, "place key=Ev1 place=G1 name=left at=1700000000000");
	assert_decoded(
		EVENT("{\"type\":\"channel_archive\",\"channel\":\"C1\"}"),
		&self, "place key=Ev1 place=C1 name=archived at=1700000000000");
	assert_decoded(
		EVENT("{\"type\":\"channel_unarchive\",\"channel\":\"C1\"}"),
		&self, "place key=Ev1 place=C1 name=joined at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"app_home_opened\",\"user\":\"U1\","
			     "\"channel\":\"D1\",\"tab\":\"home\","
			     "\"event_ts\":\"1515449522000016\"}"),
		&self,
		"home key=Ev1 person=U1 place=D1 at=1700000000000 direct");
	assert_decoded(EVENT("{\"type\":\"app_home_opened\",\"user\":\"U1\","
			     "\"channel\":\"D1\",\"tab\":\"messages\"}"),
		&self, "nothing");
}

static void
test_lifecycle(void **state)
{
	static const char limited[] = ENVELOPE("events_api", "false",
		"{\"type\":\"app_rate_limited\",\"team_id\":\"T1\"}");
	struct slack_frame f;

	(void)state;
	assert_decoded(EVENT("{\"type\":\"app_uninstalled\"}"), &self,
		"connection key=Ev1 name=uninstalled at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"tokens_revoked\",\"tokens\":{\"bot\":"
			     "[\"U0BOT\"]}}"),
		&self, "connection key=Ev1 name=revoked at=1700000000000");
	assert_decoded(EVENT("{\"type\":\"tokens_revoked\",\"tokens\":{"
			     "\"oauth\":[\"U1\"]}}"),
		&self, "nothing");
	slack_decode_frame(&f, limited, strlen(limited), &self, NULL);
	assert_true(f.rate_limited);
	assert_int_equal(f.kind, SLACK_ENVELOPE);
	slack_decode_free(&f);
}

static void
test_what_is_odd_is_acked_or_refused(void **state)
{
	static const char *const refused[] = {"", "[]", "{", "7",
		"{\"envelope_id\":\"\",\"type\":\"interactive\"}"};
	struct slack_frame f;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof refused / sizeof *refused; i++) {
		assert_int_equal(slack_decode_frame(&f, refused[i],
					 strlen(refused[i]), &self, &e),
			-1);
		slack_decode_free(&f);
	}
	assert_decoded(ENVELOPE("new_thing", "false", "[]"), &self, "nothing");
	assert_decoded(
		ENVELOPE("events_api", "false", "null"), &self, "nothing");
	assert_decoded(EVENT("[]"), &self, "nothing");
	assert_decoded("{\"type\":\"news\"}", &self, "nothing");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hello_and_disconnect),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_what_people_type),
		cmocka_unit_test(test_buttons),
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_shortcuts),
		cmocka_unit_test(test_reactions),
		cmocka_unit_test(test_direct_messages),
		cmocka_unit_test(test_people_and_places),
		cmocka_unit_test(test_lifecycle),
		cmocka_unit_test(test_what_is_odd_is_acked_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
