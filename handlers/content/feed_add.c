#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "address.h"
#include "behaviour.h"
#include "feed_about.h"
#include "feed_form.h"
#include "which.h"

#define NAME_MOST 80
#define TRIES 100

/* The site's name, and a number where that is taken. */
static int
propose_name(struct turn *t, struct feed_row *f, struct err *e)
{
	char *site = url_host_for_display(f->url), *cut = text_cut(site, 60);
	struct feed_row other = {.id = 1};
	int i, result = 0;

	for (i = 1; result == 0 && other.id != 0 && i < TRIES; i++) {
		if (i == 1)
			text_copy(f->name, sizeof f->name, cut);
		else
			snprintf(f->name, sizeof f->name, "%s %d", cut, i);
		result = feeds_find(t->db, f->name, &other, e);
	}
	free(cut);
	free(site);
	return result;
}

int
feed_form_make(struct turn *t, struct feed_row *f, struct feed_row *taken,
	struct err *e)
{
	taken->id = 0;
	if (f->name[0] == '\0' && propose_name(t, f, e) == -1)
		return -1;
	if (feeds_find_url(t->db, f->url, taken, e) == -1)
		return -1;
	if (taken->id == 0 && feeds_find(t->db, f->name, taken, e) == -1)
		return -1;
	if (taken->id != 0)
		return 0;
	f->next_at = t->now;
	if (feeds_make(t->db, f, e) == -1 ||
		turn_audit(t, "feed.add", f->name, "", f->url, e) == -1)
		return -1;
	return feeds_get(t->db, f->id, f, e);
}

static int
refuse_taken(struct turn *t, const struct feed_row *f,
	const struct feed_row *taken, struct err *e)
{
	json_t *values = feed_about(t, taken, e);

	if (values == NULL)
		return -1;
	json_object_set_new(
		values, "same", json_boolean(strcmp(f->url, taken->url) == 0));
	return turn_reply(t, "feed_taken", values, e);
}

static int
make(struct turn *t, struct feed_row *f, struct err *e)
{
	struct feed_row taken;

	if (feed_form_make(t, f, &taken, e) == -1)
		return -1;
	if (taken.id != 0)
		return refuse_taken(t, f, &taken, e);
	return feed_answer(t, f, "made", e);
}

/* The campaign after "to", else the oldest that runs. id 0: who acts was told
 * that there is none. */
static int
find_campaign(
	struct turn *t, const char *name, struct campaign *out, struct err *e)
{
	struct which_campaign which;

	if (*name == '\0') {
		if (campaign_first(t->db, out, e) == -1)
			return -1;
		return out->id != 0 ? 0
				    : turn_reply(t, "campaign_none", NULL, e);
	}
	if (which_campaign(t, name, "show", &which, e) == -1)
		return -1;
	*out = which.campaign;
	if (out->id == 0 || strcmp(out->state, "closed") != 0)
		return 0;
	out->id = 0;
	return turn_reply(t, "campaign_over",
		json_pack("{s:s}", "campaign", out->name), e);
}

/* Parts "Blog to News" at its last "to"; what comes after it. */
static char *
take_campaign(char *name)
{
	char *at = NULL, *next = name;

	if (strncasecmp(name, "to ", 3) == 0)
		at = name;
	while ((next = strcasestr(next, " to ")) != NULL)
		at = next++;
	if (at == NULL)
		return name + strlen(name);
	next = strchr(at + 1, ' ') + 1;
	*at = '\0';
	return text_trim(next);
}

static char *
one_line(const char *text)
{
	char *clean = text_clean(text), *at;

	for (at = clean; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	return clean;
}

static int
add(struct turn *t, const char *url, char *rest, struct err *e)
{
	struct feed_row f = {.interval = 10 * WHEN_MINUTE, .most = FEED_MOST};
	char *clean = one_line(rest), *campaign = take_campaign(clean);
	struct campaign c = {.id = 0};
	char *name;
	int result;

	result = find_campaign(t, campaign, &c, e);
	if (result == 0 && c.id != 0) {
		name = text_cut(text_trim(clean), NAME_MOST);
		text_copy(f.name, sizeof f.name, name);
		free(name);
		text_copy(f.url, sizeof f.url, url);
		snprintf(f.mode, sizeof f.mode, "review");
		f.campaign = c.id;
		result = make(t, &f, e);
	}
	free(clean);
	return result;
}

/* /campaign feeds add <address> [name] [to <campaign>]; without an address it
 * opens the form. */
int
feed_add_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	char *word = text_word(&rest);
	enum url_fault fault;
	int result;

	if (word == NULL) {
		result = feed_form_open(t, NULL, e);
	} else {
		word = address_bare(word);
		fault = url_find_fault(word);
		result = fault != URL_FINE ? address_refuse(t, word, fault, e)
					   : add(t, word, rest, e);
	}
	free(copy);
	return result;
}
