#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "ledger.h"
#include "json.h"
#include "mem.h"
#include "network.h"
#include "reward.h"
#include "behaviour.h"
#include "gate.h"
#include "kit.h"
#include "opening.h"

/* What a signed /s/ address says; web.c has checked the signature. */
struct slip {
	int64_t member, item, nonce, expires;
	const char *network, *token;
};

static const struct json_field fields[] = {
	{"member", JSON_FIELD_INT, offsetof(struct slip, member), true, 0},
	{"item", JSON_FIELD_INT, offsetof(struct slip, item), true, 0},
	{"nonce", JSON_FIELD_INT, offsetof(struct slip, nonce), true, 0},
	{"expires", JSON_FIELD_INT, offsetof(struct slip, expires), true, 0},
	{"network", JSON_FIELD_TEXT, offsetof(struct slip, network), true, 0},
	{"token", JSON_FIELD_TEXT, offsetof(struct slip, token), false, 0},
};

static int
read_slip(struct turn *t, struct slip *s, struct err *e)
{
	*s = (struct slip){.token = ""};
	return json_read(
		t->event->fields, fields, sizeof fields / sizeof *fields, s, e);
}

static bool
is_in(const struct member *m)
{
	return m->id != 0 &&
	       (m->state == MEMBER_ACTIVE || m->state == MEMBER_PAUSED);
}

static int
page(struct turn *t, int status, const char *template, const char *token,
	struct err *e)
{
	return turn_web_page(
		t, status, template, json_pack("{s:s}", "token", token), e);
}

/* The composer is on its way: what comes after it is said in chat, once for
 * each share. */
static int
say_what_is_next(struct turn *t, const struct item *i, const struct network *n,
	const struct opening *o, struct err *e)
{
	struct rules r;
	int networks, result;
	json_t *values;
	char *key;

	if (!o->first && !o->again)
		return 0;
	if (reward_rules(t->db, &t->programme->rules, i->id, &r, e) == -1 ||
		award_networks(t->db, t->member.id, i->id, &networks, e) == -1)
		return -1;
	key = xasprintf("shared:%" PRId64, o->share.id);
	values = json_pack("{s:s, s:s, s:b, s:I, s:i, s:o}", "title", i->title,
		"network", n->label, "takes_text", n->takes_text, "points",
		(json_int_t)(networks > 0 ? r.again_points : r.share_points),
		"needed", r.readers_needed, "value",
		json_sprintf("%" PRId64 ":%s", i->id, n->name));
	if (o->first)
		result = turn_direct(t, t->member.id, key, "shared", values, e);
	else
		result = turn_update(t, key, "shared", values, e);
	free(key);
	return result;
}

static int
redirect(struct turn *t, const struct item *i, const struct network *n,
	const struct opening *o, struct err *e)
{
	const struct network_post post = {.text = o->text,
		.link = o->link,
		.title = i->title,
		.server = t->member.mastodon[0] == '\0' ? NULL
							: t->member.mastodon};
	char *url = network_compose_url(n, &post, e);
	int result;

	if (url == NULL)
		return -1;
	turn_own_visit(t, t->member.id);
	result = turn_web_redirect(t, url, e);
	free(url);
	return result;
}

static int
open_composer(struct turn *t, const struct slip *s, const struct item *i,
	struct err *e)
{
	const struct network *n = network_find(s->network);
	struct opening o = {0};
	struct campaign c;
	bool fresh = false, paused;
	int result = -1;

	if (gate_paused(t, i, &c, &paused, e) == -1)
		return -1;
	if (paused)
		return page(t, 410, "page_campaign_paused", s->token, e);
	if (n != NULL && !gate_network(&c, n->name))
		return page(t, 410, "page_network_closed", s->token, e);
	if (n == NULL || !n->has_composer ||
		(n->needs_server && t->member.mastodon[0] == '\0'))
		return page(t, 410, "page_ticket_expired", s->token, e);
	if (ticket_use(t->db, s->nonce, t->now, &fresh, e) == -1)
		return -1;
	if (!fresh)
		return page(t, 410, "page_ticket_used", s->token, e);
	if (opening_make(t, i, n, &o, e) == -1 ||
		say_what_is_next(t, i, n, &o, e) == -1 ||
		redirect(t, i, n, &o, e) == -1)
		goto out;
	result = 0;
out:
	opening_free(&o);
	return result;
}

int
ticket_open(struct turn *t, struct err *e)
{
	struct slip s;
	struct item i = {0};

	if (read_slip(t, &s, e) == -1 || item_find(t->db, s.item, &i, e) == -1)
		return -1;
	if (!is_in(&t->member))
		return page(t, 410, "page_not_member", s.token, e);
	if (!item_is_open(&i))
		return page(t, 410, "page_item_over", s.token, e);
	if (s.expires <= t->now)
		return page(t, 410, "page_ticket_expired", s.token, e);
	return open_composer(t, &s, &i, e);
}

/* "New link" on a page: the member gets a new kit in chat. Whoever holds an
 * old address can ask for that once, and sees nothing but that it was sent. */
int
ticket_again(struct turn *t, struct err *e)
{
	struct slip s;
	struct item i = {0};
	struct kit_wish wish = {
		.member = &t->member, .way = KIT_DIRECT, .key = NULL};
	bool fresh = false;
	char *key;
	int result;

	if (read_slip(t, &s, e) == -1 || item_find(t->db, s.item, &i, e) == -1)
		return -1;
	if (!is_in(&t->member))
		return page(t, 410, "page_not_member", s.token, e);
	if (!item_is_open(&i))
		return page(t, 410, "page_item_over", s.token, e);
	/* The complement is this ticket's second use. */
	if (ticket_use(t->db, ~s.nonce, t->now, &fresh, e) == -1)
		return -1;
	if (!fresh)
		return page(t, 200, "page_again", s.token, e);
	key = xasprintf("kit:%" PRId64 ":%" PRId64 ":again:%" PRId64,
		t->member.id, i.id, s.nonce);
	wish.key = key;
	wish.item = i.id;
	wish.network = s.network;
	result = kit_show(t, &wish, e);
	free(key);
	if (result == -1)
		return -1;
	return page(t, 200, "page_again", s.token, e);
}
