#include <stdlib.h>

#include "err.h"
#include "text.h"
#include "when.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "home.h"

static int
pause_until(struct turn *t, int64_t until, struct err *e)
{
	t->member.state = MEMBER_PAUSED;
	t->member.paused_until = until;
	if (people_save(t->db, &t->member, e) == -1 ||
		answer_here(t, "paused",
			json_pack(
				"{s:o}", "until", answer_time(t, until, "day")),
			e) == -1)
		return -1;
	return home_refresh(t, e);
}

static int
refuse_day(struct turn *t, bool past, struct err *e)
{
	char *text = text_cut(t->text, 40);
	int result = turn_reply(t, "pause_unclear",
		json_pack("{s:s, s:b}", "text", text, "past", past), e);

	free(text);
	return result;
}

int
pause_command(struct turn *t, struct err *e)
{
	int64_t until = 0;

	if (t->text[0] != '\0') {
		until = when_parse_day(t->text, t->now, t->zone);
		if (until <= t->now)
			return refuse_day(t, until != 0, e);
	}
	return pause_until(t, until, e);
}

int
pause_button(struct turn *t, struct err *e)
{
	return pause_until(t, 0, e);
}

static int
resume(struct turn *t, struct member *m, struct err *e)
{
	m->state = MEMBER_ACTIVE;
	m->paused_until = 0;
	return people_save(t->db, m, e);
}

int
pause_resume(struct turn *t, struct err *e)
{
	bool was = t->member.state == MEMBER_PAUSED;

	if (was && resume(t, &t->member, e) == -1)
		return -1;
	if (turn_reply(t, "resumed", json_pack("{s:b}", "was", was), e) == -1)
		return -1;
	return home_refresh(t, e);
}

/* The day they named has come. */
int
pause_over(struct turn *t, struct err *e)
{
	struct member m = {0};
	struct asked a;

	asked_read(t->event->value, &a);
	if (people_get(t->db, a.item, &m, e) == -1)
		return -1;
	if (m.id == 0 || m.state != MEMBER_PAUSED || m.paused_until == 0 ||
		m.paused_until > t->now)
		return 0;
	if (resume(t, &m, e) == -1)
		return -1;
	turn_read_by(t, &m);
	return turn_direct(t, m.id, t->event->key, "pause_over", NULL, e);
}
