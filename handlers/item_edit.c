#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "caption_list.h"
#include "field.h"
#include "notice.h"
#include "number.h"

int
item_edit_open(struct turn *t, const struct item *i, struct err *e)
{
	char *captions = NULL, *until;
	int result = -1;

	if (caption_list_write(t, i, &captions, e) == -1)
		return -1;
	until = field_day(t, i->expires_at);
	result = turn_form(t, "item_form",
		json_pack("{s:I, s:s, s:s, s:s, s:s, s:s}", "item",
			(json_int_t)i->id, "title", i->title, "summary",
			i->summary, "why", i->why, "captions", captions,
			"until", until),
		e);
	free(captions);
	free(until);
	return result;
}

/* Takes the fields; *fine is false when one was refused. */
static int
read_fields(struct turn *t, struct item *i, bool *fine, struct err *e)
{
	int64_t until;
	int result;

	*fine = true;
	field_copy(t, "title", i->title, sizeof i->title);
	field_copy(t, "summary", i->summary, sizeof i->summary);
	field_copy(t, "why", i->why, sizeof i->why);
	if (i->title[0] == '\0') {
		*fine = false;
		if (turn_form_error(t, "title", "title_missing", NULL, e) == -1)
			return -1;
	}
	result = field_until(t, "until", &until, e);
	if (result == FIELD_FINE)
		i->expires_at = until;
	else
		*fine = false;
	return result == -1 ? -1 : 0;
}

/* The form of an item was sent: what stands in channels changes with it. */
int
item_edit_form_run(struct turn *t, struct err *e)
{
	char about[32], before[sizeof((struct item *)NULL)->title];
	struct item item;
	json_t *values;
	char *captions;
	bool fine;
	int result;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (item.id == 0)
		return refuse_gone(t, "", e);
	snprintf(before, sizeof before, "%s", item.title);
	if (read_fields(t, &item, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	captions = field_text(t, "captions");
	result = caption_list_read(t, &item, captions, e);
	free(captions);
	snprintf(about, sizeof about, "%" PRId64, item.id);
	if (result == -1 || item_save(t->db, &item, e) == -1 ||
		notice_refresh(t, &item, e) == -1 ||
		notice_refresh_admins(t, &item, e) == -1 ||
		turn_audit(t, "item.edit", about, before, item.title, e) == -1)
		return -1;
	values = about_item(t, &item, e);
	return values == NULL ? -1 : turn_reply(t, "item_saved", values, e);
}
