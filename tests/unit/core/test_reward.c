#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "when.h"

#include "campaigns.h"
#include "db.h"
#include "items.h"
#include "ledger.h"
#include "people.h"
#include "shares.h"
#include "store.h"

#include "programme.h"
#include "reward.h"

#define NOW INT64_C(1795000000000)

static const struct rules RULES = {.share_points = 10,
	.again_points = 3,
	.readers_needed = 2,
	.steps = 3,
	.step_readers = {1, 2, 5},
	.step_points = {2, 5, 8},
	.hold = 48 * WHEN_HOUR,
	.pending_life = 30 * WHEN_DAY};

struct scene {
	struct db *db;
	struct rules rules;
	struct campaign campaign;
	struct member member;
	struct item item;
	struct share share;
};

static struct share
open_share(struct scene *s, const char *network)
{
	struct share share = {
		.member = s->member.id, .item = s->item.id, .opened_at = NOW};
	struct err e = {""};

	snprintf(share.network, sizeof(share.network), "%s", network);
	if (share_add(s->db, &share, &e) == -1)
		fail_msg("%s", e.text);
	return share;
}

static int
set_up(void **state)
{
	static struct scene scene;
	struct scene *s = &scene;
	const unsigned char hash[16] = {1};
	struct err e = {""};

	memset(s, 0, sizeof(*s));
	s->rules = RULES;
	s->db = store_open(":memory:", &e);
	if (s->db == NULL)
		fail_msg("%s", e.text);
	s->campaign = (struct campaign){
		.name = "News", .state = "running", .created_at = NOW};
	s->member =
		(struct member){.name = "Ana", .language = "en", .zone = "UTC"};
	s->item = (struct item){.url = "https://a.test/1",
		.canonical = "https://a.test/1",
		.title = "One",
		.state = "announced",
		.created_at = NOW};
	if (campaign_add(s->db, &s->campaign, &e) == -1 ||
		reward_fund(s->db, s->campaign.id, 100, NOW, &e) == -1 ||
		people_join(s->db, "acme", "U1", &s->member, 1, hash, NOW,
			&e) == -1)
		fail_msg("%s", e.text);
	s->item.campaign = s->campaign.id;
	if (item_add(s->db, &s->item, &e) == -1)
		fail_msg("%s", e.text);
	s->share = open_share(s, "linkedin");
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *s = *state;
	struct err e = {""};

	if (store_check(s->db, &e) == -1)
		fail_msg("%s", e.text);
	db_close(s->db);
	return 0;
}

static int64_t
balance(struct scene *s, enum account_kind kind, int64_t owner)
{
	const struct account a = {kind, owner};
	struct err e = {""};
	int64_t points;

	if (ledger_balance(s->db, &a, &points, &e) == -1)
		fail_msg("%s", e.text);
	return points;
}

static int64_t
pending(struct scene *s)
{
	return balance(s, ACCOUNT_PENDING, s->member.id);
}

static struct award
declare(struct scene *s, struct share *share)
{
	struct err e = {""};
	struct award a;

	if (reward_declared(s->db, &s->rules, share, NOW, &a, &e) == -1)
		fail_msg("%s", e.text);
	return a;
}

static void
read_by(struct scene *s, int people)
{
	struct err e = {""};

	while (people-- > 0)
		if (reward_reader(s->db, &s->rules, s->share.id, NOW, &e) == -1)
			fail_msg("%s", e.text);
}

static struct award
award_of(struct scene *s, const char *kind, int step)
{
	struct err e = {""};
	struct award a;

	if (award_find(s->db, s->share.id, kind, step, &a, &e) == -1)
		fail_msg("%s", e.text);
	return a;
}

static void
a_declared_share_waits_for_proof(void **state)
{
	struct scene *s = *state;
	struct award a = declare(s, &s->share);

	assert_int_equal(a.points, 10);
	assert_int_equal(a.settles_at, 0);
	assert_int_equal(a.expires_at, NOW + RULES.pending_life);
	assert_int_equal(pending(s), 10);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign.id), 90);
}

static void
saying_it_twice_gives_once(void **state)
{
	struct scene *s = *state;

	declare(s, &s->share);
	declare(s, &s->share);
	assert_int_equal(pending(s), 10);
}

static void
readers_prove_a_share_that_nobody_declared(void **state)
{
	struct scene *s = *state;
	struct err e = {""};
	struct share share;

	read_by(s, 1);
	assert_int_equal(award_of(s, "share", 0).id, 0);
	read_by(s, 1);
	assert_int_equal(award_of(s, "share", 0).settles_at, NOW + RULES.hold);
	assert_int_equal(pending(s), 10 + 2 + 5);
	assert_int_equal(share_get(s->db, s->share.id, &share, &e), 0);
	assert_int_equal(share.evidence, EVIDENCE_READ);
	assert_int_equal(share.readers, 2);
}

static void
points_settle_after_the_hold(void **state)
{
	struct scene *s = *state;
	struct err e = {""};
	struct award a;

	declare(s, &s->share);
	read_by(s, 2);
	a = award_of(s, "share", 0);
	assert_int_equal(a.settles_at, NOW + RULES.hold);
	assert_int_equal(award_settle(s->db, a.id, a.settles_at, &e), 0);
	assert_int_equal(award_settle(s->db, a.id, a.settles_at, &e), 0);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, s->member.id), 10);
	assert_int_equal(pending(s), 7);
}

static void
a_step_earned_before_the_proof_settles_with_it(void **state)
{
	struct scene *s = *state;

	read_by(s, 1);
	assert_int_equal(award_of(s, "readers", 1).settles_at, 0);
	read_by(s, 1);
	assert_int_equal(
		award_of(s, "readers", 1).settles_at, NOW + RULES.hold);
}

static void
the_second_network_earns_less(void **state)
{
	struct scene *s = *state;
	struct share other = open_share(s, "bluesky");

	assert_int_equal(declare(s, &s->share).points, 10);
	assert_int_equal(declare(s, &other).points, 3);
}

static void
a_cap_cuts_and_is_named(void **state)
{
	struct scene *s = *state;
	struct award a;

	s->rules.cap_day = 12;
	declare(s, &s->share);
	read_by(s, 2);
	a = award_of(s, "readers", 1);
	assert_int_equal(a.points, 2);
	assert_string_equal(a.stopped, "");
	a = award_of(s, "readers", 2);
	assert_int_equal(a.points, 0);
	assert_int_equal(a.wanted, 5);
	assert_string_equal(a.stopped, "day");
	assert_string_equal(a.state, "stopped");
	assert_int_equal(pending(s), 12);
}

static void
a_budget_that_runs_out_gives_what_is_left(void **state)
{
	struct scene *s = *state;
	const struct account from = {ACCOUNT_BUDGET, s->campaign.id};
	const struct account to = {ACCOUNT_PROGRAMME, 0};
	struct err e = {""};
	struct award a;

	assert_int_equal(
		ledger_give(s->db, &from, &to, 96, "spent", NOW, &e), 0);
	a = declare(s, &s->share);
	assert_int_equal(a.points, 4);
	assert_int_equal(a.wanted, 10);
	assert_string_equal(a.stopped, "budget");
	read_by(s, 5);
	assert_string_equal(award_of(s, "readers", 5).stopped, "budget");
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign.id), 0);
	assert_int_equal(pending(s), 4);
}

static void
a_change_of_mind_gives_pending_points_back(void **state)
{
	struct scene *s = *state;
	struct err e = {""};

	declare(s, &s->share);
	assert_int_equal(reward_withdrawn(s->db, &s->share, NOW, &e), 0);
	assert_int_equal(pending(s), 0);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign.id), 100);
	read_by(s, 5);
	assert_int_equal(pending(s), 0);
}

static void
set_rule(struct scene *s, enum campaign_rule rule, int64_t is)
{
	struct err e = {""};

	s->campaign.rules.own[rule] = true;
	s->campaign.rules.is[rule] = is;
	assert_int_equal(campaign_save(s->db, &s->campaign, &e), 0);
}

static void
a_campaign_has_rules_of_its_own(void **state)
{
	struct scene *s = *state;
	struct share other = open_share(s, "bluesky");
	struct err e = {""};
	struct rules r;

	set_rule(s, RULE_SHARE_POINTS, 25);
	set_rule(s, RULE_AGAIN_POINTS, 0);
	set_rule(s, RULE_READERS_NEEDED, 1);
	assert_int_equal(declare(s, &s->share).points, 25);
	assert_int_equal(declare(s, &other).id, 0);
	read_by(s, 1);
	assert_int_equal(award_of(s, "share", 0).settles_at, NOW + RULES.hold);
	assert_int_equal(pending(s), 25 + 2);
	assert_int_equal(reward_rules(s->db, &s->rules, s->item.id, &r, &e), 0);
	assert_int_equal(r.share_points, 25);
	assert_int_equal(r.cap_item, RULES.cap_item);
	assert_false(r.cap_day_own);
}

/* An item of another campaign, shared by the same member. */
static struct share
share_elsewhere(struct scene *s)
{
	struct campaign other = {
		.name = "Other", .state = "running", .created_at = NOW};
	struct share share = {.member = s->member.id,
		.network = "linkedin",
		.opened_at = NOW};
	struct item item = s->item;
	struct err e = {""};

	snprintf(item.canonical, sizeof item.canonical, "https://a.test/2");
	if (campaign_add(s->db, &other, &e) == -1 ||
		reward_fund(s->db, other.id, 100, NOW, &e) == -1)
		fail_msg("%s", e.text);
	item.campaign = other.id;
	if (item_add(s->db, &item, &e) == -1)
		fail_msg("%s", e.text);
	share.item = item.id;
	if (share_add(s->db, &share, &e) == -1)
		fail_msg("%s", e.text);
	return share;
}

static void
a_daily_cap_of_its_own_counts_its_own_points(void **state)
{
	struct scene *s = *state;
	struct share elsewhere = share_elsewhere(s);
	struct share more = open_share(s, "bluesky");

	set_rule(s, RULE_CAP_DAY, 12);
	assert_int_equal(declare(s, &elsewhere).points, 10);
	assert_int_equal(declare(s, &s->share).points, 10);
	assert_int_equal(declare(s, &more).points, 2);
}

static void
the_programmes_daily_cap_counts_all_points(void **state)
{
	struct scene *s = *state;
	struct share elsewhere = share_elsewhere(s);

	s->rules.cap_day = 12;
	assert_int_equal(declare(s, &s->share).points, 10);
	assert_int_equal(declare(s, &elsewhere).points, 2);
}

static void
a_cap_of_zero_is_no_cap(void **state)
{
	struct scene *s = *state;

	s->rules.cap_item = 5;
	set_rule(s, RULE_CAP_ITEM, 0);
	assert_int_equal(declare(s, &s->share).points, 10);
}

static bool
refund(struct scene *s, int64_t points, const char *key)
{
	const struct reward_change c = {s->campaign.id, points, key};
	struct err e = {""};
	bool fine;

	if (reward_refund(s->db, &c, NOW, &fine, &e) == -1)
		fail_msg("%s", e.text);
	return fine;
}

static void
a_budget_is_raised_and_lowered_to_what_was_given(void **state)
{
	struct scene *s = *state;
	struct campaign_budget b;
	struct err e = {""};

	declare(s, &s->share);
	assert_true(refund(s, 500, "a"));
	assert_true(refund(s, 500, "a"));
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign.id), 590);
	assert_false(refund(s, -591, "b"));
	assert_false(refund(s, 0, "c"));
	assert_true(refund(s, -590, "d"));
	assert_int_equal(campaign_budget(s->db, s->campaign.id, &b, &e), 0);
	assert_int_equal(b.left, 0);
	assert_int_equal(b.given, 10);
	assert_int_equal(b.pending, 10);
	assert_int_equal(balance(s, ACCOUNT_PROGRAMME, 0), -10);
}

static void
a_closed_campaign_gives_its_rest_back(void **state)
{
	struct scene *s = *state;
	struct share later = open_share(s, "bluesky");
	struct err e = {""};
	int64_t back;

	declare(s, &s->share);
	snprintf(s->campaign.state, sizeof s->campaign.state, "closed");
	assert_int_equal(campaign_save(s->db, &s->campaign, &e), 0);
	assert_int_equal(
		reward_return(s->db, s->campaign.id, NOW, &back, &e), 0);
	assert_int_equal(back, 90);
	assert_string_equal(declare(s, &later).stopped, "campaign");
	/* what lapses after it comes back in the same way */
	assert_int_equal(award_end(s->db, award_of(s, "share", 0).id, "expired",
				 NOW, &e),
		0);
	assert_int_equal(
		reward_return(s->db, s->campaign.id, NOW, &back, &e), 0);
	assert_int_equal(back, 10);
	assert_int_equal(balance(s, ACCOUNT_PROGRAMME, 0), 0);
}

int
main(void)
{
#define SCENE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		SCENE(a_declared_share_waits_for_proof),
		SCENE(saying_it_twice_gives_once),
		SCENE(readers_prove_a_share_that_nobody_declared),
		SCENE(points_settle_after_the_hold),
		SCENE(a_step_earned_before_the_proof_settles_with_it),
		SCENE(the_second_network_earns_less),
		SCENE(a_cap_cuts_and_is_named),
		SCENE(a_budget_that_runs_out_gives_what_is_left),
		SCENE(a_change_of_mind_gives_pending_points_back),
		SCENE(a_campaign_has_rules_of_its_own),
		SCENE(a_daily_cap_of_its_own_counts_its_own_points),
		SCENE(the_programmes_daily_cap_counts_all_points),
		SCENE(a_cap_of_zero_is_no_cap),
		SCENE(a_budget_is_raised_and_lowered_to_what_was_given),
		SCENE(a_closed_campaign_gives_its_rest_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
