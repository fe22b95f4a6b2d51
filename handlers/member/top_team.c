#include "err.h"
#include "teams.h"

#include "turn.h"

#include "span.h"
#include "top_team.h"

#define SHOWN 10

/* NULL with e set. */
static json_t *
rows_of(struct turn *t, const struct team_rank *ranks, size_t count,
	struct err *e)
{
	json_t *rows = json_array();
	bool yours;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct team_rank *r = &ranks[i];

		if (team_has(t->db, r->team, t->member.id, &yours, e) == -1) {
			json_decref(rows);
			return NULL;
		}
		json_array_append_new(
			rows, json_pack("{s:i, s:s, s:f, s:I, s:b}", "place",
				      r->place, "team", r->name, "average",
				      (double)r->points / (double)r->members,
				      "members", (json_int_t)r->members,
				      "yours", yours));
	}
	return rows;
}

int
top_team_show(struct turn *t, const struct span_days *days, int64_t campaign,
	json_t *period, struct err *e)
{
	const struct team_board board = {
		days->from, days->to, campaign, t->programme->minimum_group};
	struct team_rank ranks[SHOWN];
	size_t count;
	json_t *rows = NULL;

	if (team_top(t->db, &board, ranks, SHOWN, &count, e) == 0)
		rows = rows_of(t, ranks, count, e);
	if (rows == NULL) {
		json_decref(period);
		return -1;
	}
	return turn_reply(t, "top_team",
		json_pack("{s:o, s:o, s:i}", "period", period, "rows", rows,
			"needed", t->programme->minimum_group),
		e);
}
