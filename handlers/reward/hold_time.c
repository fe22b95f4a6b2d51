#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "holds.h"

#include "admins.h"
#include "behaviour.h"
#include "holding.h"
#include "number.h"

/* Nobody decided in time: the points are the member's. */
int
hold_time_over(struct turn *t, struct err *e)
{
	struct hold h;
	char points[32];

	if (hold_get(t->db, number_read(t->event->value), &h, e) == -1)
		return -1;
	if (h.id == 0 || h.decision[0] != '\0')
		return 0;
	snprintf(points, sizeof points, "%" PRId64, h.points);
	if (holding_end(t, &h, "released", "", e) == -1)
		return -1;
	return turn_audit(t, "hold.pass", t->event->value, points, "", e);
}

/* Some wait of which admins have not heard: one message about all of them,
 * which names nobody. */
int
hold_time_tell(struct turn *t, struct err *e)
{
	int64_t fresh, open;
	json_t *values;
	int result;

	if (hold_untold(t->db, &fresh, e) == -1 ||
		hold_count(t->db, &open, e) == -1 ||
		hold_told(t->db, t->now, e) == -1)
		return -1;
	if (fresh == 0)
		return 0;
	values = json_pack("{s:I, s:I, s:b, s:I}", "fresh", (json_int_t)fresh,
		"open", (json_int_t)open, "more", open > fresh, "days",
		(json_int_t)t->programme->looking.days);
	result = admins_tell(t, t->event->key, "hold_waiting", values, e);
	json_decref(values);
	return result;
}
