#ifndef ADVOCATED_ORIGIN_H
#define ADVOCATED_ORIGIN_H

#include <jansson.h>

struct event;
struct seal;

/*
 * Where a form was opened from. A form comes back alone; so that what it
 * changes can be shown in the message whose button opened it, and not
 * somewhere else, that message travels along, sealed, in the form's state.
 */

/* Puts it into the form, before its own state. Nothing for events that are no
 * press on a message that only who pressed sees. */
void origin_put(
	const struct seal *seal, const struct event *event, json_t *form);

/* In an EVENT_FORM: fills back with the event as if it had happened on that
 * message, its value the form's own state. What keeps its texts is returned,
 * yours (json_decref); NULL when there is nothing to fill in. */
json_t *origin_take(
	const struct seal *seal, const struct event *event, struct event *back);

#endif
