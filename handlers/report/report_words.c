#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "teams.h"
#include "text.h"

#include "about.h"
#include "number.h"
#include "report_words.h"
#include "report_span.h"
#include "turn.h"

#define WORDS 40

/* The command, word by word. */
struct line {
	char *copy;
	char *words[WORDS];
	size_t count;
};

static bool
split(const char *text, struct line *l)
{
	char *rest, *word;

	l->copy = xstrdup(text);
	l->count = 0;
	rest = l->copy;
	while ((word = text_word(&rest)) != NULL) {
		if (l->count == WORDS)
			return false;
		l->words[l->count++] = word;
	}
	return true;
}

/* The words from there to there, a blank between them; yours. */
static char *
join(const struct line *l, size_t from, size_t to)
{
	struct text out = {NULL, 0, 0};

	for (; from < to; from++)
		text_addf(
			&out, "%s%s", out.size > 0 ? " " : "", l->words[from]);
	return text_take(&out);
}

static int
refuse(struct turn *t, const char *wrong, bool is_day, struct err *e)
{
	json_t *networks = json_array();
	char *shown = text_cut(wrong, 60);
	size_t i;
	int result;

	for (i = 0; network_at(i) != NULL; i++)
		json_array_append_new(
			networks, json_string(network_at(i)->name));
	result = turn_reply(t, "report_unknown",
		json_pack("{s:s, s:b, s:o}", "wrong", shown, "day", is_day,
			"networks", networks),
		e);
	free(shown);
	return result;
}

static int
find_campaign(struct turn *t, const char *name, struct report_asked *out,
	struct err *e)
{
	struct campaign c = {.id = 0};

	if (*name != '\0' && campaign_find(t->db, name, &c, e) == -1)
		return -1;
	if (c.id == 0)
		return 0;
	out->about.campaign = c.id;
	text_copy(out->title, sizeof(out->title), c.name);
	out->known = true;
	return 0;
}

static int
find_item(struct turn *t, const char *word, struct report_asked *out,
	struct err *e)
{
	int64_t id = number_read(*word == '#' ? word + 1 : word);
	struct item item = {.id = 0};

	if (id != 0 && item_find(t->db, id, &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	out->about.item = item.id;
	text_copy(out->title, sizeof(out->title), about_title(&item));
	out->known = true;
	return 0;
}

static void
find_network(const char *name, struct report_asked *out)
{
	const struct network *n = network_find(name);

	if (n == NULL)
		return;
	text_copy(out->about.network, sizeof(out->about.network), n->name);
	text_copy(out->title, sizeof(out->title), n->label);
	out->known = true;
}

/* A team that is too small, or would tell of few by what it leaves of others,
 * has no report: who acts is told. */
static int
find_team(struct turn *t, const char *name, struct report_asked *out,
	bool *told, struct err *e)
{
	int minimum = t->programme->minimum_group;
	struct team team;
	bool large;

	if (team_find(t->db, name, &team, e) == -1)
		return -1;
	if (team.id == 0)
		return 0;
	if (report_team_is_large(t->db, team.id, minimum, &large, e) == -1)
		return -1;
	out->about.team = team.id;
	text_copy(out->title, sizeof(out->title), team.name);
	out->known = large;
	if (large)
		return 0;
	*told = true;
	return turn_reply(t, "report_small",
		json_pack("{s:s, s:i}", "team", team.name, "minimum", minimum),
		e);
}

/* What the first `count` words name. */
static int
find(struct turn *t, const struct line *l, size_t count,
	struct report_asked *out, struct err *e)
{
	char *name = join(l, 0, count), *rest = join(l, 1, count);
	bool told = false;
	int result = 0;

	out->known = count == 0;
	if (count > 1 && text_same(l->words[0], "network"))
		find_network(rest, out);
	else if (count > 1 && text_same(l->words[0], "team"))
		result = find_team(t, rest, out, &told, e);
	if (result == 0 && !out->known && !told)
		result = find_campaign(t, name, out, e);
	if (result == 0 && !out->known && !told && count == 1)
		result = find_item(t, name, out, e);
	if (result == 0 && !out->known && !told)
		result = refuse(t, name, false, e);
	free(name);
	free(rest);
	return result;
}

/* "csv" and "link" stand last. */
static enum report_as
read_as(struct line *l)
{
	if (l->count == 0)
		return REPORT_CARD;
	if (text_same(l->words[l->count - 1], "csv")) {
		l->count--;
		return REPORT_TABLE;
	}
	if (text_same(l->words[l->count - 1], "link")) {
		l->count--;
		return REPORT_LINK;
	}
	return REPORT_CARD;
}

/* A campaign may be called what else would be a time. */
static int
read_line(
	struct turn *t, struct line *l, struct report_asked *out, struct err *e)
{
	char *whole = join(l, 0, l->count);
	struct report_span span;
	int used, result;

	text_copy(out->words, sizeof(out->words), whole);
	result = find_campaign(t, whole, out, e);
	free(whole);
	if (result == -1 || out->known)
		return result;
	used = report_span_read(l->words, l->count, t->now, &span);
	if (used == -1)
		return refuse(t, l->words[l->count - 1], true, e);
	out->about.from = span.from;
	out->about.to = span.to;
	return find(t, l, l->count - (size_t)used, out, e);
}

int
report_words_read(struct turn *t, struct report_asked *out, struct err *e)
{
	struct line l;
	int result;

	memset(out, 0, sizeof(*out));
	if (!split(t->text, &l) || strlen(t->text) >= sizeof(out->words)) {
		free(l.copy);
		return refuse(t, t->text, false, e);
	}
	out->as = read_as(&l);
	result = read_line(t, &l, out, e);
	free(l.copy);
	return result;
}
