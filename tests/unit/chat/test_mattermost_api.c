#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"

#include "chat.h"
#include "mattermost/mattermost_api.h"
#include "mattermost/mattermost_hold.h"
#include "mattermost_peer.h"

#define TOKEN "secret-token"

struct story {
	struct mattermost_peer peer;
	struct chat_settings settings;
	struct mattermost_api *api;
	/* the last answer, copied */
	int calls;
	enum mattermost_outcome outcome;
	int status;
	char error[160], why[256];
	json_t *body;
	int64_t retry_ms;
	bool too_large;
	/* what was told of the token */
	int refused, works;
};

static void
on_token(void *arg, bool works)
{
	struct story *s = arg;

	s->works += works;
	s->refused += !works;
}

static int
begin(void **state)
{
	struct story *s = xcalloc(1, sizeof *s);

	mattermost_peer_start(&s->peer);
	s->settings = (struct chat_settings){.name = "hq",
		.kind = "mattermost",
		.api_url = s->peer.address,
		.bot_token = TOKEN};
	s->api = mattermost_api_new(s->peer.loop, &s->settings, NULL);
	assert_non_null(s->api);
	mattermost_api_on_token(s->api, on_token, s);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	json_decref(s->body);
	mattermost_api_free(s->api);
	mattermost_peer_stop(&s->peer);
	free(s);
	return 0;
}

static void
on_reply(void *arg, const struct mattermost_reply *r)
{
	struct story *s = arg;

	s->calls++;
	s->outcome = r->outcome;
	s->status = r->status;
	s->retry_ms = r->retry_ms;
	s->too_large = r->too_large;
	snprintf(s->error, sizeof s->error, "%s", r->error);
	snprintf(s->why, sizeof s->why, "%s", r->why == NULL ? "" : r->why);
	json_decref(s->body);
	s->body = json_deep_copy(r->body);
	assert_null(strstr(s->why, TOKEN));
	assert_null(strstr(s->error, TOKEN));
	assert_true(r->outcome == MATTERMOST_OK || r->body == NULL);
	assert_true(r->outcome == MATTERMOST_OK || s->why[0] != '\0');
}

static bool
has_called(void *arg)
{
	return ((struct story *)arg)->calls > 0;
}

static void
wait_for(struct story *s)
{
	assert_int_equal(s->calls, 0); /* never before the return */
	assert_true(mattermost_peer_until(&s->peer, has_called, s, 5000));
	s->calls = 0;
}

static void
ask(struct story *s, struct mattermost_request request)
{
	mattermost_api_ask(s->api, &request, on_reply, s);
	wait_for(s);
}

static void
get(struct story *s, const char *path)
{
	ask(s, (struct mattermost_request){.method = "GET", .path = path});
}

/* What the peer says next. */
static void
next(struct story *s, int status, json_t *headers, json_t *body)
{
	mattermost_peer_tell(&s->peer, "answer",
		json_pack("{s:i, s:o, s:o}", "status", status, "headers",
			headers == NULL ? json_object() : headers, "body",
			body == NULL ? json_string("") : body));
}

static const char *const outcomes[] = {"ok", "limited", "unsent", "unsure",
	"denied", "gone", "busy", "refused"};

static void
check_row(struct story *s, const json_t *row)
{
	const char *name = json_text(row, "name", "?");
	const char *wanted = json_text(row, "outcome", "?");
	json_t *body = json_object();

	mattermost_peer_tell(&s->peer, "answer", json_deep_copy(row));
	ask(s, (struct mattermost_request){
		       .method = json_text(row, "method", ""),
		       .path = json_text(row, "path", ""),
		       .body = body,
		       .urgent = true});
	json_decref(body);
	if (strcmp(outcomes[s->outcome], wanted) != 0)
		fail_msg("%s: %s, not %s", name, outcomes[s->outcome], wanted);
	if (strcmp(s->error, json_text(row, "error", "")) != 0)
		fail_msg("%s: error %s", name, s->error);
	if (s->outcome == MATTERMOST_OK &&
		!json_equal(s->body, json_object_get(row, "body")))
		fail_msg("%s: another body", name);
	if (s->outcome == MATTERMOST_LIMITED || s->outcome == MATTERMOST_BUSY)
		assert_in_range(s->retry_ms, 1000, 2500);
}

static void
every_answer_has_its_meaning(void **state)
{
	struct story *s = *state;
	json_t *rows = json_load_file(SOURCE_DIR
		"/tests/unit/chat/data/mattermost_answers.json",
		0, NULL);
	json_t *row;
	size_t i;

	assert_true(json_array_size(rows) > 30);
	json_array_foreach(rows, i, row) check_row(s, row);
	json_decref(rows);
}

/* Recorded answers that are no successes. */
static const struct {
	const char *name, *outcome;
} recorded[] = {
	{"rest-400-bad-json", "refused"},
	{"rest-400-post-no-channel", "gone"}, /* "no permission" */
	{"rest-401-bad-token", "denied"},
	{"rest-401-disabled-token", "denied"},
	{"rest-401-no-token", "denied"},
	{"rest-403-edit-others-post", "gone"},
	{"rest-403-file-upload-foreign-channel", "gone"},
	{"rest-403-post-in-foreign-channel", "gone"},
	{"rest-404-malformed-id-route", "refused"},
	{"rest-404-post", "gone"},
	{"rest-404-route", "refused"},
	{"rest-405", "refused"},
	{"rest-429", "limited"},
	{"rest-action-click-gone-action", "gone"},
	{"rest-action-click-underscore-id", "refused"},
	{"rest-action-integration-500", "refused"},
	{"rest-action-integration-notjson", "refused"},
	{"rest-action-integration-timeout", "refused"},
	{"rest-bots-get-by-bot-itself", "gone"},
	{"rest-bots-list-by-bot", "refused"},
	{"rest-command-create-builtin-trigger", "refused"},
	{"rest-command-create-duplicate-trigger", "refused"},
	{"rest-command-execute-503", "unsure"},
	{"rest-command-execute-empty-200", "unsure"},
	{"rest-command-execute-in-dm-no-team_id", "refused"},
	{"rest-command-execute-timeout", "unsure"},
	{"rest-command-execute-unknown-trigger", "gone"},
	{"rest-command-list-bot", "refused"},
	{"rest-dialog-open-expired-trigger", "refused"},
	{"rest-dialog-submit-500", "refused"},
	{"rest-direct-unknown-user", "gone"},
	{"rest-ephemeral-create-by-bot", "refused"},
	{"rest-ephemeral-with-system_post_all", "refused"},
	{"rest-pending-dup-after-delete", "unsure"},
	{"rest-post-archived-channel", "gone"},
	{"rest-post-props-too-large", "refused"},
	{"rest-post-reply-to-reply", "refused"},
	{"rest-post-too-long-16384-runes", "refused"},
	{"rest-response_url-exhausted", "gone"},
	{"rest-response_url-unknown", "gone"},
	{"rest-response_url-ephemeral", "unsure"}, /* "ok" is no JSON */
	{"rest-role-patch-unlicensed", "refused"},
	{"rest-untrusted-action", "refused"},
	{"rest-untrusted-command", "unsure"},
	{"rest-untrusted-dialog", "refused"},
	{"rest-users-username-404", "gone"},
};

static const char *
recorded_outcome(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof recorded / sizeof *recorded; i++)
		if (strncmp(name, recorded[i].name,
			    strlen(name) - strlen(".json")) == 0 &&
			strlen(recorded[i].name) ==
				strlen(name) - strlen(".json"))
			return recorded[i].outcome;
	return "ok";
}

static bool
check_recorded(struct story *s, const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);
	json_t *all = json_load_file(path, 0, NULL), *row;
	const char *route = json_text(all, "request.path", NULL);
	bool is_answer = json_is_object(json_object_get(all, "headers"));

	free(path);
	if (is_answer) {
		if (route != NULL && strncmp(route, "/api/v4", 7) == 0)
			route += 7;
		row = json_pack("{s:s, s:s, s:s, s:s, s:O, s:O, s:O}", "name",
			name, "method", json_text(all, "request.method", "GET"),
			"path", route == NULL ? "/x" : route, "outcome",
			recorded_outcome(name), "status",
			json_object_get(all, "status"), "headers",
			json_object_get(all, "headers"), "body",
			json_object_get(all, "body"));
		json_object_set_new(row, "error",
			json_string(json_integer_value(json_object_get(
					    all, "status")) < 300
					    ? ""
					    : json_text(all, "body.id", "")));
		check_row(s, row);
		json_decref(row);
	}
	json_decref(all);
	return is_answer;
}

static void
every_recorded_answer_has_its_meaning(void **state)
{
	static const char *const dirs[] = {SOURCE_DIR
		"/../shared/captures/mattermost",
		SOURCE_DIR "/../../shared/captures/mattermost"};
	DIR *dir = opendir(dirs[0]);
	const char *where = dir != NULL ? dirs[0] : dirs[1];
	struct dirent *entry;
	int count = 0;

	if (dir == NULL)
		dir = opendir(where);
	if (dir == NULL)
		skip();
	while ((entry = readdir(dir)) != NULL)
		if (strncmp(entry->d_name, "rest-", 5) == 0)
			count += check_recorded(*state, where, entry->d_name);
	closedir(dir);
	assert_true(count > 90);
}

static void
a_call_carries_token_and_json(void **state)
{
	struct story *s = *state;
	json_t *body = json_pack("{s:s}", "message", "gr\xc3\xbc\xc3\x9f");
	json_t *seen;

	next(s, 201, NULL, json_pack("{s:s}", "id", "x"));
	ask(s, (struct mattermost_request){
		       .method = "POST", .path = "/posts?a=1", .body = body});
	seen = mattermost_peer_ask(&s->peer, "seen", NULL);
	assert_string_equal(
		json_text(seen, "[0].path", ""), "/api/v4/posts?a=1");
	assert_string_equal(json_text(seen, "[0].method", ""), "POST");
	assert_string_equal(json_text(seen, "[0].headers.authorization", ""),
		"Bearer " TOKEN);
	assert_string_equal(json_text(seen, "[0].headers.content-type", ""),
		"application/json");
	assert_string_equal(json_text(seen, "[0].text", ""),
		"{\"message\":\"gr\xc3\xbc\xc3\x9f\"}");
	json_decref(seen);
	json_decref(body);
}

static void
a_file_is_sent_as_it_is(void **state)
{
	struct story *s = *state;
	json_t *seen;

	next(s, 201, NULL, json_object());
	ask(s, (struct mattermost_request){.method = "POST",
		       .path = "/files?channel_id=c&filename=a.png",
		       .bytes = "PNG\0data",
		       .size = 8,
		       .type = "image/png"});
	seen = mattermost_peer_ask(&s->peer, "seen", NULL);
	assert_string_equal(
		json_text(seen, "[0].headers.content-type", ""), "image/png");
	assert_string_equal(
		json_text(seen, "[0].headers.content-length", ""), "8");
	json_decref(seen);
}

static void
a_subpath_is_kept(void **state)
{
	struct story *s = *state;
	char *url = xasprintf("%s/chat/", s->peer.address);
	json_t *seen;

	mattermost_api_free(s->api);
	s->settings.api_url = url;
	s->api = mattermost_api_new(s->peer.loop, &s->settings, NULL);
	get(s, "/users/me");
	seen = mattermost_peer_ask(&s->peer, "seen", NULL);
	assert_string_equal(
		json_text(seen, "[0].path", ""), "/chat/api/v4/users/me");
	json_decref(seen);
	free(url);
	s->settings.api_url = s->peer.address;
}

static void
a_refused_token_is_remembered_until_it_works(void **state)
{
	struct story *s = *state;

	assert_null(mattermost_api_denied(s->api));
	next(s, 401, NULL,
		json_pack("{s:s, s:s}", "id", "api.context.invalid_token.error",
			"message", "It was " TOKEN));
	get(s, "/users/me");
	assert_int_equal(s->outcome, MATTERMOST_DENIED);
	assert_string_equal(mattermost_api_denied(s->api),
		"the bot's token is refused: api.context.invalid_token.error "
		"(401)");
	assert_int_equal(s->refused, 1);
	/* what anybody may ask says nothing of a token */
	next(s, 200, NULL, json_object());
	get(s, "/config/client?format=old");
	assert_non_null(mattermost_api_denied(s->api));
	next(s, 500, NULL, NULL);
	get(s, "/users/me");
	assert_non_null(mattermost_api_denied(s->api));
	next(s, 200, NULL, json_object());
	get(s, "/users/me");
	assert_null(mattermost_api_denied(s->api));
	assert_int_equal(s->works, 1);
	next(s, 200, NULL, json_object());
	get(s, "/users/me");
	assert_int_equal(s->works, 1);
}

static void
after_a_429_nothing_leaves_before_its_time(void **state)
{
	struct story *s = *state;
	int64_t start = clock_steady(), wait;
	json_t *seen;

	next(s, 429, json_pack("{s:s}", "Retry-After", "1"), NULL);
	get(s, "/users/me");
	assert_int_equal(s->outcome, MATTERMOST_LIMITED);
	assert_in_range(s->retry_ms, 1000, 1300);
	wait = s->retry_ms;
	get(s, "/teams"); /* refused by ourselves, and told to come later */
	assert_int_equal(s->outcome, MATTERMOST_LIMITED);
	assert_true(s->retry_ms > wait - 100 && s->status == 0);
	assert_true(mattermost_api_wait(s->api) > 0);
	next(s, 200, NULL, json_object());
	ask(s, (struct mattermost_request){.method = "POST",
		       .path = "/actions/dialogs/open",
		       .urgent = true});
	assert_int_equal(s->outcome, MATTERMOST_OK);
	while (clock_steady() < start + wait + 50)
		assert_int_equal(loop_turn(s->peer.loop, 20, NULL), 0);
	next(s, 200, NULL, json_object());
	get(s, "/users/me");
	assert_int_equal(s->outcome, MATTERMOST_OK);
	seen = mattermost_peer_ask(&s->peer, "seen", NULL);
	assert_int_equal(json_array_size(seen), 3);
	json_decref(seen);
}

static void
no_answer_is_told_from_no_server(void **state)
{
	struct story *s = *state;

	mattermost_peer_tell(
		&s->peer, "answer", json_pack("{s:b}", "hang up", 1));
	ask(s, (struct mattermost_request){.method = "POST",
		       .path = "/posts",
		       .bytes = "{}",
		       .size = 2});
	assert_int_equal(s->outcome, MATTERMOST_UNSURE);
	next(s, 200, NULL, json_pack("[s%]", TOKEN TOKEN, sizeof TOKEN));
	ask(s, (struct mattermost_request){
		       .method = "GET", .path = "/x", .max_bytes = 8});
	assert_int_equal(s->outcome, MATTERMOST_UNSURE);
	assert_true(s->too_large);
	peer_stop(&s->peer.peer);
	get(s, "/users/me");
	assert_int_equal(s->outcome, MATTERMOST_UNSENT);
	assert_false(s->too_large);
}

static void
answer(struct story *s, const char *address)
{
	json_t *message = json_pack("{s:s}", "text", "done");

	mattermost_api_answer(s->api, address, message, on_reply, s);
	wait_for(s);
	json_decref(message);
}

#define HOOK_ID "abcdefghijklmnopqrstuvwx12"

static void
an_answer_goes_only_to_the_server(void **state)
{
	static const char *const wrong[] = {"", "http://evil.example/x",
		"http://evil.example/hooks/commands/short",
		"http://evil.example/hooks/commands/" HOOK_ID "/../../x",
		"http://evil.example/hooks/commands/" HOOK_ID "?x=1"};
	struct story *s = *state;
	json_t *seen;
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		answer(s, wrong[i]);
		assert_int_equal(s->outcome, MATTERMOST_GONE);
	}
	/* the site's public address may be another than ours */
	next(s, 200, NULL, json_string("ok"));
	answer(s, "https://chat.example/team/hooks/commands/" HOOK_ID);
	assert_int_equal(s->outcome, MATTERMOST_OK);
	seen = mattermost_peer_ask(&s->peer, "seen", NULL);
	assert_int_equal(json_array_size(seen), 1);
	assert_string_equal(
		json_text(seen, "[0].path", ""), "/hooks/commands/" HOOK_ID);
	assert_null(json_at(seen, "[0].headers.authorization"));
	json_decref(seen);
	next(s, 400, NULL,
		json_pack(
			"{s:s}", "id", "app.command_webhook.try_use.invalid"));
	answer(s, "/hooks/commands/" HOOK_ID);
	assert_int_equal(s->outcome, MATTERMOST_GONE);
	next(s, 401, NULL, NULL);
	answer(s, "/hooks/commands/" HOOK_ID);
	assert_int_equal(s->outcome, MATTERMOST_GONE);
	assert_null(mattermost_api_denied(s->api));
}

static void
a_cancelled_call_says_nothing(void **state)
{
	struct story *s = *state;
	struct mattermost_request request = {.method = "GET", .path = "/x"};
	struct mattermost_api_call *call =
		mattermost_api_ask(s->api, &request, on_reply, s);

	mattermost_api_cancel(call);
	mattermost_api_cancel(NULL);
	mattermost_api_limited(s->api);
	mattermost_api_cancel(
		mattermost_api_ask(s->api, &request, on_reply, s));
	mattermost_api_ask(s->api, &request, on_reply, s);
	mattermost_api_free(s->api);
	s->api = NULL;
	assert_int_equal(loop_turn(s->peer.loop, 50, NULL), 0);
	assert_int_equal(s->calls, 0);
}

static const struct mattermost_rate untold = {-1, -1, -1};

static void
a_retry_is_honoured_and_spread(void **state)
{
	struct mattermost_hold h = {0};
	int64_t first, last = 0, wait;
	int i;

	(void)state;
	assert_int_equal(mattermost_hold_wait(&h, 1000), 0);
	first = mattermost_hold_limited(&h, 4000, &untold, 1000, 0);
	assert_in_range(first, 4200, 5000);
	for (i = 0; i < 20; i++, last = wait) {
		wait = mattermost_hold_wait(&h, 1000);
		assert_true(wait > last && wait > first);
	}
	assert_in_range(wait, first + 2000, first + 2000);
	assert_true(mattermost_hold_wait(&h, 1000 + 4000) > 0);
	assert_int_equal(mattermost_hold_wait(&h, 1000 + first), 0);
}

static void
a_reset_is_seconds_or_a_time_of_day(void **state)
{
	struct mattermost_rate rate = {6, 0, 2};
	int64_t wall = 1795399450000;
	struct mattermost_hold h = {0};

	(void)state;
	assert_in_range(
		mattermost_hold_limited(&h, 0, &rate, 0, wall), 2000, 2500);
	h = (struct mattermost_hold){0};
	rate.reset = wall / 1000 + 3;
	assert_in_range(
		mattermost_hold_limited(&h, 0, &rate, 0, wall), 3000, 3750);
	h = (struct mattermost_hold){0};
	rate.reset = wall / 1000 - 100;
	assert_in_range(
		mattermost_hold_limited(&h, 0, &rate, 0, wall), 1000, 1250);
	h = (struct mattermost_hold){0};
	rate.reset = INT64_MAX;
	assert_in_range(
		mattermost_hold_limited(&h, 0, &rate, 0, wall), 300000, 375000);
	h = (struct mattermost_hold){0};
	assert_in_range(
		mattermost_hold_limited(&h, 0, &untold, 0, wall), 1000, 1250);
}

static void
little_left_slows_us_down(void **state)
{
	struct mattermost_rate rate = {101, 60, 5};
	struct mattermost_hold h = {0};

	(void)state;
	mattermost_hold_seen(&h, &untold, 0, 0);
	mattermost_hold_seen(&h, &rate, 0, 0);
	assert_int_equal(mattermost_hold_wait(&h, 0), 0);
	rate = (struct mattermost_rate){101, 8, 10};
	mattermost_hold_seen(&h, &rate, 0, 0);
	assert_in_range(mattermost_hold_wait(&h, 0), 90, 120);
	assert_int_equal(mattermost_hold_wait(&h, 120), 0);
	rate = (struct mattermost_rate){6, 1, 2};
	mattermost_hold_seen(&h, &rate, 1000, 0);
	assert_in_range(mattermost_hold_wait(&h, 1000), 350, 450);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(every_answer_has_its_meaning),
		STORY(every_recorded_answer_has_its_meaning),
		STORY(a_call_carries_token_and_json),
		STORY(a_file_is_sent_as_it_is),
		STORY(a_subpath_is_kept),
		STORY(a_refused_token_is_remembered_until_it_works),
		STORY(after_a_429_nothing_leaves_before_its_time),
		STORY(no_answer_is_told_from_no_server),
		STORY(an_answer_goes_only_to_the_server),
		STORY(a_cancelled_call_says_nothing),
		cmocka_unit_test(a_retry_is_honoured_and_spread),
		cmocka_unit_test(a_reset_is_seconds_or_a_time_of_day),
		cmocka_unit_test(little_left_slows_us_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
