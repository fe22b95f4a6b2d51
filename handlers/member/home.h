#ifndef ADVOCATED_HOME_H
#define ADVOCATED_HOME_H

struct err;
struct turn;

/* After a press on the home page: shows it anew. Nothing for other events. */
int home_refresh(struct turn *t, struct err *e);

#endif
