#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "post.h"

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

/* Whether who acts pressed this very card, or sent a form that was opened by
 * it: a list may stand in the same conversation. */
static int
is_pressed(const struct turn *t, const char *key, bool *pressed, struct err *e)
{
	const struct event *event = t->event;
	struct post post;

	*pressed = false;
	if ((event->kind != EVENT_BUTTON && event->kind != EVENT_FORM) ||
		event->message == NULL || !event->direct)
		return 0;
	if (post_find(t->db, key, &post, e) == -1)
		return -1;
	*pressed = strcmp(post.chat, event->chat) == 0 &&
		   strcmp(post.message, event->message) == 0;
	return 0;
}

static int
on_update(void *arg, const char *chat, const char *person, struct err *e)
{
	const struct notice *n = arg;
	char *own = xasprintf("%s:%s:%s", n->key, chat, person);
	bool pressed;
	int result = is_pressed(n->t, own, &pressed, e);

	if (result == 0 && !pressed)
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
