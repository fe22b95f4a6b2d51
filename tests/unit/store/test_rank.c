#include "scene.h"

#define TODAY (NOON / WHEN_DAY) /* a Wednesday */

/* "1 ana 10, 2 ben 5" */
static char *
top(struct scene *s, int64_t from, int64_t to, int64_t campaign)
{
	static char all[512];
	struct rank rows[10];
	size_t i, count;

	ok(s, ledger_top(s->db, from, to, campaign, rows, 10, &count, &s->e));
	*all = '\0';
	for (i = 0; i < count; i++)
		snprintf(all + strlen(all), 64, "%s%d %.20s %d",
			i == 0 ? "" : ", ", rows[i].place, rows[i].name,
			(int)rows[i].points);
	return all;
}

static int
place(struct scene *s, int64_t member, int64_t from, int64_t to)
{
	struct rank r;

	ok(s, ledger_rank(s->db, member, from, to, 0, &r, &s->e));
	return r.place;
}

static void
equal_points_share_a_place(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	int64_t eve = join(s, "eve"), kim = join(s, "kim");

	earn(s, ana, 5, NOON);
	earn(s, ben, 10, NOON);
	earn(s, eve, 10, NOON);
	earn(s, kim, 2, NOON);
	earn(s, kim, 2, NOON);
	assert_string_equal(top(s, 0, INT64_MAX, 0),
		"1 ben 10, 1 eve 10, 3 ana 5, 4 kim 4");
	assert_int_equal(place(s, eve, 0, INT64_MAX), 1);
	assert_int_equal(place(s, ana, 0, INT64_MAX), 3);
	assert_int_equal(place(s, kim, TODAY, TODAY + 1), 4);
	assert_int_equal(place(s, join(s, "new"), 0, INT64_MAX), 0);
}

static void
who_hides_or_is_away_is_not_shown(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	struct member m;

	earn(s, ana, 10, NOON);
	earn(s, ben, 5, NOON);
	ok(s, people_get(s->db, ana, &m, &s->e));
	m.hidden = true;
	ok(s, people_save(s->db, &m, &s->e));
	earn(s, ana, 10, NOON);
	assert_string_equal(top(s, 0, INT64_MAX, 0), "1 ben 5");
	assert_string_equal(top(s, TODAY, TODAY + 1, 0), "1 ben 5");
	/* They still know where they would stand, and do not push others. */
	assert_int_equal(place(s, ana, 0, INT64_MAX), 1);
	assert_int_equal(place(s, ben, 0, INT64_MAX), 1);
	m.hidden = false;
	ok(s, people_save(s->db, &m, &s->e));
	assert_string_equal(top(s, 0, INT64_MAX, 0), "1 ana 20, 2 ben 5");
	ok(s, people_leave(s->db, ana, 1, NOON, &s->e));
	assert_string_equal(top(s, 0, INT64_MAX, 0), "1 ben 5");
	join(s, "ana");
	assert_string_equal(top(s, 0, INT64_MAX, 0), "1 ana 20, 2 ben 5");
}

static void
periods_are_weeks_months_and_quarters(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	const int64_t monday = TODAY - 2;
	const int64_t november = TODAY - 24, october = TODAY - 55;

	earn(s, ana, 1, NOON);
	earn(s, ana, 2, NOON - 3 * WHEN_DAY);   /* Sunday before */
	earn(s, ben, 4, NOON - 24 * WHEN_DAY);  /* 1 November */
	earn(s, ben, 8, NOON - 25 * WHEN_DAY);  /* 31 October */
	earn(s, ana, 16, NOON - 56 * WHEN_DAY); /* 30 September */
	assert_string_equal(top(s, TODAY, TODAY + 1, 0), "1 ana 1");
	assert_string_equal(top(s, monday, monday + 7, 0), "1 ana 1");
	assert_string_equal(top(s, monday - 7, monday, 0), "1 ana 2");
	assert_string_equal(
		top(s, november, november + 30, 0), "1 ben 4, 2 ana 3");
	assert_string_equal(top(s, november, TODAY + 1, 0), "1 ben 4, 2 ana 3");
	assert_string_equal(top(s, october, november, 0), "1 ben 8");
	assert_string_equal(
		top(s, october, october + 92, 0), "1 ben 12, 2 ana 3");
	assert_string_equal(top(s, 0, INT64_MAX, 0), "1 ana 19, 2 ben 12");
	assert_string_equal(top(s, TODAY + 1, INT64_MAX, 0), "");
}

/* Boards answer the same as the plain sum over the days, whatever is asked. */
static void
boards_agree_with_the_days(void **state)
{
	struct scene *s = *state;
	int64_t members[7], from, to, points;
	unsigned seed = 7;
	struct rank r;
	int i;

	for (i = 0; i < 7; i++) {
		char name[16];

		snprintf(name, sizeof(name), "m%d", i);
		members[i] = join(s, name);
	}
	for (i = 0; i < 120; i++) {
		seed = seed * 1103515245 + 12345;
		earn(s, members[seed >> 16 & 1 ? i % 7 : i % 3], 1 + i % 5,
			NOON - (120 - i) * (WHEN_DAY * 2 / 3));
	}
	for (i = 0; i < 400; i++) {
		seed = seed * 1103515245 + 12345;
		from = TODAY - 90 + (seed >> 16) % 100;
		seed = seed * 1103515245 + 12345;
		to = from + (int64_t[]){1, 7, 30, 31, 92}[(seed >> 16) % 5];
		ok(s, ledger_rank(s->db, members[0], from, to, 0, &r, &s->e));
		ok(s, db_number(s->db, &s->e, &points,
			      "SELECT sum(points) FROM tally WHERE member = $1"
			      " AND day >= $2 AND day < $3",
			      "iii", members[0], from, to));
		assert_int_equal(r.points, points);
	}
}

static void
the_last_days_roll(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), day;

	earn(s, ana, 5, NOON);
	for (day = TODAY; day < TODAY + 40; day++) {
		ok(s, ledger_roll(s->db, day, &s->e));
		ok(s, store_check(s->db, &s->e));
		assert_string_equal(top(s, day - 6, day + 1, 0),
			day < TODAY + 7 ? "1 ana 5" : "");
		assert_string_equal(top(s, day - 29, day + 1, 0),
			day < TODAY + 30 ? "1 ana 5" : "");
	}
	/* Time went back (a corrected clock): counted, where it belongs. */
	earn(s, ana, 3, NOON + 35 * WHEN_DAY);
	assert_string_equal(top(s, day - 7, day, 0), "1 ana 3");
	/* A long sleep. */
	earn(s, ana, 1, NOON + 500 * WHEN_DAY);
	assert_string_equal(top(s, TODAY + 500 - 6, TODAY + 501, 0), "1 ana 1");
}

static void
a_campaign_has_its_own_board(void **state)
{
	struct scene *s = *state;
	int64_t winter = new_campaign(s, "Winter", 100);
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	struct award a = award_of(
		s, new_share(s, ben, new_item(s, winter, "snow"), "x"), 7);

	earn(s, ana, 10, NOON);
	ok(s, award_add(s->db, &a, NOON, &s->e));
	assert_string_equal(top(s, 0, INT64_MAX, winter), "1 ben 7");
	assert_string_equal(top(s, 0, INT64_MAX, s->campaign), "1 ana 10");
	assert_string_equal(top(s, TODAY, TODAY + 1, winter), "1 ben 7");
	assert_string_equal(top(s, 0, INT64_MAX, 0), "1 ana 10, 2 ben 7");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(equal_points_share_a_place),
		scene_test(who_hides_or_is_away_is_not_shown),
		scene_test(periods_are_weeks_months_and_quarters),
		scene_test(boards_agree_with_the_days),
		scene_test(the_last_days_roll),
		scene_test(a_campaign_has_its_own_board),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
