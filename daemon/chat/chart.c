#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <fontconfig/fontconfig.h>

#include "mem.h"
#include "text.h"

#include "chart.h"

#define MAX_LABEL 12 /* characters */
#define MAX_BARS 31
#define SIDE 24.0
#define TOP 44.0
#define BOTTOM 316.0 /* where the bars stand */
#define LABEL_AT 344.0
#define ABOVE 8.0   /* from a bar to its number */
#define FILLED 0.64 /* of a bar's place */
#define FONT 20.0
#define MIN_FONT 9.0

struct drawing {
	cairo_t *cairo;
	double step; /* the width of one bar's place */
	double most; /* the highest value, at least 1 */
};

static void
set_color(cairo_t *cairo, unsigned rgb)
{
	cairo_set_source_rgb(cairo, (rgb >> 16 & 0xff) / 255.0,
		(rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

/* Words around x, no wider than width: smaller first, then not at all. */
static void
draw_words(const struct drawing *d, const char *words, double x, double y)
{
	cairo_text_extents_t extents;
	double size = FONT;

	cairo_set_font_size(d->cairo, size);
	cairo_text_extents(d->cairo, words, &extents);
	if (extents.width > d->step - 2 && extents.width > 0) {
		size = floor(FONT * (d->step - 2) / extents.width);
		if (size < MIN_FONT)
			return;
		cairo_set_font_size(d->cairo, size);
		cairo_text_extents(d->cairo, words, &extents);
	}
	cairo_move_to(
		d->cairo, floor(x - extents.width / 2 - extents.x_bearing), y);
	cairo_show_text(d->cairo, words);
}

/* Cairo takes no code points that never are characters. */
static bool
is_drawable(uint32_t point)
{
	return point >= ' ' && (point & 0xfffe) != 0xfffe &&
	       (point < 0xfdd0 || point > 0xfdef);
}

/* One line of it that can be drawn. Yours. */
static char *
write_label(const char *given)
{
	char *clean = text_clean(given), *cut = text_cut(clean, MAX_LABEL), *at;
	struct text out = {0};
	uint32_t point;
	size_t size;

	for (at = cut; (size = text_point(at, &point)) > 0; at += size)
		if (is_drawable(point))
			text_add_bytes(&out, at, size);
		else
			text_add_char(&out, ' ');
	free(cut);
	free(clean);
	return text_take(&out);
}

static void
draw_label(const struct drawing *d, const json_t *bar, double x)
{
	const char *given = json_string_value(json_object_get(bar, "label"));
	char *label = write_label(given == NULL ? "" : given);

	set_color(d->cairo, 0x3d4852);
	draw_words(d, label, x, LABEL_AT);
	free(label);
}

static void
draw_bar(const struct drawing *d, const json_t *bar, size_t i)
{
	json_int_t value = json_integer_value(json_object_get(bar, "value"));
	double share = (double)value / d->most;
	double height = value > 0 ? fmax(2, round((BOTTOM - TOP) * share)) : 0;
	double left = SIDE + (double)i * d->step, x = left + d->step / 2;
	char *number = xasprintf("%" JSON_INTEGER_FORMAT, value);

	if (value > 0) {
		set_color(d->cairo, 0x2a6f97);
		cairo_rectangle(d->cairo,
			round(left + d->step * (1 - FILLED) / 2),
			BOTTOM - height, round(d->step * FILLED), height);
		cairo_fill(d->cairo);
		set_color(d->cairo, 0x1b263b);
		draw_words(d, number, x, BOTTOM - height - ABOVE);
	}
	draw_label(d, bar, x);
	free(number);
}

static void
draw(struct drawing *d, const json_t *bars)
{
	json_t *bar;
	size_t i;

	set_color(d->cairo, 0xffffff);
	cairo_paint(d->cairo);
	cairo_select_font_face(d->cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
		CAIRO_FONT_WEIGHT_NORMAL);
	json_array_foreach(bars, i, bar)
	{
		draw_bar(d, bar, i);
	}
	set_color(d->cairo, 0x8795a1);
	cairo_rectangle(d->cairo, SIDE, BOTTOM, CHART_WIDTH - 2 * SIDE, 1);
	cairo_fill(d->cairo);
}

static cairo_status_t
on_bytes(void *arg, const unsigned char *bytes, unsigned size)
{
	text_add_bytes(arg, (const char *)bytes, size);
	return CAIRO_STATUS_SUCCESS;
}

static double
highest(const json_t *bars)
{
	json_int_t most = 1, value;
	json_t *bar;
	size_t i;

	json_array_foreach(bars, i, bar)
	{
		value = json_integer_value(json_object_get(bar, "value"));
		if (value > most)
			most = value;
	}
	return (double)most;
}

char *
chart_draw(const json_t *chart, size_t *size)
{
	const json_t *bars = json_object_get(chart, "bars");
	size_t count = json_array_size(bars);
	struct drawing d = {.most = highest(bars)};
	struct text out = {0};
	cairo_surface_t *surface;
	cairo_status_t status;

	if (count == 0 || count > MAX_BARS)
		return NULL;
	surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, CHART_WIDTH, CHART_HEIGHT);
	d.step = (CHART_WIDTH - 2 * SIDE) / (double)count;
	d.cairo = cairo_create(surface);
	draw(&d, bars);
	status = cairo_status(d.cairo);
	cairo_destroy(d.cairo);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png_stream(
			surface, on_bytes, &out);
	cairo_surface_destroy(surface);
	/* fonts need not stay until the next week */
	cairo_debug_reset_static_data();
	FcFini();
	*size = out.size;
	if (status == CAIRO_STATUS_SUCCESS)
		return text_take(&out);
	text_free(&out);
	return NULL;
}
