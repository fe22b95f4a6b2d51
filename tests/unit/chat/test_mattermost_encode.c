#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
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

#include "card.h"
#include "mattermost/mattermost_encode.h"
#include "mattermost/mattermost_encode_text.h"
#include "mattermost/mattermost_seal.h"

#define GOLDEN SOURCE_DIR "/tests/golden/mattermost"
#define WJ "\xe2\x81\xa0"

static const char *
find_person(void *arg, const char *id)
{
	(void)arg;
	return strcmp(id, "U1") == 0 ? "ana" : NULL;
}

static const char *
find_channel(void *arg, const char *id)
{
	(void)arg;
	return strcmp(id, "C1") == 0 ? "news" : NULL;
}

static struct mattermost_encode with = {
	.names = {.person = find_person, .channel = find_channel},
	.sign = {.chat = "acme",
		.url = "https://go.acme.com/mattermost/acme",
		.person = "U1",
		.key = "key:1",
		.now = 1000}};

static int
set_up(void **state)
{
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);

	*state = seal;
	with.sign.seal = seal;
	return seal == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	seal_free(*state);
	return 0;
}

/* Golden ------------------------------------------------------------------- */

/* What differs each time: numbers used once and what is signed with them. */
static void
forget_chance(json_t *value)
{
	static const char *const keys[] = {"n", "m", "state"};
	const char *key;
	json_t *child;
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (json_string_length(json_object_get(value, keys[i])) > 0)
			json_object_set_new(
				value, keys[i], json_string("(chance)"));
	json_array_foreach(value, i, child)
	{
		forget_chance(child);
	}
	json_object_foreach(value, key, child)
	{
		forget_chance(child);
	}
}

/* UPDATE_GOLDEN=1 in the environment writes what is made now. */
static void
check_golden(const char *name)
{
	char *path = xasprintf(GOLDEN "/%s", name);
	json_t *file = json_load_file(path, 0, NULL), *made, *card;
	struct err e = {{0}};

	assert_non_null(file);
	card = json_object_get(file, "card");
	card_check(card, &e);
	assert_string_equal(e.text, "");
	made = json_object_get(card, "form") != NULL
		       ? mattermost_encode_dialog(card, NULL, &with)
		       : mattermost_encode_post(card, &with);
	forget_chance(made);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		json_object_set(file, "mattermost", made);
		json_dump_file(file, path, JSON_INDENT(1));
	}
	if (!json_equal(json_object_get(file, "mattermost"), made))
		fail_msg("%s is not made as it was: see UPDATE_GOLDEN=1 and "
			 "git diff",
			name);
	json_decref(made);
	json_decref(file);
	free(path);
}

static void
test_golden(void **state)
{
	DIR *dir = opendir(GOLDEN);
	struct dirent *entry;
	int count = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		check_golden(entry->d_name);
		count++;
	}
	closedir(dir);
	assert_true(count >= 10);
}

/* Text --------------------------------------------------------------------- */

static void
check_text(const char *spans, const char *markdown)
{
	json_t *in = json_loads(spans, JSON_DECODE_ANY, NULL);
	char *made;

	assert_non_null(in);
	made = mattermost_encode_spans(in, 1000, &with.names);
	assert_string_equal(made, markdown);
	free(made);
	json_decref(in);
}

static void
test_plain_text_is_no_markup(void **state)
{
	static const char *const pairs[][2] = {
		{"\"2 * 3 * 4\"", "2 \\* 3 \\* 4"},
		{"\"**b** _i_ ~~s~~ `c`\"", "\\*\\*b\\*\\* \\_i\\_ \\~" WJ
					    "\\~" WJ "s\\~" WJ "\\~ \\`c\\`"},
		{"\"[x](https://a.b)\"", "\\[x\\]" WJ "(https&#58;//a.b)"},
		{"\"a|b\"", "a\\|b"},
		{"\"C:\\\\temp \\\\* \\\\\"", "C&#58;\\temp \\\\\\* \\\\"},
		{"\"fine.\"", "fine."},
		{"\"10:30, 5 > 3, A & B, it's #1\"",
			"10:30, 5 > 3, A & B, it's #1"},
		{"\"&lt;b&gt;\"", "&" WJ "lt;b&" WJ "gt;"},
		{"\"<b>x</b> <ana@acme.com>\"",
			"&lt;" WJ "b>x&lt;" WJ "/b> &lt;" WJ "ana@" WJ
			"acme.com>"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		check_text(pairs[i][0], pairs[i][1]);
	check_text("\"# no heading\\n- no list\\n> no quote\\n1. no number\"",
		"\\# no heading\n\\- no list\n\\> no quote\n1\\. no number");
	check_text("\"x\\n===\\n    code\\n2) y\\n+ z\"",
		"x\n" WJ "===\ncode\n2\\) y\n\\+ z");
}

static void
test_plain_text_calls_nobody(void **state)
{
	(void)state;
	check_text("\"@channel @all @here @ana ana@acme.com\"",
		"@" WJ "channel @" WJ "all @" WJ "here @" WJ "ana ana@" WJ
		"acme.com");
	check_text("\"me @ work\"", "me @ work");
	/* pieces that only together would be one */
	check_text("[\"@\", \"ana\"]", "@" WJ "ana");
	check_text("[\"@\", {\"b\": \"ana\"}]", "@" WJ "**ana**");
	check_text("[\"~\", {\"i\": \"news\"}, \" ~news\"]",
		"\\~" WJ "*news* \\~" WJ "news");
	check_text("\"#tag and ##tag, #1\"", "&#35;tag and #&#35;tag, #1");
	check_text("\":tada: a:tada: 1:100:2 10:30:45\"",
		"&#58;tada: a&#58;tada: 1&#58;100:2 10&#58;30:45");
	check_text("\":) :-( ;) :'( <3 x-d :\"",
		"&#58;) &#58;-( ;" WJ ") &#58;'( &lt;" WJ "3 x" WJ "-d :");
}

static void
test_bare_addresses_are_no_links(void **state)
{
	(void)state;
	check_text(
		"\"https://acme.com/x?a=b\"", "https&#58;//acme.com&#47;x?a=b");
	check_text("\"see www.acme.com, mailto:ana\"",
		"see www&#46;acme.com, mailto&#58;ana");
	check_text("\"go.acme.com/l/x\"", "go.acme.com&#47;l/x");
	check_text("\"either/or 1/2\"", "either/or 1/2");
}

static void
test_spans_are_what_they_say(void **state)
{
	(void)state;
	check_text("[{\"b\": \"10\"}, {\"b\": \" points\"}, \" for \", "
		   "{\"i\": \"you\"}, {\"code\": \"/x\"}]",
		"**10 points** for *you*" WJ "`/x`");
	check_text("[{\"b\": \" a \"}, {\"b\": \"\"}, \"b\"]", "**a** b");
	check_text("[{\"b\": \"a*b\"}, {\"i\": \"a*b\"}]", "**a\\*b**a\\*b");
	check_text("[{\"b\": \"(x)\"}, \"y\"]", "**" WJ "(x)" WJ "**y");
	check_text("[{\"code\": \"a `b` ``\"}]", "``` a `b` `` ```");
	check_text("[\"by \", {\"person\": \"U1\"}, \"'s \", {\"person\": "
		   "\"U1\"}, \".x \", {\"channel\": \"C1\"}, \"-y\"]",
		"by @ana's @ana" WJ ".x ~news" WJ "-y");
	check_text("[\"by\", {\"person\": \"U1\"}, {\"person\": \"U7\"}]",
		"by" WJ "@ana" WJ "U7");
	check_text("[{\"emoji\": \"mega\"}, \" \", {\"emoji\": \"no such\"}]",
		":mega: no such");
	check_text("[{\"time\": 1790000000, \"text\": \"4 December\"}]",
		"4 December");
}

static void
test_links(void **state)
{
	(void)state;
	check_text("[{\"link\": \"https://a.b/c(d)?e=*f\", \"text\": "
		   "\"[x] @ana\"}]",
		"[&#91;x&#93; @" WJ "ana](https://a.b/c%28d%29?e=%2Af)");
	check_text("[\"Hey!\", {\"link\": \"https://a.b\", \"text\": \"x\"}]",
		"Hey!" WJ "[x](https://a.b)");
	check_text("[{\"link\": \"https://go.acme.com/l/x\"}]",
		"<https://go.acme.com/l/x>");
	check_text("[{\"link\": \"https://x.social/@ana\"}]",
		"[https&#58;//x.social&#47;@" WJ "ana](https://x.social/@ana)");
	check_text(
		"[{\"link\": \"javascript:alert(1)\", \"text\": \"x\"}]", "x");
}

/* Verbatim is exactly that, and cannot be ended from within. */
static void
test_code_is_not_broken_out_of(void **state)
{
	char *made = mattermost_encode_fence("a\n```\n@channel #tag", 100);

	(void)state;
	assert_string_equal(made, "````\na\n```\n@channel #tag\n````");
	free(made);
	made = mattermost_encode_fence(" \n ", 100);
	assert_string_equal(made, "");
	free(made);
}

static void
test_long_text_is_cut(void **state)
{
	json_t *spans = json_pack("[s, {s:s}, s]", "before ", "b",
		"a long bold phrase that goes on and on ***********", "after");
	char *made;
	size_t max;

	(void)state;
	for (max = 1; max < 90; max++) {
		made = mattermost_encode_spans(spans, max, &with.names);
		assert_in_range(mattermost_encode_length(made), 1, max);
		free(made);
	}
	json_decref(spans);
}

/* Cards -------------------------------------------------------------------- */

static json_t *
post_of(const char *card)
{
	json_t *in = json_loads(card, 0, NULL), *made;
	struct err e = {{0}};

	assert_non_null(in);
	card_check(in, &e);
	assert_string_equal(e.text, "");
	made = mattermost_encode_post(in, &with);
	json_decref(in);
	return made;
}

static const char *
at(const json_t *value, const char *path)
{
	const char *text = json_text(value, path, NULL);

	if (text == NULL)
		fail_msg("nothing at %s", path);
	return text;
}

/* What only attachments hold begins them; what comes after buttons, the next
 * one. */
static void
test_blocks_keep_their_order(void **state)
{
	json_t *post = post_of(
		"{\"color\": \"#1d3557\", \"blocks\": ["
		"{\"title\": \"T\"}, {\"text\": \"one\"}, {\"line\": true},"
		"{\"text\": \"two\"}, {\"buttons\": [{\"text\": \"Go\", "
		"\"action\": \"go.on-1\", \"value\": \"1\"}]},"
		"{\"note\": \"small\"}, {\"text\": \"three\"},"
		"{\"fields\": [[\"Points\", \"10\"], [\"Rank\", \"2\"]]},"
		"{\"text\": \"four\"}]}");

	(void)state;
	assert_string_equal(at(post, "message"), "**T**");
	assert_string_equal(
		at(post, "props.attachments[0].text"), "one\n\n---\n\ntwo");
	assert_string_equal(
		at(post, "props.attachments[0].actions[0].id"), "goon10");
	assert_string_equal(at(post, "props.attachments[0].footer"), "small");
	assert_string_equal(at(post, "props.attachments[1].text"), "three");
	assert_string_equal(
		at(post, "props.attachments[1].fields[1].value"), "2");
	assert_string_equal(at(post, "props.attachments[2].text"), "four");
	assert_string_equal(at(post, "props.attachments[2].color"), "#1d3557");
	assert_string_equal(at(post, "props.adv.k"), "key:1");
	json_decref(post);
}

static void
test_rows_have_five_buttons_at_most(void **state)
{
	json_t *card = json_pack("{s:[{s:[]}]}", "blocks", "buttons"), *post;
	json_t *list = (json_t *)json_at(card, "blocks[0].buttons");
	const json_t *attachments;
	char *value;
	int i;

	(void)state;
	for (i = 0; i < 12; i++) {
		value = xasprintf("%d", i);
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s}", "text", value,
				      "action", "share", "value", value));
		free(value);
	}
	post = mattermost_encode_post(card, &with);
	attachments = json_at(post, "props.attachments");
	assert_int_equal(json_array_size(attachments), 3);
	assert_int_equal(
		json_array_size(json_at(attachments, "[0].actions")), 5);
	assert_int_equal(
		json_array_size(json_at(attachments, "[2].actions")), 2);
	assert_string_equal(
		at(post, "props.attachments[2].actions[1].id"), "share11");
	json_decref(post);
	json_decref(card);
}

static void
test_link_buttons_are_links(void **state)
{
	json_t *post = post_of(
		"{\"blocks\": [{\"text\": \"Yours\"}, {\"buttons\": ["
		"{\"text\": \"LinkedIn\", \"action\": \"open\", \"url\": "
		"\"https://a.b/1\", \"style\": \"primary\"},"
		"{\"text\": \"X\", \"action\": \"open\", \"url\": "
		"\"https://a.b/2\"},"
		"{\"text\": \"More\", \"action\": \"more\", \"style\": "
		"\"danger\"}]}]}");

	(void)state;
	assert_string_equal(at(post, "message"),
		"Yours\n\n**[LinkedIn](https://a.b/1)** \xc2\xb7 "
		"[X](https://a.b/2)");
	assert_string_equal(
		at(post, "props.attachments[0].actions[0].name"), "More");
	assert_string_equal(
		at(post, "props.attachments[0].actions[0].style"), "danger");
	json_decref(post);
}

/* The context a button carries is the one that the seal takes back. */
static void
test_buttons_are_signed(void **state)
{
	json_t *in = json_loads(
		"{\"blocks\": [{\"buttons\": [{\"text\": \"Go\", \"action\": "
		"\"go\", \"value\": \"17\", \"confirm\": {\"title\": "
		"\"Sure?\", \"text\": \"x\", \"yes\": \"Y\", \"no\": "
		"\"N\"}}]}]}",
		0, NULL);
	struct mattermost_caller caller = {"acme", "U1", "C1"};
	struct mattermost_bound bound;
	json_t *reply = mattermost_encode_reply(in, &with);
	json_t *post = mattermost_encode_post(in, &with);
	struct err e;

	assert_int_equal(mattermost_seal_check(*state,
				 json_at(reply, "attachments[0].actions[0]."
						"integration.context"),
				 &caller, &bound, &e),
		0);
	assert_string_equal(bound.action, "go");
	assert_string_equal(bound.value, "17");
	assert_string_equal(bound.key, "key:1");
	assert_true(bound.ephemeral);
	assert_string_equal(json_text(bound.confirm, "title", ""), "Sure?");
	assert_true(json_is_true(json_at(reply, "skip_slack_parsing")));
	assert_int_equal(mattermost_seal_check(*state,
				 json_at(post, "props.attachments[0].actions[0]"
					       ".integration.context"),
				 &caller, &bound, &e),
		0);
	assert_false(bound.ephemeral);
	json_decref(post);
	json_decref(reply);
	json_decref(in);
}

static void
test_menus(void **state)
{
	json_t *post = post_of(
		"{\"blocks\": [{\"menu\": {\"action\": \"pick\", \"hint\": "
		"\"Choose\", \"chosen\": \"b\", \"options\": [{\"text\": "
		"\"A\", \"value\": \"a\"}, {\"text\": \"B\", \"value\": "
		"\"b\"}]}}]}");
	const json_t *menu = json_at(post, "props.attachments[0].actions[0]");

	(void)state;
	assert_string_equal(at(menu, "type"), "select");
	assert_string_equal(at(menu, "name"), "Choose");
	assert_string_equal(at(menu, "default_option"), "b");
	assert_string_equal(at(menu, "options[1].value"), "b");
	json_decref(post);
}

/* Small print that would look different from client to client is no footer. */
static void
test_small_print_and_fields_are_plain(void **state)
{
	json_t *post = post_of(
		"{\"blocks\": [{\"picture\": \"https://a.b/c.png\", \"alt\": "
		"\"\"}, {\"note\": \"a_b_ @channel\"}, {\"fields\": [[\"a*\", "
		"\"1\"]]}, {\"note\": \"by @channel\"}]}");

	(void)state;
	assert_string_equal(at(post, "message"), "");
	assert_string_equal(at(post, "props.attachments[0].text"),
		"a\\_b\\_ @" WJ "channel\n\n**a\\*" WJ "**: 1");
	assert_string_equal(
		at(post, "props.attachments[0].footer"), "by @" WJ "channel");
	assert_null(
		strstr(at(post, "props.attachments[0].fallback"), "@channel"));
	json_decref(post);
}

static void
test_a_post_always_fits(void **state)
{
	json_t *card = json_pack("{s:[]}", "blocks"), *post;
	json_t *blocks = json_object_get(card, "blocks");
	char *long_text = xmalloc(20001), *props;
	int i;

	(void)state;
	memset(long_text, '<', 20000);
	long_text[20000] = '\0';
	json_array_append_new(blocks,
		json_pack("{s:s, s:s}", "picture", "https://a.b/c", "alt", ""));
	for (i = 0; i < 40; i++) {
		json_array_append_new(
			blocks, json_pack("{s:s}", "text", long_text));
		json_array_append_new(
			blocks, json_pack("{s:[{s:s, s:s}]}", "buttons", "text",
					"Go", "action", "go"));
	}
	post = mattermost_encode_post(card, &with);
	props = json_dumps(json_object_get(post, "props"), JSON_COMPACT);
	assert_in_range(strlen(props), 100, 8000);
	free(props);
	json_decref(post);
	with.props_max = 800000;
	post = mattermost_encode_post(card, &with);
	assert_true(json_array_size(json_at(post, "props.attachments")) > 30);
	with.props_max = 0;
	json_decref(post);
	json_decref(card);
	free(long_text);
}

static void
test_answers_to_a_press(void **state)
{
	json_t *card = json_loads(
		"{\"blocks\": [{\"title\": \"T\"}, {\"quote\": \"a\\nb\"}, "
		"{\"buttons\": [{\"text\": \"Open\", \"action\": \"o\", "
		"\"url\": \"https://a.b\"}]}, {\"note\": \"n\"}]}",
		0, NULL);
	json_t *made = mattermost_encode_ephemeral(card, &with);

	(void)state;
	assert_string_equal(at(made, "ephemeral_text"),
		"**T**\n\n> a\n> b\n\n[Open](https://a.b)\n\nn");
	json_decref(made);
	json_array_append_new(json_object_get(card, "blocks"),
		json_pack("{s:[{s:s, s:s}]}", "buttons", "text", "Go", "action",
			"go"));
	assert_null(mattermost_encode_ephemeral(card, &with));
	json_decref(card);
}

static void
test_names_that_are_missing(void **state)
{
	json_t *card = json_loads(
		"{\"form\": \"f\", \"blocks\": [{\"text\": [{\"person\": "
		"\"U1\"}, {\"person\": \"U7\"}, {\"person\": \"U7\"}, "
		"{\"channel\": \"C7\"}]}, {\"input\": \"c\", \"label\": \"C\", "
		"\"kind\": \"channels\", \"value\": [\"C1\", \"C8\"]}]}",
		0, NULL);
	json_t *missing = mattermost_encode_unknown(card, &with.names);
	char *text = json_dumps(missing, JSON_COMPACT | JSON_SORT_KEYS);

	(void)state;
	assert_string_equal(
		text, "{\"channels\":[\"C7\",\"C8\"],\"people\":[\"U7\"]}");
	free(text);
	json_decref(missing);
	json_decref(card);
	card = json_loads("{\"text\": [{\"person\": \"U1\"}]}", 0, NULL);
	assert_null(mattermost_encode_unknown(card, &with.names));
	json_decref(card);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_plain_text_is_no_markup),
		cmocka_unit_test(test_plain_text_calls_nobody),
		cmocka_unit_test(test_bare_addresses_are_no_links),
		cmocka_unit_test(test_spans_are_what_they_say),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_code_is_not_broken_out_of),
		cmocka_unit_test(test_long_text_is_cut),
		cmocka_unit_test(test_blocks_keep_their_order),
		cmocka_unit_test(test_rows_have_five_buttons_at_most),
		cmocka_unit_test(test_link_buttons_are_links),
		cmocka_unit_test(test_buttons_are_signed),
		cmocka_unit_test(test_menus),
		cmocka_unit_test(test_small_print_and_fields_are_plain),
		cmocka_unit_test(test_a_post_always_fits),
		cmocka_unit_test(test_answers_to_a_press),
		cmocka_unit_test(test_names_that_are_missing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
