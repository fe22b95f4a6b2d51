#include <stdio.h>

#include "campaigns.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_fields.h"
#include "line.h"

int
campaign_line(
	struct turn *t, struct campaign *c, const char *text, struct err *e)
{
	const struct campaign before = *c;
	struct line_change change = {.campaign = c, .name = before.name};
	json_t *values;
	bool done;
	int result;

	result = line_run(t, campaign_fields(), text, &change, &done, e);
	if (result == 0 && done)
		result = campaign_fields_save(t, &before, c, &change, e);
	line_end(&change);
	if (result == -1 || !done)
		return result;
	values = about_campaign(t, c, e);
	if (values == NULL)
		return -1;
	json_object_set_new(
		values, "dropped", json_integer((json_int_t)change.dropped));
	return turn_reply(t, "campaign_saved", values, e);
}
