#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "badges.h"
#include "err.h"
#include "plan.h"
#include "when.h"

#include "badge_words.h"
#include "behaviour.h"
#include "number.h"

#define EVENING 20 /* nobody hears of a badge from then on ... */
#define MORNING 8  /* ... until then, where they are */

/* The first moment at which they may hear of one: by day, and a day after the
 * one before. */
static int
first_moment(struct turn *t, const struct member *m, int64_t *at, struct err *e)
{
	const struct plan_rules day = {
		.zone = m->zone[0] == '\0' ? t->programme->zone : m->zone,
		.quiet_from = EVENING * 60,
		.quiet_to = MORNING * 60};
	int64_t last;

	if (badge_last(t->db, m->id, &last, e) == -1)
		return -1;
	*at = last != 0 && last + WHEN_DAY > t->now ? last + WHEN_DAY : t->now;
	*at = plan_not_quiet(&day, *at);
	return 0;
}

static int64_t
figure_of(const struct badge_figures *f, const char *kind)
{
	const struct {
		const char *kind;
		int64_t figure;
	} all[] = {{"shares", f->shares}, {"readers", f->readers},
		{"networks", f->networks}, {"weeks", f->weeks}};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].kind, kind) == 0)
			return all[i].figure;
	return 0;
}

/* Gives what they have come to. Of several of one kind the list has the
 * highest: they come in the order of their numbers. */
static int
give(struct turn *t, const struct member *m, json_t *list, struct err *e)
{
	const struct programme *p = t->programme;
	struct badge_figures figures;
	const char *kind = "";
	struct badge b;
	bool given;
	size_t i;

	if (badge_figures(t->db, m->id, t->now, &figures, e) == -1)
		return -1;
	for (i = 0; i < p->badge_count; i++) {
		if (figure_of(&figures, p->badges[i].kind) <
			p->badges[i].needed)
			continue;
		b = (struct badge){.needed = p->badges[i].needed, .at = t->now};
		snprintf(b.kind, sizeof b.kind, "%s", p->badges[i].kind);
		if (badge_give(t->db, m->id, &b, &given, e) == -1)
			return -1;
		if (!given)
			continue;
		if (strcmp(kind, p->badges[i].kind) == 0)
			json_array_remove(list, json_array_size(list) - 1);
		kind = p->badges[i].kind;
		json_array_append_new(list, badge_words(t, kind, b.needed));
	}
	return 0;
}

/* Gives and says them; the key is this event's, so once. */
static int
say(struct turn *t, const struct member *m, struct err *e)
{
	json_t *list = json_array();

	if (give(t, m, list, e) == -1) {
		json_decref(list);
		return -1;
	}
	if (json_array_size(list) == 0) {
		json_decref(list);
		return 0;
	}
	return turn_direct(t, m->id, t->event->key, "badges",
		json_pack("{s:o, s:b, s:b}", "badges", list, "several",
			json_array_size(list) > 1, "hidden", m->hidden),
		e);
}

/* A member did something, or was read, and may have come to a badge. */
int
badges_due(struct turn *t, struct err *e)
{
	int64_t id = number_read(t->event->value), at;
	struct member m;

	if (people_get(t->db, id, &m, e) == -1)
		return -1;
	if (m.id != id || m.state != MEMBER_ACTIVE ||
		!t->programme->badges_given)
		return badge_looked(t->db, id, 0, e);
	if (first_moment(t, &m, &at, e) == -1)
		return -1;
	if (badge_looked(t->db, id, at > t->now ? at : 0, e) == -1)
		return -1;
	return at > t->now ? 0 : say(t, &m, e);
}
