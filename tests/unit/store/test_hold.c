#include "holds.h"

#include "scene.h"

/* Shares that somebody looks at before their points settle. */

#define LATER (NOON + 49 * WHEN_HOUR)
#define UNTIL (LATER + 14 * WHEN_DAY)

/* A share of 10 points that settle, of a member of that name. */
struct shared {
	int64_t member, share, award;
};

static struct shared
shared(struct scene *s, const char *name)
{
	struct shared out = {.member = join(s, name)};
	struct award a;

	out.share =
		new_share(s, out.member, new_item(s, s->campaign, name), "x");
	a = award_of(s, out.share, 10);
	a.settles_at = NOON + 48 * WHEN_HOUR;
	ok(s, award_add(s->db, &a, NOON, &s->e));
	out.award = a.id;
	return out;
}

static struct hold
open_hold(struct scene *s, int64_t share)
{
	struct hold h = {.share = share,
		.reason = "burst",
		.part = 18,
		.whole = 20,
		.span = 2 * WHEN_MINUTE,
		.opened_at = LATER,
		.until_at = UNTIL};

	ok(s, hold_open(s->db, &h, &s->e));
	return h;
}

static void
decide(struct scene *s, int64_t id, const char *decision)
{
	struct hold h;

	ok(s, hold_get(s->db, id, &h, &s->e));
	snprintf(h.decision, sizeof(h.decision), "%s", decision);
	snprintf(h.chat, sizeof(h.chat), "acme");
	snprintf(h.person, sizeof(h.person), "U9");
	h.decided_at = LATER + 1;
	ok(s, hold_decide(s->db, &h, &s->e));
}

static int
on_due(void *arg, const struct due *d, struct err *e)
{
	(void)e;
	if (strcmp(d->name, "settle") == 0 || strstr(d->name, "hold") != NULL)
		scene_add(arg, "%s ", d->key);
	return 0;
}

static const char *
due_at(struct scene *s, int64_t now)
{
	static char said[SAID_ROOM];

	said[0] = '\0';
	ok(s, due_each(s->db, now, 100, on_due, said, &s->e));
	return said;
}

static void
what_is_held_is_not_due(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana");
	struct hold h, found;

	assert_string_equal(due_at(s, LATER), "settle:1 ");
	h = open_hold(s, ana.share);
	ok(s, hold_told(s->db, LATER, &s->e));
	assert_string_equal(due_at(s, LATER), "");
	ok(s, hold_of_share(s->db, ana.share, &found, &s->e));
	assert_int_equal(found.id, h.id);
	assert_int_equal(found.member, ana.member);
	assert_string_equal(found.name, "ana");
	assert_string_equal(found.network, "x");
	assert_int_equal(found.points, 10);
	assert_int_equal(found.part, 18);
	decide(s, h.id, "released");
	assert_string_equal(due_at(s, LATER), "settle:1 ");
	ok(s, hold_get(s->db, h.id, &found, &s->e));
	assert_string_equal(found.person, "U9");
	assert_int_equal(found.points, 10);
}

static void
one_at_a_time_and_one_decision(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana");
	struct hold h = open_hold(s, ana.share), second = h;

	assert_int_equal(hold_open(s->db, &second, &s->e), -1);
	decide(s, h.id, "released");
	assert_int_equal(hold_decide(s->db,
				 &(struct hold){.id = h.id,
					 .decision = "withdrawn",
					 .decided_at = LATER + 2},
				 &s->e),
		-1);
	/* what is over takes no answer */
	ok(s, hold_answer(s->db, h.id, "Late", LATER + 2, &s->e));
	ok(s, hold_get(s->db, h.id, &second, &s->e));
	assert_string_equal(second.decision, "released");
	assert_string_equal(second.answer, "");
	/* and another reason may come */
	second = open_hold(s, ana.share);
	assert_int_not_equal(second.id, h.id);
}

static int
on_reason(void *arg, const char *reason, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", reason);
	return 0;
}

static void
what_was_released_is_remembered(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	char said[SAID_ROOM] = "";
	bool withdrawn;

	decide(s, open_hold(s, ana.share).id, "released");
	decide(s, open_hold(s, ben.share).id, "withdrawn");
	ok(s, hold_each_released(s->db, ana.share, on_reason, said, &s->e));
	ok(s, hold_each_released(s->db, ben.share, on_reason, said, &s->e));
	assert_string_equal(said, "burst ");
	ok(s, hold_withdrawn(s->db, ana.share, &withdrawn, &s->e));
	assert_false(withdrawn);
	ok(s, hold_withdrawn(s->db, ben.share, &withdrawn, &s->e));
	assert_true(withdrawn);
}

static int
on_hold(void *arg, const struct hold *h, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", h->name);
	return 0;
}

static void
open_ones_are_listed_by_their_end(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	struct shared cleo = shared(s, "cleo");
	struct hold h = open_hold(s, ana.share);
	char said[SAID_ROOM] = "";
	int64_t count;

	h.share = ben.share;
	h.until_at = UNTIL - 1;
	ok(s, hold_open(s->db, &h, &s->e));
	decide(s, open_hold(s, cleo.share).id, "withdrawn");
	ok(s, hold_count(s->db, &count, &s->e));
	assert_int_equal(count, 2);
	ok(s, hold_each(s->db, 0, 5, on_hold, said, &s->e));
	assert_string_equal(said, "ben ana ");
	said[0] = '\0';
	ok(s, hold_each(s->db, 1, 5, on_hold, said, &s->e));
	assert_string_equal(said, "ana ");
}

/* Of all that are new at once, and not again within a day. */
static void
admins_hear_of_it_once_a_day(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	struct shared cleo = shared(s, "cleo");
	int64_t count;

	open_hold(s, ana.share);
	open_hold(s, ben.share);
	assert_string_equal(due_at(s, LATER), "settle:3 holds:2 ");
	ok(s, hold_untold(s->db, &count, &s->e));
	assert_int_equal(count, 2);
	ok(s, hold_told(s->db, LATER, &s->e));
	open_hold(s, cleo.share);
	assert_string_equal(due_at(s, LATER + WHEN_HOUR), "");
	assert_string_equal(due_at(s, LATER + WHEN_DAY), "holds:3 ");
	assert_string_equal(
		due_at(s, UNTIL), "unhold:1 unhold:2 unhold:3 holds:3 ");
}

/* From what is kept of visits: only who is counted, of all its links. */
struct seen {
	int count, marked;
};

static int
on_reader(void *arg, int64_t at, bool marked, struct err *e)
{
	struct seen *seen = arg;

	(void)e;
	assert_true(at >= NOON);
	seen->count++;
	seen->marked += marked;
	return 0;
}

static void
visit(struct scene *s, int64_t link, uint32_t reasons, bool reader)
{
	struct link_target target;
	struct click c = {.link = link,
		.at = NOON,
		.network = "x",
		.reasons = reasons,
		.reader = reader};

	ok(s, link_find(s->db, link, &target, &s->e));
	c.item = target.item;
	ok(s, click_add(s->db, &c, &s->e));
}

static void
readers_are_found_by_the_share(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	struct hold_readers of = {.share = ana.share, .bits = 6, .max = 100};
	struct seen seen = {0, 0};
	int64_t link, other;

	ok(s, link_for_share(s->db, 1, ana.share, NOON, &link, &s->e));
	ok(s, link_for_share(s->db, 2, ben.share, NOON, &other, &s->e));
	ok(s, db_run(s->db, &s->e,
		      "UPDATE share SET readers = CASE id WHEN 1 THEN 4 ELSE 1 "
		      "END",
		      ""));
	visit(s, link, 0, true);
	visit(s, link, 2, true);
	visit(s, link, 4 | 1, true);
	visit(s, link, 8, true);
	visit(s, link, 2, false);
	visit(s, other, 2, true);
	ok(s, hold_each_reader(s->db, &of, on_reader, &seen, &s->e));
	assert_int_equal(seen.count, 4);
	assert_int_equal(seen.marked, 2);
	of.max = 3;
	ok(s, hold_each_reader(s->db, &of, on_reader, &seen, &s->e));
	assert_int_equal(seen.count, 7);
}

static int64_t
declare(struct scene *s, int64_t member, const char *title, int64_t at)
{
	int64_t id = new_share(s, member, new_item(s, s->campaign, title), "x");
	struct share share;

	ok(s, share_get(s->db, id, &share, &s->e));
	share.declared_at = at;
	share.readers = 3;
	ok(s, share_save(s->db, &share, &s->e));
	return id;
}

static void
others_are_compared_with(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben"), shares, readers;
	int64_t count, last = declare(s, ana, "a", NOON + 6 * WHEN_MINUTE);
	struct share share, other;

	declare(s, ana, "b", NOON);
	declare(s, ana, "c", NOON + 2 * WHEN_MINUTE);
	declare(s, ana, "d", NOON + 5 * WHEN_MINUTE);
	declare(s, ana, "e", NOON + 7 * WHEN_MINUTE);
	declare(s, ben, "f", NOON + 5 * WHEN_MINUTE);
	ok(s, share_get(s->db, last, &share, &s->e));
	ok(s, hold_declared(s->db, &share, 5 * WHEN_MINUTE, &count, &s->e));
	assert_int_equal(count, 2);
	/* other shares of its item, as far as they were read */
	ok(s, hold_others(s->db, &share, &shares, &readers, &s->e));
	assert_int_equal(shares, 0);
	ok(s, share_get(s->db, new_share(s, ben, share.item, "x"), &other,
		      &s->e));
	ok(s, hold_others(s->db, &share, &shares, &readers, &s->e));
	assert_int_equal(shares, 0);
	other.readers = 7;
	ok(s, share_save(s->db, &other, &s->e));
	ok(s, hold_others(s->db, &share, &shares, &readers, &s->e));
	assert_int_equal(shares, 1);
	assert_int_equal(readers, 7);
}

static void
reports_say_what_is_looked_at(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana");
	struct report_about about = {.from = 0, .to = UNTIL};
	struct hold h = open_hold(s, ana.share);
	struct report r;

	shared(s, "ben");
	ok(s, report_make(s->db, &about, &r, &s->e));
	assert_int_equal(r.looked_at, 10);
	assert_int_equal(r.pending, 20);
	about.item = 1;
	ok(s, report_make(s->db, &about, &r, &s->e));
	assert_int_equal(r.looked_at, 10);
	about.item = 2;
	ok(s, report_make(s->db, &about, &r, &s->e));
	assert_int_equal(r.looked_at, 0);
	about = (struct report_about){.to = UNTIL, .network = "x"};
	ok(s, report_make(s->db, &about, &r, &s->e));
	assert_int_equal(r.looked_at, 10);
	decide(s, h.id, "released");
	ok(s, report_make(s->db, &about, &r, &s->e));
	assert_int_equal(r.looked_at, 0);
}

/* Two accounts are one: what one of its shares is held for holds. */
static void
a_merged_share_keeps_its_hold(void **state)
{
	static const unsigned char nobody[16];
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	struct member m = {.language = "en", .zone = "UTC", .name = "too"};
	int64_t other, third;
	struct hold h;

	ok(s, people_join(s->db, "town", "T1", &m, 1, nobody, NOON, &s->e));
	other = new_share(s, m.id, 1, "x");
	third = new_share(s, m.id, 2, "bluesky");
	open_hold(s, other);
	open_hold(s, third);
	open_hold(s, ben.share);
	ok(s, people_merge(s->db, ana.member, m.id, LATER, &s->e));
	ok(s, hold_of_share(s->db, ana.share, &h, &s->e));
	assert_int_equal(h.id, 1);
	assert_int_equal(h.member, ana.member);
	assert_int_equal(h.points, 10);
	ok(s, hold_of_share(s->db, third, &h, &s->e));
	assert_int_equal(h.member, ana.member);
	assert_int_equal(number(s, "SELECT count(*) FROM hold"), 3);
}

static void
of_two_open_ones_one_stays(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");

	decide(s, open_hold(s, ben.share).id, "released");
	open_hold(s, ben.share);
	open_hold(s, ana.share);
	ok(s, hold_merge(s->db, ben.share, ana.share, &s->e));
	assert_int_equal(
		number(s, "SELECT count(*) FROM hold WHERE share = 1"), 2);
	assert_int_equal(number(s, "SELECT count(*) FROM hold WHERE share = 1"
				   " AND decision IS NULL"),
		1);
	assert_int_equal(number(s, "SELECT count(*) FROM hold"), 2);
}

static void
who_is_forgotten_is_looked_at_no_more(void **state)
{
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	struct hold h = open_hold(s, ana.share);
	int64_t admin = join(s, "mia");

	ok(s, hold_answer(s->db, h.id, "In a talk", LATER, &s->e));
	ok(s, people_forget(s->db, ana.member, LATER, &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM hold"), 0);
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana.member), 0);
	/* no number comes twice */
	h = open_hold(s, ben.share);
	assert_int_equal(h.id, 2);
	ok(s, hold_decide(s->db,
		      &(struct hold){.id = h.id,
			      .decision = "released",
			      .chat = "acme",
			      .person = "U-mia",
			      .decided_at = LATER},
		      &s->e));
	ok(s, people_forget(s->db, admin, LATER, &s->e));
	ok(s, hold_get(s->db, h.id, &h, &s->e));
	assert_string_equal(h.decision, "released");
	assert_string_equal(h.person, "");
}

static int
on_look(void *arg, const char *chat, const char *person, int64_t at,
	struct err *e)
{
	(void)e;
	scene_add(arg, "%s:%s:%d ", chat, person, (int)(at - LATER));
	return 0;
}

static void
members_see_who_looked(void **state)
{
	static const struct {
		const char *person, *did, *about;
	} rows[] = {{"U9", "hold.look", "1"}, {"U8", "hold.look", "1"},
		{"U9", "hold.look", "1"}, {"U7", "hold.look", "2"},
		{"U6", "item.add", "1"}};
	struct scene *s = *state;
	struct shared ana = shared(s, "ana"), ben = shared(s, "ben");
	char said[SAID_ROOM] = "";
	size_t i;

	open_hold(s, ana.share);
	open_hold(s, ben.share);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(s, audit_add(s->db, "acme", rows[i].person, rows[i].did,
			      rows[i].about, "", "", LATER + (int64_t)i,
			      &s->e));
	ok(s, audit_each_look(s->db, ana.member, 10, on_look, said, &s->e));
	assert_string_equal(said, "acme:U9:2 acme:U8:1 ");
	ok(s, audit_each_look(s->db, ana.member, 1, on_look, said, &s->e));
	assert_string_equal(said, "acme:U9:2 acme:U8:1 acme:U9:2 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(what_is_held_is_not_due),
		scene_test(one_at_a_time_and_one_decision),
		scene_test(what_was_released_is_remembered),
		scene_test(open_ones_are_listed_by_their_end),
		scene_test(admins_hear_of_it_once_a_day),
		scene_test(readers_are_found_by_the_share),
		scene_test(others_are_compared_with),
		scene_test(reports_say_what_is_looked_at),
		scene_test(a_merged_share_keeps_its_hold),
		scene_test(of_two_open_ones_one_stays),
		scene_test(who_is_forgotten_is_looked_at_no_more),
		scene_test(members_see_who_looked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
