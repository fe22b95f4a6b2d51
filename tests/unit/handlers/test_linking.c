#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card.h"
#include "db.h"
#include "err.h"
#include "ledger.h"
#include "passcode.h"
#include "shares.h"
#include "visitor.h"
#include "when.h"

#include "scene.h"
#include "scene_inside.h"

/* One person on two chats: U1 on acme, T1 on town. */

#define CODE_TITLE "Your code is "

static char *
code_said(struct scene *s)
{
	char *plain = card_plain(s->said[0].card), *at, *code;

	at = strstr(plain, CODE_TITLE);
	assert_non_null(at);
	code = strndup(at + strlen(CODE_TITLE), PASSCODE_SIZE - 1);
	free(plain);
	return code;
}

static void
advocate(struct scene *s, const char *chat, const char *person,
	const char *words)
{
	scene_chat(s, chat);
	scene_command(s, person, "/advocate", words);
}

/* A code made there, typed here. */
static void
link_by(struct scene *s, const char *from, const char *asker, const char *to,
	const char *typer)
{
	char line[64], *code;

	advocate(s, from, asker, "link");
	code = code_said(s);
	snprintf(line, sizeof line, "link %s", code);
	free(code);
	advocate(s, to, typer, line);
}

static int64_t
member_on(struct scene *s, const char *chat, const char *person)
{
	scene_chat(s, chat);
	return scene_member(s, person);
}

static int64_t
count(struct scene *s, const char *sql)
{
	struct err e = {""};
	int64_t n;

	assert_int_equal(db_number(scene_db(s), &e, &n, sql, ""), 0);
	return n;
}

static int64_t
pending(struct scene *s, int64_t member)
{
	const struct account a = {ACCOUNT_PENDING, member};
	struct err e = {""};
	int64_t n;

	assert_int_equal(ledger_balance(scene_db(s), &a, &n, &e), 0);
	return n;
}

static void
a_code_brings_a_second_account(void **state)
{
	struct scene *s = scene_new();
	int64_t ana;

	(void)state;
	scene_join(s, "U1", "Ana");
	ana = scene_member(s, "U1");
	link_by(s, "acme", "U1", "town", "T1");
	scene_said(s, "T1", "one member now");
	scene_said(s, "U1", "Your account here was linked");
	assert_int_equal(member_on(s, "town", "T1"), ana);
	/* and it is a member's from now on */
	advocate(s, "town", "T1", "me");
	scene_said(s, "T1", "You have 0 points");
	scene_said(s, "T1", "Your linked accounts: acme, town");
	advocate(s, "town", "T1", "privacy");
	scene_said(s, "T1", "Your linked accounts: acme, town");
	scene_free(s);
}

static void
the_code_may_be_made_by_who_is_nobody_yet(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	link_by(s, "town", "T1", "acme", "U1");
	scene_said(s, "U1", "one member now");
	scene_said(s, "T1", "Your account here was linked");
	assert_int_equal(
		member_on(s, "town", "T1"), member_on(s, "acme", "U1"));
	scene_free(s);
}

/* Nobody's name or account stands in the store because of a code. */
static void
a_code_tells_nothing_of_who_asked(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	/* longer than what the letters of a box spell by chance */
	advocate(s, "town", "TNOBODYYET", "link");
	assert_int_equal(count(s, "SELECT count(*) FROM pairing WHERE"
				  " instr(box, 'TNOBODYYET') > 0"
				  " OR member IS NOT NULL"),
		0);
	assert_int_equal(count(s, "SELECT count(*) FROM pairing"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM member"), 0);
	advocate(s, "town", "TNOBODYYET", "forget");
	scene_said(s, "TNOBODYYET", "nothing to delete");
	assert_int_equal(count(s, "SELECT count(*) FROM pairing"), 0);
	scene_free(s);
}

static void
codes_that_do_not_work_say_why(void **state)
{
	struct scene *s = scene_new();
	char line[64], *code;

	(void)state;
	scene_join(s, "U1", "Ana");
	advocate(s, "town", "T1", "link AAAAA-AAAAA");
	scene_said(s, "T1", "I do not know that code");
	advocate(s, "town", "T1", "link me");
	scene_said(s, "T1", "I do not know that code");

	advocate(s, "acme", "U1", "link");
	code = code_said(s);
	snprintf(line, sizeof line, "link %s", code);
	free(code);
	advocate(s, "acme", "U1", line);
	scene_said(s, "U1", "That code was made here");
	advocate(s, "acme", "U2", line);
	scene_said(s, "U2", "That code was made here");
	scene_wait(10 * WHEN_MINUTE);
	advocate(s, "town", "T1", line);
	scene_said(s, "T1", "older than ten minutes");
	/* a new one ends the old one */
	advocate(s, "acme", "U1", "link");
	advocate(s, "town", "T1", line);
	scene_said(s, "T1", "I do not know that code");

	link_by(s, "acme", "U1", "town", "T1");
	scene_said(s, "T1", "one member now");
	link_by(s, "acme", "U1", "town", "T1");
	scene_said(s, "T1", "linked already");
	/* a third account on one of the two chats */
	link_by(s, "acme", "U1", "town", "T2");
	scene_said(s, "T2", "only one on each chat");
	link_by(s, "lab", "L1", "town", "T2");
	scene_said(s, "T2", "Neither of the two accounts has joined");
	scene_programme(s)->chats = 1;
	advocate(s, "acme", "U1", "link");
	scene_said(s, "U1", "nothing to link");
	scene_free(s);
}

static void
a_code_works_once(void **state)
{
	struct scene *s = scene_new();
	char line[64], *code;

	(void)state;
	scene_join(s, "U1", "Ana");
	advocate(s, "acme", "U1", "link");
	code = code_said(s);
	snprintf(line, sizeof line, "link %s", code);
	free(code);
	advocate(s, "town", "T1", line);
	scene_said(s, "T1", "one member now");
	advocate(s, "lab", "L1", line);
	scene_said(s, "L1", "has been used");
	assert_int_equal(member_on(s, "lab", "L1"), 0);
	scene_free(s);
}

static void
guessing_ends_soon(void **state)
{
	struct scene *s = scene_new();
	int i;

	(void)state;
	scene_join(s, "U1", "Ana");
	for (i = 0; i < 5; i++) {
		advocate(s, "town", "T1", "link 00000-00000");
		scene_said(s, "T1", "I do not know that code");
	}
	link_by(s, "acme", "U1", "town", "T1");
	scene_said(s, "T1", "too many wrong codes");
	assert_int_equal(member_on(s, "town", "T1"), 0);
	scene_wait(WHEN_HOUR + 1);
	link_by(s, "acme", "U1", "town", "T1");
	scene_said(s, "T1", "one member now");
	scene_free(s);
}

static void
codes_are_read_kindly(void **state)
{
	char code[PASSCODE_SIZE], made[PASSCODE_SIZE];

	(void)state;
	assert_int_equal(passcode_read("`7hq2k m9d4x`", code), 0);
	assert_string_equal(code, "7HQ2K-M9D4X");
	assert_int_equal(passcode_read("oil0o-11111", code), 0);
	assert_string_equal(code, "01100-11111");
	assert_int_equal(passcode_read("7HQ2K-M9D4", code), -1);
	assert_int_equal(passcode_read("7HQ2K-M9D4XX", code), -1);
	assert_int_equal(passcode_read("7HQ2K-M9D4U", code), -1);
	assert_int_equal(passcode_read("", code), -1);
	passcode_make(made);
	assert_int_equal(passcode_read(made, code), 0);
	assert_string_equal(made, code);
}

/* Both joined and share the one story on LinkedIn. */
static void
share_from_both(struct scene *s)
{
	static const char *const who[2][2] = {{"acme", "U1"}, {"town", "T1"}};
	char *url;
	int i;

	scene_item(s, "We ship 2.0", "Backups that test themselves.");
	for (i = 0; i < 2; i++) {
		scene_chat(s, who[i][0]);
		scene_join(s, who[i][1], "Ana");
		scene_command(s, who[i][1], "/share", "");
		url = strdup(scene_url(s, "LinkedIn"));
		scene_open(s, url, false);
		free(url);
		scene_press(s, who[i][1], "posted", "1:linkedin");
	}
}

static void
two_members_become_one_when_they_say_so(void **state)
{
	struct scene *s = scene_new();
	int64_t ana, too;

	(void)state;
	share_from_both(s);
	ana = member_on(s, "acme", "U1");
	too = member_on(s, "town", "T1");
	assert_int_equal(pending(s, ana) + pending(s, too), 20);
	link_by(s, "acme", "U1", "town", "T1");
	scene_said(s, "T1", "Make two members one?");
	assert_int_not_equal(member_on(s, "town", "T1"), ana);
	scene_press(s, "T1", "link_merge", scene_value(s, "Make them one"));
	scene_said(s, "T1", "one member now");
	scene_said(s, "U1", "Your account here was linked");
	assert_int_equal(member_on(s, "town", "T1"), ana);
	/* the one share earns once */
	assert_int_equal(pending(s, ana), 10);
	/* and the button cannot be pressed again */
	scene_press(s, "T1", "link_merge", "00000-00000");
	scene_said(s, "T1", "I do not know that code");
	scene_free(s);
}

static void
or_stay_apart(void **state)
{
	struct scene *s = scene_new();
	char *code;

	(void)state;
	scene_join(s, "U1", "Ana");
	scene_chat(s, "town");
	scene_join(s, "T1", "Ana");
	link_by(s, "acme", "U1", "town", "T1");
	code = strdup(scene_value(s, "Keep them apart"));
	scene_press(s, "T1", "link_keep", code);
	scene_said(s, "T1", "They stay apart");
	scene_press(s, "T1", "link_merge", code);
	scene_said(s, "T1", "has been used");
	free(code);
	assert_int_not_equal(
		member_on(s, "town", "T1"), member_on(s, "acme", "U1"));
	scene_free(s);
}

static void
give_share(struct scene *s, int64_t member, const char *network, int64_t points)
{
	struct share share = {.member = member,
		.item = 1,
		.evidence = EVIDENCE_DECLARED,
		.opened_at = scene_now(),
		.declared_at = scene_now()};
	struct award a = {.kind = "share",
		.member = member,
		.item = 1,
		.campaign = 1,
		.points = points,
		.wanted = points,
		.expires_at = scene_now() + WHEN_DAY};
	struct err e = {""};

	snprintf(share.network, sizeof share.network, "%s", network);
	assert_int_equal(share_add(scene_db(s), &share, &e), 0);
	a.share = share.id;
	assert_int_equal(award_add(scene_db(s), &a, scene_now(), &e), 0);
}

static void
the_limits_of_one_member_hold(void **state)
{
	struct scene *s = scene_new();
	int64_t ana, too;

	(void)state;
	scene_item(s, "We ship 2.0", "Backups that test themselves.");
	scene_join(s, "U1", "Ana");
	scene_chat(s, "town");
	scene_join(s, "T1", "Ana");
	ana = member_on(s, "acme", "U1");
	too = member_on(s, "town", "T1");
	/* the first network of an item is paid once */
	give_share(s, ana, "linkedin", 10);
	give_share(s, too, "bluesky", 10);
	give_share(s, too, "x", 5);
	scene_programme(s)->rules.cap_day = 18;
	link_by(s, "acme", "U1", "town", "T1");
	scene_press(s, "T1", "link_merge", scene_value(s, "Make them one"));
	/* 10 + 5 + 5, of which the newest gives way to the day's limit */
	assert_int_equal(pending(s, ana), 18);
	assert_int_equal(count(s, "SELECT points FROM award"
				  " WHERE stopped = 'day'"),
		3);
	scene_free(s);
}

static void
addresses_and_browsers_of_both_are_theirs(void **state)
{
	struct scene *s = scene_new();
	int64_t ana;
	char *url;

	(void)state;
	share_from_both(s);
	ana = member_on(s, "acme", "U1");
	scene_chat(s, "town");
	scene_command(s, "T1", "/share", "");
	url = strdup(scene_url(s, "Bluesky"));
	link_by(s, "acme", "U1", "town", "T1");
	scene_press(s, "T1", "link_merge", scene_value(s, "Make them one"));
	assert_true(visitor_is_member(
		s->parts.visitor, ana, "192.0.2.7", "Browser"));
	scene_open(s, url, false);
	assert_non_null(strstr(scene_location(s), "bsky.app"));
	free(url);
	assert_int_equal(count(s, "SELECT count(*) FROM share"
				  " WHERE network = 'bluesky' AND member = 1"),
		1);
	scene_free(s);
}

static void
one_is_written_to_where_one_was_last(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	link_by(s, "acme", "U1", "town", "T1");
	advocate(s, "town", "T1", "pause tomorrow");
	scene_wait(2 * WHEN_DAY);
	scene_due(s, "resume", member_on(s, "acme", "U1"), 0);
	assert_string_equal(s->said[0].person, "T1");
	advocate(s, "acme", "U1", "pause tomorrow");
	scene_wait(2 * WHEN_DAY);
	scene_due(s, "resume", member_on(s, "acme", "U1"), 0);
	assert_string_equal(s->said[0].person, "U1");
	scene_free(s);
}

static void
an_account_is_taken_out_again(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	advocate(s, "acme", "U1", "unlink");
	scene_said(s, "U1", "your only account here");
	link_by(s, "acme", "U1", "town", "T1");
	advocate(s, "town", "T1", "unlink");
	scene_said(s, "T1", "This account is taken out");
	assert_int_equal(member_on(s, "town", "T1"), 0);
	assert_int_not_equal(member_on(s, "acme", "U1"), 0);

	link_by(s, "acme", "U1", "town", "T1");
	advocate(s, "acme", "U1", "unlink twon");
	scene_said(s, "U1", "Yours are on: acme, town");
	advocate(s, "acme", "U1", "unlink Town");
	scene_said(s, "U1", "Your account on town is taken out");
	scene_said(s, "T1", "This account was taken out");
	assert_int_equal(member_on(s, "town", "T1"), 0);
	advocate(s, "town", "T1", "me");
	scene_said(s, "T1", "That is for members");
	scene_free(s);
}

static void
forget_takes_all_accounts(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	share_from_both(s);
	link_by(s, "acme", "U1", "town", "T1");
	scene_press(s, "T1", "link_merge", scene_value(s, "Make them one"));
	advocate(s, "acme", "U1", "link");
	advocate(s, "town", "T1", "forget");
	scene_press(s, "T1", "forget", scene_value(s, "Delete everything"));
	scene_said(s, "T1", "It is done");
	assert_int_equal(member_on(s, "acme", "U1"), 0);
	assert_int_equal(member_on(s, "town", "T1"), 0);
	assert_int_equal(count(s, "SELECT count(*) FROM pairing"
				  " WHERE used_at IS NULL"),
		0);
	assert_int_equal(count(s, "SELECT count(*) FROM member"
				  " WHERE name IS NOT NULL"),
		0);
	scene_free(s);
}

static void
who_leaves_one_chat_stays_on_the_other(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	link_by(s, "acme", "U1", "town", "T1");
	scene_chat(s, "acme");
	scene_person(s, "U1", json_pack("{s:b}", "gone", 1));
	assert_int_equal(member_on(s, "acme", "U1"), 0);
	assert_int_not_equal(member_on(s, "town", "T1"), 0);
	scene_chat(s, "town");
	scene_person(s, "T1", json_pack("{s:b}", "gone", 1));
	assert_int_equal(member_on(s, "town", "T1"), 0);
	scene_free(s);
}

static void
who_left_and_links_is_asked_too(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	advocate(s, "acme", "U1", "leave");
	scene_chat(s, "town");
	scene_join(s, "T1", "Ana");
	link_by(s, "acme", "U1", "town", "T1");
	scene_press(s, "T1", "link_merge", scene_value(s, "Make them one"));
	advocate(s, "acme", "U1", "me");
	scene_said(s, "U1", "You have 0 points");
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_brings_a_second_account),
		cmocka_unit_test(the_code_may_be_made_by_who_is_nobody_yet),
		cmocka_unit_test(a_code_tells_nothing_of_who_asked),
		cmocka_unit_test(codes_that_do_not_work_say_why),
		cmocka_unit_test(a_code_works_once),
		cmocka_unit_test(guessing_ends_soon),
		cmocka_unit_test(codes_are_read_kindly),
		cmocka_unit_test(two_members_become_one_when_they_say_so),
		cmocka_unit_test(or_stay_apart),
		cmocka_unit_test(the_limits_of_one_member_hold),
		cmocka_unit_test(addresses_and_browsers_of_both_are_theirs),
		cmocka_unit_test(one_is_written_to_where_one_was_last),
		cmocka_unit_test(an_account_is_taken_out_again),
		cmocka_unit_test(forget_takes_all_accounts),
		cmocka_unit_test(who_leaves_one_chat_stays_on_the_other),
		cmocka_unit_test(who_left_and_links_is_asked_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
