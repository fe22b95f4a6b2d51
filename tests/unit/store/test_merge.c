#include "badges.h"
#include "pairing.h"
#include "rewards.h"

#include "scene.h"

/* Two members who turn out to be one person. */

static const unsigned char nobody[16];

static int64_t
join_on(struct scene *s, const char *chat, const char *name)
{
	struct member m = {.language = "en", .zone = "Europe/Helsinki"};
	char person[80];

	snprintf(m.name, sizeof(m.name), "%s", name);
	snprintf(person, sizeof(person), "U-%s", name);
	ok(s, people_join(s->db, chat, person, &m, 1, nobody, NOON, &s->e));
	return m.id;
}

static struct member
member(struct scene *s, int64_t id)
{
	struct member m;

	ok(s, people_get(s->db, id, &m, &s->e));
	return m;
}

static struct award
award(struct scene *s, int64_t id)
{
	struct award a;

	ok(s, award_get(s->db, id, &a, &s->e));
	return a;
}

/* An award for a share of that item on x. */
static struct award
give(struct scene *s, int64_t share, int64_t points)
{
	struct award a = award_of(s, share, points);

	ok(s, award_add(s->db, &a, NOON, &s->e));
	return a;
}

static void
merge(struct scene *s, int64_t keep, int64_t drop)
{
	ok(s, people_merge(s->db, keep, drop, NOON + WHEN_HOUR, &s->e));
	ok(s, store_check(s->db, &s->e));
}

static void
points_and_places_add_up(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		too = join_on(s, "town", "ana");
	int64_t ben = join_on(s, "acme", "ben");
	int64_t settled = earn(s, ana, 20, NOON - 8 * WHEN_DAY);
	int64_t today = when_day(NOON);
	struct rank top[4];
	size_t count;

	earn(s, ana, 10, NOON);
	earn(s, too, 7, NOON - 8 * WHEN_DAY);
	earn(s, too, 5, NOON);
	earn(s, ben, 12, NOON);
	ok(s, award_settle(s->db, settled, NOON, &s->e));
	merge(s, ana, too);

	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 22);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 20);
	assert_int_equal(balance(s, ACCOUNT_PENDING, too), 0);
	ok(s, ledger_top(s->db, today, today + 1, 0, top, 4, &count, &s->e));
	assert_int_equal(count, 2);
	assert_int_equal(top[0].member, ana);
	assert_int_equal(top[0].points, 15);
	ok(s, ledger_top(
		      s->db, 0, today + 1, s->campaign, top, 4, &count, &s->e));
	assert_int_equal(top[0].points, 42);
	assert_int_equal(count, 2);
	/* by an entry of its own */
	assert_int_equal(number(s, "SELECT points FROM entry"
				   " WHERE cause LIKE 'merge:%:pending'"),
		12);
}

static void
both_accounts_lead_to_one_member(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		too = join_on(s, "town", "ana");
	char chat[64], person[64];
	struct member m;

	merge(s, ana, too);
	ok(s, people_find(s->db, "town", "U-ana", &m, &s->e));
	assert_int_equal(m.id, ana);
	assert_true(m.linked);
	/* what was made for the other still finds its way */
	assert_int_equal(member(s, too).id, ana);
	/* what is said goes to where they were last */
	ok(s, people_acted(s->db, "town", "U-ana", NOON + 1, &s->e));
	ok(s, people_account(s->db, ana, "", chat, person, &s->e));
	assert_string_equal(chat, "town");
	ok(s, people_acted(s->db, "acme", "U-ana", NOON + 2, &s->e));
	ok(s, people_account(s->db, ana, "", chat, person, &s->e));
	assert_string_equal(chat, "acme");
	assert_int_equal(
		number(s, "SELECT count(*) FROM member"
			  " WHERE merged_into IS NOT NULL AND name IS NULL"),
		1);
}

/* One item on one network, shared from both accounts. */
struct twins {
	int64_t ana, too, share, other, link, other_link;
};

static struct twins
new_twins(struct scene *s)
{
	struct twins t = {join_on(s, "acme", "ana"), join_on(s, "town", "ana"),
		0, 0, 0, 0};
	int64_t item = new_item(s, s->campaign, "release");

	t.share = new_share(s, t.ana, item, "x");
	t.other = new_share(s, t.too, item, "x");
	ok(s, link_for_share(s->db, item, t.share, NOON, &t.link, &s->e));
	ok(s, link_for_share(s->db, item, t.other, NOON, &t.other_link, &s->e));
	return t;
}

static void
one_share_earns_once(void **state)
{
	struct scene *s = *state;
	struct twins t = new_twins(s);
	int64_t kept = give(s, t.share, 10).id, lost = give(s, t.other, 10).id;

	merge(s, t.ana, t.too);
	assert_string_equal(award(s, kept).state, "pending");
	assert_string_equal(award(s, lost).state, "withdrawn");
	assert_int_equal(balance(s, ACCOUNT_PENDING, t.ana), 10);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 990);
}

static void
the_better_of_two_awards_stays(void **state)
{
	struct scene *s = *state;
	struct twins t = new_twins(s);
	int64_t worse = give(s, t.share, 3).id,
		better = give(s, t.other, 10).id;

	ok(s, award_settle(s->db, worse, NOON, &s->e));
	merge(s, t.ana, t.too);
	assert_string_equal(award(s, worse).state, "withdrawn");
	assert_int_equal(award(s, worse).share, t.other);
	assert_string_equal(award(s, better).state, "pending");
	assert_int_equal(award(s, better).share, t.share);
	assert_int_equal(award(s, better).member, t.ana);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, t.ana), 0);
	assert_int_equal(balance(s, ACCOUNT_PENDING, t.ana), 10);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 990);
}

static void
what_lapsed_gives_way_to_what_counts(void **state)
{
	struct scene *s = *state;
	struct twins t = new_twins(s);
	int64_t lapsed = give(s, t.share, 10).id,
		counts = give(s, t.other, 4).id;

	ok(s, award_end(s->db, lapsed, "expired", NOON, &s->e));
	merge(s, t.ana, t.too);
	assert_string_equal(award(s, lapsed).state, "expired");
	assert_int_equal(award(s, counts).share, t.share);
	assert_int_equal(balance(s, ACCOUNT_PENDING, t.ana), 4);
}

/* A mug for so many points. */
static void
redeem(struct scene *s, int64_t member, int64_t points, int64_t ask)
{
	struct reward mug = {.kind = "goods", .cost = points, .stock = -1};
	struct redemption_wish wish = {.member = member, .ask = ask};
	struct redemption r;
	enum redemption_answer answer;

	snprintf(mug.name, sizeof(mug.name), "Mug %d", (int)ask);
	ok(s, catalogue_add(s->db, &mug, NOON, &s->e));
	wish.reward = mug.id;
	ok(s, redemption_request(s->db, &wish, NOON, &r, &answer, &s->e));
	assert_int_equal(answer, REDEMPTION_MADE);
}

static void
what_was_redeemed_stays_redeemed(void **state)
{
	struct scene *s = *state;
	struct twins t = new_twins(s);
	int64_t kept = give(s, t.share, 10).id, spent = give(s, t.other, 10).id;

	ok(s, award_settle(s->db, kept, NOON, &s->e));
	ok(s, award_settle(s->db, spent, NOON, &s->e));
	redeem(s, t.too, 8, 1);
	merge(s, t.ana, t.too);
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, t.ana), 8);
	assert_int_equal(number(s, "SELECT member FROM redemption"), t.ana);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, t.ana), 2);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 990);
}

static void
read(struct scene *s, int64_t link)
{
	struct link_target target;
	struct click c = {.link = link, .at = NOON, .class = 2, .reader = true};
	struct share share;

	ok(s, link_find(s->db, link, &target, &s->e));
	c.item = target.item;
	c.network = target.network;
	ok(s, click_add(s->db, &c, &s->e));
	ok(s, share_get(s->db, target.share, &share, &s->e));
	share.readers++;
	share.evidence = EVIDENCE_READ;
	share.read_at = share.read_at == 0 ? NOON : share.read_at;
	ok(s, share_save(s->db, &share, &s->e));
}

static void
both_links_count_for_the_one_share(void **state)
{
	struct scene *s = *state;
	struct twins t = new_twins(s);
	struct award waits = give(s, t.share, 10);
	struct link_target target;
	struct share share;
	int64_t link;

	read(s, t.other_link);
	merge(s, t.ana, t.too);
	ok(s, link_find(s->db, t.other_link, &target, &s->e));
	assert_int_equal(target.share, t.share);
	assert_int_equal(target.member, t.ana);
	read(s, t.other_link);
	read(s, t.link);
	ok(s, share_get(s->db, t.share, &share, &s->e));
	assert_int_equal(share.readers, 3);
	assert_int_equal(share.evidence, EVIDENCE_READ);
	/* its own link stays its own */
	ok(s, link_for_share(s->db, target.item, t.share, NOON, &link, &s->e));
	assert_int_equal(link, t.link);
	/* and what waited for a reader has had one */
	assert_int_not_equal(award(s, waits.id).settles_at, 0);
	ok(s, share_get(s->db, t.other, &share, &s->e));
	assert_string_equal(share.text, "");
	assert_int_not_equal(share.withdrawn_at, 0);
}

static void
a_withdrawn_share_gives_way(void **state)
{
	struct scene *s = *state;
	struct twins t = new_twins(s);
	struct share share;

	ok(s, share_get(s->db, t.share, &share, &s->e));
	share.withdrawn_at = NOON;
	ok(s, share_save(s->db, &share, &s->e));
	merge(s, t.ana, t.too);
	ok(s, share_get(s->db, t.share, &share, &s->e));
	assert_int_equal(share.withdrawn_at, 0);
}

static void
choices_and_kits_become_one(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		too = join_on(s, "town", "ana");
	int64_t item = new_item(s, s->campaign, "release");
	struct kit early = {
		.member = ana, .item = item, .text = "mine", .opened_at = NOON};
	struct kit late = {.member = too,
		.item = item,
		.variant = 2,
		.opened_at = NOON + 1};
	struct member m = member(s, too);
	struct kit k;

	ok(s, kit_save(s->db, &early, &s->e));
	ok(s, kit_save(s->db, &late, &s->e));
	m.hidden = true;
	m.state = MEMBER_PAUSED;
	snprintf(m.mastodon, sizeof(m.mastodon), "mastodon.example");
	ok(s, people_save(s->db, &m, &s->e));
	earn(s, too, 5, NOON);
	merge(s, ana, too);
	m = member(s, ana);
	assert_true(m.hidden);
	assert_int_equal(m.state, MEMBER_ACTIVE);
	assert_string_equal(m.mastodon, "mastodon.example");
	ok(s, kit_find(s->db, ana, item, &k, &s->e));
	assert_int_equal(k.variant, 2);
	assert_string_equal(k.text, "mine");
	assert_int_equal(number(s, "SELECT count(*) FROM pause"
				   " WHERE ended_at IS NULL"),
		0);
}

/* Each badge once, since the first of them had it. */
static void
badges_are_the_ones_of_both(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		too = join_on(s, "town", "ana");
	struct badge b = {.kind = "shares", .needed = 1, .at = NOON + 5};
	bool given;

	ok(s, badge_give(s->db, ana, &b, &given, &s->e));
	b.at = NOON;
	ok(s, badge_give(s->db, too, &b, &given, &s->e));
	b.needed = 10;
	ok(s, badge_give(s->db, too, &b, &given, &s->e));
	assert_true(given);
	ok(s, badge_give(s->db, too, &b, &given, &s->e));
	assert_false(given);
	ok(s, badge_expect(s->db, too, NOON + 7, &s->e));
	merge(s, ana, too);
	assert_int_equal(number(s, "SELECT count(*) FROM badge"), 2);
	assert_int_equal(number(s, "SELECT count(*) FROM badge"
				   " WHERE member = 1"),
		2);
	assert_true(number(s, "SELECT max(at) FROM badge") == NOON);
	assert_true(number(s, "SELECT badges_at FROM member WHERE id = 1") ==
		    NOON + 7);
	assert_int_equal(number(s, "SELECT count(*) FROM member"
				   " WHERE badges_at IS NOT NULL"),
		1);
}

static void
who_left_is_back_with_the_other(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		too = join_on(s, "town", "ana");
	int64_t given;

	ok(s, people_leave(s->db, ana, 1, NOON + 1, &s->e));
	merge(s, ana, too);
	assert_int_equal(member(s, ana).state, MEMBER_ACTIVE);
	given = number(s, "SELECT answer = 'given' FROM consent"
			  " ORDER BY id DESC LIMIT 1");
	assert_int_equal(given, 1);
}

static void
three_become_one_and_are_forgotten_as_one(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		too = join_on(s, "town", "ana");
	int64_t third = join_on(s, "lab", "ana");

	earn(s, too, 5, NOON);
	earn(s, third, 6, NOON);
	merge(s, too, third);
	merge(s, ana, too);
	assert_int_equal(member(s, third).id, ana);
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 11);
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM identity"), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM member"
				   " WHERE name IS NOT NULL"),
		0);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 1000);
	assert_int_equal(member(s, third).state, MEMBER_FORGOTTEN);
}

static void
two_accounts_on_one_chat_are_two_people(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana"),
		ben = join_on(s, "acme", "ben");

	assert_int_equal(people_merge(s->db, ana, ana, NOON, &s->e), -1);
	ok(s, db_begin(s->db, &s->e));
	assert_int_equal(people_merge(s->db, ana, ben, NOON, &s->e), -1);
	db_rollback(s->db);
}

static void
an_account_comes_and_goes(void **state)
{
	struct scene *s = *state;
	int64_t ana = join_on(s, "acme", "ana");
	struct member m;

	ok(s, people_add_account(s->db, ana, "town", "T-ana", nobody, &s->e));
	assert_true(member(s, ana).linked);
	ok(s, people_remove_account(s->db, "acme", "U-ana", &s->e));
	ok(s, people_find(s->db, "acme", "U-ana", &m, &s->e));
	assert_int_equal(m.id, 0);
	assert_int_equal(
		people_remove_account(s->db, "town", "T-ana", &s->e), -1);
	assert_non_null(strstr(s->e.text, "last account"));
	ok(s, people_find(s->db, "town", "T-ana", &m, &s->e));
	assert_int_equal(m.id, ana);
	assert_false(m.linked);
}

static void
codes_are_replaced_used_and_pruned(void **state)
{
	struct scene *s = *state;
	struct pairing p = {.account = "ana",
		.hash = "first",
		.box = "secret",
		.expires_at = NOON};
	struct pairing found;
	int64_t tries, first;
	bool is;
	int i;

	ok(s, pairing_put(s->db, &p, &s->e));
	memcpy(p.hash, "later", 5);
	ok(s, pairing_put(s->db, &p, &s->e));
	ok(s, pairing_find(s->db,
		      (const unsigned char *)"first\0\0\0\0\0\0\0\0\0\0",
		      &found, &is, &s->e));
	assert_false(is);
	ok(s, pairing_find(s->db, p.hash, &found, &is, &s->e));
	assert_true(is);
	assert_string_equal(found.box, "secret");
	ok(s, pairing_use(s->db, p.hash, NOON, &s->e));
	ok(s, pairing_find(s->db, p.hash, &found, &is, &s->e));
	assert_string_equal(found.box, "");
	assert_int_equal(found.used_at, NOON);
	for (i = 0; i < 3; i++)
		ok(s, pairing_wrong(
			      s->db, p.account, NOON - 10, NOON + i, &s->e));
	ok(s, pairing_tries(
		      s->db, p.account, NOON - 10, &tries, &first, &s->e));
	assert_int_equal(tries, 3);
	assert_int_equal(first, NOON);
	ok(s, pairing_wrong(s->db, p.account, NOON + 20, NOON + 30, &s->e));
	ok(s, pairing_tries(
		      s->db, p.account, NOON + 20, &tries, &first, &s->e));
	assert_int_equal(tries, 1);
	ok(s, pairing_prune(s->db, NOON + 100, &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM pairing_try"), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM pairing"), 0);
}

/* The same numbers in every run. */
static unsigned
draw(unsigned *seed, unsigned most)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % most;
}

/* What may have become of an award. */
static void
happen(struct scene *s, unsigned *seed, int64_t award, int64_t at)
{
	switch (draw(seed, 5)) {
	case 0:
		ok(s, award_settle(s->db, award, at, &s->e));
		break;
	case 1:
		ok(s, award_end(s->db, award, "expired", at, &s->e));
		break;
	case 2:
		ok(s, award_end(s->db, award, "withdrawn", at, &s->e));
		break;
	case 3:
		ok(s, award_settle(s->db, award, at, &s->e));
		redeem(s,
			number(s, "SELECT max(owner) FROM account a"
				  " WHERE kind = 'settled' AND balance > 0"),
			1, award);
		break;
	default:
		break;
	}
}

static void
share_something(struct scene *s, unsigned *seed, int64_t member)
{
	static const char *const networks[] = {"x", "linkedin", "bluesky"};
	const char *network = networks[draw(seed, 3)];
	int64_t item = 1 + draw(seed, 4), id;
	int64_t at = NOON - (int64_t)draw(seed, 40) * WHEN_DAY;
	struct share share;
	struct award a;

	ok(s, share_find(s->db, member, item, network, &share, &s->e));
	id = share.id != 0 ? share.id : new_share(s, member, item, network);
	a = award_of(s, id, 1 + draw(seed, 9));
	if (draw(seed, 2) == 0) {
		snprintf(a.kind, sizeof(a.kind), "readers");
		a.step = (int)draw(seed, 3);
	}
	ok(s, award_add(s->db, &a, at, &s->e));
	if (a.id != 0)
		happen(s, seed, a.id, at);
	ok(s, link_for_share(s->db, item, id, at, &item, &s->e));
}

static void
whatever_happened_nothing_is_doubled(void **state)
{
	struct scene *s = *state;
	const struct account programme = {ACCOUNT_PROGRAMME, 0};
	const struct account budget = {ACCOUNT_BUDGET, s->campaign};
	unsigned seed, i;

	ok(s, ledger_give(
		      s->db, &programme, &budget, 100000, "more", NOON, &s->e));
	for (i = 0; i < 4; i++)
		new_item(s, s->campaign, (char[]){(char)('a' + i), '\0'});
	for (seed = 1; seed <= 30; seed++) {
		unsigned drawn = seed;
		char name[16];
		int64_t one, two;

		snprintf(name, sizeof(name), "ana%u", seed);
		one = join_on(s, "acme", name);
		two = join_on(s, "town", name);
		for (i = 0; i < 24; i++)
			share_something(s, &drawn, i % 2 == 0 ? one : two);
		merge(s, one, two);
		assert_int_equal(number(s, "SELECT count(*) FROM (SELECT 1"
					   " FROM award a JOIN share h"
					   " ON h.id = a.share WHERE a.state"
					   " IN ('pending', 'settled')"
					   " GROUP BY a.member, h.item,"
					   " h.network, a.kind, a.step"
					   " HAVING count(*) > 1) AS x"),
			0);
		assert_int_equal(number(s, "SELECT count(*) FROM award a"
					   " JOIN share h ON h.id = a.share"
					   " WHERE h.member <> a.member"),
			0);
		assert_int_equal(number(s, "SELECT count(*) FROM link l"
					   " JOIN share h ON h.id = l.share"
					   " WHERE l.member <> h.member"),
			0);
		ok(s, people_forget(s->db, one, NOON, &s->e));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(points_and_places_add_up),
		scene_test(both_accounts_lead_to_one_member),
		scene_test(one_share_earns_once),
		scene_test(the_better_of_two_awards_stays),
		scene_test(what_lapsed_gives_way_to_what_counts),
		scene_test(what_was_redeemed_stays_redeemed),
		scene_test(both_links_count_for_the_one_share),
		scene_test(a_withdrawn_share_gives_way),
		scene_test(choices_and_kits_become_one),
		scene_test(badges_are_the_ones_of_both),
		scene_test(who_left_is_back_with_the_other),
		scene_test(three_become_one_and_are_forgotten_as_one),
		scene_test(two_accounts_on_one_chat_are_two_people),
		scene_test(an_account_comes_and_goes),
		scene_test(codes_are_replaced_used_and_pruned),
		scene_test(whatever_happened_nothing_is_doubled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
