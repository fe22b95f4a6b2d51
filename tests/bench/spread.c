#include <err.h>
#include <stdlib.h>

#include "spread.h"

void
spread_add(struct spread *s, int64_t ns)
{
	if (s->count == s->room) {
		s->room = s->room == 0 ? 65536 : 2 * s->room;
		s->all = realloc(s->all, s->room * sizeof(*s->all));
		if (s->all == NULL)
			err(1, "samples");
	}
	s->all[s->count++] = ns;
}

static int
compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int64_t
spread_at(struct spread *s, double share)
{
	size_t i = (size_t)(share * (double)s->count);

	if (s->count == 0)
		return 0;
	qsort(s->all, s->count, sizeof(*s->all), compare);
	return s->all[i < s->count ? i : s->count - 1];
}

void
spread_free(struct spread *s)
{
	free(s->all);
}
