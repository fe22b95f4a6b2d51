#ifndef BENCH_SPREAD_H
#define BENCH_SPREAD_H

#include <stddef.h>
#include <stdint.h>

/* Samples in ns, every one kept, so that the tail is exact. */
struct spread {
	int64_t *all;
	size_t count, room;
};

void spread_add(struct spread *s, int64_t ns);
/* The sample below which that share of them lies (0.99); 0 if none. */
int64_t spread_at(struct spread *s, double share);
void spread_free(struct spread *s);

#endif
