#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "people.h"
#include "role.h"
#include "teams.h"
#include "text.h"

#include "turn.h"
#include "turn_people.h"

#include "team_fit.h"

/* Teams gathered before anything is changed. */
struct teams {
	struct team *all;
	size_t count;
};

static int
on_team(void *arg, const struct team *team, struct err *e)
{
	struct teams *list = arg;

	(void)e;
	list->all =
		xrealloc(list->all, (list->count + 1) * sizeof list->all[0]);
	list->all[list->count++] = *team;
	return 0;
}

/* The members that the configuration lists for the team; NULL: none. */
static const char *const *
listed(const struct turn *t, const struct team *team)
{
	const struct programme *p = t->programme;
	size_t i;

	for (i = 0; team->configured && i < p->team_count; i++)
		if (text_same(p->teams[i].name, team->name))
			return p->teams[i].members;
	return NULL;
}

/* Whether one account after the other belongs to a team. */
struct question {
	struct turn *t;
	const struct team *team;
	bool fits;
};

static int
on_account(void *arg, const char *chat, const char *person, struct err *e)
{
	struct question *q = arg;
	const char *const *entries = listed(q->t, q->team);
	struct role_entry entry;

	(void)e;
	if (q->team->source[0] != '\0' && strcmp(q->team->chat, chat) == 0 &&
		turn_is_in_group(q->t, chat, q->team->source, person))
		q->fits = true;
	for (; entries != NULL && *entries != NULL; entries++)
		if (role_read(*entries, &entry) &&
			strcmp(entry.chat, chat) == 0 &&
			strcmp(entry.id, person) == 0)
			q->fits = true;
	return 0;
}

static bool
is_known(const struct turn *t, const struct team *team)
{
	return team->source[0] == '\0' ||
	       turn_each_in_group(
		       t, team->chat, team->source, NULL, NULL, NULL) >= 0;
}

/* One team of a member; before: whether they were in it. */
static int
fit_one(struct turn *t, int64_t member, const struct team *team, bool before,
	struct err *e)
{
	struct question q = {.t = t, .team = team};

	if (people_each_account(t->db, member, on_account, &q, e) == -1)
		return -1;
	if (!is_known(t, team))
		q.fits = q.fits || before;
	return q.fits ? team_put_member(t->db, team->id, member, e) : 0;
}

int
team_fit(struct turn *t, int64_t member, struct err *e)
{
	struct teams list = {NULL, 0};
	bool *before = NULL;
	int result = -1;
	size_t i;

	if (team_each(t->db, on_team, &list, e) == -1)
		goto out;
	before = xcalloc(list.count + 1, sizeof *before);
	for (i = 0; i < list.count; i++)
		if (team_has(t->db, list.all[i].id, member, &before[i], e) ==
			-1)
			goto out;
	if (team_take_out(t->db, member, e) == -1)
		goto out;
	for (i = 0; i < list.count; i++)
		if (fit_one(t, member, &list.all[i], before[i], e) == -1)
			goto out;
	result = 0;
out:
	free(before);
	free(list.all);
	return result;
}

static int
on_person(void *arg, const char *chat, const char *person, struct err *e)
{
	const struct question *q = arg;

	return team_put(q->t->db, q->team->id, chat, person, e);
}

int
team_fill(struct turn *t, const struct team *team, struct err *e)
{
	const char *const *entries = listed(t, team);
	struct question q = {.t = t, .team = team};
	struct role_entry entry;

	if (is_known(t, team) && team_empty(t->db, team->id, e) == -1)
		return -1;
	if (team->source[0] != '\0' &&
		turn_each_in_group(
			t, team->chat, team->source, on_person, &q, e) == -2)
		return -1;
	for (; entries != NULL && *entries != NULL; entries++)
		if (role_read(*entries, &entry) &&
			team_put(t->db, team->id, entry.chat, entry.id, e) ==
				-1)
			return -1;
	return 0;
}
