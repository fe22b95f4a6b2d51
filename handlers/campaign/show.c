#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "captions.h"
#include "items.h"
#include "report.h"
#include "shares.h"

#include "about.h"
#include "admins.h"
#include "behaviour.h"
#include "nowhere.h"
#include "spans.h"
#include "where.h"
#include "which.h"

static int
on_caption(void *arg, const struct caption *c, struct err *e)
{
	int *count = arg;

	(void)c;
	(void)e;
	(*count)++;
	return 0;
}

/* What came of it, and the link for the company page, against which readers
 * through people are compared. */
static int
add_figures(struct turn *t, const struct item *i, json_t *values, struct err *e)
{
	const struct report_about about = {.to = t->now + 1, .item = i->id};
	struct report r;
	int64_t link;
	char *url;

	if (report_make(t->db, &about, &r, e) == -1)
		return -1;
	json_object_set_new(values, "shares", json_integer(r.shares));
	json_object_set_new(values, "readers", json_integer(r.readers));
	json_object_set_new(
		values, "company_readers", json_integer(r.company_readers));
	json_object_set_new(values, "link", json_string(""));
	if (i->internal) /* it is for no page */
		return 0;
	if (link_for_share(t->db, i->id, 0, t->now, &link, e) == -1)
		return -1;
	url = turn_link_url(t, link);
	json_object_set_new(values, "link", json_string(url));
	free(url);
	return 0;
}

static int
show_item(struct turn *t, const struct item *i, struct err *e)
{
	json_t *values = about_item(t, i, e);
	json_t *nowhere, *cards;
	int captions = 0;

	if (values == NULL)
		return -1;
	nowhere = nowhere_list(t, i, e);
	cards = where_cards(t, i, e);
	if (nowhere != NULL)
		json_object_set_new(values, "nowhere", nowhere);
	if (cards != NULL)
		json_object_set_new(values, "cards", cards);
	if (nowhere == NULL || cards == NULL ||
		caption_each(t->db, i->id, on_caption, &captions, e) == -1 ||
		add_figures(t, i, values, e) == -1) {
		json_decref(values);
		return -1;
	}
	json_object_set_new(values, "captions", json_integer(captions));
	json_object_set_new(values, "adder",
		i->person[0] == '\0' ? json_string("")
				     : spans_person(i->chat, i->person));
	return turn_reply(t, "item_show", values, e);
}

/* /campaign show 12, or the name of a campaign. */
int
show_run(struct turn *t, struct err *e)
{
	struct which_campaign w;
	struct item item;

	if (which_campaign_at(t, t->text, &w, e) == -1)
		return -1;
	if (w.campaign.id != 0 && *w.rest == '\0')
		return campaign_show(t, &w.campaign, e);
	if (*t->text != '\0' && !which_is_item(t->text))
		return which_campaign_refuse(t, t->text, "show", e);
	if (which_item_written(t, "show", &item, e) == -1)
		return -1;
	return item.id == 0 ? 0 : show_item(t, &item, e);
}
