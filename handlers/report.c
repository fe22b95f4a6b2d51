#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "network.h"
#include "report.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "which.h"

#define NETWORKS 16

/* What a report is of; ids are 0 for all. */
struct subject {
	int64_t campaign, item;
	const char *title;
};

static json_t *
figures(const struct report *r)
{
	return json_pack(
		"{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
		"announced", (json_int_t)r->announced, "members",
		(json_int_t)r->members, "kits", (json_int_t)r->kits, "sharers",
		(json_int_t)r->sharers, "shares", (json_int_t)r->shares,
		"declared", (json_int_t)r->declared, "read",
		(json_int_t)r->read, "readers", (json_int_t)r->readers,
		"company_readers", (json_int_t)r->company_readers, "given",
		(json_int_t)r->given, "stopped", (json_int_t)r->stopped);
}

static int
add_networks(
	struct turn *t, const struct subject *s, json_t *values, struct err *e)
{
	struct report_network networks[NETWORKS];
	json_t *list = json_array();
	const struct network *n;
	size_t count, i;

	json_object_set_new(values, "networks", list);
	if (report_networks(t->db, 0, t->now + 1, s->campaign, s->item,
		    networks, NETWORKS, &count, e) == -1)
		return -1;
	for (i = 0; i < count; i++) {
		n = network_find(networks[i].network);
		json_array_append_new(list,
			json_pack("{s:s, s:I, s:I}", "network",
				n == NULL ? networks[i].network : n->label,
				"shares", (json_int_t)networks[i].shares,
				"readers", (json_int_t)networks[i].readers));
	}
	return 0;
}

static void
add_rest(struct turn *t, const struct subject *s, const struct report *r,
	json_t *values)
{
	int64_t hits = r->hits[0] + r->hits[1] + r->hits[2] + r->hits[3];

	json_object_set_new(values, "title", json_string(s->title));
	json_object_set_new(values, "settled", json_integer(r->settled));
	json_object_set_new(values, "pending", json_integer(r->pending));
	json_object_set_new(values, "hits", json_integer(hits));
	json_object_set_new(
		values, "machines", json_integer(r->hits[1] + r->hits[2]));
	json_object_set_new(values, "own", json_integer(r->hits[3]));
	json_object_set_new(values, "needed",
		json_integer(t->programme->rules.readers_needed));
	json_object_set_new(values, "times", about_times(r));
}

static int
report(struct turn *t, const struct subject *s, struct err *e)
{
	struct report r;
	json_t *values;

	if (report_make(t->db, 0, t->now + 1, s->campaign, s->item, &r, e) ==
		-1)
		return -1;
	values = figures(&r);
	if (add_networks(t, s, values, e) == -1) {
		json_decref(values);
		return -1;
	}
	add_rest(t, s, &r, values);
	return turn_reply(t, "report", values, e);
}

/* /campaign report [12, or the name of a campaign] */
int
report_run(struct turn *t, struct err *e)
{
	struct subject s = {.title = ""};
	struct campaign c = {.id = 0};
	struct item item;

	if (*t->text == '\0')
		return report(t, &s, e);
	if (campaign_find(t->db, t->text, &c, e) == -1)
		return -1;
	if (c.id != 0) {
		s.campaign = c.id;
		s.title = c.name;
		return report(t, &s, e);
	}
	if (which_item_written(t, "report", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	s.item = item.id;
	s.title = about_title(&item);
	return report(t, &s, e);
}
