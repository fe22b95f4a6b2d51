#ifndef ADVOCATED_MAKING_REDEMPTIONS_H
#define ADVOCATED_MAKING_REDEMPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "csv.h"

#include "rewards.h"

struct err;
struct figures_parts;

/* A table for payroll being made: what was granted in some time, and to
 * whom. */
struct making_redemptions {
	const struct figures_parts *parts;
	struct redemption_span span;
	int64_t rows;
	struct csv csv;
};

/* "1795597200000 0": from and to of the span. */
void making_redemptions_read(struct making_redemptions *m, const char *text);

/* Its next rows; done when there are no more. */
int making_redemptions_step(
	struct making_redemptions *m, bool *done, struct err *e);

#endif
