#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "metric.h"

#define CHAINS 256

/* Upper bounds in seconds; the +Inf bucket is the count itself. */
static const double bounds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
	0.1, 0.25, 0.5, 1, 2.5, 5, 10};
#define BOUNDS (sizeof(bounds) / sizeof(bounds[0]))

struct metric {
	struct metric *chain; /* same hash */
	struct metric *next;  /* same name, in order of first use */
	const struct family *family;
	char *labels;
	double value; /* of seconds: their sum */
	double buckets[BOUNDS];
	double count;
};

struct family {
	struct family *next;
	char *name;
	char *help;
	enum metric_kind kind;
	struct metric *first, **last;
};

struct registry {
	struct metric *chains[CHAINS];
	struct family *first, **last;
};

static struct registry *
registry(void)
{
	static struct registry r;

	if (!r.last)
		r.last = &r.first;
	return &r;
}

static size_t
hash(const char *name, const char *labels)
{
	unsigned h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	for (; *labels; labels++)
		h = h * 33 + (unsigned char)*labels;
	return h % CHAINS;
}

static struct family *
find_family(struct registry *r, const char *name)
{
	struct family *f;

	for (f = r->first; f; f = f->next) {
		if (strcmp(f->name, name) == 0)
			return f;
	}
	return NULL;
}

static struct family *
family_new(struct registry *r, enum metric_kind kind, const char *name,
	const char *help)
{
	struct family *f = xcalloc(1, sizeof(*f));

	f->name = xstrdup(name);
	f->help = xstrdup(help ? help : name);
	f->kind = kind;
	f->last = &f->first;
	*r->last = f;
	r->last = &f->next;
	return f;
}

static struct metric *
metric_new(struct family *f, const char *labels)
{
	struct metric *m = xcalloc(1, sizeof(*m));

	m->family = f;
	m->labels = xstrdup(labels);
	*f->last = m;
	f->last = &m->next;
	return m;
}

struct metric *
metric_get(enum metric_kind kind, const char *name, const char *labels,
	const char *help)
{
	struct registry *r = registry();
	struct metric **chain = &r->chains[hash(name, labels)];
	struct metric *m;
	struct family *f;

	for (m = *chain; m; m = m->chain) {
		if (strcmp(m->family->name, name) == 0 &&
			strcmp(m->labels, labels) == 0)
			return m;
	}
	f = find_family(r, name);
	if (!f)
		f = family_new(r, kind, name, help);
	m = metric_new(f, labels);
	m->chain = *chain;
	*chain = m;
	return m;
}

void
metric_add(struct metric *m, double amount)
{
	m->value += amount;
}

void
metric_set(struct metric *m, double value)
{
	m->value = value;
}

void
metric_observe(struct metric *m, double seconds)
{
	m->count++;
	m->value += seconds;
	for (size_t i = BOUNDS; i-- > 0 && seconds <= bounds[i];)
		m->buckets[i]++;
}

static void
print_line(struct text *out, const struct metric *m, const char *suffix,
	double value)
{
	text_addf(out, "advocated_%s%s", m->family->name, suffix);
	if (*m->labels)
		text_addf(out, "{%s}", m->labels);
	text_addf(out, " %.15g\n", value);
}

static void
print_bucket(struct text *out, const struct metric *m, const char *bound,
	double value)
{
	text_addf(out, "advocated_%s_bucket{%s%sle=\"%s\"} %.15g\n",
		m->family->name, m->labels, *m->labels ? "," : "", bound,
		value);
}

static void
print_seconds(struct text *out, const struct metric *m)
{
	struct text bound = {0};

	for (size_t i = 0; i < BOUNDS; i++) {
		bound.size = 0;
		text_addf(&bound, "%g", bounds[i]);
		print_bucket(out, m, bound.bytes, m->buckets[i]);
	}
	text_free(&bound);
	print_bucket(out, m, "+Inf", m->count);
	print_line(out, m, "_sum", m->value);
	print_line(out, m, "_count", m->count);
}

void
metric_print(struct text *out)
{
	static const char *const kinds[] = {"counter", "gauge", "histogram"};
	struct family *f;
	struct metric *m;

	for (f = registry()->first; f; f = f->next) {
		text_addf(out, "# HELP advocated_%s %s\n", f->name, f->help);
		text_addf(out, "# TYPE advocated_%s %s\n", f->name,
			kinds[f->kind]);
		for (m = f->first; m; m = m->next) {
			if (f->kind == METRIC_SECONDS)
				print_seconds(out, m);
			else
				print_line(out, m, "", m->value);
		}
	}
}

char *
metric_label(const char *value)
{
	struct text t = {0};

	for (; *value; value++) {
		if (*value == '\n') {
			text_add(&t, "\\n");
			continue;
		}
		if (*value == '"' || *value == '\\')
			text_add_char(&t, '\\');
		text_add_char(&t, *value);
	}
	return text_take(&t);
}

static void
family_free(struct family *f)
{
	struct metric *m, *next;

	for (m = f->first; m; m = next) {
		next = m->next;
		free(m->labels);
		free(m);
	}
	free(f->name);
	free(f->help);
	free(f);
}

void
metric_free_all(void)
{
	struct registry *r = registry();
	struct family *f, *next;

	for (f = r->first; f; f = next) {
		next = f->next;
		family_free(f);
	}
	memset(r, 0, sizeof(*r));
}
