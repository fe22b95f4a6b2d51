#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "money.h"
#include "text.h"

#include "people.h"

#include "figures.h"
#include "making.h"
#include "making_redemptions.h"
#include "making_words.h"

#define PAGE 100 /* rows in one turn of the loop */

static const char *const columns[] = {"heading_number", "heading_wanted",
	"heading_granted", "heading_delivered", "heading_person",
	"heading_account", "heading_reward", "heading_kind", "heading_points",
	"heading_value", "heading_currency"};

#define COLUMNS (sizeof columns / sizeof *columns)

void
making_redemptions_read(struct making_redemptions *m, const char *text)
{
	char *end;

	m->span.from = strtoll(text, &end, 10);
	m->span.to = strtoll(end, NULL, 10);
}

/* Their name and all their accounts: names alone are not one's own. */
struct who {
	struct text accounts;
};

static int
on_account(void *arg, const char *chat, const char *person, struct err *e)
{
	struct who *w = arg;

	(void)e;
	text_addf(&w->accounts, "%s%s:%s", w->accounts.size > 0 ? " " : "",
		chat, person);
	return 0;
}

static int
add_who(struct making_redemptions *m, int64_t id, struct err *e)
{
	struct who who = {{NULL, 0, 0}};
	struct member member;
	char *accounts;

	if (people_get(m->parts->db, id, &member, e) == -1 ||
		people_each_account(
			m->parts->db, member.id, on_account, &who, e) == -1) {
		text_free(&who.accounts);
		return -1;
	}
	if (member.name[0] != '\0')
		csv_text(&m->csv, member.name);
	else if (making_words_cell(
			 m->parts, &m->csv, "", "person_deleted", e) == -1)
		return -1;
	accounts = text_take(&who.accounts);
	csv_text(&m->csv, accounts);
	free(accounts);
	return 0;
}

static int
add_row(struct making_redemptions *m, const struct redemption *r, struct err *e)
{
	struct csv *c = &m->csv;
	char *value = NULL;

	csv_number(c, r->id);
	csv_time(c, r->requested_at);
	csv_time(c, r->decided_at);
	csv_time(c, r->delivered_at);
	if (add_who(m, r->member, e) == -1)
		return -1;
	csv_text(c, r->name);
	if (making_words_cell(m->parts, &m->csv, "reward_kind_", r->kind, e) ==
		-1)
		return -1;
	csv_number(c, r->cost);
	if (r->value != 0)
		value = money_write(r->value, r->currency);
	csv_text(c, value);
	csv_text(c, r->currency);
	csv_end(c);
	free(value);
	return 0;
}

struct page {
	struct redemption rows[PAGE];
	size_t count;
};

static int
on_row(void *arg, const struct redemption *r, struct err *e)
{
	struct page *p = arg;

	(void)e;
	p->rows[p->count++] = *r;
	return 0;
}

int
making_redemptions_step(struct making_redemptions *m, bool *done, struct err *e)
{
	struct page *p;
	int result;
	size_t i;

	*done = false;
	if (m->csv.out.size == 0 && making_words_headings(m->parts, &m->csv,
					    columns, COLUMNS, e) == -1)
		return -1;
	p = xcalloc(1, sizeof *p);
	result = redemption_each_granted(
		m->parts->db, &m->span, PAGE, on_row, p, e);
	for (i = 0; result == 0 && i < p->count; i++) {
		result = add_row(m, &p->rows[i], e);
		m->rows++;
		m->span.after_at = p->rows[i].decided_at;
		m->span.after = p->rows[i].id;
	}
	*done = p->count < PAGE || m->rows >= MAKING_ROWS;
	free(p);
	return result;
}
