#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "turn.h"

#include "campaign_names_form.h"
#include "field.h"

static const char *
field_of(enum campaign_names of)
{
	return of == CAMPAIGN_TOPICS ? "topics" : "teams";
}

static int
refuse(struct turn *t, enum campaign_names of, const struct campaign_named *n,
	struct err *e)
{
	json_t *values = campaign_names_values(t, of, n, e);

	return values == NULL ? -1
			      : turn_form_error(t, field_of(of),
					campaign_names_phrase(of), values, e);
}

/* What stands as it was is left alone: teams that were removed are not in it,
 * and yet it is for them. */
static int
read_one(struct turn *t, enum campaign_names of, int64_t campaign,
	struct campaign_named *out, struct err *e)
{
	char *written = field_text(t, field_of(of));
	char *known = campaign == 0 ? xstrdup("")
				    : campaign_names_write(t, of, campaign, e);
	int result = known == NULL ? -1 : 0;

	if (result == 0 && strcmp(written, known) != 0)
		result = campaign_names_read(t, of, written, out, e);
	if (result == 0 && out->wrong != NULL)
		result = refuse(t, of, out, e);
	free(written);
	free(known);
	return result;
}

int
campaign_names_form_read(struct turn *t, int64_t campaign,
	struct campaign_names_form *out, bool *fine, struct err *e)
{
	*out = (struct campaign_names_form){.topics = {NULL, NULL}};
	if (read_one(t, CAMPAIGN_TOPICS, campaign, &out->topics, e) == -1 ||
		read_one(t, CAMPAIGN_TEAMS, campaign, &out->teams, e) == -1)
		return -1;
	*fine = out->topics.wrong == NULL && out->teams.wrong == NULL;
	return 0;
}

void
campaign_names_form_free(struct campaign_names_form *f)
{
	campaign_names_free(&f->topics);
	campaign_names_free(&f->teams);
}

int
campaign_names_form_put(struct turn *t, const struct campaign_names_form *f,
	int64_t campaign, struct err *e)
{
	int64_t dropped;

	if (f->topics.ids != NULL &&
		campaign_names_put(t, CAMPAIGN_TOPICS, &f->topics, campaign,
			&dropped, e) == -1)
		return -1;
	if (f->teams.ids == NULL)
		return 0;
	return campaign_names_put(
		t, CAMPAIGN_TEAMS, &f->teams, campaign, &dropped, e);
}
