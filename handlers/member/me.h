#ifndef ADVOCATED_ME_H
#define ADVOCATED_ME_H

#include <jansson.h>

struct err;
struct turn;

/* The figures of who acts, a member: values of "me" and of "home". Yours;
 * NULL with e set. */
json_t *me_values(struct turn *t, struct err *e);

#endif
