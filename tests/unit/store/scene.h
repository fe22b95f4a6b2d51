#ifndef ADVOCATED_STORE_SCENE_H
#define ADVOCATED_STORE_SCENE_H

/* A store in memory with a running campaign that has a budget, for tests. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "when.h"

#include "audit.h"
#include "campaigns.h"
#include "db.h"
#include "due.h"
#include "feeds.h"
#include "items.h"
#include "ledger.h"
#include "people.h"
#include "post.h"
#include "report.h"
#include "review.h"
#include "shares.h"
#include "store.h"

/* Wednesday 25 November 2026, 09:00 UTC. */
#define NOON INT64_C(1795597200000)

struct scene {
	struct db *db;
	struct err e;
	int64_t campaign;
};

#define ok(s, call)                                                            \
	do {                                                                   \
		(s)->e.text[0] = '\0';                                         \
		if ((call) == -1)                                              \
			fail_msg("%s: %s", #call, (s)->e.text);                \
	} while (0)

/* Adds words to a list of SAID_ROOM bytes that a callback keeps. */
#define SAID_ROOM 4096
void scene_add(char *said, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static inline int64_t
number(struct scene *s, const char *sql)
{
	int64_t n;

	ok(s, db_number(s->db, &s->e, &n, sql, ""));
	return n;
}

static inline int64_t
balance(struct scene *s, enum account_kind kind, int64_t owner)
{
	const struct account a = {kind, owner};
	int64_t n;

	ok(s, ledger_balance(s->db, &a, &n, &s->e));
	return n;
}

static inline int64_t
new_campaign(struct scene *s, const char *name, int64_t budget)
{
	const struct account programme = {ACCOUNT_PROGRAMME, 0};
	struct campaign c = {.state = "running", .created_at = NOON};
	struct account account = {ACCOUNT_BUDGET, 0};
	char cause[64];

	snprintf(c.name, sizeof(c.name), "%s", name);
	ok(s, campaign_add(s->db, &c, &s->e));
	account.owner = c.id;
	snprintf(cause, sizeof(cause), "budget:%d", (int)c.id);
	if (budget > 0)
		ok(s, ledger_give(s->db, &programme, &account, budget, cause,
			      NOON, &s->e));
	return c.id;
}

static inline int
scene_open(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	*state = s;
	s->db = store_open(":memory:", &s->e);
	if (s->db == NULL)
		fail_msg("%s", s->e.text);
	s->campaign = new_campaign(s, "Autumn", 1000);
	return 0;
}

/* Whatever a test did, the totals hold at its end. */
static inline int
scene_close(void **state)
{
	struct scene *s = *state;

	ok(s, store_check(s->db, &s->e));
	db_close(s->db);
	free(s);
	return 0;
}

/* As U-<name> on acme. */
static inline int64_t
join(struct scene *s, const char *name)
{
	static const unsigned char hash[16];
	struct member m = {.language = "en", .zone = "Europe/Helsinki"};
	char person[80];

	snprintf(m.name, sizeof(m.name), "%s", name);
	snprintf(person, sizeof(person), "U-%s", name);
	ok(s, people_join(s->db, "acme", person, &m, 1, hash, NOON, &s->e));
	return m.id;
}

static inline int64_t
new_item(struct scene *s, int64_t campaign, const char *title)
{
	struct item i = {
		.campaign = campaign, .state = "announced", .created_at = NOON};

	snprintf(i.title, sizeof(i.title), "%s", title);
	snprintf(i.url, sizeof(i.url), "https://acme.example/%s", title);
	snprintf(i.canonical, sizeof(i.canonical), "https://acme.example/%s",
		title);
	ok(s, item_add(s->db, &i, &s->e));
	return i.id;
}

static inline int64_t
new_share(struct scene *s, int64_t member, int64_t item, const char *network)
{
	struct share share = {.member = member,
		.item = item,
		.evidence = EVIDENCE_DECLARED,
		.opened_at = NOON,
		.declared_at = NOON};

	snprintf(share.network, sizeof(share.network), "%s", network);
	snprintf(share.text, sizeof(share.text), "I work at Acme.");
	ok(s, share_add(s->db, &share, &s->e));
	return share.id;
}

/* An award of points for the share, as they are wanted. */
static inline struct award
award_of(struct scene *s, int64_t share, int64_t points)
{
	struct share of;
	struct item item;
	struct award a = {.kind = "share",
		.points = points,
		.wanted = points,
		.expires_at = NOON + 30 * WHEN_DAY};

	ok(s, share_get(s->db, share, &of, &s->e));
	ok(s, item_find(s->db, of.item, &item, &s->e));
	a.share = share;
	a.member = of.member;
	a.item = of.item;
	a.campaign = item.campaign;
	return a;
}

/* Points for a member on a day, by a share of an item made for it. */
static inline int64_t
earn(struct scene *s, int64_t member, int64_t points, int64_t at)
{
	char title[32];
	struct award a;

	snprintf(title, sizeof(title), "item-%d",
		(int)number(s, "SELECT count(*) FROM item"));
	a = award_of(s,
		new_share(s, member, new_item(s, s->campaign, title), "x"),
		points);
	ok(s, award_add(s->db, &a, at, &s->e));
	return a.id;
}

#define scene_test(f)                                                          \
	cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

#endif
