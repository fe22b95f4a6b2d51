#include <stdlib.h>

#include "err.h"
#include "ledger.h"
#include "mem.h"
#include "report.h"
#include "teams.h"
#include "when.h"

#include "turn.h"

#include "badge_words.h"
#include "digest_named.h"

#define TOP 3
#define TEAMS 3
#define BADGES 3
#define ON_A_ROLL 3
#define LOOKED_AT 50 /* members looked at for who is on a roll */

/* The lists while they are filled, lent by the values they stand in. */
struct named {
	const struct report_about *week;
	json_t *top, *roll, *badges;
};

static json_t *
add_list(json_t *values, const char *name)
{
	json_t *list = json_array();

	json_object_set_new(values, name, list);
	return list;
}

/* What they came to in the week, if anything. */
static int
add_badge(struct turn *t, const struct named *n, const struct rank *rank,
	struct err *e)
{
	const int64_t week[2] = {n->week->from, n->week->to};
	json_t *badge;

	if (json_array_size(n->badges) == BADGES)
		return 0;
	if (badge_words_newest(t, rank->member, week, &badge, e) == -1)
		return -1;
	if (badge == NULL)
		return 0;
	return json_array_append_new(n->badges,
		json_pack("{s:s, s:o}", "name", rank->name, "badge", badge));
}

static int
add_roll(struct turn *t, const struct named *n, const struct rank *rank,
	struct err *e)
{
	int weeks;

	if (json_array_size(n->roll) == ON_A_ROLL)
		return 0;
	if (report_streak(t->db, rank->member, n->week->to - 1, &weeks, e) ==
		-1)
		return -1;
	if (weeks < 2)
		return 0;
	return json_array_append_new(n->roll,
		json_pack("{s:s, s:i}", "name", rank->name, "weeks", weeks));
}

static int
add_person(struct turn *t, const struct named *n, const struct rank *rank,
	struct err *e)
{
	if (json_array_size(n->top) < TOP)
		json_array_append_new(
			n->top, json_pack("{s:s, s:I}", "name", rank->name,
					"points", (json_int_t)rank->points));
	if (add_badge(t, n, rank, e) == -1)
		return -1;
	return add_roll(t, n, rank, e);
}

static int
add_people(struct turn *t, const struct named *n, struct err *e)
{
	struct rank *ranks = xcalloc(LOOKED_AT, sizeof *ranks);
	size_t count, i;
	int result;

	result = ledger_top(t->db, when_day(n->week->from),
		when_day(n->week->to), n->week->campaign, ranks, LOOKED_AT,
		&count, e);
	if (result == 0 && (int64_t)count < t->programme->minimum_group)
		count = 0;
	for (i = 0; result == 0 && i < count; i++)
		result = add_person(t, n, &ranks[i], e);
	free(ranks);
	return result;
}

static int
add_teams(struct turn *t, const struct report_about *week, json_t *teams,
	struct err *e)
{
	const struct team_board board = {when_day(week->from),
		when_day(week->to), week->campaign,
		t->programme->minimum_group};
	struct team_rank ranks[TEAMS];
	size_t count, i;

	if (team_top(t->db, &board, ranks, TEAMS, &count, e) == -1)
		return -1;
	for (i = 0; count > 1 && i < count; i++)
		json_array_append_new(
			teams, json_pack("{s:s, s:f}", "team", ranks[i].name,
				       "average",
				       (double)ranks[i].points /
					       (double)ranks[i].members));
	return 0;
}

int
digest_named_add(struct turn *t, const struct report_about *week,
	json_t *values, struct err *e)
{
	const struct named n = {week, add_list(values, "top"),
		add_list(values, "roll"), add_list(values, "badges")};

	if (add_people(t, &n, e) == -1)
		return -1;
	return add_teams(t, week, add_list(values, "teams"), e);
}
