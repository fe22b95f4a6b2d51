#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "review.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "spans.h"

#define PAGE 5

struct listing {
	struct turn *t;
	json_t *rows;
};

static int
on_wait(void *arg, const struct review_wait *w, struct err *e)
{
	const struct listing *l = arg;
	char *title = text_cut(w->title[0] == '\0' ? w->url : w->title, 150);
	json_t *row = json_pack("{s:I, s:s, s:s, s:b, s:b, s:b, s:o, s:o, s:o}",
		"item", (json_int_t)w->item, "title", title, "url", w->url,
		"suggested", strcmp(w->source, "suggestion") == 0, "content",
		strcmp(w->source, "content") == 0, "feed",
		strcmp(w->source, "feed") == 0, "adder",
		w->person[0] == '\0' ? json_string("")
				     : spans_person(w->chat, w->person),
		"since", answer_time(l->t, w->created_at, "date_time"),
		"snoozed", answer_time(l->t, w->snoozed_until, "date_time"));

	(void)e;
	free(title);
	return json_array_append_new(l->rows, row);
}

/* /campaign queue [page]: what waits for a decision, the oldest first. */
int
review_queue_run(struct turn *t, struct err *e)
{
	struct listing l = {t, json_array()};
	int64_t page = number_read(t->text), waiting, snoozed, pages;

	if (review_count(t->db, &waiting, &snoozed, e) == -1)
		goto fail;
	pages = waiting == 0 ? 1 : (waiting + PAGE - 1) / PAGE;
	page = page < 1 ? 1 : page > pages ? pages : page;
	if (review_each(t->db, (page - 1) * PAGE, PAGE, on_wait, &l, e) == -1)
		goto fail;
	return answer_here(t, "review_queue",
		json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:b}", "items",
			l.rows, "waiting", (json_int_t)waiting, "snoozed",
			(json_int_t)snoozed, "page", (json_int_t)page, "next",
			(json_int_t)(page < pages ? page + 1 : 0), "previous",
			(json_int_t)(page - 1), "curator",
			t->role >= ROLE_CURATOR),
		e);
fail:
	json_decref(l.rows);
	return -1;
}
