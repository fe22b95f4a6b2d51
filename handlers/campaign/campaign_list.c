#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "number.h"

#define ITEMS_SHOWN 10
#define PAGE 10
#define PAGES_MOST 100000

/* Rows of a table gathered before anything else is asked of it. */
struct listing {
	struct turn *t;
	json_t *rows;
	bool more; /* there is another page */
};

static int
on_campaign(void *arg, const struct campaign_line *line, struct err *e)
{
	static const char *const states[] = {
		"draft", "running", "paused", "closed", NULL};
	const struct campaign *c = &line->campaign;
	struct listing *l = arg;
	json_t *values;
	int i;

	(void)e;
	l->more = json_array_size(l->rows) == PAGE;
	if (l->more)
		return 0;
	values = json_pack("{s:s, s:I, s:I, s:I, s:o, s:o, s:o}", "campaign",
		c->name, "left", (json_int_t)line->left, "open",
		(json_int_t)line->items, "channels", (json_int_t)line->channels,
		"ends", about_until(l->t, c->ends_at), "starts",
		answer_time(l->t, c->starts_at, "date"), "until",
		answer_time(l->t, c->paused_until, "date_time"));
	for (i = 0; states[i] != NULL; i++)
		json_object_set_new(values, states[i],
			json_boolean(strcmp(states[i], c->state) == 0));
	return json_array_append_new(l->rows, values);
}

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	const struct listing *l = arg;
	json_t *values;

	if (json_array_size(l->rows) >= ITEMS_SHOWN)
		return 0;
	values = about_item(l->t, i, e);
	return values == NULL ? -1 : json_array_append_new(l->rows, values);
}

/* Newest first of each state; what waits for somebody comes first. What was
 * left out or is over is no news. */
static int
list_items(struct turn *t, struct listing *l, struct err *e)
{
	static const char *const states[] = {
		"review", "reading", "ready", "announced", NULL};
	int i;

	for (i = 0; states[i] != NULL; i++)
		if (item_each(t->db, 0, states[i], ITEMS_SHOWN, on_item, l,
			    e) == -1)
			return -1;
	return 0;
}

/* Which campaigns: a word that people write, and the state it stands for. */
static const struct {
	const char *word, *state;
} kinds[] = {
	{"all", ""},
	{"running", "running"},
	{"paused", "paused"},
	{"drafts", "draft"},
	{"closed", "closed"},
};

#define KINDS (sizeof kinds / sizeof *kinds)

static int
find_kind(const char *word)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (text_same(word, kinds[i].word) ||
			text_same(word, kinds[i].state))
			return (int)i;
	return -1;
}

static json_t *
counts_of(const struct campaign_counts *n)
{
	return json_pack("{s:I, s:I, s:I, s:I}", "running",
		(json_int_t)n->running, "paused", (json_int_t)n->paused,
		"drafts", (json_int_t)n->draft, "closed",
		(json_int_t)n->closed);
}

/* A page of campaigns of that kind; the first of all comes with the newest
 * items. */
static int
list(struct turn *t, int kind, int64_t number, struct err *e)
{
	const struct campaign_page page = {
		kinds[kind].state, (number - 1) * PAGE, PAGE + 1};
	struct listing campaigns = {.t = t, .rows = json_array()};
	struct listing items = {.t = t, .rows = json_array()};
	struct campaign_counts counts = {0};
	json_t *values;
	int result =
		campaign_each_line(t->db, &page, on_campaign, &campaigns, e);

	if (result == 0)
		result = campaign_count(t->db, &counts, e);
	if (result == 0 && kind == 0 && number == 1)
		result = list_items(t, &items, e);
	if (result == -1) {
		json_decref(campaigns.rows);
		json_decref(items.rows);
		return -1;
	}
	values = json_pack("{s:b, s:b, s:o, s:o, s:o, s:o}", "no_items",
		kind == 0 && number == 1 &&
			json_array_size(campaigns.rows) > 0 &&
			json_array_size(items.rows) == 0,
		"none", json_array_size(campaigns.rows) == 0, "campaigns",
		campaigns.rows, "items", items.rows, "counts",
		counts_of(&counts), "more", json_string(""));
	if (campaigns.more)
		json_object_set_new(values, "more",
			json_sprintf("/campaign list %s %lld", kinds[kind].word,
				(long long)number + 1));
	json_object_set_new(
		values, "admin", json_boolean(t->role >= ROLE_ADMIN));
	json_object_set_new(values, "any",
		json_boolean(counts.running + counts.paused + counts.draft +
				     counts.closed >
			     0));
	/* the next page takes the place of the one before */
	if (number > 1)
		return answer_here(t, "campaign_list", values, e);
	return turn_reply(t, "campaign_list", values, e);
}

/* /campaign list [all | running | paused | drafts | closed] [page] */
int
campaign_list_run(struct turn *t, struct err *e)
{
	const char *words[KINDS + 1] = {NULL};
	char *copy = xstrdup(t->text), *rest = copy, *word, *second;
	int64_t number;
	int kind = 0, result;
	size_t i;

	for (i = 0; i < KINDS; i++)
		words[i] = kinds[i].word;
	word = text_word(&rest);
	second = text_word(&rest);
	number = number_read(second);
	if (word != NULL)
		kind = find_kind(word);
	if (number < 1 || number > PAGES_MOST)
		number = 1;
	if (kind == -1) {
		t->text = "";
		result = refuse_unknown(t, "/campaign list", word, words, e);
	} else {
		result = list(t, kind, number, e);
	}
	free(copy);
	return result;
}
