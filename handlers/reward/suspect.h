#ifndef ADVOCATED_SUSPECT_H
#define ADVOCATED_SUSPECT_H

#include <stdbool.h>

struct award;
struct err;
struct turn;

/* An award would settle: *held when its share is being looked at, or is from
 * now on because of what core/suspicion found; then it does not. */
int suspect_look(
	struct turn *t, const struct award *a, bool *held, struct err *e);

#endif
