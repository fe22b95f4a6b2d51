#include <inttypes.h>
#include <stdio.h>

#include "err.h"
#include "items.h"

#include "about.h"
#include "behaviour.h"
#include "line.h"
#include "notice.h"

static int
set_title(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->item->title,
			.room = sizeof c->item->title,
			.most = 150,
			.needed = true},
		e);
}

static int
set_summary(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->item->summary,
			.room = sizeof c->item->summary,
			.most = 300},
		e);
}

static int
set_why(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->item->why,
			.room = sizeof c->item->why,
			.most = 300},
		e);
}

static int
set_end(struct turn *t, struct line_change *c, struct err *e)
{
	return line_until(t, c, &c->item->expires_at, e);
}

static const struct line_field fields[] = {
	{"title", set_title},
	{"summary", set_summary},
	{"why", set_why},
	{"end", set_end},
	{NULL, NULL},
};

/* What stands in channels changes with it. */
static int
save(struct turn *t, const struct line_change *c, struct err *e)
{
	char did[64];
	json_t *values;

	snprintf(did, sizeof did, "item.edit.%s", c->field->name);
	if (item_save(t->db, c->item, e) == -1 ||
		notice_refresh(t, c->item, e) == -1 ||
		notice_refresh_admins(t, c->item, e) == -1 ||
		turn_audit(t, did, c->name, c->before, c->after, e) == -1)
		return -1;
	values = about_item(t, c->item, e);
	return values == NULL ? -1 : turn_reply(t, "item_saved", values, e);
}

int
item_line(struct turn *t, struct item *i, const char *text, struct err *e)
{
	char name[32];
	struct line_change c = {.item = i, .name = name};
	bool done;
	int result;

	snprintf(name, sizeof name, "%" PRId64, i->id);
	result = line_run(t, fields, text, &c, &done, e);
	if (result == 0 && done)
		result = save(t, &c, e);
	line_end(&c);
	return result;
}
