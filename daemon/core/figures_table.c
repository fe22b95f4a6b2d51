#include <stdlib.h>

#include "csv.h"
#include "err.h"
#include "json.h"
#include "mem.h"

#include "report.h"

#include "figures.h"

static void
add_value(struct csv *c, const json_t *value)
{
	if (json_is_integer(value))
		csv_number(c, json_integer_value(value));
	else if (json_is_real(value))
		csv_real(c, json_real_value(value));
	else
		csv_text(c, NULL);
}

static int
add_headings(const struct figures_parts *p, struct csv *c, struct err *e)
{
	static const char *const names[] = {
		"heading_figure", "heading_value", "heading_counted"};
	json_t *words;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		words = figures_phrase(p, "", names[i], "", e);
		if (words == NULL)
			return -1;
		csv_text(c, json_string_value(words));
		json_decref(words);
	}
	csv_end(c);
	return 0;
}

/* A row with a name and a text: what it is about, from when, until when. */
static int
add_fact(const struct figures_parts *p, struct csv *c, const char *name,
	const char *text, struct err *e)
{
	json_t *words = figures_phrase(p, "", name, "", e);

	if (words == NULL)
		return -1;
	csv_text(c, json_string_value(words));
	csv_text(c, text);
	csv_text(c, NULL);
	csv_end(c);
	json_decref(words);
	return 0;
}

/* Shares and readers of each network: a row each. */
static void
add_network(struct csv *c, const json_t *network, const char *key,
	const json_t *words)
{
	char *label = xasprintf("%s - %s", json_text(network, "network", ""),
		json_string_value(words));

	csv_text(c, label);
	csv_number(c, json_integer_value(json_object_get(network, key)));
	csv_text(c, NULL);
	csv_end(c);
	free(label);
}

static int
add_networks(const struct figures_parts *p, struct csv *c,
	const json_t *networks, struct err *e)
{
	json_t *shares = figures_phrase(p, "figure_", "shares", "", e);
	json_t *readers = figures_phrase(p, "figure_", "readers", "", e);
	json_t *network;
	int result = shares == NULL || readers == NULL ? -1 : 0;
	size_t i;

	json_array_foreach(networks, i, network)
	{
		if (result == -1)
			break;
		add_network(c, network, "shares", shares);
		add_network(c, network, "readers", readers);
	}
	json_decref(shares);
	json_decref(readers);
	return result;
}

char *
figures_table(const struct figures_parts *p, const struct report_about *about,
	int64_t now, size_t *size, struct err *e)
{
	json_t *report = figures_report(p, about, now, e), *figure;
	struct csv c = {.begun = false};
	int result = -1;
	size_t i;

	if (report == NULL)
		return NULL;
	if (add_headings(p, &c, e) == -1 ||
		add_fact(p, &c, "heading_about",
			json_text(report, "of.name", ""), e) == -1 ||
		add_fact(p, &c, "heading_from", json_text(report, "from", ""),
			e) == -1 ||
		add_fact(p, &c, "heading_to",
			json_text(
				report, about->to == 0 ? "made_at" : "to", ""),
			e) == -1)
		goto out;
	json_array_foreach(json_object_get(report, "figures"), i, figure)
	{
		csv_text(&c, json_text(figure, "label", ""));
		add_value(&c, json_object_get(figure, "value"));
		csv_text(&c, json_text(figure, "counted", ""));
		csv_end(&c);
	}
	result = add_networks(p, &c, json_object_get(report, "networks"), e);
out:
	json_decref(report);
	if (result == 0)
		return csv_take(&c, size);
	text_free(&c.out);
	return NULL;
}
