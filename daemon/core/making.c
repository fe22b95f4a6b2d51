#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "csv.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#include "loop.h"

#include "report.h"

#include "figures.h"
#include "making.h"
#include "making_export.h"
#include "making_items.h"
#include "making_redemptions.h"
#include "report_ref.h"

struct making {
	struct making_parts *all; /* where it waits */
	struct making *next;
	struct figures_parts parts;
	struct loop_timer *timer;
	char *of, *language;
	struct making_items items;
	struct making_redemptions redemptions;
	struct making_export export;
	char *bytes; /* the whole, once made */
	size_t size;
	making_done_fn *done;
	void *arg;
};

/* What is after the first word. */
static const char *
rest_of(const struct making *m)
{
	const char *blank = strchr(m->of, ' ');

	return blank == NULL ? "" : blank + 1;
}

static int
step_report(struct making *m, bool *done, struct err *e)
{
	struct report_about about;

	*done = true;
	if (report_ref_read(rest_of(m), &about) == -1)
		return err_set(e, "no such report");
	m->bytes = figures_table(&m->parts, &about, clock_now(), &m->size, e);
	return m->bytes == NULL ? -1 : 0;
}

static int
step_items(struct making *m, bool *done, struct err *e)
{
	m->items.parts = &m->parts;
	m->items.campaign = strtoll(rest_of(m), NULL, 10);
	if (making_items_step(&m->items, done, e) == -1)
		return -1;
	if (*done)
		m->bytes = csv_take(&m->items.csv, &m->size);
	return 0;
}

static int
step_redemptions(struct making *m, bool *done, struct err *e)
{
	struct making_redemptions *r = &m->redemptions;

	if (r->parts == NULL)
		making_redemptions_read(r, rest_of(m));
	r->parts = &m->parts;
	if (making_redemptions_step(r, done, e) == -1)
		return -1;
	if (*done)
		m->bytes = csv_take(&r->csv, &m->size);
	return 0;
}

static int
step_export(struct making *m, bool *done, struct err *e)
{
	struct making_export *x = &m->export;

	if (x->all == NULL) {
		x->all = m->all;
		x->parts = &m->parts;
		return making_export_begin(x, rest_of(m), e);
	}
	if (making_export_step(x, done, e) == -1)
		return -1;
	if (*done)
		m->bytes = making_export_take(x, &m->size);
	return 0;
}

static const struct {
	const char *word;
	int (*step)(struct making *m, bool *done, struct err *e);
} kinds[] = {{"report ", step_report}, {"items ", step_items},
	{"redemptions ", step_redemptions}, {"export ", step_export}};

static int
step(struct making *m, bool *done, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_starts(m->of, kinds[i].word))
			return kinds[i].step(m, done, e);
	return err_set(e, "no such file");
}

static void
finish(struct making *m)
{
	making_done_fn *done = m->done;
	void *arg = m->arg;
	char *bytes = m->bytes;
	size_t size = m->size;

	m->bytes = NULL;
	making_free(m);
	done(arg, bytes, size);
}

static void
on_step(void *arg)
{
	struct making *m = arg;
	struct err e = {""};
	bool done = false;

	if (step(m, &done, &e) == -1) {
		log_error(
			"file_not_made", "of=\"%s\" why=\"%s\"", m->of, e.text);
		free(m->bytes);
		m->bytes = NULL;
		done = true;
	}
	if (done)
		finish(m);
	else
		loop_timer_set(m->timer, 0);
}

struct making *
making_start(struct making_parts *parts, const char *of, const char *language,
	making_done_fn *done, void *arg)
{
	struct making *m = xcalloc(1, sizeof *m), **end = &parts->waiting;

	while (*end != NULL)
		end = &(*end)->next;
	*end = m;
	m->all = parts;
	m->of = xstrdup(of);
	m->language = xstrdup(language);
	m->parts = (struct figures_parts){.db = parts->db,
		.programme = parts->programme,
		.templates = parts->templates,
		.language = m->language};
	m->done = done;
	m->arg = arg;
	m->timer = loop_timer_new(parts->loop, on_step, m);
	if (parts->waiting == m)
		loop_timer_set(m->timer, 0);
	return m;
}

void
making_free(struct making *m)
{
	struct making **at;

	if (m == NULL)
		return;
	for (at = &m->all->waiting; *at != m; at = &(*at)->next)
		;
	*at = m->next;
	if (m->all->waiting != NULL)
		loop_timer_set(m->all->waiting->timer, 0);
	loop_timer_free(m->timer);
	text_free(&m->items.csv.out);
	text_free(&m->redemptions.csv.out);
	making_export_end(&m->export);
	free(m->bytes);
	free(m->of);
	free(m->language);
	free(m);
}
