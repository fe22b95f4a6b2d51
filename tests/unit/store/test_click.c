#include "reach.h"
#include "scene.h"

#define TODAY (NOON / WHEN_DAY)

/* A link of ana's share of an item on X. */
static struct click
click_on(struct scene *s, const char *title)
{
	int64_t item = new_item(s, s->campaign, title);
	struct member ana;
	struct click c = {.item = item, .at = NOON, .network = "x", .class = 2};

	ok(s, people_find(s->db, "acme", "U-ana", &ana, &s->e));
	ok(s, link_for_share(s->db, item,
		      new_share(s, ana.id == 0 ? join(s, "ana") : ana.id, item,
			      "x"),
		      NOON, &c.link, &s->e));
	return c;
}

static int64_t
hits(struct scene *s)
{
	return number(s, "SELECT sum(hits) FROM reach_now");
}

/* All hits by link, once all are sorted. */
static int64_t
by_link(struct scene *s)
{
	int64_t last;

	ok(s, click_unsorted(s->db, 1000, &last, &s->e));
	if (last != 0)
		ok(s, click_sort(s->db, last, &s->e));
	return number(s, "SELECT sum(hits) FROM link_reach");
}

static void
a_hit_counts_before_and_after_it_is_folded(void **state)
{
	struct scene *s = *state;
	struct click c = click_on(s, "news");

	ok(s, click_add(s->db, &c, &s->e));
	ok(s, click_add(s->db, &c, &s->e));
	assert_int_equal(hits(s), 2);
	assert_int_equal(number(s, "SELECT count(*) FROM reach"), 0);
	ok(s, click_fold(s->db, &s->e));
	assert_int_equal(hits(s), 2);
	assert_int_equal(number(s, "SELECT sum(hits) FROM reach"), 2);
	ok(s, click_add(s->db, &c, &s->e));
	ok(s, click_fold(s->db, &s->e));
	ok(s, click_fold(s->db, &s->e));
	assert_int_equal(number(s, "SELECT sum(hits) FROM reach"), 3);
}

/* As many hits, of all classes and three days, counted as they come. */
static void
count_hits(struct scene *s, struct reach *r, struct click c, int count)
{
	int i;

	ok(s, db_begin(s->db, &s->e));
	for (i = 0; i < count; i++) {
		c.class = i % 4;
		c.at = NOON + i % 3 * WHEN_DAY;
		ok(s, click_add(s->db, &c, &s->e));
		ok(s, reach_add(r, db_last_id(s->db), &c, &s->e));
	}
	ok(s, db_commit(s->db, &s->e));
	ok(s, store_check(s->db, &s->e));
}

static int64_t
folded(struct scene *s)
{
	return number(s, "SELECT sum(hits) FROM reach");
}

static void
many_hits_fold_by_themselves(void **state)
{
	struct scene *s = *state;
	struct click c = click_on(s, "news");
	struct reach *r = reach_new(s->db);

	count_hits(s, r, c, 40000);
	assert_int_equal(hits(s), 40000);
	assert_int_equal(folded(s), 2 * 16384);
	assert_int_equal(number(s, "SELECT count(*) FROM reach"), 12);
	count_hits(s, r, c, 10000);
	assert_int_equal(folded(s), 3 * 16384);
	reach_free(r);
}

/* After a restart, and after a report or the pruning folded. */
static void
what_others_did_is_not_counted_twice(void **state)
{
	struct scene *s = *state;
	struct click c = click_on(s, "news");
	struct reach *r = reach_new(s->db);
	bool more;

	ok(s, click_add(s->db, &c, &s->e));
	count_hits(s, r, c, 16384);
	assert_int_equal(folded(s), 16385);
	count_hits(s, r, c, 100);
	ok(s, click_fold(s->db, &s->e));
	count_hits(s, r, c, 16384 - 100);
	assert_int_equal(folded(s), 16385 + 16384);
	count_hits(s, r, c, 100);
	ok(s, click_add(s->db, &c, &s->e));
	count_hits(s, r, c, 16384);
	assert_int_equal(folded(s), 16385 + 16384 + 100 + 1 + 16384);
	count_hits(s, r, c, 100);
	do
		ok(s, click_prune(s->db, TODAY + 99, &more, &s->e));
	while (more);
	count_hits(s, r, c, 16384);
	assert_int_equal(folded(s), hits(s));
	reach_free(r);
}

static void
many_items_at_once_are_counted(void **state)
{
	struct scene *s = *state;
	struct reach *r = reach_new(s->db);
	char title[16];
	int i;

	for (i = 0; i < 1500; i++) {
		snprintf(title, sizeof(title), "n%d", i);
		count_hits(s, r, click_on(s, title), 1);
	}
	assert_int_equal(folded(s), 1024);
	assert_int_equal(hits(s), 1500);
	reach_free(r);
}

static void
a_hit_on_nothing_is_found(void **state)
{
	struct scene *s = *state;
	struct click c = click_on(s, "news");

	c.class = 4;
	assert_int_equal(click_add(s->db, &c, &s->e), -1);
	c.class = 2;
	c.link++;
	ok(s, click_add(s->db, &c, &s->e));
	assert_int_equal(store_check(s->db, &s->e), -1);
	assert_non_null(strstr(s->e.text, "hits of item"));
	ok(s, db_run(s->db, &s->e, "DELETE FROM click", ""));
}

static void
old_clicks_become_counts(void **state)
{
	struct scene *s = *state;
	struct click c = click_on(s, "news");
	struct share share;
	bool more;
	int i;

	for (i = 0; i < 5; i++) {
		c.at = NOON + i * WHEN_DAY;
		c.reader = i == 0;
		ok(s, click_add(s->db, &c, &s->e));
		ok(s, click_add(s->db, &c, &s->e));
	}
	/* Two clicks said to be of new readers. */
	ok(s, share_get(s->db, 1, &share, &s->e));
	share.readers = 2;
	ok(s, share_save(s->db, &share, &s->e));
	ok(s, click_prune(s->db, TODAY + 2, &more, &s->e));
	assert_false(more);
	assert_int_equal(number(s, "SELECT count(*) FROM click"), 6);
	assert_int_equal(number(s, "SELECT sum(hits) FROM click_day"), 4);
	assert_int_equal(number(s, "SELECT sum(readers) FROM click_day"), 2);
	assert_int_equal(hits(s), 10);
	assert_int_equal(by_link(s), 10);
	ok(s, store_check(s->db, &s->e));
	/* Until none is left, when ids start anew. */
	ok(s, click_prune(s->db, TODAY + 99, &more, &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM click"), 0);
	assert_int_equal(hits(s), 10);
	c.reader = false;
	ok(s, click_add(s->db, &c, &s->e));
	assert_int_equal(hits(s), 11);
	assert_int_equal(by_link(s), 11);
	ok(s, click_prune(s->db, TODAY, &more, &s->e));
	assert_int_equal(hits(s), 11);
	ok(s, store_check(s->db, &s->e));
}

static void
pruning_goes_in_steps(void **state)
{
	struct scene *s = *state;
	struct click c = click_on(s, "news");
	bool more;
	int i;

	ok(s, db_begin(s->db, &s->e));
	for (i = 0; i < 25000; i++)
		ok(s, click_add(s->db, &c, &s->e));
	ok(s, click_prune(s->db, TODAY + 1, &more, &s->e));
	assert_true(more);
	ok(s, click_prune(s->db, TODAY + 1, &more, &s->e));
	assert_false(more);
	ok(s, db_commit(s->db, &s->e));
	assert_int_equal(hits(s), 25000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_hit_counts_before_and_after_it_is_folded),
		scene_test(many_hits_fold_by_themselves),
		scene_test(what_others_did_is_not_counted_twice),
		scene_test(many_items_at_once_are_counted),
		scene_test(a_hit_on_nothing_is_found),
		scene_test(old_clicks_become_counts),
		scene_test(pruning_goes_in_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
