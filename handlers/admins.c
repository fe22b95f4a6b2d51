#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "turn.h"
#include "turn_people.h"

#include "admins.h"

/* What all of them are told. */
struct notice {
	struct turn *t;
	const char *key, *template;
	const json_t *values;
};

static int
on_tell(void *arg, const char *chat, const char *person, struct err *e)
{
	const struct notice *n = arg;
	char *own = xasprintf("%s:%s:%s", n->key, chat, person);
	int result = turn_tell(n->t, chat, person, own, n->template,
		json_deep_copy(n->values), e);

	free(own);
	return result;
}

int
admins_tell(struct turn *t, const char *key, const char *template,
	const json_t *values, struct err *e)
{
	struct notice n = {t, key, template, values};

	return turn_each_with_role(t, ROLE_ADMIN, on_tell, &n, e);
}

static bool
is_pressing(const struct turn *t, const char *chat, const char *person)
{
	const struct event *event = t->event;

	/* or sent a form that was opened there */
	return (event->kind == EVENT_BUTTON ||
		       (event->kind == EVENT_FORM && event->message != NULL)) &&
	       event->direct && event->person != NULL &&
	       strcmp(event->person, person) == 0 &&
	       strcmp(event->chat, chat) == 0;
}

static int
on_update(void *arg, const char *chat, const char *person, struct err *e)
{
	const struct notice *n = arg;
	char *own;
	int result;

	if (is_pressing(n->t, chat, person))
		return 0;
	own = xasprintf("%s:%s:%s", n->key, chat, person);
	result = turn_update(
		n->t, own, n->template, json_deep_copy(n->values), e);
	free(own);
	return result;
}

int
admins_update(struct turn *t, const char *key, const char *template,
	const json_t *values, struct err *e)
{
	struct notice n = {t, key, template, values};

	return turn_each_with_role(t, ROLE_ADMIN, on_update, &n, e);
}
