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
#include "when.h"

#include "campaigns.h"
#include "db.h"
#include "items.h"
#include "report.h"
#include "store.h"

#include "template.h"

#include "figures.h"
#include "figures_chart.h"
#include "programme.h"

#define NOW INT64_C(1795597200000)

static const struct programme programme = {.company = "Acme",
	.language = "en",
	.minimum_group = 5,
	.rules = {.readers_needed = 2}};

struct world {
	struct db *db;
	struct templates *templates;
	struct figures_parts parts;
};

static int
begin(void **state)
{
	static struct world w;
	struct err e = {""};

	w.db = store_open(":memory:", &e);
	w.templates = templates_load(SOURCE_DIR "/templates", &e);
	if (w.db == NULL || w.templates == NULL)
		fail_msg("%s", e.text);
	w.parts = (struct figures_parts){w.db, &programme, w.templates, "en"};
	*state = &w;
	return 0;
}

static int
end(void **state)
{
	struct world *w = *state;

	db_close(w->db);
	templates_free(w->templates);
	return 0;
}

static json_t *
list_of(struct world *w, const struct report_about *about,
	const struct report *r)
{
	struct err e = {""};
	json_t *list = figures_list(&w->parts, about, r, &e);

	if (list == NULL)
		fail_msg("%s", e.text);
	return list;
}

/* The figure of that name, lent; NULL: it is not there. */
static const json_t *
find(const json_t *list, const char *name)
{
	const json_t *figure;
	size_t i;

	json_array_foreach(list, i, figure)
	{
		if (strcmp(json_text(figure, "name", ""), name) == 0)
			return figure;
	}
	return NULL;
}

static const json_t *
value(const json_t *list, const char *name)
{
	const json_t *figure = find(list, name);

	assert_non_null(figure);
	return json_object_get(figure, "value");
}

static void
each_says_how_it_was_counted_in_every_language(void **state)
{
	static const char *const languages[] = {"en", "de", "fi"};
	const struct report_about abouts[] = {{.from = 0}, {.campaign = 1},
		{.item = 1}, {.network = "x"}, {.team = 1}};
	const struct report r = {.shares = 1};
	struct world *w = *state;
	const json_t *figure;
	json_t *list;
	size_t l, a, i;

	for (l = 0; l < 3; l++) {
		for (a = 0; a < sizeof abouts / sizeof *abouts; a++) {
			w->parts.language = languages[l];
			list = list_of(w, &abouts[a], &r);
			json_array_foreach(list, i, figure)
			{
				assert_string_not_equal(
					json_text(figure, "label", ""), "");
				assert_string_not_equal(
					json_text(figure, "counted", ""), "");
			}
			assert_true(json_array_size(list) > 10);
			json_decref(list);
		}
	}
	w->parts.language = "en";
}

static void
what_does_not_exist_is_left_out(void **state)
{
	const struct report_about all = {.from = 0}, item = {.item = 1};
	const struct report_about network = {.network = "x"},
				  team = {.team = 1};
	const struct report r = {.shares = 1};
	json_t *list = list_of(*state, &all, &r);

	assert_non_null(find(list, "members"));
	assert_non_null(find(list, "multiplier"));
	json_decref(list);
	list = list_of(*state, &item, &r);
	assert_null(find(list, "members"));
	assert_non_null(find(list, "kits"));
	json_decref(list);
	list = list_of(*state, &network, &r);
	assert_null(find(list, "kits"));
	assert_null(find(list, "company_readers"));
	assert_non_null(find(list, "hits_own"));
	json_decref(list);
	list = list_of(*state, &team, &r);
	assert_non_null(find(list, "members"));
	assert_non_null(find(list, "hits_own"));
	assert_null(find(list, "announced"));
	json_decref(list);
}

static void
few_people_are_not_counted(void **state)
{
	const struct report_about all = {.from = 0};
	const struct report none = {.shares = 0};
	const struct report few = {.sharers = 4, .readers = 9, .looked_at = 12};
	const struct report earlier = {.looked_at = 12};
	const struct report many = {.sharers = 5,
		.readers = 21,
		.company_readers = 2,
		.looked_at = 12};
	json_t *list = list_of(*state, &all, &none);

	assert_int_equal(json_integer_value(value(list, "sharers")), 0);
	assert_true(json_is_integer(value(list, "sharers")));
	assert_true(json_is_integer(value(list, "points_looked_at")));
	json_decref(list);
	list = list_of(*state, &all, &few);
	assert_true(json_is_null(value(list, "sharers")));
	assert_true(json_is_null(value(list, "multiplier")));
	assert_true(json_is_null(value(list, "points_looked_at")));
	json_decref(list);
	/* nobody shared in that time, yet somebody's points are in it */
	list = list_of(*state, &all, &earlier);
	assert_true(json_is_null(value(list, "points_looked_at")));
	json_decref(list);
	list = list_of(*state, &all, &many);
	assert_int_equal(json_integer_value(value(list, "sharers")), 5);
	assert_int_equal(
		json_integer_value(value(list, "points_looked_at")), 12);
	assert_true(json_real_value(value(list, "multiplier")) > 10.4);
	assert_true(json_real_value(value(list, "multiplier")) < 10.6);
	json_decref(list);
}

static void
few_who_redeemed_are_not_told(void **state)
{
	const struct report_about all = {.from = 0}, one = {.item = 1};
	const struct report few = {
		.rewards = 9, .redeemed = 900, .redeemers = 4};
	const struct report many = {
		.rewards = 9, .redeemed = 900, .redeemers = 5};
	json_t *list = list_of(*state, &all, &few);

	assert_true(json_is_null(value(list, "rewards")));
	assert_true(json_is_null(value(list, "points_redeemed")));
	json_decref(list);
	list = list_of(*state, &all, &many);
	assert_int_equal(json_integer_value(value(list, "rewards")), 9);
	assert_int_equal(
		json_integer_value(value(list, "points_redeemed")), 900);
	json_decref(list);
	list = list_of(*state, &one, &many);
	assert_null(find(list, "rewards"));
	json_decref(list);
}

/* Rounded to tenths, the half up. */
static void
times_are_tenths(void **state)
{
	struct report r = {.readers = 212, .company_readers = 23};

	(void)state;
	assert_int_equal(figures_times(&r), 92);
	r.company_readers = 0;
	assert_int_equal(figures_times(&r), 0);
	r = (struct report){.readers = 1, .company_readers = 20};
	assert_int_equal(figures_times(&r), 1);
}

static void
what_is_gone_has_no_report(void **state)
{
	const struct report_about gone[] = {{.campaign = 99}, {.item = 99},
		{.team = 99}, {.network = "myspace"}};
	const struct report_about all = {.from = NOW, .to = NOW + 1};
	struct world *w = *state;
	struct err e = {""};
	json_t *report;
	size_t i, size;
	char *table;

	for (i = 0; i < sizeof gone / sizeof *gone; i++) {
		report = figures_report(&w->parts, &gone[i], NOW, &e);
		assert_null(report);
		assert_null(figures_table(&w->parts, &gone[i], NOW, &size, &e));
	}
	report = figures_report(&w->parts, &all, NOW, &e);
	assert_non_null(report);
	assert_string_equal(
		json_text(report, "from", ""), "2026-11-25T09:00:00Z");
	assert_string_equal(json_text(report, "of.kind", ""), "programme");
	json_decref(report);
	table = figures_table(&w->parts, &all, NOW, &size, &e);
	assert_non_null(table);
	assert_non_null(strstr(table, "\"Shares\",0,\""));
	free(table);
}

static void
read_on(struct world *w, int64_t days_ago, int64_t readers)
{
	struct err e = {""};

	assert_int_equal(db_run(w->db, &e,
				 "INSERT INTO reach (day, item, network,"
				 " class, hits, readers)"
				 " VALUES ($1, 1, 'x', 0, $2, $2)",
				 "ii", when_day(NOW) - days_ago, readers),
		0);
}

static json_t *
chart_of(struct world *w, const struct report_about *about)
{
	struct err e = {""};
	json_t *chart = figures_chart(w->db, &programme, about, &e);

	if (chart == NULL)
		fail_msg("%s", e.text);
	return chart;
}

static void
a_chart_has_the_last_days(void **state)
{
	struct report_about about = {.to = NOW + 1};
	struct world *w = *state;
	struct campaign c = {.name = "News", .state = "running"};
	struct item i = {.campaign = 1, .url = "u", .canonical = "u"};
	struct err e = {""};
	json_t *chart = chart_of(w, &about);

	assert_true(json_is_null(chart)); /* nobody read */
	json_decref(chart);
	assert_int_equal(campaign_add(w->db, &c, &e), 0);
	snprintf(i.state, sizeof(i.state), "announced");
	assert_int_equal(item_add(w->db, &i, &e), 0);
	read_on(w, 40, 9);
	read_on(w, 1, 4);
	chart = chart_of(w, &about); /* a week, though one day has any */
	assert_int_equal(json_array_size(json_object_get(chart, "bars")), 7);
	assert_int_equal(json_integer_value(json_object_get(chart, "most")), 4);
	json_decref(chart);
	read_on(w, 29, 1);
	chart = chart_of(w, &about); /* what is older is left out */
	assert_int_equal(json_array_size(json_object_get(chart, "bars")),
		FIGURES_CHART_DAYS);
	assert_string_equal(json_text(chart, "bars[29].label", ""), "25");
	json_decref(chart);
	about.team = 1;
	chart = chart_of(w, &about); /* so few are in it */
	assert_true(json_is_null(chart));
	json_decref(chart);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_says_how_it_was_counted_in_every_language),
		cmocka_unit_test(what_does_not_exist_is_left_out),
		cmocka_unit_test(few_people_are_not_counted),
		cmocka_unit_test(few_who_redeemed_are_not_told),
		cmocka_unit_test(times_are_tenths),
		cmocka_unit_test(what_is_gone_has_no_report),
		cmocka_unit_test(a_chart_has_the_last_days),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
