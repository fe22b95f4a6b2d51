#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "review.h"
#include "text.h"
#include "when.h"

#include "asked.h"
#include "behaviour.h"
#include "feed_about.h"
#include "number.h"
#include "reviewing.h"
#include "which.h"

#define USUAL (4 * WHEN_HOUR)
#define LONGEST (90 * WHEN_DAY)
#define MORNING 9 /* o'clock, of a day that was named */

/* "4h", "tomorrow", "monday", "2026-12-24", or nothing; 0: it is none. */
static int64_t
read_when(const struct turn *t, const char *written)
{
	int64_t span = feed_read_span(written), day, at;

	if (*written == '\0')
		return t->now + USUAL;
	if (span >= WHEN_MINUTE && span <= LONGEST)
		return t->now + span;
	day = when_parse_day(written, t->now, t->zone);
	if (day == 0)
		return 0;
	at = when_next(day - 1, 0, MORNING, 0, t->zone);
	return at > t->now && at <= t->now + LONGEST ? at : 0;
}

static int
snooze(struct turn *t, const struct item *i, const char *when, struct err *e)
{
	int64_t until = read_when(t, when);
	char about[32], note[32];
	char *shown;
	int result;

	if (strcmp(i->state, "review") != 0)
		return reviewing_tell_decided(t, i, e);
	if (until == 0) {
		shown = text_cut(when, 40);
		result = turn_reply(t, "snooze_unclear",
			json_pack("{s:s, s:I}", "wrong", shown, "item",
				(json_int_t)i->id),
			e);
		free(shown);
		return result;
	}
	snprintf(about, sizeof about, "%" PRId64, i->id);
	snprintf(note, sizeof note, "%" PRId64, until);
	if (turn_audit(t, "item.snooze", about, "", note, e) == -1)
		return -1;
	return reviewing_snooze(t, i, until, e);
}

/* /campaign snooze 12 [when]: four hours if nothing is said. */
int
review_snooze_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	struct item item;
	int result = which_item(t, text_word(&rest), "snooze", &item, e);

	if (result == 0 && item.id != 0)
		result = snooze(t, &item, text_trim(rest), e);
	free(copy);
	return result;
}

/* The menu of a card: its value is "12:4h". */
int
review_snooze_chosen_run(struct turn *t, struct err *e)
{
	const char *value = t->event->value == NULL ? "" : t->event->value;
	const char *colon = strchr(value, ':');
	struct asked asked;
	struct item item;

	asked_read(value, &asked);
	if (item_find(t->db, asked.item, &item, e) == -1)
		return -1;
	if (item.id == 0 || colon == NULL)
		return refuse_gone(t, "", e);
	return snooze(t, &item, colon + 1, e);
}

/* Its time has come: it is asked about again. */
int
review_snooze_due(struct turn *t, struct err *e)
{
	struct review r;
	struct item item;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1 ||
		review_get(t->db, item.id, &r, e) == -1)
		return -1;
	if (item.id == 0 || r.snoozed_until == 0 || r.snoozed_until > t->now)
		return 0;
	r.snoozed_until = 0;
	if (review_put(t->db, &r, e) == -1)
		return -1;
	if (strcmp(item.state, "review") != 0)
		return 0;
	return reviewing_again(t, &item, e);
}
