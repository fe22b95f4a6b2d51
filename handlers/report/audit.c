#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "campaigns.h"
#include "err.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "answer.h"
#include "audit_words.h"
#include "behaviour.h"
#include "number.h"

#define PAGE 8
#define QUERY_SHOWN 120

/* What was asked for. */
struct query {
	struct audit_wish wish;
	char person[64], about[96];
	bool understood;
};

/* Rows are gathered before their words are looked up. */
struct kept {
	struct audit_row row;
	char *texts[6];
};

struct page {
	struct kept rows[PAGE + 1];
	size_t count;
};

static int
on_row(void *arg, const struct audit_row *row, struct err *e)
{
	struct page *p = arg;
	struct kept *k = &p->rows[p->count++];

	(void)e;
	k->row = *row;
	k->row.chat = k->texts[0] = xstrdup(row->chat);
	k->row.person = k->texts[1] = xstrdup(row->person);
	k->row.did = k->texts[2] = xstrdup(row->did);
	k->row.about = k->texts[3] = xstrdup(row->about);
	k->row.before = k->texts[4] = xstrdup(row->before);
	k->row.after = k->texts[5] = xstrdup(row->after);
	return 0;
}

static void
page_free(struct page *p)
{
	size_t i, n;

	for (i = 0; i < p->count; i++)
		for (n = 0; n < 6; n++)
			free(p->rows[i].texts[n]);
}

/* What was meant ---------------------------------------------------------- */

static void
want(struct query *q, const char *about, const char *thing)
{
	text_copy(q->about, sizeof q->about, about);
	q->wish.about = q->about;
	q->wish.thing = thing;
	q->understood = true;
}

/* "12", "#12", after "item" or alone. */
static void
want_item(struct query *q, const char *word)
{
	int64_t id =
		word == NULL ? 0 : number_read(*word == '#' ? word + 1 : word);

	if (id == 0)
		return;
	snprintf(q->about, sizeof q->about, "%" PRId64, id);
	q->wish.item = q->about;
	q->understood = true;
}

/* A day that was: a weekday's name is the last one. */
static void
want_since(const struct turn *t, struct query *q, const char *day)
{
	int64_t at = when_parse_day(day, t->now, t->zone);

	if (at > t->now && at - t->now <= 7 * WHEN_DAY)
		at -= 7 * WHEN_DAY;
	if (at == 0 || at > t->now)
		return;
	q->wish.since = at;
	q->understood = true;
}

/* "<@U1>", or who acts. */
static void
want_person(const struct turn *t, struct query *q, const char *word)
{
	if (text_same(word, "me"))
		text_copy(q->person, sizeof q->person, t->event->person);
	else
		snprintf(q->person, sizeof q->person, "%.*s",
			(int)strcspn(word + 2, "|>"), word + 2);
	q->wish.chat = t->event->chat;
	q->wish.person = q->person;
	q->understood = q->person[0] != '\0';
}

static int
want_campaign(struct turn *t, struct query *q, const char *name, struct err *e)
{
	struct campaign c = {.id = 0};
	char number[32];

	if (campaign_find(t->db, name, &c, e) == -1)
		return -1;
	if (c.id == 0)
		return 0;
	snprintf(number, sizeof number, "%" PRId64, c.id);
	want(q, number, "campaign.");
	return 0;
}

static int
on_any(void *arg, const struct audit_row *row, struct err *e)
{
	(void)row;
	(void)e;
	*(bool *)arg = true;
	return 0;
}

/* A campaign, or whatever else stands in the audit by its name: a team, a
 * feed, a topic. */
static int
want_name(struct turn *t, struct query *q, const char *name, struct err *e)
{
	struct audit_wish any = {.about = name, .thing = "", .most = 1};
	bool there = false;

	if (want_campaign(t, q, name, e) == -1)
		return -1;
	if (q->understood || strlen(name) >= sizeof q->about)
		return 0;
	if (audit_each(t->db, &any, on_any, &there, e) == -1)
		return -1;
	if (there)
		want(q, name, "");
	return 0;
}

static int
read_query(struct turn *t, const char *written, struct query *q, struct err *e)
{
	char *copy = xstrdup(written), *rest = copy, *more;
	const char *word = text_word(&rest);
	int result = 0;

	*q = (struct query){.wish = {.most = PAGE + 1}};
	more = rest == NULL ? "" : text_trim(rest);
	if (word == NULL)
		q->understood = true;
	else if (text_same(word, "item"))
		want_item(q, *more == '\0' ? NULL : more);
	else if (text_same(word, "since"))
		want_since(t, q, more);
	else if (text_same(word, "campaign"))
		result = want_campaign(t, q, more, e);
	else if (text_starts(word, "<@") || text_same(word, "me"))
		want_person(t, q, word);
	else if (*more == '\0')
		want_item(q, word);
	if (result == 0 && !q->understood)
		result = want_name(t, q, written, e);
	free(copy);
	return result;
}

/* Answering --------------------------------------------------------------- */

/* NULL with e set. */
static json_t *
rows_of(struct turn *t, const struct page *p, struct err *e)
{
	json_t *rows = json_array(), *row;
	size_t i;

	for (i = 0; i < p->count && i < PAGE; i++) {
		row = audit_words(t, &p->rows[i].row, e);
		if (row == NULL) {
			json_decref(rows);
			return NULL;
		}
		json_array_append_new(rows, row);
	}
	return rows;
}

static int
show(struct turn *t, struct query *q, const char *written, struct err *e)
{
	struct page page = {.count = 0};
	json_t *rows = NULL, *older;
	int result = -1;

	if (audit_each(t->db, &q->wish, on_row, &page, e) == 0)
		rows = rows_of(t, &page, e);
	if (rows != NULL) {
		older = page.count > PAGE
				? json_sprintf("%" PRId64 " %s",
					  page.rows[PAGE - 1].row.id, written)
				: json_string("");
		result = answer_here(t, "audit",
			json_pack("{s:o, s:o, s:s, s:b}", "rows", rows, "older",
				older, "query", written, "first",
				q->wish.older == 0),
			e);
	}
	page_free(&page);
	return result;
}

static int
answer(struct turn *t, const char *written, int64_t older, struct err *e)
{
	char *cut = text_cut(written, QUERY_SHOWN);
	struct query q;
	int result = read_query(t, cut, &q, e);

	q.wish.older = older;
	if (result == 0)
		result = q.understood
				 ? show(t, &q, cut, e)
				 : turn_reply(t, "audit_unclear",
					   json_pack("{s:s}", "wrong", cut), e);
	free(cut);
	return result;
}

/* /campaign audit [who | item 12 | campaign name | since day] */
int
audit_run(struct turn *t, struct err *e)
{
	return answer(t, t->text, 0, e);
}

/* "Older": the value is the last row seen, and what was asked for. */
int
audit_older(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->event->value == NULL ? "" : t->event->value);
	char *rest = copy;
	const char *word = text_word(&rest);
	int64_t older = word == NULL ? 0 : number_read(word);
	int result = answer(t, rest == NULL ? "" : text_trim(rest), older, e);

	free(copy);
	return result;
}
