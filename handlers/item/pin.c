#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "field.h"
#include "notice.h"
#include "pin.h"
#include "which.h"

struct listing {
	struct turn *t;
	const struct channel *channel; /* NULL: whatever is featured */
	json_t *list;
};

static int
on_pinned(void *arg, const struct item *i, struct err *e)
{
	const struct listing *l = arg;
	bool has = true;

	if (l->channel != NULL && audience_has_channel(l->t->db, i->campaign,
					  l->channel, &has, e) == -1)
		return -1;
	if (!has)
		return 0;
	return json_array_append_new(
		l->list, json_pack("{s:I, s:s, s:s}", "item", (json_int_t)i->id,
				 "title", about_title(i), "url", i->url));
}

json_t *
pin_list(struct turn *t, const struct channel *channel, struct err *e)
{
	const struct item_open open = {t->now, ITEM_ANYBODY, 0};
	struct listing l = {t, channel, json_array()};

	if (item_each_pinned(t->db, &open, on_pinned, &l, e) == 0)
		return l.list;
	json_decref(l.list);
	return NULL;
}

int
pin_put(struct turn *t, struct pin_wish *w, struct err *e)
{
	json_t *pins;
	bool done;

	w->phrase = NULL;
	w->values = NULL;
	if (!item_is_open(w->item)) {
		w->phrase = "pin_not_open";
		return 0;
	}
	if (item_pin(t->db, w->item->id, w->until, t->now, &done, e) == -1)
		return -1;
	if (done)
		return 0;
	pins = pin_list(t, NULL, e);
	if (pins == NULL)
		return -1;
	w->phrase = "pin_full";
	w->values = json_pack("{s:o}", "pins", pins);
	return 0;
}

static int
answer(struct turn *t, int64_t id, const char *did, const struct item *before,
	struct err *e)
{
	char about[32], *from = field_day(t, before->pinned_until), *to;
	bool was = item_is_pinned(before, t->now), is;
	struct item item;
	json_t *values;
	int result = -1;

	if (item_find(t->db, id, &item, e) == -1) {
		free(from);
		return -1;
	}
	is = item_is_pinned(&item, t->now);
	to = field_day(t, item.pinned_until);
	snprintf(about, sizeof about, "%" PRId64, id);
	if ((was == is && strcmp(from, to) == 0) ||
		turn_audit(t, did, about, was ? *from ? from : "yes" : "no",
			is ? *to ? to : "yes" : "no", e) == 0)
		result = notice_refresh_admins(t, &item, e);
	free(from);
	free(to);
	values = result == -1 ? NULL : about_item(t, &item, e);
	return values == NULL ? -1 : answer_here(t, "item_pinned", values, e);
}

/* It cannot be featured: why, and what can be done about it. */
static int
refuse(struct turn *t, const struct item *i, struct pin_wish *w, struct err *e)
{
	json_t *pins = json_incref(json_object_get(w->values, "pins"));

	json_decref(w->values);
	return answer_here(t, "pin_refused",
		json_pack("{s:I, s:s, s:b, s:b, s:o}", "item",
			(json_int_t)i->id, "title", about_title(i), "internal",
			i->internal, "ready",
			strcmp(i->state, "ready") == 0 ||
				strcmp(i->state, "review") == 0,
			"pins", pins == NULL ? json_array() : pins),
		e);
}

static int
put(struct turn *t, const struct item *i, int64_t until, struct err *e)
{
	struct pin_wish w = {.item = i, .until = until};

	if (pin_put(t, &w, e) == -1)
		return -1;
	if (w.phrase != NULL)
		return refuse(t, i, &w, e);
	return answer(t, i->id, "item.pin", i, e);
}

/* /campaign pin 12 [2026-12-24] */
int
pin_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy, *day;
	struct item item;
	int64_t until = 0;
	int result;

	result = which_item(t, text_word(&rest), "pin", &item, e);
	if (result == -1 || item.id == 0)
		goto out;
	day = rest == NULL ? "" : text_trim(rest);
	if (*day != '\0' && field_read_until(t, day, &until) == FIELD_REFUSED) {
		char *shown = text_cut(day, 60);

		result = turn_reply(t, "pin_day_wrong",
			json_pack("{s:s, s:I}", "wrong", shown, "item",
				(json_int_t)item.id),
			e);
		free(shown);
		goto out;
	}
	result = put(t, &item, until, e);
out:
	free(copy);
	return result;
}

/* /campaign unpin 12 */
int
pin_unpin_run(struct turn *t, struct err *e)
{
	struct item item;

	if (which_item_written(t, "unpin", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	if (item_unpin(t->db, item.id, e) == -1)
		return -1;
	return answer(t, item.id, "item.unpin", &item, e);
}
