#include "scene.h"

static const unsigned char hash[16] = "sixteen bytes ok";

static struct member
find(struct scene *s, const char *person)
{
	struct member m;

	ok(s, people_find(s->db, "acme", person, &m, &s->e));
	return m;
}

static void
nobody_is_stored_before_they_join(void **state)
{
	struct scene *s = *state;

	assert_int_equal(find(s, "U-ana").id, 0);
	assert_int_equal(number(s, "SELECT count(*) FROM member"), 0);
}

static void
joining_records_who_and_the_consent(void **state)
{
	struct scene *s = *state;
	int64_t id = join(s, "ana"), active;
	struct member m = find(s, "U-ana");

	assert_int_equal(m.id, id);
	assert_int_equal(m.state, MEMBER_ACTIVE);
	assert_string_equal(m.name, "ana");
	assert_string_equal(m.language, "en");
	assert_string_equal(m.zone, "Europe/Helsinki");
	assert_true(m.joined_at == NOON);
	assert_int_equal(number(s, "SELECT version FROM consent"
				   " WHERE answer = 'given'"),
		1);
	ok(s, people_count(s->db, &active, &s->e));
	assert_int_equal(active, 1);
}

static void
leaving_and_coming_back_keeps_the_member(void **state)
{
	struct scene *s = *state;
	int64_t id = join(s, "ana");

	ok(s, people_leave(s->db, id, 1, NOON, &s->e));
	ok(s, people_leave(s->db, id, 1, NOON, &s->e));
	assert_int_equal(find(s, "U-ana").state, MEMBER_LEFT);
	assert_int_equal(number(s, "SELECT count(*) FROM consent"
				   " WHERE answer = 'withdrawn'"),
		1);
	assert_int_equal(join(s, "ana"), id);
	assert_int_equal(find(s, "U-ana").state, MEMBER_ACTIVE);
}

static void
choices_are_kept(void **state)
{
	struct scene *s = *state;
	struct member m;

	join(s, "ana");
	m = find(s, "U-ana");
	m.hidden = true;
	m.state = MEMBER_PAUSED;
	m.paused_until = NOON + WHEN_DAY;
	snprintf(m.mastodon, sizeof(m.mastodon), "social.example");
	ok(s, people_save(s->db, &m, &s->e));
	m = find(s, "U-ana");
	assert_true(m.hidden);
	assert_int_equal(m.state, MEMBER_PAUSED);
	assert_true(m.paused_until == NOON + WHEN_DAY);
	assert_string_equal(m.mastodon, "social.example");
}

static void
a_pause_is_over_at_its_time(void **state)
{
	struct scene *s = *state;
	struct member m;
	int64_t ids[4];

	join(s, "ana");
	join(s, "ben");
	m = find(s, "U-ben");
	m.state = MEMBER_PAUSED;
	m.paused_until = NOON + WHEN_DAY;
	ok(s, people_save(s->db, &m, &s->e));
	assert_int_equal(
		people_pause_over(s->db, NOON + WHEN_DAY - 1, ids, 4, &s->e),
		0);
	assert_int_equal(
		people_pause_over(s->db, NOON + WHEN_DAY, ids, 4, &s->e), 1);
	assert_int_equal(ids[0], m.id);
	m.paused_until = 0;
	ok(s, people_save(s->db, &m, &s->e));
	assert_int_equal(
		people_pause_over(s->db, NOON + WHEN_DAY, ids, 4, &s->e), 0);
}

static void
an_account_is_found_by_chat_or_anywhere(void **state)
{
	struct scene *s = *state;
	int64_t id = join(s, "ana");
	char chat[64], person[64];

	ok(s, people_account(s->db, id, "acme", chat, person, &s->e));
	assert_string_equal(person, "U-ana");
	ok(s, people_account(s->db, id, "", chat, person, &s->e));
	assert_string_equal(chat, "acme");
	ok(s, people_account(s->db, id, "other", chat, person, &s->e));
	assert_string_equal(person, "");
}

static void
a_no_is_remembered_until_they_join(void **state)
{
	struct scene *s = *state;
	struct member m = {.name = "Ana"};
	enum stranger_answer answer;

	ok(s, stranger_find(s->db, hash, &answer, &s->e));
	assert_int_equal(answer, STRANGER_NEW);
	ok(s, stranger_note(s->db, hash, STRANGER_ASKED, NOON, &s->e));
	ok(s, stranger_note(s->db, hash, STRANGER_NO, NOON, &s->e));
	ok(s, stranger_find(s->db, hash, &answer, &s->e));
	assert_int_equal(answer, STRANGER_NO);
	ok(s, people_join(s->db, "acme", "U1", &m, 1, hash, NOON, &s->e));
	ok(s, stranger_find(s->db, hash, &answer, &s->e));
	assert_int_equal(answer, STRANGER_NEW);
	assert_int_equal(number(s, "SELECT count(*) FROM stranger"), 0);
}

static void
unknown_members_are_refused(void **state)
{
	struct scene *s = *state;
	struct member m = {.id = 77, .name = "Ghost"};

	assert_int_equal(people_save(s->db, &m, &s->e), -1);
	assert_string_equal(s->e.text, "no such member");
	assert_int_equal(people_leave(s->db, 77, 1, NOON, &s->e), -1);
	assert_int_equal(people_forget(s->db, 77, NOON, &s->e), -1);
	m.state = MEMBER_FORGOTTEN;
	assert_int_equal(people_save(s->db, &m, &s->e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(nobody_is_stored_before_they_join),
		scene_test(joining_records_who_and_the_consent),
		scene_test(leaving_and_coming_back_keeps_the_member),
		scene_test(choices_are_kept),
		scene_test(a_pause_is_over_at_its_time),
		scene_test(an_account_is_found_by_chat_or_anywhere),
		scene_test(a_no_is_remembered_until_they_join),
		scene_test(unknown_members_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
