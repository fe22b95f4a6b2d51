#include <stdio.h>
#include <string.h>

#include "badges.h"
#include "err.h"
#include "ledger.h"

#include "turn.h"

#include "badge_words.h"

json_t *
badge_words(const struct turn *t, const char *kind, int64_t needed)
{
	const struct programme *p = t->programme;
	char phrase[32];
	size_t i;

	for (i = 0; i < p->badge_count; i++)
		if (p->badges[i].needed == needed &&
			strcmp(p->badges[i].kind, kind) == 0 &&
			p->badges[i].name[0] != '\0')
			return json_string(p->badges[i].name);
	snprintf(phrase, sizeof phrase, "badge_%s", kind);
	return json_pack(
		"{s:s, s:I}", "phrase", phrase, "n", (json_int_t)needed);
}

struct newest {
	int64_t from, to;
	struct badge badge;
};

static int
on_given(void *arg, const struct badge *b, struct err *e)
{
	struct newest *n = arg;

	(void)e;
	if (b->at >= n->from && b->at < n->to)
		n->badge = *b;
	return 0;
}

int
badge_words_newest(struct turn *t, int64_t member, const int64_t from_to[2],
	json_t **out, struct err *e)
{
	struct newest n = {.from = from_to[0], .to = from_to[1]};

	*out = NULL;
	if (!t->programme->badges_given)
		return 0;
	if (badge_each(t->db, member, on_given, &n, e) == -1)
		return -1;
	if (n.badge.needed != 0)
		*out = badge_words(t, n.badge.kind, n.badge.needed);
	return 0;
}

struct listing {
	const struct turn *turn;
	json_t *list;
};

static int
on_badge(void *arg, const struct badge *b, struct err *e)
{
	const struct listing *l = arg;

	(void)e;
	return json_array_append_new(
		l->list, badge_words(l->turn, b->kind, b->needed));
}

/* All points that ever became theirs, whatever they did with them. */
static int
add_level(struct turn *t, json_t *values, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, t->member.id};
	const struct account redeemed = {ACCOUNT_REDEEMED, t->member.id};
	const int64_t *levels = t->programme->levels;
	int64_t has, spent;
	int level = 0;

	if (ledger_balance(t->db, &settled, &has, e) == -1 ||
		ledger_balance(t->db, &redeemed, &spent, e) == -1)
		return -1;
	while (levels[level] != INT64_MIN && levels[level] <= has + spent)
		level++;
	json_object_set_new(values, "level", json_integer(level));
	json_object_set_new(values, "next",
		json_integer(levels[level] == INT64_MIN
				     ? 0
				     : levels[level] - has - spent));
	return 0;
}

int
badge_words_add(struct turn *t, json_t *values, struct err *e)
{
	struct listing l = {t, json_array()};

	json_object_set_new(values, "badges", l.list);
	if (t->programme->badges_given)
		return badge_each(t->db, t->member.id, on_badge, &l, e) == -1
			       ? -1
			       : add_level(t, values, e);
	json_object_set_new(values, "level", json_integer(0));
	json_object_set_new(values, "next", json_integer(0));
	return 0;
}

void
badge_words_rules(const struct turn *t, json_t *values)
{
	const struct programme *p = t->programme;
	json_t *badges = json_array(), *levels = json_array();
	size_t i;

	for (i = 0; p->badges_given && i < p->badge_count; i++)
		json_array_append_new(badges,
			badge_words(t, p->badges[i].kind, p->badges[i].needed));
	for (i = 0; p->badges_given && p->levels[i] != INT64_MIN; i++)
		json_array_append_new(
			levels, json_integer((json_int_t)p->levels[i]));
	json_object_set_new(values, "badges", badges);
	json_object_set_new(values, "levels", levels);
}
