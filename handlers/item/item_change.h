#ifndef ADVOCATED_ITEM_CHANGE_H
#define ADVOCATED_ITEM_CHANGE_H

struct err;
struct item;
struct turn;

/* An item was edited: saves it, brings every card and kit that stands to what
 * it is now, notes each field that is another in the audit, and says so to
 * who acts. now is read again, for what a pin became meanwhile. */
int item_change_done(struct turn *t, const struct item *before,
	struct item *now, struct err *e);

#endif
