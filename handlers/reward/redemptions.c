#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "redeem.h"
#include "number.h"
#include "redeeming.h"
#include "report_span.h"
#include "sub.h"
#include "table.h"

#define PAGE 5
#define WORDS_OF_SPAN 8

struct listing {
	struct turn *t;
	json_t *rows;
};

/* Whoever sees it sees something of a person: that is noted, and the person can
 * see it (privacy). */
static int
on_redemption(void *arg, const struct redemption *r, struct err *e)
{
	const struct listing *l = arg;
	json_t *row;
	char about[24];

	snprintf(about, sizeof about, "%" PRId64, r->id);
	if (turn_audit(l->t, "redemption.look", about, "", "", e) == -1)
		return -1;
	row = redeeming_about(l->t, r, e);
	return row == NULL ? -1 : json_array_append_new(l->rows, row);
}

static int
list(struct turn *t, bool all, struct err *e)
{
	struct listing l = {t, json_array()};
	int64_t page = number_read(t->text), open, every, count, pages, skip;

	if (redemption_count(t->db, &open, &every, e) == -1)
		goto fail;
	count = all ? every : open;
	pages = count == 0 ? 1 : (count + PAGE - 1) / PAGE;
	page = page < 1 ? 1 : page > pages ? pages : page;
	skip = (page - 1) * PAGE;
	if ((all ? redemption_each(t->db, skip, PAGE, on_redemption, &l, e)
		 : redemption_each_open(
			   t->db, skip, PAGE, on_redemption, &l, e)) == -1)
		goto fail;
	return answer_here(t, "redemption_list",
		json_pack("{s:o, s:b, s:I, s:I, s:I, s:s, s:I, s:I, s:b}",
			"redemptions", l.rows, "all", all, "count",
			(json_int_t)count, "page", (json_int_t)page, "pages",
			(json_int_t)(pages > 1 ? pages : 0), "which",
			all ? "all" : "open", "next",
			(json_int_t)(page < pages ? page + 1 : 0), "previous",
			(json_int_t)(page - 1), "admin", t->role >= ROLE_ADMIN),
		e);
fail:
	json_decref(l.rows);
	return -1;
}

static int
list_open(struct turn *t, struct err *e)
{
	return list(t, false, e);
}

static int
list_all(struct turn *t, struct err *e)
{
	return list(t, true, e);
}

/* The time after "csv": all of the words, or none. */
static int
read_span(struct turn *t, struct report_span *out)
{
	char *copy = xstrdup(t->text), *rest = copy, *words[WORDS_OF_SPAN];
	size_t count = 0;
	int used;

	while (count < WORDS_OF_SPAN &&
		(words[count] = text_word(&rest)) != NULL)
		count++;
	used = report_span_read(words, count, t->now, out);
	free(copy);
	return used == -1 || (size_t)used != count ? -1 : 0;
}

static int
send(struct turn *t, const struct redemption_span *s, struct err *e)
{
	struct table table = {.kind = "redemptions",
		.title = "",
		.template = "redemption_file"};
	char of[64];

	if (redemption_count_granted(t->db, s, &table.rows, e) == -1)
		return -1;
	if (table.rows == 0)
		return turn_reply(t, "redemption_none",
			json_pack("{s:b}", "ever", s->from == 0), e);
	snprintf(of, sizeof of, "redemptions %" PRId64 " %" PRId64, s->from,
		s->to);
	table.of = of;
	if (turn_audit(t, "redemptions.csv", t->text, "", "", e) == -1)
		return -1;
	return table_send(t, &table, e);
}

/* csv [last month]: what was granted, for payroll. */
static int
csv(struct turn *t, struct err *e)
{
	struct report_span span;
	char *wrong;
	int result;

	if (read_span(t, &span) == 0)
		return send(t,
			&(const struct redemption_span){
				.from = span.from, .to = span.to},
			e);
	wrong = text_cut(t->text, 60);
	result = turn_reply(t, "redemption_span_wrong",
		json_pack("{s:s}", "wrong", wrong), e);
	free(wrong);
	return result;
}

/* /campaign redemptions [open | all | csv | approve 12 | reject 12 ...]; a
 * number is a page of what is open. */
int
redemptions_run(struct turn *t, struct err *e)
{
	static const struct sub subs[] = {{NULL, ROLE_AUDITOR, list_open},
		{"open", ROLE_AUDITOR, list_open},
		{"help", ROLE_AUDITOR, list_open},
		{"all", ROLE_AUDITOR, list_all}, {"csv", ROLE_ADMIN, csv},
		{"approve", ROLE_ADMIN, redemption_approve_run},
		{"reject", ROLE_ADMIN, redemption_reject_run},
		{"deliver", ROLE_ADMIN, redemption_deliver_run},
		{NULL, ROLE_NONE, NULL}};

	if (number_read(t->text) != 0)
		return list_open(t, e);
	return sub_run(t, "/campaign redemptions", subs, e);
}
