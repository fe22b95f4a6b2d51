#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "json.h"
#include "text.h"
#include "when.h"

#include "page_bars.h"

#define HEIGHT 204
#define TOP 28 /* room for the number on the highest bar */
#define BASE 176
#define LEAST 2
#define LABEL_AT 196
#define ABOVE 7      /* from a bar to its number */
#define FILLED 0.64  /* of a bar's place */
#define ON_A_PHONE 7 /* so many numbers and labels have room there */

static json_int_t
value_of(const json_t *bar)
{
	return json_integer_value(json_object_get(bar, "value"));
}

/* The highest value, at least 1. */
static json_int_t
most_of(const json_t *bars)
{
	json_int_t most = 1;
	const json_t *bar;
	size_t i;

	json_array_foreach(bars, i, bar)
	{
		if (value_of(bar) > most)
			most = value_of(bar);
	}
	return most;
}

static void
add_number(struct text *out, json_int_t value, const char *language)
{
	char *written = when_write_number((double)value, 0, language);

	text_add_html(out, written);
	free(written);
}

/* One bar among others: where it stands, how high it is, and whether what
 * stands at it is left out where there is little room. */
struct column {
	double left, width; /* of its place, percent */
	int height;
	bool few_numbers, few_labels;
};

/* What there is can be seen. */
static int
height_of(json_int_t value, json_int_t most)
{
	int height = (int)((BASE - TOP) * value / most);

	return value > 0 && height < LEAST ? LEAST : height;
}

static void
add_words(struct text *out, const struct column *c, int at, bool is_more)
{
	text_addf(out, "<text%s x=\"%.2f%%\" y=\"%d\">",
		is_more ? " class=\"more\"" : "", c->left + c->width / 2, at);
}

static void
add_column(struct text *out, const struct column *c, const json_t *bar,
	const char *language)
{
	if (c->height > 0) {
		text_addf(out,
			"<rect x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\""
			" height=\"%d\"/>",
			c->left + c->width * (1 - FILLED) / 2, BASE - c->height,
			c->width * FILLED, c->height);
		add_words(out, c, BASE - c->height - ABOVE, c->few_numbers);
		add_number(out, value_of(bar), language);
		text_add(out, "</text>");
	}
	add_words(out, c, LABEL_AT, c->few_labels);
	text_add_html(out, json_text(bar, "label", ""));
	text_add(out, "</text>\n");
}

void
page_bars_stand(struct text *out, const json_t *chart, const char *language)
{
	const json_t *bars = json_object_get(chart, "bars"), *bar;
	size_t count = json_array_size(bars), i;
	size_t each = (count + ON_A_PHONE - 1) / ON_A_PHONE;
	json_int_t most = most_of(bars);

	text_addf(out,
		"<svg class=\"chart\" role=\"img\" width=\"100%%\""
		" height=\"%d\" aria-label=\"",
		HEIGHT);
	text_add_html(out, json_text(chart, "alt", ""));
	text_addf(out,
		"\">\n<line x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n",
		BASE, BASE);
	json_array_foreach(bars, i, bar)
	{
		const json_int_t value = value_of(bar);
		const struct column c = {
			.left = 100.0 * (double)i / (double)count,
			.width = 100.0 / (double)count,
			.height = height_of(value, most),
			.few_numbers = count > ON_A_PHONE && value < most,
			.few_labels = (count - 1 - i) % each != 0};

		add_column(out, &c, bar, language);
	}
	text_add(out, "</svg>\n");
}

static void
add_row(struct text *out, const json_t *bar, double percent,
	const char *language)
{
	const char *note = json_text(bar, "note", "");

	text_add(out, "<li><span>");
	text_add_html(out, json_text(bar, "label", ""));
	text_add(out, "</span> <b>");
	add_number(out, value_of(bar), language);
	text_addf(out,
		"</b><svg aria-hidden=\"true\" width=\"100%%\" height=\"8\">"
		"<rect width=\"%.2f%%\" height=\"8\"/></svg>",
		percent);
	if (*note != '\0') {
		text_add(out, " <small>");
		text_add_html(out, note);
		text_add(out, "</small>");
	}
	text_add(out, "</li>\n");
}

void
page_bars_lie(struct text *out, const json_t *bars, const char *language)
{
	const json_int_t most = most_of(bars);
	const json_t *bar;
	size_t i;

	text_add(out, "<ul class=\"bars\">\n");
	json_array_foreach(bars, i, bar)
	{
		add_row(out, bar, 100.0 * (double)value_of(bar) / (double)most,
			language);
	}
	text_add(out, "</ul>\n");
}
