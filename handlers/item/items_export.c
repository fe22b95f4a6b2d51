#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "campaigns.h"
#include "report.h"
#include "text.h"

#include "behaviour.h"
#include "table.h"

static int
refuse(struct turn *t, struct err *e)
{
	char *shown = text_cut(t->text, 60);
	int result = turn_reply(
		t, "export_unknown", json_pack("{s:s}", "wrong", shown), e);

	free(shown);
	return result;
}

/* /campaign export [campaign]: all items with their figures. */
int
items_export_run(struct turn *t, struct err *e)
{
	struct table table = {.kind = "items", .title = ""};
	struct campaign c = {.id = 0};
	char of[32], about[24];

	if (*t->text != '\0' && campaign_find(t->db, t->text, &c, e) == -1)
		return -1;
	if (*t->text != '\0' && c.id == 0)
		return refuse(t, e);
	if (report_lines_count(t->db, c.id, &table.rows, e) == -1)
		return -1;
	if (table.rows == 0)
		return turn_reply(t, "items_none",
			json_pack("{s:s}", "title", c.name), e);
	snprintf(of, sizeof of, "items %" PRId64, c.id);
	snprintf(about, sizeof about, "%" PRId64, c.id);
	table.of = of;
	table.title = c.name;
	if (turn_audit(t, "items.csv", about, "", "", e) == -1)
		return -1;
	return table_send(t, &table, e);
}
