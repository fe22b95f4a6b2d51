#include "err.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "reward_about.h"
#include "reward_admin.h"

int
reward_remove_ask(struct turn *t, const struct reward *r, struct err *e)
{
	json_t *values = reward_about(t, r);
	int64_t open;

	if (redemption_count_reward(t->db, r->id, &open, e) == -1) {
		json_decref(values);
		return -1;
	}
	json_object_set_new(values, "open", json_integer(open));
	return answer_here(t, "reward_remove_ask", values, e);
}

/* /campaign rewards remove <name>: asks first. */
int
reward_remove_run(struct turn *t, struct err *e)
{
	struct reward_named named;

	if (reward_which(t, t->text, "/campaign rewards remove", &named, e) ==
		-1)
		return -1;
	return named.reward.id == 0 ? 0
				    : reward_remove_ask(t, &named.reward, e);
}

/* The button of that question. What waits goes its way. */
int
reward_remove_yes_run(struct turn *t, struct err *e)
{
	struct reward r;
	bool retired = true;

	if (catalogue_get(t->db, number_read(t->event->value), &r, e) == -1)
		return -1;
	if (r.id != 0 && !r.retired)
		if (catalogue_remove(t->db, r.id, &retired, e) == -1 ||
			turn_audit(t, "reward.remove", r.name, "offered",
				retired ? "retired" : "removed", e) == -1)
			return -1;
	return answer_here(
		t, "reward_removed", json_pack("{s:s}", "reward", r.name), e);
}

int
reward_keep_run(struct turn *t, struct err *e)
{
	return answer_here(t, "nothing_changed", NULL, e);
}
