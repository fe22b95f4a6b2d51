#ifndef ADVOCATED_TURN_PEOPLE_H
#define ADVOCATED_TURN_PEOPLE_H

#include <stdbool.h>

#include "role.h"

struct turn;

/* What a handler may ask about who is in groups and has roles. */

/* Calls fn with everybody who has exactly that role, by name or by a group of
 * the configuration. */
int turn_each_with_role(const struct turn *t, enum role role, role_fn *fn,
	void *arg, struct err *e);

/* Who is in a channel or user group that matters, as far as it is known: how
 * many (-1: not known, then nothing is called), each to fn (NULL: only
 * counts). -2 with e set when fn failed. */
int turn_each_in_group(const struct turn *t, const char *chat, const char *id,
	role_fn *fn, void *arg, struct err *e);
bool turn_is_in_group(const struct turn *t, const char *chat, const char *id,
	const char *person);
/* Anybody could join that group, so it gives no role. */
bool turn_is_open_group(const struct turn *t, const char *chat, const char *id);

/* Teams changed: whoever asks the platforms looks which groups matter now. */
void turn_groups_changed(struct turn *t);

#endif
