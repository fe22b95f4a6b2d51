#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "ledger.h"
#include "mem.h"
#include "rewards.h"
#include "store.h"
#include "text.h"

#include "scene.h"

/* What points buy. U9 is the admin; the ledger balances after each test. */

static int
begin(void **state)
{
	*state = scene_new();
	return 0;
}

static int
end(void **state)
{
	struct err e = {""};

	if (store_check(scene_db(*state), &e) == -1)
		fail_msg("%s", e.text);
	scene_free(*state);
	return 0;
}

/* Settled points from nowhere. */
static void
enrich(struct scene *s, const char *person, int64_t points)
{
	const struct account from = {ACCOUNT_PROGRAMME, 0};
	const struct account to = {ACCOUNT_SETTLED, scene_member(s, person)};
	struct err e = {""};

	assert_int_equal(ledger_give(scene_db(s), &from, &to, points, person,
				 scene_now(), &e),
		0);
}

static void
add_rewards(struct scene *s, int count)
{
	struct reward r = {.kind = "goods", .stock = -1, .approval = true};
	struct err e = {""};
	int i;

	for (i = 1; i <= count; i++) {
		snprintf(r.name, sizeof r.name, "Prize %03d", i);
		r.cost = i;
		assert_int_equal(
			catalogue_add(scene_db(s), &r, scene_now(), &e), 0);
	}
}

static int64_t
number(struct scene *s, const char *sql)
{
	int64_t n;

	assert_int_equal(db_number(scene_db(s), NULL, &n, sql, ""), 0);
	return n;
}

/* Asks for a reward and says yes. */
static void
redeem(struct scene *s, const char *person, const char *name)
{
	char *yes;

	scene_command(s, person, "/advocate", name);
	yes = xstrdup(scene_value(s, "Yes, redeem it"));
	scene_press(s, person, "redeem_yes", yes);
	free(yes);
}

static void
a_long_catalogue_has_pages(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 7);
	add_rewards(s, 500);
	scene_command(s, "U1", "/advocate", "rewards");
	scene_said(s, "U1", "page 1 of 100");
	scene_said(s, "U1", "Prize 005");
	scene_not_said(s, "Prize 006");
	assert_false(scene_has_button(s, "Back"));
	scene_press(s, "U1", "run", scene_value(s, "More"));
	scene_said(s, "U1", "page 2 of 100");
	scene_said(s, "U1", "Prize 008");
	scene_said(s, "U1", "1 point to go");
	scene_command(s, "U9", "/campaign", "rewards");
	scene_said(s, "U9", "page 1 of 50");
	scene_press(s, "U9", "run", scene_value(s, "More"));
	scene_said(s, "U9", "Prize 011");
	scene_not_said(s, "Prize 021");
}

static void
others_may_look(void **state)
{
	struct scene *s = *state;

	add_rewards(s, 1);
	scene_command(s, "U1", "/advocate", "rewards");
	scene_said(s, "U1", "Prize 001");
	scene_said(s, "U1", "/advocate join");
	assert_false(scene_has_button(s, "Redeem"));
	scene_command(s, "U1", "/advocate", "redeem Prize 001");
	scene_not_said(s, "Prize 001");
	scene_press(s, "U1", "redeem_yes", "1:1:77");
	scene_press(s, "U1", "redeem_cancel", "1");
	assert_int_equal(number(s, "SELECT count(*) FROM redemption"), 0);
}

/* Two presses of one yes, as quick fingers do: each is another event. */
static void
one_question_is_answered_once(void **state)
{
	struct scene *s = *state;
	char *yes;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	add_rewards(s, 10);
	scene_command(s, "U1", "/advocate", "redeem prize 010");
	yes = xstrdup(scene_value(s, "Yes, redeem it"));
	scene_press(s, "U1", "redeem_yes", yes);
	scene_said(s, "U1", "You asked for Prize 010");
	scene_press(s, "U1", "redeem_yes", yes);
	scene_said(s, "U1", "You asked for Prize 010");
	assert_int_equal(number(s, "SELECT count(*) FROM redemption"), 1);
	scene_join(s, "U2", "Ben");
	enrich(s, "U2", 100);
	scene_press(s, "U2", "redeem_cancel", "1");
	scene_said(s, "U2", "not among the rewards any more");
	assert_int_equal(number(s, "SELECT count(*) FROM redemption"
				   " WHERE state = 'requested'"),
		1);
	free(yes);
}

static void
buttons_that_were_made_up_do_nothing(void **state)
{
	static const char *const values[] = {"", "x", "1", "1:", "1:1",
		"1:1:", "1:1:0", "99:1:5", "-1:1:5", "1:-1:5",
		"999999999999999999999:1:5"};
	struct scene *s = *state;
	size_t i;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	add_rewards(s, 1);
	for (i = 0; i < sizeof values / sizeof *values; i++)
		scene_press(s, "U1", "redeem_yes", values[i]);
	assert_int_equal(number(s, "SELECT count(*) FROM redemption"), 0);
	scene_press(s, "U1", "redeem", "99");
	scene_said(s, "U1", "not among the rewards any more");
	scene_press(s, "U9", "redemption_reject", "99");
	scene_said(s, "U9", "There is no redemption number 99");
	scene_command(s, "U9", "/campaign", "redemptions approve");
	scene_said(s, "U9", "Say which, by its number");
}

/* What people write stays what it is: text. */
static void
hostile_words_are_words(void **state)
{
	struct scene *s = *state;
	char text[3000];

	scene_command(s, "U9", "/campaign",
		"rewards add <!channel> \xe2\x80\xae*gum* 5");
	scene_said(s, "U9", "Added: <!channel> *gum*");
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	memcpy(text, "rewards add ", 12);
	memcpy(text + sizeof text - 3, " 5", 2);
	scene_command(s, "U9", "/campaign", text);
	scene_said(s, "U9", "60 characters at most");
	memcpy(text, "rewards #1 words: ", 18);
	scene_command(s, "U9", "/campaign", text);
	scene_said(s, "U9", "300 characters at most");
	scene_command(s, "U9", "/campaign", "rewards add #1 5");
	scene_said(s, "U9", "was not added");
	scene_command(s, "U9", "/campaign", "rewards add 12 5");
	scene_said(s, "U9", "was not added");
	scene_command(s, "U9", "/campaign", "rewards add list of books 5");
	scene_said(s, "U9", "was not added");
	scene_command(
		s, "U9", "/campaign", "rewards add 2 tickets 5 For a film");
	scene_said(s, "U9", "Added: 2 tickets");
	scene_said(s, "U9", "For a film");
	scene_command(s, "U9", "/campaign", "rewards 2 tickets cost: 6");
	scene_said(s, "U9", "Saved: 2 tickets");
	scene_command(s, "U9", "/campaign", "rewards 1");
	scene_said(s, "U9", "*gum*");
}

static void
a_name_may_be_quoted_or_half_written(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign", "rewards add \"Book voucher\" 5");
	scene_said(s, "U9", "Added: Book voucher");
	scene_command(s, "U9", "/campaign", "rewards \"book voucher\" cost: 6");
	scene_said(s, "U9", "Saved: Book voucher");
	scene_command(s, "U9", "/campaign", "rewards add Mug 5");
	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	scene_command(s, "U1", "/advocate", "redeem voucher");
	scene_said(s, "U1", "Did you mean Book voucher?");
	scene_press(s, "U1", "run", scene_value(s, "Yes, Book voucher"));
	scene_said(s, "U1", "Redeem Book voucher?");
	scene_command(s, "U1", "/advocate", "redeem u");
	scene_said(s, "U1", "The list shows them all");
	scene_command(s, "U1", "/advocate", "redeem \"");
	scene_said(s, "U1", "There is no reward called");
}

static void
everything_is_in_the_language_of_who_reads_it(void **state)
{
	struct scene *s = *state;

	scene_reads(s, "U9", "de");
	scene_command(s, "U9", "/campaign", "rewards add Tasse 5");
	scene_said(s, "U9", "Hinzugef\xc3\xbcgt: Tasse");
	scene_command(s, "U9", "/campaign", "rewards Tasse Art: freier Tag");
	scene_said(s, "U9", "freier Tag");
	scene_command(s, "U9", "/campaign", "rewards Tasse Wert: 1234,50 EUR");
	scene_said(s, "U9", "1.234,50 EUR");
	scene_command(s, "U9", "/campaign", "rewards Tasse Genehmigung: nein");
	scene_said(s, "U9", "nicht n\xc3\xb6tig");
	scene_reads(s, "U9", "fi");
	scene_command(s, "U9", "/campaign", "rewards Tasse");
	scene_said(s, "U9", "vapaap\xc3\xa4iv\xc3\xa4");
	scene_reads(s, "U9", "en");
	scene_command(s, "U9", "/campaign", "rewards Tasse");
	scene_said(s, "U9", "1,234.50 EUR");
	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	redeem(s, "U1", "redeem Tasse");
	scene_said(s, "U1", "Tasse is approved");
	scene_said(s, "U9", "It needs no approval");
}

static void
codes_are_pasted_one_a_line(void **state)
{
	struct scene *s = *state;
	struct text many = {NULL, 0, 0};
	int i;

	scene_command(s, "U9", "/campaign", "rewards add Card 5");
	scene_command(s, "U9", "/campaign", "rewards Card kind: code");
	scene_form(s, "U9", "reward_codes_form", "1", "secret_codes",
		"A-1\r\n\n  A-2  \nA-1\n\nA-3");
	scene_said(s, "U9", "3 codes were added");
	scene_said(s, "U9", "1 is known already");
	scene_not_said(s, "A-1");
	scene_form(s, "U9", "reward_codes_form", "1", "secret_codes",
		"A-4\nA\xe2\x80\xae-5");
	scene_form_error(s, "secret_codes", "Line 2");
	scene_form(s, "U9", "reward_codes_form", "1", "secret_codes", " \n\n");
	scene_form_error(s, "secret_codes", "no code in it");
	for (i = 0; i < 501; i++)
		text_addf(&many, "B%d\n", i);
	scene_form(
		s, "U9", "reward_codes_form", "1", "secret_codes", many.bytes);
	scene_form_error(s, "secret_codes", "more than 500 lines");
	text_free(&many);
	for (i = 0; i < 201; i++)
		text_add(&many, "x");
	scene_form(
		s, "U9", "reward_codes_form", "1", "secret_codes", many.bytes);
	scene_form_error(s, "secret_codes", "longer than 200 characters");
	text_free(&many);
	assert_int_equal(number(s, "SELECT stock FROM reward"), 3);
	assert_int_equal(number(s, "SELECT count(*) FROM audit"
				   " WHERE did = 'reward.codes'"),
		1);
	scene_command(s, "U9", "/campaign", "rewards Card stock: 9");
	scene_said(s, "U9", "as many as there are codes");
	scene_command(s, "U9", "/campaign", "rewards Card kind: goods");
	scene_said(s, "U9", "cannot become another kind");
}

static void
an_approved_code_goes_to_its_member_alone(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	scene_command(s, "U9", "/campaign", "rewards add Card 5");
	scene_command(s, "U9", "/campaign", "rewards Card kind: code");
	scene_form(s, "U9", "reward_codes_form", "1", "secret_codes", "A-1");
	redeem(s, "U1", "redeem Card");
	scene_said(s, "U9", "Approving sends the code to Ana at once");
	scene_not_said(s, "A-1");
	scene_command(s, "U9", "/campaign", "redemptions approve 1");
	scene_said(s, "U1", "Here is your code");
	scene_said(s, "U9", "handed over");
	/* sealed until it leaves */
	scene_not_said(s, "A-1");
	scene_command(s, "U9", "/campaign", "redemptions reject 1");
	scene_said(s, "U9", "decided already");
	assert_int_equal(number(s, "SELECT taken FROM reward"), 1);
}

static void
codes_that_nobody_has_can_be_removed(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	scene_command(s, "U9", "/campaign", "rewards add Card 5");
	scene_command(s, "U9", "/campaign", "rewards Card kind: code");
	scene_form(s, "U9", "reward_codes_form", "1", "secret_codes",
		"A-1\nA-2\nA-3");
	redeem(s, "U1", "redeem Card");
	scene_command(s, "U9", "/campaign", "rewards Card codes remove");
	scene_said(s, "U9", "2 codes are deleted");
	assert_int_equal(number(s, "SELECT stock FROM reward"), 3);
	scene_press(s, "U9", "reward_codes_yes", "1");
	scene_said(s, "U9", "0 of 1");
	assert_int_equal(number(s, "SELECT count(*) FROM reward_code"), 1);
	assert_int_equal(
		number(s, "SELECT count(*) FROM audit WHERE"
			  " did = 'reward.codes_remove' AND before = '3'"
			  " AND after = '1'"),
		1);
	scene_command(s, "U9", "/campaign", "rewards Card codes remove");
	scene_said(s, "U9", "somebody’s already");
	assert_false(scene_has_button(s, "Remove them"));
	scene_command(s, "U9", "/campaign", "redemptions reject 1");
	assert_int_equal(number(s, "SELECT taken FROM reward"), 0);
	assert_int_equal(number(s, "SELECT stock FROM reward"), 1);
}

static void
looking_is_noted_and_notes_are_not(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	add_rewards(s, 1);
	redeem(s, "U1", "redeem 1");
	scene_command(s, "U9", "/campaign", "redemptions");
	scene_said(s, "U9", "Ana");
	assert_int_equal(number(s, "SELECT count(*) FROM audit"
				   " WHERE did = 'redemption.look'"),
		1);
	scene_command(s, "U9", "/campaign",
		"redemptions reject 1 Ana had one in May");
	scene_said(s, "U1", "Ana had one in May");
	assert_int_equal(number(s, "SELECT count(*) FROM audit"
				   " WHERE before || after LIKE '%May%'"),
		0);
	assert_int_equal(number(s, "SELECT count(*) FROM audit"
				   " WHERE did = 'redemption.rejected'"
				   " AND before = 'requested'"
				   " AND after = 'rejected'"),
		1);
	scene_command(s, "U9", "/campaign", "redemptions all");
	scene_said(s, "U9", "not this time");
	scene_command(s, "U1", "/advocate", "privacy");
	scene_said(s, "U1", "Who looked at figures of yours");
	scene_join(s, "U2", "Ben");
	scene_command(s, "U2", "/advocate", "privacy");
	scene_not_said(s, "Who looked at figures of yours");
}

/* On another message in the direct conversation than the card: on a list. */
static void
press_on_list(struct scene *s, const char *person, const char *command)
{
	struct event *event = event_new(EVENT_BUTTON, NULL);

	event->person = person;
	event->name = "run";
	event->value = command;
	event->place = "D1";
	event->message = "list";
	event->direct = true;
	scene_event(s, event);
}

/* A press on the list leaves the card that stands beside it: it changes too. */
static void
cards_follow_what_a_list_decides(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	add_rewards(s, 1);
	redeem(s, "U1", "redeem 1");
	scene_said(s, "U9", "Ana would like: Prize 001");
	press_on_list(s, "U9", "/campaign redemptions approve 1");
	scene_said(s, "", "Ana gets: Prize 001");
	press_on_list(s, "U9", "/campaign redemptions deliver 1");
	scene_said(s, "", "There is nothing left to decide");
}

static void
auditors_look_and_decide_nothing(void **state)
{
	static const char *const auditors[] = {"acme:U8", NULL};
	static const char *const refused[] = {"redemptions approve 1",
		"redemptions reject 1", "redemptions deliver 1",
		"redemptions csv", "rewards add Mug 5", "rewards 1 cost: 5",
		"rewards remove Prize 001", "rewards 1 codes"};
	struct scene *s = *state;
	size_t i;

	scene_programme(s)->auditors = auditors;
	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 100);
	add_rewards(s, 1);
	redeem(s, "U1", "redeem 1");
	scene_command(s, "U8", "/campaign", "redemptions");
	scene_said(s, "U8", "Ana");
	assert_false(scene_has_button(s, "Approve"));
	scene_command(s, "U8", "/campaign", "rewards 1");
	scene_said(s, "U8", "Prize 001");
	assert_false(scene_has_button(s, "Edit"));
	for (i = 0; i < sizeof refused / sizeof *refused; i++) {
		scene_command(s, "U8", "/campaign", refused[i]);
		scene_said(s, "U8", "a campaign admin");
	}
	assert_int_equal(number(s, "SELECT count(*) FROM redemption"
				   " WHERE state = 'requested'"),
		1);
	assert_int_equal(number(s, "SELECT cost FROM reward"), 1);
}

/* A list asks for its page, however much there is. */
static void
twenty_thousand_redemptions_are_pages(void **state)
{
	struct scene *s = *state;
	struct db_work before, after;
	struct err e = {""};

	scene_join(s, "U1", "Ana");
	add_rewards(s, 1);
	if (db_script(scene_db(s),
		    "INSERT INTO redemption (member, reward, ask, kind, cost,"
		    " state, requested_at, decided_at)"
		    " WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL"
		    " SELECT n + 1 FROM n WHERE n < 20000)"
		    " SELECT (SELECT max(id) FROM member), 1, n, 'goods', 1,"
		    " 'cancelled', n, n FROM n",
		    &e) == -1)
		fail_msg("%s", e.text);
	before = db_work(scene_db(s));
	scene_command(s, "U9", "/campaign", "redemptions all 4000");
	after = db_work(scene_db(s));
	scene_said(s, "U9", "page 4,000 of 4,000");
	assert_true(after.statements - before.statements < 60);
	before = db_work(scene_db(s));
	scene_command(s, "U1", "/advocate", "rewards");
	after = db_work(scene_db(s));
	scene_said(s, "U1", "Prize 001");
	assert_true(after.steps - before.steps < 20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
		T(a_long_catalogue_has_pages),
		T(others_may_look),
		T(one_question_is_answered_once),
		T(buttons_that_were_made_up_do_nothing),
		T(hostile_words_are_words),
		T(a_name_may_be_quoted_or_half_written),
		T(everything_is_in_the_language_of_who_reads_it),
		T(codes_are_pasted_one_a_line),
		T(an_approved_code_goes_to_its_member_alone),
		T(codes_that_nobody_has_can_be_removed),
		T(looking_is_noted_and_notes_are_not),
		T(cards_follow_what_a_list_decides),
		T(auditors_look_and_decide_nothing),
		T(twenty_thousand_redemptions_are_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
