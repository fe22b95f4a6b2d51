#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "ledger.h"
#include "reward.h"
#include "shares.h"
#include "when.h"

#include "scene.h"

/* Everybody hears in their own language, whoever caused it. */

static void
set_language(struct scene *s, const char *person, const char *language)
{
	scene_person(s, person, json_pack("{s:s}", "language", language));
}

static int64_t
share_of(struct scene *s, const char *person)
{
	struct share share;
	struct err e = {""};

	assert_int_equal(share_find(scene_db(s), scene_member(s, person), 1,
				 "linkedin", &share, &e),
		0);
	return share.id;
}

static int64_t
award_of(struct scene *s, int64_t share)
{
	struct award a;
	struct err e = {""};

	assert_int_equal(award_find(scene_db(s), share, "share", 0, &a, &e), 0);
	return a.id;
}

static void
what_changes_later_stays_in_ones_language(void **state)
{
	struct scene *s = scene_new();
	int64_t share, award;
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana Berg");
	set_language(s, "U1", "de");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Dein Text f\xc3\xbcr");
	url = strdup(scene_url(s, "LinkedIn"));
	scene_open(s, url, false);
	scene_said(s, "U1", "LinkedIn wurde f\xc3\xbcr We ship 2.0");
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_said(s, "U1", "10 Punkte warten");
	share = share_of(s, "U1");
	award = award_of(s, share);
	/* nobody reads it, and the clock says so */
	scene_wait(31 * WHEN_DAY);
	scene_due(s, "lapse", award, 0);
	scene_said(s, NULL, "Danke, Ana");
	scene_said(s, NULL, "Die 10 wartenden Punkte sind verfallen");
	free(url);
	scene_free(s);
}

static void
what_comes_later_is_in_ones_language(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "Restores, rehearsed.");
	scene_join(s, "U1", "Ana Berg");
	set_language(s, "U1", "fi");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_press(s, "U1", "later", "1");
	scene_said(s, "U1", "Tuon jutun We ship 2.0 takaisin");
	scene_said(s, "U1", "Aika: 26. marraskuuta 2026 klo 9.00");
	scene_wait(WHEN_DAY);
	scene_due(s, "later", 1, scene_member(s, "U1"));
	scene_said(s, "U1", "Tekstisi");
	scene_said(s, "U1", "ilman sinua");
	scene_command(s, "U1", "/advocate", "pause perjantaihin");
	scene_said(s, "U1", "Olet tauolla");
	scene_wait(7 * WHEN_DAY);
	scene_due(s, "resume", scene_member(s, "U1"), 0);
	scene_said(s, "U1", "Ana, taukosi on ohi");
	scene_free(s);
}

static void
strangers_are_answered_in_their_language(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_reads(s, "U1", "fi-FI");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Se on vapaaehtoista");
	scene_reads(s, "U2", "sv-SE");
	scene_press_in_channel(s, "U2", "share", "1");
	scene_said(s, "U2", "It is voluntary");
	scene_command(s, "U3", "/advocate", "rules");
	scene_said(s, "U3", "How points work");
	/* and still when they are strangers again */
	scene_press(s, "U1", "join", "1");
	scene_said(s, "U1", "Tervetuloa");
	scene_press(s, "U1", "forget", "0");
	scene_said(s, "U1", "Kaikki tietosi on poistettu");
	scene_free(s);
}

static void
admins_cards_change_in_the_language_they_were_said_in(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_reads(s, "U9", "de");
	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/page");
	scene_said(s, "U9", "Ich lese die Seite");
	scene_fetched(s, "page", 1,
		json_pack("{s:s, s:s}", "title", "We ship 2.0", "summary",
			"Restores, rehearsed."));
	scene_said(s, "U9", "Bereit: We ship 2.0");
	scene_restart(s);
	scene_command(s, "U9", "/campaign", "reject 1");
	scene_said(s, NULL, "Weggelassen. Der Beitrag wird nirgends");
	scene_free(s);
}

static void
troubles_are_told_in_ones_language(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_reads(s, "U9", "fi");
	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/page");
	scene_fetched(s, "page", 1,
		json_pack("{s:s, s:b, s:{s:s, s:s, s:i}}", "trouble",
			"the server answered 404", "gone", 1, "why", "phrase",
			"trouble_status", "detail", "", "status", 404));
	scene_said(s, "U9", "palvelin vastasi 404");
	scene_command(s, "U9", "/campaign", "add blog.acme.test");
	scene_said(s, "U9",
		"Tuo ei n\xc3\xa4yt\xc3\xa4 verkko-osoitteelta. Kirjoita se "
		"https://-alulla, esimerkiksi https://blog.acme.test");
	scene_free(s);
}

static void
a_choice_stays(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana Berg");
	scene_command(s, "U1", "/advocate", "language klingon");
	scene_said(s, "U1", "There are no texts in klingon yet.");
	scene_said(s, "U1", "I write to you in English");
	assert_string_equal(scene_value(s, "Suomi"), "/advocate language fi");
	scene_command(s, "U1", "/advocate", "language Deutsch");
	scene_said(s, "U1", "Ab jetzt schreibe ich dir auf Deutsch");
	set_language(s, "U1", "fi");
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Du hast 0 Punkte");
	/* leaving and coming back does not undo it */
	scene_press(s, "U1", "leave", "0");
	scene_press(s, "U1", "join", "0");
	scene_said(s, "U1", "Du bist dabei");
	scene_command(s, "U1", "/advocate", "language auto");
	set_language(s, "U1", "fi");
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Sinulla on 0 pistett\xc3\xa4");
	scene_free(s);
}

static void
a_text_is_not_half_in_another_language(void **state)
{
	struct scene *s = scene_new();
	struct err e = {""};

	(void)state;
	scene_item(s, "We ship 2.0", "Restores, rehearsed.");
	assert_int_equal(
		db_run(scene_db(s), &e, "UPDATE item SET language = 'en'", ""),
		0);
	scene_join(s, "U1", "Ana Berg");
	set_language(s, "U1", "de");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "We ship 2.0");
	scene_not_said(s, "Restores, rehearsed.");
	scene_press(s, "U1", "another", "1:linkedin");
	scene_not_said(s, "Restores, rehearsed.");
	set_language(s, "U1", "en-GB");
	scene_press(s, "U1", "another", "1:linkedin");
	scene_said(s, "U1", "Restores, rehearsed.");
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changes_later_stays_in_ones_language),
		cmocka_unit_test(what_comes_later_is_in_ones_language),
		cmocka_unit_test(strangers_are_answered_in_their_language),
		cmocka_unit_test(
			admins_cards_change_in_the_language_they_were_said_in),
		cmocka_unit_test(troubles_are_told_in_ones_language),
		cmocka_unit_test(a_choice_stays),
		cmocka_unit_test(a_text_is_not_half_in_another_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
