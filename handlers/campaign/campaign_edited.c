#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "mem.h"

#include "turn.h"

#include "campaign_edited.h"
#include "campaign_milestone.h"
#include "campaign_names.h"
#include "field.h"

/* As the lines call them (campaign_fields). */
static const char *const names[CAMPAIGN_EDITED] = {"name", "goal", "start",
	"end", "networks", "disclosure", "texts", "tone", "milestone", "topics",
	"teams"};

int
campaign_edited_look(struct turn *t, const struct campaign *c,
	struct campaign_edited *out, struct err *e)
{
	size_t i;

	*out = (struct campaign_edited){{xstrdup(c->name), xstrdup(c->goal),
		field_first_day(t, c->starts_at), field_day(t, c->ends_at),
		xstrdup(c->networks), xstrdup(c->disclosure),
		xstrdup(c->given ? "given" : "free"), xstrdup(c->tone),
		campaign_milestone_write(t, c, e),
		campaign_names_write(t, CAMPAIGN_TOPICS, c->id, e),
		campaign_names_write(t, CAMPAIGN_TEAMS, c->id, e)}};
	for (i = 0; i < CAMPAIGN_EDITED; i++)
		if (out->is[i] == NULL) {
			campaign_edited_free(out);
			return -1;
		}
	return 0;
}

void
campaign_edited_free(struct campaign_edited *edited)
{
	size_t i;

	for (i = 0; i < CAMPAIGN_EDITED; i++)
		free(edited->is[i]);
	*edited = (struct campaign_edited){{NULL}};
}

int
campaign_edited_note(struct turn *t, const struct campaign *c,
	const struct campaign_edited *before, struct err *e)
{
	struct campaign_edited after;
	char did[64], about[32];
	int result = campaign_edited_look(t, c, &after, e);
	size_t i;

	snprintf(about, sizeof about, "%" PRId64, c->id);
	for (i = 0; i < CAMPAIGN_EDITED && result == 0; i++) {
		if (strcmp(before->is[i], after.is[i]) == 0)
			continue;
		snprintf(did, sizeof did, "campaign.edit.%s", names[i]);
		result = turn_audit(
			t, did, about, before->is[i], after.is[i], e);
	}
	campaign_edited_free(&after);
	return result;
}
