#include <stdlib.h>
#include <string.h>

#include "visit.h"

#include "programme.h"
#include "suspicion.h"

int64_t
suspicion_marks(void)
{
	return VISIT_BURST | VISIT_NO_FETCH_HEADERS;
}

static bool
is_most(const struct looking *l, int64_t part, int64_t whole)
{
	return part * 100 >= whole * l->most_percent;
}

static bool
find_doubtful(const struct looking *l, const struct suspicion_facts *f,
	struct suspicion *out)
{
	int64_t count = (int64_t)f->count;

	if (l->doubtful_readers == 0 || count < l->doubtful_readers)
		return false;
	*out = (struct suspicion){.part = f->marked, .whole = count};
	return is_most(l, f->marked, count);
}

/* The most that came within that time. */
static int64_t
most_within(const struct suspicion_facts *f, int64_t span)
{
	size_t from = 0, to, best = 0;

	for (to = 0; to < f->count; to++) {
		while (f->at[to] - f->at[from] > span)
			from++;
		if (to - from + 1 > best)
			best = to - from + 1;
	}
	return (int64_t)best;
}

static bool
find_burst(const struct looking *l, const struct suspicion_facts *f,
	struct suspicion *out)
{
	int64_t count = (int64_t)f->count;

	if (l->burst_readers == 0 || count < l->burst_readers)
		return false;
	*out = (struct suspicion){.part = most_within(f, l->burst_span),
		.whole = count,
		.span = l->burst_span};
	return is_most(l, out->part, count);
}

static bool
find_above(const struct looking *l, const struct suspicion_facts *f,
	struct suspicion *out)
{
	if (l->above_readers == 0 || f->readers < l->above_readers ||
		f->others < SUSPICION_OTHERS)
		return false;
	*out = (struct suspicion){.part = f->readers,
		.whole = (f->others_readers + f->others / 2) / f->others};
	return f->readers * f->others >= l->above_times * f->others_readers;
}

static bool
find_many(const struct looking *l, const struct suspicion_facts *f,
	struct suspicion *out)
{
	*out = (struct suspicion){.part = f->before + 1,
		.whole = f->readers,
		.span = l->many_span};
	return l->many_shares != 0 && f->before >= l->many_shares &&
	       f->readers <= f->needed;
}

/* What says most comes first. */
static const struct pattern {
	const char *name;
	bool (*find)(const struct looking *l, const struct suspicion_facts *f,
		struct suspicion *out);
} patterns[] = {
	{"doubtful", find_doubtful},
	{"burst", find_burst},
	{"above", find_above},
	{"many", find_many},
};

static bool
is_passed(const char *name, const char *const *passed)
{
	for (; *passed != NULL; passed++)
		if (strcmp(*passed, name) == 0)
			return true;
	return false;
}

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct suspicion
suspicion_find(const struct looking *l, struct suspicion_facts *facts,
	const char *const *passed)
{
	struct suspicion found;
	size_t i;

	if (facts->count > 0)
		qsort(facts->at, facts->count, sizeof(facts->at[0]), by_time);
	for (i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		if (is_passed(patterns[i].name, passed) ||
			!patterns[i].find(l, facts, &found))
			continue;
		found.name = patterns[i].name;
		return found;
	}
	return (struct suspicion){.name = NULL};
}
