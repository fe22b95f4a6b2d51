#ifndef ADVOCATED_TEAM_NAME_H
#define ADVOCATED_TEAM_NAME_H

#include <stdbool.h>

struct err;
struct team;
struct turn;

/* Names of teams, as people write them. */

/* Into out->name, one blank between words; false when it is none: empty, too
 * long, or beginning with what stands for something else. */
bool team_name_read(const char *written, struct team *out);

/* The team of that name. out->id is 0 when there is none, and who acts was
 * told so with the nearest; command is what stands before the name in what
 * they meant ("/campaign teams remove "). */
int team_name_find(struct turn *t, const char *written, const char *command,
	struct team *out, struct err *e);

/* The same where another name follows: the team is as many words as make one.
 * *rest is what stands behind it. */
int team_name_first(struct turn *t, char *line, const char *command,
	struct team *out, const char **rest, struct err *e);

/* "Support, Design" of the member, for who acts; "" when none. Yours; NULL
 * with e set. */
char *team_names_of(struct turn *t, int64_t member, struct err *e);

#endif
