#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "figures_chart.h"
#include "json.h"
#include "mem.h"
#include "network.h"
#include "report.h"
#include "report_ref.h"
#include "when.h"

#include "about.h"
#include "behaviour.h"
#include "report_words.h"
#include "table.h"

#define NETWORKS 32
#define LINK_LIFE (7 * WHEN_DAY) /* of a page too */
#define PICTURE_LIFE WHEN_DAY

static json_t *
figures(const struct report *r)
{
	return json_pack(
		"{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
		"announced", (json_int_t)r->announced, "members",
		(json_int_t)r->members, "kits", (json_int_t)r->kits, "sharers",
		(json_int_t)r->sharers, "shares", (json_int_t)r->shares,
		"declared", (json_int_t)r->declared, "readers",
		(json_int_t)r->readers, "company_readers",
		(json_int_t)r->company_readers, "given", (json_int_t)r->given,
		"settled", (json_int_t)r->settled, "pending",
		(json_int_t)r->pending, "stopped", (json_int_t)r->stopped);
}

/* Shares by the highest level of evidence that they reached. */
static json_t *
levels(const struct report *r)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I}", "opened",
		(json_int_t)r->levels[0], "declared", (json_int_t)r->levels[1],
		"seen", (json_int_t)r->levels[2], "confirmed",
		(json_int_t)r->levels[3], "read", (json_int_t)r->levels[4]);
}

static json_t *
hits(const struct report *r)
{
	int64_t all = r->hits[0] + r->hits[1] + r->hits[2] + r->hits[3];

	return json_pack("{s:I, s:I, s:I, s:I, s:I}", "all", (json_int_t)all,
		"people", (json_int_t)r->hits[0], "gateways",
		(json_int_t)r->hits[1], "machines", (json_int_t)r->hits[2],
		"own", (json_int_t)r->hits[3]);
}

static int
add_networks(struct turn *t, const struct report_about *about, json_t *values,
	struct err *e)
{
	struct report_network networks[NETWORKS];
	json_t *list = json_array();
	const struct network *n;
	size_t count, i;

	json_object_set_new(values, "networks", list);
	if (about->network[0] != '\0' || about->team != 0)
		return 0;
	if (report_networks(t->db, about, networks, NETWORKS, &count, e) == -1)
		return -1;
	for (i = 0; i < count; i++) {
		n = network_find(networks[i].network);
		json_array_append_new(list,
			json_pack("{s:s, s:I, s:I}", "network",
				n == NULL ? networks[i].network : n->label,
				"shares", (json_int_t)networks[i].shares,
				"readers", (json_int_t)networks[i].readers));
	}
	return 0;
}

/* The first and the last day, in UTC as they are counted; "" is open. */
static json_t *
day(const struct turn *t, int64_t at)
{
	char *text = when_write(at, "UTC", t->language, WHEN_DATE);
	json_t *words = json_string(at == 0 ? "" : text);

	free(text);
	return words;
}

/* What it is about, and how few are few. */
static void
add_rest(struct turn *t, const struct report_asked *asked,
	const struct report *r, json_t *values)
{
	const struct report_about *about = &asked->about;
	int minimum = t->programme->minimum_group;
	int64_t looked_at = figures_looked_at(t->programme, r);
	bool few_redeemed = figures_few_redeemed(t->programme, r);
	char *page = turn_report_page_url(t, &asked->about, t->now + LINK_LIFE);

	json_object_set_new(values, "title", json_string(asked->title));
	json_object_set_new(values, "page", json_string(page));
	free(page);
	json_object_set_new(values, "args",
		json_sprintf("%s%s", *asked->words == '\0' ? "" : " ",
			asked->words));
	json_object_set_new(values, "items",
		json_boolean(about->network[0] == '\0' && about->team == 0));
	json_object_set_new(
		values, "kits_known", json_boolean(about->network[0] == '\0'));
	json_object_set_new(values, "team", json_boolean(about->team != 0));
	json_object_set_new(
		values, "everything", json_boolean(asked->title[0] == '\0'));
	json_object_set_new(values, "few",
		json_boolean(r->sharers > 0 && r->sharers < minimum));
	json_object_set_new(values, "looked_at",
		json_integer(looked_at == -1 ? 0 : looked_at));
	json_object_set_new(
		values, "rewards", json_integer(few_redeemed ? 0 : r->rewards));
	json_object_set_new(values, "redeemed", json_integer(r->redeemed));
	json_object_set_new(values, "minimum", json_integer(minimum));
	json_object_set_new(values, "from", day(t, about->from));
	json_object_set_new(
		values, "to", day(t, about->to == 0 ? 0 : about->to - 1));
	json_object_set_new(values, "levels", levels(r));
	json_object_set_new(values, "hits", hits(r));
	json_object_set_new(values, "times", about_times(r));
}

static json_t *
day_of(const struct turn *t, const json_t *chart, const char *key)
{
	return day(t, json_integer_value(json_object_get(chart, key)));
}

/* Readers by day, in words and as a picture, which shows what the words say
 * also when it is fetched later. */
static int
add_chart(struct turn *t, const struct report_about *about, json_t *values,
	struct err *e)
{
	json_t *chart = figures_chart(t->db, t->programme, about, e);
	char *url;

	if (chart == NULL)
		return -1;
	if (json_is_null(chart)) {
		json_object_set_new(values, "chart", chart);
		return 0;
	}
	url = turn_chart_url(t, about, t->now + PICTURE_LIFE);
	json_object_set_new(values, "chart",
		json_pack("{s:s, s:o, s:o, s:s, s:I, s:o}", "url", url, "from",
			day_of(t, chart, "from"), "to", day_of(t, chart, "to"),
			"numbers", json_text(chart, "numbers", ""), "most",
			json_integer_value(json_object_get(chart, "most")),
			"best", day_of(t, chart, "best")));
	json_decref(chart);
	free(url);
	return 0;
}

static int
show(struct turn *t, const struct report_asked *asked, struct err *e)
{
	struct report_about about = asked->about;
	struct rules rules;
	struct report r;
	json_t *values;

	if (about.to == 0)
		about.to = t->now + 1;
	if (report_make(t->db, &about, &r, e) == -1 ||
		figures_rules(t->db, &t->programme->rules, &about, &rules, e) ==
			-1)
		return -1;
	values = figures(&r);
	json_object_set_new(
		values, "needed", json_integer(rules.readers_needed));
	if (add_networks(t, &about, values, e) == -1 ||
		add_chart(t, &about, values, e) == -1) {
		json_decref(values);
		return -1;
	}
	add_rest(t, asked, &r, values);
	return turn_reply(t, "report", values, e);
}

static int
send_table(struct turn *t, const struct report_asked *asked, struct err *e)
{
	char *ref = report_ref_write(&asked->about);
	char *of = xasprintf("report %s", ref);
	const struct table table = {
		.of = of, .kind = "report", .title = asked->title};
	int result = turn_audit(t, "report.csv", ref, "", "", e);

	if (result == 0)
		result = table_send(t, &table, e);
	free(of);
	free(ref);
	return result;
}

static int
show_link(struct turn *t, const struct report_asked *asked, struct err *e)
{
	int64_t until = t->now + LINK_LIFE;
	char *ref = report_ref_write(&asked->about);
	char *url = turn_report_url(t, &asked->about, until);
	int result = turn_audit(t, "report.link", ref, "", "", e);

	if (result == 0)
		result = turn_reply(t, "report_link",
			json_pack("{s:s, s:s, s:{s:I, s:s}}", "title",
				asked->title, "url", url, "until", "time",
				(json_int_t)(until / WHEN_SECOND), "style",
				"date"),
			e);
	free(ref);
	free(url);
	return result;
}

/* /campaign report [item, campaign, network x, team y] [time] [csv, link] */
int
report_run(struct turn *t, struct err *e)
{
	struct report_asked asked;

	if (report_words_read(t, &asked, e) == -1)
		return -1;
	if (!asked.known)
		return 0;
	switch (asked.as) {
	case REPORT_TABLE:
		return send_table(t, &asked, e);
	case REPORT_LINK:
		return show_link(t, &asked, e);
	case REPORT_CARD:
		break;
	}
	return show(t, &asked, e);
}
