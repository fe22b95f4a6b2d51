#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "text.h"
#include "when.h"

#include "report.h"

#include "template.h"

#include "figures.h"
#include "figures_chart.h"
#include "programme.h"
#include "report_page.h"

#define ITEMS 5 /* most read */

/* Figures of which the page has several in one place; the others stand alone
 * under their name. */
static const struct {
	const char *start, *into;
	bool listed; /* else under the rest of its name */
} places[] = {{"shares_", "levels", false}, {"hits_", "hits", false},
	{"points_", "points", true}, {"rewards", "points", true},
	{"members", "around", true}, {"announced", "around", true},
	{"kits", "around", true}, {"company_readers", "around", true}};

#define PLACES (sizeof places / sizeof *places)

/* {"value", "label", "counted", "known"}: not known is what so few did that it
 * is not said. */
static void
place_figure(json_t *values, json_t *figure)
{
	const char *name = json_text(figure, "name", "");
	json_t *into;
	size_t i;

	json_object_set_new(figure, "known",
		json_boolean(!json_is_null(json_object_get(figure, "value"))));
	for (i = 0; i < PLACES; i++)
		if (text_starts(name, places[i].start))
			break;
	if (i == PLACES) {
		json_object_set(values, name, figure);
		return;
	}
	into = json_object_get(values, places[i].into);
	if (places[i].listed)
		json_array_append(into, figure);
	else
		json_object_set(into, name + strlen(places[i].start), figure);
}

static int64_t
sum_of(const json_t *hits)
{
	const json_t *figure;
	const char *name;
	int64_t sum = 0;

	json_object_foreach((json_t *)hits, name, figure)
	{
		sum += json_integer_value(json_object_get(figure, "value"));
	}
	return sum;
}

static void
place_figures(json_t *values, const json_t *report)
{
	json_t *figure;
	size_t i;

	for (i = 0; i < PLACES; i++)
		json_object_set_new(values, places[i].into,
			places[i].listed ? json_array() : json_object());
	json_array_foreach(json_object_get(report, "figures"), i, figure)
	{
		place_figure(values, figure);
		if (strcmp(json_text(figure, "name", ""), "company_readers") ==
			0)
			json_object_set(values, "company_readers", figure);
	}
	json_object_set_new(values, "visits",
		json_integer(sum_of(json_object_get(values, "hits"))));
}

static json_t *
written(const struct figures_parts *p, int64_t at, const char *zone,
	enum when_style style)
{
	char *text = when_write(at, zone, p->language, style);
	json_t *words = json_string(text);

	free(text);
	return words;
}

/* A day in UTC, as they are counted. */
static json_t *
day(const struct figures_parts *p, int64_t at)
{
	return written(p, at, "UTC", WHEN_DATE);
}

static json_t *
moment(const struct figures_parts *p, int64_t at)
{
	return written(p, at, p->programme->zone, WHEN_DATE_TIME);
}

/* Days of a chart are written for who reads the page. */
static int
add_chart(const struct figures_parts *p, const struct report_about *about,
	json_t *values, struct err *e)
{
	static const char *const days[] = {"from", "to", "best"};
	json_t *chart = figures_chart(p->db, p->programme, about, e);
	size_t i;

	if (chart == NULL)
		return -1;
	for (i = 0; json_is_object(chart) && i < 3; i++)
		json_object_set_new(chart, days[i],
			day(p, json_integer_value(
				       json_object_get(chart, days[i]))));
	json_object_set_new(values, "chart", chart);
	return 0;
}

static json_t *
line_of(const struct report_item *item)
{
	json_t *title = item->title[0] != '\0'
				? json_string(item->title)
				: json_sprintf("#%lld", (long long)item->item);

	return json_pack("{s:o, s:I, s:I}", "title", title, "readers",
		(json_int_t)item->readers, "shares", (json_int_t)item->shares);
}

/* Of what has several: the programme, a campaign, a network. Not of a team: it
 * would tell what each of few shared. */
static int
add_items(const struct figures_parts *p, const struct report_about *about,
	json_t *values, struct err *e)
{
	struct report_item items[ITEMS];
	json_t *list = json_array();
	size_t count, i;

	json_object_set_new(values, "items", list);
	if (about->item != 0 || about->team != 0)
		return 0;
	if (report_items(p->db, about, items, ITEMS, &count, e) == -1)
		return -1;
	for (i = 0; i < count && items[i].readers > 0; i++)
		json_array_append_new(list, line_of(&items[i]));
	return 0;
}

static void
add_rest(const struct figures_parts *p, const struct report_about *about,
	json_t *values, const json_t *report)
{
	bool everything =
		strcmp(json_text(report, "of.kind", ""), "programme") == 0;

	json_object_set_new(
		values, "title", json_string(json_text(report, "of.name", "")));
	json_object_set_new(values, "everything", json_boolean(everything));
	json_object_set_new(values, "team", json_boolean(about->team != 0));
	json_object_set(
		values, "networks", json_object_get(report, "networks"));
	json_object_set_new(
		values, "minimum", json_integer(p->programme->minimum_group));
	json_object_set_new(values, "from",
		about->from == 0 ? json_string("") : day(p, about->from));
	json_object_set_new(values, "to",
		about->to == 0 ? json_string("") : day(p, about->to - 1));
}

json_t *
report_page_card(const struct figures_parts *p,
	const struct report_about *about, int64_t now, int64_t until,
	struct err *e)
{
	json_t *report = figures_report(p, about, now, e);
	struct report_about whole = *about;
	json_t *values, *card = NULL;

	if (report == NULL)
		return NULL;
	if (whole.to == 0)
		whole.to = now + 1;
	values = json_pack("{s:o, s:o}", "made", moment(p, now), "until",
		moment(p, until));
	place_figures(values, report);
	add_rest(p, about, values, report);
	if (add_chart(p, &whole, values, e) == 0 &&
		add_items(p, &whole, values, e) == 0)
		card = templates_render(
			p->templates, p->language, "page_report", values, e);
	json_decref(values);
	json_decref(report);
	return card;
}
