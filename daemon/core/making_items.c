#include <stdlib.h>

#include "err.h"
#include "json.h"
#include "mem.h"

#include "report.h"

#include "figures.h"
#include "making.h"
#include "making_items.h"
#include "making_words.h"

#define PAGE 250 /* rows in one turn of the loop: some milliseconds */
#define MAX_BYTES (32 << 20)

/* How the columns are called, in their order. */
static const char *const columns[] = {"heading_item", "heading_campaign",
	"heading_state", "heading_title", "heading_address", "heading_added",
	"heading_announced", "figure_kits", "figure_shares", "heading_declared",
	"figure_shares_read", "figure_readers", "figure_company_readers",
	"figure_multiplier", "figure_hits_person", "figure_hits_gateway",
	"figure_hits_machine", "figure_hits_own", "figure_points_given",
	"figure_points_stopped"};

#define COLUMNS (sizeof columns / sizeof *columns)

static void
add_line(struct csv *c, const struct report_line *l)
{
	const struct report r = {
		.readers = l->readers, .company_readers = l->company_readers};
	size_t i;

	csv_number(c, l->item);
	csv_text(c, l->name);
	csv_text(c, l->state);
	csv_text(c, l->title);
	csv_text(c, l->url);
	csv_time(c, l->created_at);
	csv_time(c, l->announced_at);
	csv_number(c, l->kits);
	csv_number(c, l->shares);
	csv_number(c, l->declared);
	csv_number(c, l->read);
	csv_number(c, l->readers);
	csv_number(c, l->company_readers);
	if (l->company_readers == 0)
		csv_text(c, NULL);
	else
		csv_real(c, (double)figures_times(&r) / 10);
	for (i = 0; i < sizeof l->hits / sizeof *l->hits; i++)
		csv_number(c, l->hits[i]);
	csv_number(c, l->given);
	csv_number(c, l->stopped);
	csv_end(c);
}

/* The last row says that more is left out. */
static int
add_cut(struct making_items *m, struct err *e)
{
	size_t i;

	if (making_words_cell(m->parts, &m->csv, "", "table_cut", e) == -1)
		return -1;
	for (i = 1; i < COLUMNS; i++)
		csv_text(&m->csv, NULL);
	csv_end(&m->csv);
	return 0;
}

int
making_items_step(struct making_items *m, bool *done, struct err *e)
{
	struct report_line *lines;
	size_t count, i;
	int result;

	*done = false;
	if (m->csv.out.size == 0 && making_words_headings(m->parts, &m->csv,
					    columns, COLUMNS, e) == -1)
		return -1;
	lines = xcalloc(PAGE, sizeof *lines);
	result = report_lines(
		m->parts->db, m->campaign, m->after, lines, PAGE, &count, e);
	for (i = 0; result == 0 && i < count && !*done; i++) {
		*done = m->rows >= MAKING_ROWS || m->csv.out.size >= MAX_BYTES;
		if (*done) {
			result = add_cut(m, e);
			break;
		}
		add_line(&m->csv, &lines[i]);
		m->rows++;
		m->after = lines[i].item;
	}
	free(lines);
	*done = *done || count < PAGE;
	return result;
}
