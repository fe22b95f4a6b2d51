#include <inttypes.h>

#include "err.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "reward_about.h"
#include "reward_admin.h"

#define PAGE 10

struct listing {
	struct turn *t;
	json_t *rows, *options;
};

static int
on_reward(void *arg, const struct reward *r, struct err *e)
{
	const struct listing *l = arg;

	(void)e;
	json_array_append_new(
		l->options, json_pack("{s:s, s:o}", "text", r->name, "value",
				    json_sprintf("%" PRId64, r->id)));
	return json_array_append_new(l->rows, reward_about(l->t, r));
}

/* /campaign rewards list [page]: by name, ten at a time. */
int
reward_list_run(struct turn *t, struct err *e)
{
	struct listing l = {t, json_array(), json_array()};
	int64_t page = number_read(t->text), count, pages, open, all;

	if (catalogue_count(t->db, &count, e) == -1 ||
		redemption_count(t->db, &open, &all, e) == -1)
		goto fail;
	pages = count == 0 ? 1 : (count + PAGE - 1) / PAGE;
	page = page < 1 ? 1 : page > pages ? pages : page;
	if (catalogue_each(t->db, (page - 1) * PAGE, PAGE, on_reward, &l, e) ==
		-1)
		goto fail;
	return answer_here(t, "reward_list",
		json_pack("{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:b}",
			"rewards", l.rows, "options", l.options, "count",
			(json_int_t)count, "page", (json_int_t)page, "pages",
			(json_int_t)(pages > 1 ? pages : 0), "open",
			(json_int_t)open, "next",
			(json_int_t)(page < pages ? page + 1 : 0), "previous",
			(json_int_t)(page - 1), "admin", t->role >= ROLE_ADMIN),
		e);
fail:
	json_decref(l.rows);
	json_decref(l.options);
	return -1;
}

/* One was chosen from the list. */
int
reward_chosen_run(struct turn *t, struct err *e)
{
	struct reward r;

	if (catalogue_get(t->db, number_read(t->event->value), &r, e) == -1)
		return -1;
	if (r.id == 0 || r.retired)
		return turn_reply(t, "reward_gone",
			json_pack("{s:s}", "reward", r.name), e);
	return reward_answer(t, &r, "", e);
}
