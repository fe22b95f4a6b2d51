#include <stdlib.h>

#include "err.h"
#include "mem.h"

#include "turn_say.h"

int
turn_web_redirect(struct turn *t, const char *url, struct err *e)
{
	struct turn_say *say = t->say;

	if (t->event->kind != EVENT_WEB)
		return err_set(e, "no browser to send on");
	free(say->location);
	say->location = xstrdup(url);
	say->page.status = 302;
	say->page.location = say->location;
	return 0;
}

int
turn_web_page(struct turn *t, int status, const char *template, json_t *values,
	struct err *e)
{
	struct turn_say *say = t->say;
	json_t *card = turn_render(t, template, values, e);

	if (card == NULL)
		return -1;
	json_decref(say->page_card);
	say->page_card = card;
	say->page.status = status;
	say->page.card = card;
	return 0;
}

int
turn_web_answer(struct turn *t, int status, json_t *answer, struct err *e)
{
	struct turn_say *say = t->say;

	if (t->event->kind != EVENT_WEB) {
		json_decref(answer);
		return err_set(e, "nobody asked");
	}
	json_decref(say->page_answer);
	say->page_answer = answer;
	say->page.status = status;
	say->page.answer = answer;
	return 0;
}
