#include "number.h"

#include "answer.h"
#include "behaviour.h"
#include "feed_about.h"

static int
set_paused(struct turn *t, struct feed_row *f, bool paused, struct err *e)
{
	if (f->paused == paused)
		return feed_answer(t, f, "", e);
	f->paused = paused;
	if (!paused)
		f->next_at = t->now;
	if (feeds_save(t->db, f, e) == -1 ||
		turn_audit(t, paused ? "feed.pause" : "feed.resume", f->name,
			paused ? "read" : "paused", paused ? "paused" : "read",
			e) == -1)
		return -1;
	return feed_answer(t, f, paused ? "stopped" : "resumed", e);
}

/* /campaign feeds pause <name>: it is not read, whoever made it. */
int
feed_pause_run(struct turn *t, struct err *e)
{
	struct feed_named named;

	if (feed_which(t, t->text, "pause", &named, e) == -1)
		return -1;
	return named.feed.id == 0 ? 0 : set_paused(t, &named.feed, true, e);
}

int
feed_resume_run(struct turn *t, struct err *e)
{
	struct feed_named named;

	if (feed_which(t, t->text, "resume", &named, e) == -1)
		return -1;
	return named.feed.id == 0 ? 0 : set_paused(t, &named.feed, false, e);
}

/* /campaign feeds remove <name>: asks first. */
int
feed_remove_run(struct turn *t, struct err *e)
{
	struct feed_named named;
	json_t *values;
	bool refused;

	if (feed_which(t, t->text, "remove", &named, e) == -1)
		return -1;
	if (named.feed.id == 0)
		return 0;
	if (feed_refuse_written(t, &named.feed, &refused, e) == -1)
		return -1;
	if (refused)
		return 0;
	values = feed_about(t, &named.feed, e);
	return values == NULL ? -1
			      : answer_here(t, "feed_remove_ask", values, e);
}

/* The button of that question. Its items stay what they are. */
int
feed_remove_yes_run(struct turn *t, struct err *e)
{
	struct feed_row f;
	bool refused;

	if (feeds_get(t->db, number_read(t->event->value), &f, e) == -1)
		return -1;
	if (feed_refuse_written(t, &f, &refused, e) == -1)
		return -1;
	if (refused)
		return 0;
	if (f.active) {
		f.active = false;
		if (feeds_save(t->db, &f, e) == -1 ||
			turn_audit(t, "feed.remove", f.name, f.url, "", e) ==
				-1)
			return -1;
	}
	return answer_here(
		t, "feed_removed", json_pack("{s:s}", "feed", f.name), e);
}
