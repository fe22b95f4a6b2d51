#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "text.h"

#include "behaviour.h"
#include "field.h"
#include "item_change.h"
#include "item_value.h"
#include "line.h"
#include "pin.h"

static int
set_text(struct turn *t, struct line_change *c, enum item_field field,
	struct err *e)
{
	struct item_value v = {.field = field, .value = c->value};

	if (item_value_set(t, c->item, &v, e) == -1)
		return -1;
	return v.phrase == NULL ? 0 : line_refuse(t, c, v.phrase, v.values, e);
}

static int
set_title(struct turn *t, struct line_change *c, struct err *e)
{
	return set_text(t, c, ITEM_TITLE, e);
}

static int
set_summary(struct turn *t, struct line_change *c, struct err *e)
{
	return set_text(t, c, ITEM_SUMMARY, e);
}

static int
set_why(struct turn *t, struct line_change *c, struct err *e)
{
	return set_text(t, c, ITEM_WHY, e);
}

static int
set_image(struct turn *t, struct line_change *c, struct err *e)
{
	return set_text(t, c, ITEM_IMAGE, e);
}

static int
set_end(struct turn *t, struct line_change *c, struct err *e)
{
	return line_until(t, c, &c->item->expires_at, e);
}

static int
set_internal(struct turn *t, struct line_change *c, struct err *e)
{
	if (!item_value_flag(c->value, &c->item->internal))
		return line_refuse(t, c, "yes_or_no", NULL, e);
	if (!c->item->internal && c->item->why[0] == '\0' &&
		strcmp(c->item->state, "announced") == 0)
		return line_refuse(t, c, "why_missing", NULL, e);
	return 0;
}

/* "yes", "no", or the day until which it is featured. */
static int
set_pin(struct turn *t, struct line_change *c, struct err *e)
{
	struct pin_wish w = {.item = c->item};
	bool wanted = true;

	if (!item_value_flag(c->value, &wanted) &&
		(c->value[0] == '\0' || field_read_until(t, c->value,
						&w.until) == FIELD_REFUSED))
		return line_refuse(t, c, "pin_wrong", NULL, e);
	if (!wanted)
		return item_unpin(t->db, c->item->id, e);
	if (pin_put(t, &w, e) == -1)
		return -1;
	return w.phrase == NULL ? 0 : line_refuse(t, c, w.phrase, w.values, e);
}

static const struct line_field fields[] = {
	{"title", set_title},
	{"summary", set_summary},
	{"why", set_why},
	{"image", set_image},
	{"end", set_end},
	{"expires", set_end},
	{"internal", set_internal},
	{"pin", set_pin},
	{NULL, NULL},
};

int
item_line(struct turn *t, struct item *i, const char *text, struct err *e)
{
	char name[32];
	const struct item before = *i;
	struct line_change c = {.item = i, .name = name};
	bool done;
	int result;

	snprintf(name, sizeof name, "%" PRId64, i->id);
	result = line_run(t, fields, text, &c, &done, e);
	if (result == 0 && done)
		result = item_change_done(t, &before, i, e);
	line_end(&c);
	return result;
}
