#include <string.h>

#include "err.h"
#include "json.h"
#include "text.h"
#include "when.h"
#include "behaviour.h"
#include "redeeming.h"
#include "team_fit.h"

static void
take(char *field, size_t room, const char *value)
{
	if (value != NULL && *value != '\0')
		text_copy(field, room, value);
}

/* The platform says something new of a person. Of people who are no members
 * nothing is kept. */
int
person_changed(struct turn *t, struct err *e)
{
	const json_t *fields = t->event->fields;
	struct member *m = &t->member;
	const char *zone = json_text(fields, "zone", NULL);

	if (m->id == 0)
		return 0;
	if (json_is_true(json_at(fields, "gone")) && m->linked) {
		if (people_remove_account(
			    t->db, t->event->chat, t->event->person, e) == -1)
			return -1;
		return team_fit(t, m->id, e);
	}
	if (json_is_true(json_at(fields, "gone")))
		return people_forget(t->db, m->id, t->now, e) == -1
			       ? -1
			       : redeeming_forgotten(t, m->id, e);
	take(m->name, sizeof m->name, json_text(fields, "name", NULL));
	if (!m->language_chosen)
		take(m->language, sizeof m->language,
			json_text(fields, "language", NULL));
	if (zone != NULL && when_is_zone(zone))
		take(m->zone, sizeof m->zone, zone);
	return people_save(t->db, m, e);
}
