#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "holds.h"
#include "items.h"
#include "ledger.h"
#include "mem.h"
#include "network.h"
#include "rewards.h"
#include "shares.h"
#include "statement.h"
#include "text.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "report_span.h"

#define PAGE 8
#define WORDS_MOST 8

/* What was asked for. */
struct wish {
	struct statement_wish lines;
	int64_t page;
	char *span; /* the words of its time, "" when none; yours */
	bool understood;
};

/* Lines are gathered before their words are looked up. */
struct page {
	struct statement_line lines[PAGE + 1];
	size_t count;
};

static int
on_line(void *arg, const struct statement_line *l, struct err *e)
{
	struct page *p = arg;

	(void)e;
	p->lines[p->count++] = *l;
	return 0;
}

/* What was meant ---------------------------------------------------------- */

/* "month" alone is this one. */
static int
read_span(char **words, size_t count, int64_t now, struct report_span *out)
{
	char this[] = "this", *pair[] = {this, words[0]};
	int used = report_span_read(words, count, now, out);

	if (used == 0 && count == 1 && report_span_read(pair, 2, now, out) == 2)
		return 1;
	return used;
}

static void
read_words(const struct turn *t, char **words, size_t count, struct wish *w)
{
	struct report_span span = {0, 0};
	struct text said = {NULL, 0, 0};
	size_t i;

	w->page = count > 0 ? number_read(words[count - 1]) : 0;
	if (w->page != 0)
		count--;
	else
		w->page = 1;
	w->understood = count == 0 ||
			read_span(words, count, t->now, &span) == (int)count;
	for (i = 0; i < count; i++)
		text_addf(&said, "%s%s", i == 0 ? "" : " ", words[i]);
	w->span = text_take(&said);
	w->lines = (struct statement_wish){.member = t->member.id,
		.from = span.from,
		.to = span.to,
		.skip = (w->page - 1) * PAGE,
		.most = PAGE + 1};
}

static void
read_wish(const struct turn *t, struct wish *w)
{
	char *copy = xstrdup(t->text), *rest = copy, *words[WORDS_MOST];
	size_t count = 0;

	while (count < WORDS_MOST && (words[count] = text_word(&rest)) != NULL)
		count++;
	read_words(t, words, count, w);
	w->understood = w->understood && text_word(&rest) == NULL;
	free(copy);
}

/* What a line was for ----------------------------------------------------- */

static int64_t
points_of(const struct statement_line *l)
{
	int64_t points = l->settled != 0 ? l->settled : l->pending;

	return points < 0 ? -points : points;
}

/* The item, network and step of an award, in words. NULL with e set. */
static json_t *
what_of(struct turn *t, const struct award *a, const struct share *s,
	struct err *e)
{
	const struct network *n = network_find(s->network);
	struct item item;

	if (item_find(t->db, a->item, &item, e) == -1)
		return NULL;
	return turn_words(t, "entry_what",
		json_pack("{s:s, s:s, s:i}", "title", about_title(&item),
			"network", n == NULL ? s->network : n->label, "step",
			a->step),
		e);
}

/* Why points went back; a share that is one with another has its awards at
 * the account that was linked. */
static const char *
end_of(const struct turn *t, const struct award *a, const struct hold *h)
{
	if (strcmp(a->state, "expired") == 0)
		return "entry_lapsed";
	if (a->member != t->member.id)
		return "entry_twin";
	if (strcmp(h->decision, "withdrawn") == 0)
		return "entry_looked_at";
	return "entry_undone";
}

static const char *
phrase_of(const struct turn *t, const struct statement_line *l,
	const struct award *a, const struct hold *h)
{
	switch (l->deed) {
	case STATEMENT_GIVE:
		return "entry_give";
	case STATEMENT_SETTLE:
		return "entry_settle";
	case STATEMENT_CUT:
		return "entry_cut";
	default:
		return end_of(t, a, h);
	}
}

/* Of an award; *note is what was said about it, if anything. */
static json_t *
award_words(struct turn *t, const struct statement_line *l, char **note,
	struct err *e)
{
	struct award a;
	struct share s;
	struct hold h;
	const char *phrase;
	json_t *what;

	if (award_get(t->db, l->about, &a, e) == -1 ||
		share_get(t->db, a.share, &s, e) == -1 ||
		hold_of_share(t->db, a.share, &h, e) == -1)
		return NULL;
	what = what_of(t, &a, &s, e);
	if (what == NULL)
		return NULL;
	phrase = phrase_of(t, l, &a, &h);
	if (strcmp(phrase, "entry_looked_at") == 0)
		*note = xstrdup(h.note);
	return turn_words(t, phrase,
		json_pack("{s:I, s:o}", "points", (json_int_t)points_of(l),
			"what", what),
		e);
}

static json_t *
redemption_words(struct turn *t, const struct statement_line *l, char **note,
	struct err *e)
{
	bool back = l->deed == STATEMENT_RETURN;
	struct redemption r;

	if (redemption_get(t->db, l->about, &r, e) == -1)
		return NULL;
	if (back)
		*note = xstrdup(r.note);
	return turn_words(t, back ? "entry_return" : "entry_redeem",
		json_pack("{s:I, s:s, s:I, s:b}", "points",
			(json_int_t)points_of(l), "reward", r.name, "id",
			(json_int_t)r.id, "cancelled",
			strcmp(r.state, "cancelled") == 0),
		e);
}

/* NULL with e set. */
static json_t *
words_of(struct turn *t, const struct statement_line *l, char **note,
	struct err *e)
{
	switch (l->deed) {
	case STATEMENT_REDEEM:
	case STATEMENT_RETURN:
		return redemption_words(t, l, note, e);
	case STATEMENT_MERGE:
	case STATEMENT_OTHER:
		return turn_words(t,
			l->deed == STATEMENT_MERGE ? "entry_merge"
						   : "entry_other",
			json_pack("{s:I, s:b}", "points",
				(json_int_t)points_of(l), "less",
				l->pending + l->settled < 0),
			e);
	default:
		return award_words(t, l, note, e);
	}
}

static int
add_row(struct turn *t, const struct statement_line *l, json_t *rows,
	struct err *e)
{
	char *note = NULL;
	json_t *words = words_of(t, l, &note, e);

	if (words != NULL)
		json_array_append_new(
			rows, json_pack("{s:o, s:o, s:s, s:I, s:I}", "at",
				      answer_time(t, l->at, "date"), "words",
				      words, "note", note == NULL ? "" : note,
				      "pending", (json_int_t)l->pending_after,
				      "settled", (json_int_t)l->settled_after));
	free(note);
	return words == NULL ? -1 : 0;
}

/* Answering --------------------------------------------------------------- */

static int
show(struct turn *t, const struct wish *w, struct err *e)
{
	struct page page = {.count = 0};
	json_t *rows = json_array();
	bool more;
	size_t i;

	if (statement_each(t->db, &w->lines, on_line, &page, e) == -1)
		goto fail;
	more = page.count > PAGE;
	for (i = 0; i < page.count && i < PAGE; i++)
		if (add_row(t, &page.lines[i], rows, e) == -1)
			goto fail;
	return answer_here(t, "statement",
		json_pack("{s:o, s:s, s:o, s:I, s:I, s:I}", "rows", rows,
			"span", w->span, "args",
			json_sprintf(
				"%s%s", *w->span == '\0' ? "" : " ", w->span),
			"page", (json_int_t)(w->page > 1 ? w->page : 0),
			"older", (json_int_t)(more ? w->page + 1 : 0), "newer",
			(json_int_t)(w->page - 1)),
		e);
fail:
	json_decref(rows);
	return -1;
}

static int
refuse(struct turn *t, struct err *e)
{
	char *wrong = text_cut(t->text, 60);
	int result = turn_reply(
		t, "statement_wrong", json_pack("{s:s}", "wrong", wrong), e);

	free(wrong);
	return result;
}

/* /advocate statement [month | last month | since 2026-11-01 ...] [page] */
int
statement_run(struct turn *t, struct err *e)
{
	struct wish w;
	int result;

	read_wish(t, &w);
	result = w.understood ? show(t, &w, e) : refuse(t, e);
	free(w.span);
	return result;
}
