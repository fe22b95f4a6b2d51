#include <inttypes.h>

#include "number.h"

#include "answer.h"
#include "behaviour.h"
#include "feed_about.h"

#define PAGE 10

struct listing {
	struct turn *t;
	json_t *rows, *options;
};

static int
on_feed(void *arg, const struct feed_row *f, struct err *e)
{
	const struct listing *l = arg;
	json_t *values = feed_about(l->t, f, e);

	if (values == NULL)
		return -1;
	json_array_append_new(
		l->options, json_pack("{s:s, s:o}", "text", f->name, "value",
				    json_sprintf("%" PRId64, f->id)));
	return json_array_append_new(l->rows, values);
}

/* /campaign feeds [page]: by name, ten at a time. */
int
feed_list_run(struct turn *t, struct err *e)
{
	struct listing l = {t, json_array(), json_array()};
	int64_t page = number_read(t->text), count, pages;

	if (feeds_count(t->db, &count, e) == -1)
		goto fail;
	pages = count == 0 ? 1 : (count + PAGE - 1) / PAGE;
	page = page < 1 ? 1 : page > pages ? pages : page;
	if (feeds_each(t->db, (page - 1) * PAGE, PAGE, on_feed, &l, e) == -1)
		goto fail;
	return answer_here(t, "feed_list",
		json_pack("{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:b}",
			"feeds", l.rows, "options", l.options, "count",
			(json_int_t)count, "page", (json_int_t)page, "pages",
			(json_int_t)pages, "several", (json_int_t)(pages > 1),
			"next", (json_int_t)(page < pages ? page + 1 : 0),
			"previous", (json_int_t)(page - 1), "admin",
			t->role >= ROLE_ADMIN),
		e);
fail:
	json_decref(l.rows);
	json_decref(l.options);
	return -1;
}

/* /campaign feeds show <name> */
int
feed_show_run(struct turn *t, struct err *e)
{
	struct feed_named named;

	if (feed_which(t, t->text, "show", &named, e) == -1)
		return -1;
	return named.feed.id == 0 ? 0 : feed_answer(t, &named.feed, "", e);
}

/* One was chosen from the list. */
int
feed_chosen_run(struct turn *t, struct err *e)
{
	struct feed_row f;

	if (feeds_get(t->db, number_read(t->event->value), &f, e) == -1)
		return -1;
	if (!f.active)
		return refuse_gone(t, f.name, e);
	return feed_answer(t, &f, "", e);
}
