#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"

#include "httpd.h"
#include "loop.h"

#include "mattermost_wait.h"

#define ANSWER_MS 10000

struct waiting {
	struct mattermost_wait *wait;
	struct waiting *next, **back;
	uint64_t number;
	struct httpd_request *request;
	struct loop_timer *timer;
	struct mattermost_owed owed;
};

struct mattermost_wait {
	struct loop *loop;
	const char *chat;
	uint64_t last;
	struct waiting *all;
};

struct mattermost_wait *
mattermost_wait_new(struct loop *l, const char *chat)
{
	struct mattermost_wait *w = xcalloc(1, sizeof *w);

	w->loop = l;
	w->chat = chat;
	return w;
}

void
mattermost_wait_reply(struct httpd_request *r, int status, const char *json)
{
	static const char *const headers[] = {"Cache-Control: no-store", NULL};
	const struct httpd_answer answer = {.status = status,
		.type = "application/json",
		.body = json,
		.size = strlen(json),
		.headers = headers};

	httpd_reply(r, &answer);
}

static void
finish(struct waiting *o, int status, const char *json)
{
	mattermost_wait_reply(o->request, status, json);
	*o->back = o->next;
	if (o->next != NULL)
		o->next->back = o->back;
	loop_timer_free(o->timer);
	free(o->owed.person);
	json_decref(o->owed.kinds);
	free(o);
}

void
mattermost_wait_free(struct mattermost_wait *w)
{
	if (w == NULL)
		return;
	while (w->all != NULL)
		finish(w->all, 503, "{}");
	free(w);
}

static void
on_late(void *arg)
{
	struct waiting *o = arg;

	log_warn("callback_unanswered", "chat=%s person=%s", o->wait->chat,
		o->owed.person);
	finish(o, 503, "{}");
}

uint64_t
mattermost_wait_add(struct mattermost_wait *w, struct httpd_request *r,
	enum mattermost_asked what, const char *person, const json_t *kinds)
{
	struct waiting *o = xcalloc(1, sizeof *o);

	o->wait = w;
	o->number = ++w->last;
	o->request = r;
	o->owed.what = what;
	o->owed.person = xstrdup(person);
	o->owed.kinds = json_incref((json_t *)kinds);
	o->next = w->all;
	o->back = &w->all;
	if (o->next != NULL)
		o->next->back = &o->next;
	w->all = o;
	o->timer = loop_timer_new(w->loop, on_late, o);
	loop_timer_set(o->timer, ANSWER_MS);
	return o->number;
}

static struct waiting *
find(const struct mattermost_wait *w, uint64_t number)
{
	struct waiting *o;

	for (o = w->all; o != NULL; o = o->next)
		if (o->number == number)
			return o;
	return NULL;
}

const struct mattermost_owed *
mattermost_wait_find(const struct mattermost_wait *w, uint64_t number)
{
	const struct waiting *o = find(w, number);

	return o == NULL ? NULL : &o->owed;
}

bool
mattermost_wait_answer(struct mattermost_wait *w, uint64_t number, int status,
	const char *json)
{
	struct waiting *o = find(w, number);

	if (o == NULL)
		return false;
	finish(o, status, json);
	return true;
}
