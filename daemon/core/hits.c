#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "text.h"

#include "httpd.h"

#include "db.h"
#include "reach.h"
#include "shares.h"

#include "egress.h"
#include "pace.h"
#include "visit.h"
#include "visitor.h"

#include "hits.h"
#include "known.h"
#include "pass.h"
#include "programme.h"
#include "reward.h"
#include "web.h"

struct hits {
	const struct web_parts *parts;
	struct egress *egress;
	struct pace *pace;
	struct reach *reach;
	bool https; /* how readers ask */
	struct known *known;
	struct httpd_request **due; /* redirects that wait for their commit */
	size_t due_count, due_room;
	struct metric *classes[VISIT_CLASSES];
	struct metric *readers;
};

static void
send_redirects(void *arg)
{
	struct hits *h = arg;
	size_t i;

	for (i = 0; i < h->due_count; i++)
		httpd_keep(h->due[i]);
	h->due_count = 0;
}

static void
redirect_later(
	struct hits *h, struct httpd_request *r, struct httpd_ready *redirect)
{
	if (h->due_count == h->due_room) {
		h->due_room = h->due_room == 0 ? 64 : 2 * h->due_room;
		h->due = xrealloc(
			h->due, h->due_room * sizeof(struct httpd_request *));
	}
	if (h->due_count == 0)
		pass_after(h->parts->pass, send_redirects, h);
	httpd_promise(r, redirect);
	h->due[h->due_count++] = r;
}

static struct visit_hit
read_hit(const struct hits *h, struct httpd_request *r)
{
	return (struct visit_hit){
		.method = httpd_method(r),
		.user_agent = httpd_header(r, "User-Agent"),
		.referer = httpd_header(r, "Referer"),
		.purpose = httpd_header(r, "Purpose"),
		.sec_purpose = httpd_header(r, "Sec-Purpose"),
		.x_purpose = httpd_header(r, "X-Purpose"),
		.x_moz = httpd_header(r, "X-Moz"),
		.sec_fetch_dest = httpd_header(r, "Sec-Fetch-Dest"),
		.sec_fetch_mode = httpd_header(r, "Sec-Fetch-Mode"),
		.sec_gpc = httpd_header(r, "Sec-GPC"),
		.dnt = httpd_header(r, "DNT"),
		.address = httpd_address(r),
		.https = h->https,
	};
}

/* What is known from other hits, by hashes that live in memory alone. Not for
 * readers who asked not to be followed. */
static void
compare(struct hits *h, struct visit_hit *hit, const struct known_link *t)
{
	hit->member = t->member != 0 &&
		      visitor_is_member(h->parts->visitor, t->member,
			      hit->address, hit->user_agent);
	hit->many_links =
		pace_many_links(h->pace, t->item, t->link, hit->address);
	hit->burst = pace_burst(h->pace, hit->address, hit->user_agent);
}

static struct click
judge(struct hits *h, struct httpd_request *r, const struct known_link *t)
{
	struct visit_hit hit = read_hit(h, r);
	struct click click = {.link = t->link,
		.item = t->item,
		.network = t->network,
		.at = clock_now()};
	struct visit visit;

	hit.since_minted_ms = click.at - t->created_at;
	if (!visit_wants_no_tracking(&hit))
		compare(h, &hit, t);
	visit = visit_classify(&hit, h->egress);
	click.class = (int)visit.class;
	click.reasons = visit.reasons;
	click.reader = visit.class == VISIT_PERSON &&
		       !visit_wants_no_tracking(&hit) &&
		       visitor_see(h->parts->visitor, t->item, hit.address,
			       hit.user_agent) == VISITOR_FIRST;
	return click;
}

/* The hit, what it adds up to and what it earns are one, apart from the others
 * of the pass. */
static int
add_reader(struct hits *h, const struct known_link *t, const struct click *c,
	int64_t *id, struct err *e)
{
	struct db *db = h->parts->db;

	if (db_mark(db, e) == -1)
		return -1;
	if (click_add(db, c, e) == -1)
		goto undo;
	*id = db_last_id(db);
	if (t->member != 0 && reward_reader(db, &h->parts->programme->rules,
				      t->share, c->at, e) == -1)
		goto undo;
	return db_keep(db, e);
undo:
	db_undo(db);
	return -1;
}

static int
record(struct hits *h, const struct known_link *t, const struct click *c,
	struct err *e)
{
	struct db *db = h->parts->db;
	int64_t id;

	if (c->reader && t->share != 0) {
		if (add_reader(h, t, c, &id, e) == -1)
			return -1;
	} else {
		if (click_add(db, c, e) == -1)
			return -1;
		id = db_last_id(db);
	}
	return reach_add(h->reach, id, c, e);
}

int
hits_serve(struct hits *h, struct httpd_request *r)
{
	struct err e = {""};
	const struct known_link *target;
	struct click click;
	int64_t link = link_read_code(httpd_rest(r));

	if (link == -1)
		return -1;
	pass_open(h->parts->pass);
	if (known_find(h->known, link, r, &target, &e) == -1)
		goto fail;
	if (target == NULL)
		return -1;
	click = judge(h, r, target);
	if (record(h, target, &click, &e) == -1)
		goto fail;
	metric_add(h->classes[click.class], 1);
	if (click.reader)
		metric_add(h->readers, 1);
	redirect_later(h, r, target->redirect);
	return 0;
fail:
	log_error("hit_failed", "why=\"%s\"", e.text);
	httpd_reply(r, &(struct httpd_answer){.status = 503});
	return 0;
}

struct hits *
hits_new(const struct web_parts *parts, struct err *e)
{
	struct egress *egress = egress_new(parts->egress, e);
	struct hits *h;
	char labels[48];
	int i;

	if (egress == NULL)
		return NULL;
	h = xcalloc(1, sizeof(*h));
	h->parts = parts;
	h->egress = egress;
	h->pace = pace_new();
	h->known = known_new(parts->db);
	h->reach = reach_new(parts->db);
	h->https = text_starts(parts->programme->links_url, "https:");
	for (i = 0; i < VISIT_CLASSES; i++) {
		snprintf(labels, sizeof(labels), "class=\"%s\"",
			visit_class_name((enum visit_class)i));
		h->classes[i] = metric_get(METRIC_COUNTER, "hits_total", labels,
			"Hits on links, by who followed them.");
	}
	h->readers = metric_get(METRIC_COUNTER, "readers_total", "",
		"Distinct people, by item and day.");
	return h;
}

void
hits_free(struct hits *h)
{
	if (h == NULL)
		return;
	send_redirects(h);
	egress_free(h->egress);
	pace_free(h->pace);
	known_free(h->known);
	reach_free(h->reach);
	free(h->due);
	free(h);
}
