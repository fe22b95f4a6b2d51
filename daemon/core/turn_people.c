#include "groups.h"
#include "turn_people.h"
#include "turn_say.h"

static struct groups *
groups_of(const struct turn *t)
{
	return t->say->parts->groups;
}

int
turn_each_with_role(const struct turn *t, enum role role, role_fn *fn,
	void *arg, struct err *e)
{
	const struct role_sources from = {
		t->programme, groups_of(t), t->say->parts->tongues};

	return role_each(&from, role, fn, arg, e);
}

int
turn_each_in_group(const struct turn *t, const char *chat, const char *id,
	role_fn *fn, void *arg, struct err *e)
{
	const char *const *persons;
	size_t i, count;

	persons = groups_find(groups_of(t), chat, id, &count);
	if (persons == NULL)
		return -1;
	for (i = 0; fn != NULL && i < count; i++)
		if (fn(arg, chat, persons[i], e) == -1)
			return -2;
	return (int)count;
}

bool
turn_is_in_group(const struct turn *t, const char *chat, const char *id,
	const char *person)
{
	return groups_has(groups_of(t), chat, id, person);
}

bool
turn_is_open_group(const struct turn *t, const char *chat, const char *id)
{
	return groups_is_open(groups_of(t), chat, id);
}

void
turn_groups_changed(struct turn *t)
{
	groups_changed(groups_of(t));
}
