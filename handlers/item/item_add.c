#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "address.h"
#include "admins.h"
#include "behaviour.h"
#include "which.h"

/* A campaign that is over takes nothing new: its id becomes 0. */
static int
refuse_over(struct turn *t, struct campaign *c, struct err *e)
{
	if (strcmp(c->state, "closed") != 0)
		return 0;
	c->id = 0;
	return turn_reply(
		t, "campaign_over", json_pack("{s:s}", "campaign", c->name), e);
}

/* The campaign that is named after the address, else the first. id 0: there
 * is none, and who acts was told so. */
static int
find_campaign(struct turn *t, const char *url, const char *name,
	struct campaign *out, struct err *e)
{
	struct which_campaign which;
	char *example;
	int result;

	if (*name != '\0') {
		example = xasprintf("add %s", url);
		result = which_campaign(t, name, example, &which, e);
		free(example);
		*out = which.campaign;
		if (result == -1 || out->id == 0)
			return result;
		return refuse_over(t, out, e);
	}
	if (campaign_first(t->db, out, e) == -1)
		return -1;
	return out->id != 0 ? 0 : turn_reply(t, "campaign_none", NULL, e);
}

/* The page is to be read; what it says comes back as an event. */
static int
start_reading(struct turn *t, struct item *i, struct err *e)
{
	char about[32], *site;
	int result;

	snprintf(i->state, sizeof i->state, "reading");
	text_copy(i->chat, sizeof i->chat, t->event->chat);
	text_copy(i->person, sizeof i->person, t->event->person);
	i->read_at = t->now;
	i->tries = 0;
	if ((i->id == 0 ? item_add(t->db, i, e) : item_save(t->db, i, e)) == -1)
		return -1;
	snprintf(about, sizeof about, "%" PRId64, i->id);
	if (turn_audit(t, "item.add", about, "", i->url, e) == -1)
		return -1;
	site = url_host_for_display(i->url);
	result = turn_reply(
		t, "item_reading", json_pack("{s:s}", "site", site), e);
	free(site);
	return result;
}

static int
meet_known(struct turn *t, struct item *known, struct err *e)
{
	json_t *values;

	/* Known from a feed's past, or refused or unreadable before: whoever
	 * asks for it now means it. */
	if (strcmp(known->state, "rejected") == 0)
		return start_reading(t, known, e);
	values = about_item(t, known, e);
	return values == NULL ? -1 : turn_reply(t, "item_known", values, e);
}

static int
add(struct turn *t, const char *url, const char *campaign, struct err *e)
{
	struct item known = {.id = 0}, fresh = {.created_at = t->now};
	struct campaign c = {.id = 0};
	char *canonical = url_canonical(url);
	int result = -1;

	if (canonical == NULL || strlen(canonical) >= sizeof fresh.canonical) {
		result = address_refuse(t, url, URL_LONG, e);
		goto out;
	}
	if (item_find_canonical(t->db, canonical, &known, e) == -1)
		goto out;
	if (known.id != 0) {
		result = meet_known(t, &known, e);
		goto out;
	}
	result = find_campaign(t, url, campaign, &c, e);
	if (result == -1 || c.id == 0)
		goto out;
	fresh.campaign = c.id;
	text_copy(fresh.url, sizeof fresh.url, url);
	text_copy(fresh.canonical, sizeof fresh.canonical, canonical);
	result = start_reading(t, &fresh, e);
out:
	free(canonical);
	return result;
}

/* /campaign add <address> [campaign] */
int
item_add_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	char *word = text_word(&rest);
	enum url_fault fault;
	int result;

	if (word == NULL) {
		result = turn_reply(t, "address_missing", NULL, e);
	} else {
		word = address_bare(word);
		fault = url_find_fault(word);
		if (fault != URL_FINE)
			result = address_refuse(t, word, fault, e);
		else
			result = add(t, word,
				rest == NULL ? "" : text_trim(rest), e);
	}
	free(copy);
	return result;
}
