#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "when.h"

#include "campaigns.h"
#include "items.h"
#include "report.h"
#include "teams.h"

#include "card.h"
#include "template.h"

#include "network.h"

#include "figures.h"
#include "programme.h"
#include "reward.h"

#define NETWORKS 32

/* What a report may be about, for what does not exist for all. */
enum { PROGRAMME = 1, CONTENT = 2, NETWORK = 4, TEAM = 8, ALL = 15 };

static int
kind_of(const struct report_about *about)
{
	if (about->campaign != 0 || about->item != 0)
		return CONTENT;
	if (about->network[0] != '\0')
		return NETWORK;
	return about->team != 0 ? TEAM : PROGRAMME;
}

/* Places in a report, in the order in which they are said. */
static const struct figure {
	const char *name;
	size_t at;
	int of;
} figures[] = {
	{"members", offsetof(struct report, members), PROGRAMME | TEAM},
	{"announced", offsetof(struct report, announced), PROGRAMME | CONTENT},
	{"kits", offsetof(struct report, kits), PROGRAMME | CONTENT | TEAM},
	{"sharers", offsetof(struct report, sharers), ALL},
	{"shares", offsetof(struct report, shares), ALL},
	{"shares_opened", offsetof(struct report, levels[0]), ALL},
	{"shares_declared", offsetof(struct report, levels[1]), ALL},
	{"shares_seen", offsetof(struct report, levels[2]), ALL},
	{"shares_confirmed", offsetof(struct report, levels[3]), ALL},
	{"shares_read", offsetof(struct report, levels[4]), ALL},
	{"hits_person", offsetof(struct report, hits[0]), ALL},
	{"hits_gateway", offsetof(struct report, hits[1]), ALL},
	{"hits_machine", offsetof(struct report, hits[2]), ALL},
	{"hits_own", offsetof(struct report, hits[3]), ALL},
	{"readers", offsetof(struct report, readers), ALL},
	{"company_readers", offsetof(struct report, company_readers),
		PROGRAMME | CONTENT},
	{"multiplier", 0, PROGRAMME | CONTENT},
	{"points_given", offsetof(struct report, given), ALL},
	{"points_settled", offsetof(struct report, settled), ALL},
	{"points_pending", offsetof(struct report, pending), ALL},
	{"points_looked_at", offsetof(struct report, looked_at), ALL & ~TEAM},
	{"points_stopped", offsetof(struct report, stopped), ALL},
	{"rewards", offsetof(struct report, rewards), PROGRAMME},
	{"points_redeemed", offsetof(struct report, redeemed), PROGRAMME},
};

#define FIGURES (sizeof figures / sizeof *figures)

int64_t
figures_times(const struct report *r)
{
	if (r->company_readers == 0)
		return 0;
	return (r->readers * 10 + r->company_readers / 2) / r->company_readers;
}

int64_t
figures_looked_at(const struct programme *p, const struct report *r)
{
	bool few = r->sharers < p->minimum_group;

	return few && (r->sharers > 0 || r->looked_at > 0) ? -1 : r->looked_at;
}

bool
figures_few_redeemed(const struct programme *p, const struct report *r)
{
	return r->redeemers > 0 && r->redeemers < p->minimum_group;
}

static json_t *
value_of(const struct figures_parts *p, const struct figure *f,
	const struct report *r)
{
	int64_t number =
		*(const int64_t *)(const void *)((const char *)r + f->at);

	if (strcmp(f->name, "multiplier") == 0)
		return r->company_readers == 0
			       ? json_null()
			       : json_real((double)figures_times(r) / 10);
	/* so few that they would be known */
	if (strcmp(f->name, "sharers") == 0 && number > 0 &&
		number < p->programme->minimum_group)
		return json_null();
	if ((strcmp(f->name, "rewards") == 0 ||
		    strcmp(f->name, "points_redeemed") == 0) &&
		figures_few_redeemed(p->programme, r))
		return json_null();
	if (strcmp(f->name, "points_looked_at") == 0 &&
		figures_looked_at(p->programme, r) == -1)
		return json_null();
	return json_integer(number);
}

int
figures_rules(struct db *db, const struct rules *r,
	const struct report_about *about, struct rules *out, struct err *e)
{
	struct campaign c;

	*out = *r;
	if (about->item != 0)
		return reward_rules(db, r, about->item, out, e);
	if (about->campaign == 0)
		return 0;
	if (campaign_get(db, about->campaign, &c, e) == -1)
		return -1;
	reward_rules_own(r, &c.rules, out);
	return 0;
}

static json_t *
phrase(const struct figures_parts *p, const struct rules *r, const char *before,
	const char *name, const char *after, struct err *e)
{
	json_t *values = json_pack("{s:i, s:i}", "needed", r->readers_needed,
		"minimum", p->programme->minimum_group);
	json_t *spans, *words = NULL;
	char whole[64], *plain;

	snprintf(whole, sizeof(whole), "%s%s%s", before, name, after);
	spans = templates_words(p->templates, p->language, whole, values, e);
	json_decref(values);
	if (spans == NULL)
		return NULL;
	plain = card_plain_spans(spans);
	words = json_string(plain);
	free(plain);
	json_decref(spans);
	return words;
}

json_t *
figures_phrase(const struct figures_parts *p, const char *before,
	const char *name, const char *after, struct err *e)
{
	return phrase(p, &p->programme->rules, before, name, after, e);
}

/* What is counted otherwise of a team says so. */
static const char *
variant(const struct figure *f, int kind)
{
	return kind == TEAM && (strcmp(f->name, "readers") == 0 ||
				       strcmp(f->name, "members") == 0)
		       ? "_team"
		       : "";
}

json_t *
figures_list(const struct figures_parts *p, const struct report_about *about,
	const struct report *r, struct err *e)
{
	json_t *list, *label, *counted;
	int kind = kind_of(about);
	struct rules rules;
	size_t i;

	if (figures_rules(p->db, &p->programme->rules, about, &rules, e) == -1)
		return NULL;
	list = json_array();
	for (i = 0; i < FIGURES; i++) {
		const struct figure *f = &figures[i];

		if ((f->of & kind) == 0)
			continue;
		label = figures_phrase(p, "figure_", f->name, "", e);
		counted = label == NULL ? NULL
					: phrase(p, &rules, "counted_", f->name,
						  variant(f, kind), e);
		if (counted == NULL) {
			json_decref(label);
			json_decref(list);
			return NULL;
		}
		json_array_append_new(
			list, json_pack("{s:s, s:o, s:o, s:o}", "name", f->name,
				      "value", value_of(p, f, r), "label",
				      label, "counted", counted));
	}
	return list;
}

static json_t *
named(const char *kind, int64_t id, const char *name)
{
	return json_pack("{s:s, s:I, s:s}", "kind", id == 0 ? "" : kind, "id",
		(json_int_t)id, "name", name);
}

json_t *
figures_subject(const struct figures_parts *p, const struct report_about *about,
	struct err *e)
{
	const struct network *n = network_find(about->network);
	struct campaign c = {.id = 0};
	struct item item = {.id = 0};
	struct team team = {.id = 0};

	if (about->campaign != 0)
		return campaign_get(p->db, about->campaign, &c, e) == -1
			       ? NULL
			       : named("campaign", c.id, c.name);
	if (about->item != 0)
		return item_find(p->db, about->item, &item, e) == -1
			       ? NULL
			       : named("item", item.id,
					 item.title[0] != '\0' ? item.title
							       : item.url);
	if (about->team != 0)
		return team_get(p->db, about->team, &team, e) == -1
			       ? NULL
			       : named("team", team.id, team.name);
	if (about->network[0] != '\0')
		return json_pack("{s:s, s:s}", "kind",
			n == NULL ? "" : "network", "name",
			n == NULL ? about->network : n->label);
	return json_pack("{s:s, s:s}", "kind", "programme", "name",
		p->programme->company);
}

static json_t *
networks_of(const struct figures_parts *p, const struct report_about *about,
	struct err *e)
{
	struct report_network networks[NETWORKS];
	json_t *list = json_array();
	const struct network *n;
	size_t count, i;

	if ((kind_of(about) & (NETWORK | TEAM)) != 0)
		return list;
	if (report_networks(p->db, about, networks, NETWORKS, &count, e) ==
		-1) {
		json_decref(list);
		return NULL;
	}
	for (i = 0; i < count; i++) {
		n = network_find(networks[i].network);
		json_array_append_new(list,
			json_pack("{s:s, s:I, s:I}", "network",
				n == NULL ? networks[i].network : n->label,
				"shares", (json_int_t)networks[i].shares,
				"readers", (json_int_t)networks[i].readers));
	}
	return list;
}

/* ISO 8601, null when it is open. */
static json_t *
iso(int64_t at)
{
	char *text = when_write(at, "UTC", "en", WHEN_ISO);
	json_t *value = at == 0 ? json_null() : json_string(text);

	free(text);
	return value;
}

json_t *
figures_report(const struct figures_parts *p, const struct report_about *about,
	int64_t now, struct err *e)
{
	struct report_about whole = *about;
	json_t *of = figures_subject(p, about, e), *list, *networks;
	struct report r;
	bool large = true;

	if (whole.to == 0)
		whole.to = now + 1;
	if (about->team != 0 &&
		report_team_is_large(p->db, about->team,
			p->programme->minimum_group, &large, e) == -1) {
		json_decref(of);
		return NULL;
	}
	if (!large) {
		json_decref(of);
		return err_null(e, "the team is too small");
	}
	if (of == NULL || *json_text(of, "kind", "") == '\0') {
		json_decref(of);
		return of == NULL ? NULL : err_null(e, "it is gone");
	}
	networks = networks_of(p, &whole, e);
	list = networks != NULL && report_make(p->db, &whole, &r, e) == 0
		       ? figures_list(p, &whole, &r, e)
		       : NULL;
	if (list == NULL) {
		json_decref(of);
		json_decref(networks);
		return NULL;
	}
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "company",
		p->programme->company, "of", of, "from", iso(about->from), "to",
		iso(about->to), "made_at", iso(now), "figures", list,
		"networks", networks);
}
