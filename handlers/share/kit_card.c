#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "people.h"
#include "shares.h"
#include "text.h"
#include "turn.h"
#include "answer.h"
#include "gate.h"
#include "kit.h"
#include "kit_card.h"
#include "wording.h"

#define NETWORKS_MOST 32
#define SHOWN_FIRST 3

/* What is looked at: the item, what its campaign allows, and the networks that
 * are offered, the one wished for first. */
struct view {
	const struct kit_wish *wish;
	const struct item *item;
	struct campaign campaign;
	const struct network *networks[NETWORKS_MOST];
	size_t count;
};

/* The networks of the programme that have a composer and are open to the
 * campaign; the one wished for comes first. */
static size_t
offered(const struct turn *t, const struct campaign *c, const char *first,
	const struct network **out)
{
	const char *const *name;
	const struct network *n;
	size_t count = 0;

	for (name = t->programme->networks; *name != NULL; name++) {
		n = network_find(*name);
		if (n == NULL || !n->has_composer || count == NETWORKS_MOST ||
			!gate_network(c, n->name))
			continue;
		if (text_same(n->name, first)) {
			memmove(out + 1, out, count * sizeof *out);
			out[0] = n;
		} else {
			out[count] = n;
		}
		count++;
	}
	return count;
}

static json_t *
button_of(struct turn *t, const struct kit_wish *w, const struct network *n,
	bool primary)
{
	json_t *button = json_pack("{s:s, s:s, s:o, s:s, s:b}", "label",
		n->label, "action", "open", "value",
		json_sprintf("%" PRId64 ":%s", w->item, n->name), "url", "",
		"primary", primary);
	char *url;

	if (n->needs_server && w->member->mastodon[0] == '\0') {
		json_object_set_new(button, "action", json_string(n->name));
		return button;
	}
	url = turn_ticket_url(t, w->member->id, w->item, n->name);
	json_object_set_new(button, "url", json_string(url));
	free(url);
	return button;
}

/* What stands for the link in the kit: as readers will see it, or only its
 * shape while it is not made yet. */
static int
link_shown(struct turn *t, const struct kit_wish *w, const char *network,
	char **out, struct err *e)
{
	struct share s;
	char *url, *host;
	int64_t link;

	if (share_find(t->db, w->member->id, w->item, network, &s, e) == -1)
		return -1;
	if (s.id == 0) {
		url = xasprintf("%s/l/\xe2\x80\xa6", t->programme->links_url);
	} else {
		if (link_for_share(t->db, w->item, s.id, t->now, &link, e) ==
			-1)
			return -1;
		url = turn_link_url(t, link);
	}
	host = strstr(url, "://");
	*out = xstrdup(host == NULL ? url : host + strlen("://"));
	free(url);
	return 0;
}

static char *
text_shown(struct turn *t, const struct kit_wish *w, const struct item *i,
	const struct kit *k, const struct network *n, struct err *e)
{
	const struct wording words = {i, w->member, n};
	char *caption = NULL, *link = NULL, *text = NULL;

	caption = wording_caption(t, &words, k, e);
	if (caption == NULL || link_shown(t, w, n->name, &link, e) == -1)
		goto out;
	text = wording_post(t, &words, caption, link, e);
out:
	free(caption);
	free(link);
	return text;
}

/* Buttons of the networks: the first few, or all; *more says whether some are
 * left. */
static json_t *
buttons_of(struct turn *t, const struct kit_wish *w,
	const struct network *const *networks, size_t count, bool *more)
{
	json_t *list = json_array();
	size_t n, shown = count;

	if (!w->all && count > SHOWN_FIRST + 1)
		shown = SHOWN_FIRST;
	for (n = 0; n < shown; n++)
		json_array_append_new(
			list, button_of(t, w, networks[n], n == 0));
	*more = shown < count;
	return list;
}

static int
look(struct turn *t, const struct kit_wish *w, const struct item *i,
	struct view *out, struct err *e)
{
	*out = (struct view){.wish = w, .item = i};
	if (campaign_get(t->db, i->campaign, &out->campaign, e) == -1)
		return -1;
	out->count = offered(t, &out->campaign, w->network, out->networks);
	return 0;
}

static const struct network *
first_of(const struct view *v)
{
	return v->count > 0 ? v->networks[0] : network_find("copy");
}

int
kit_card_network(struct turn *t, const struct item *i, const char *wished,
	const struct network **out, struct err *e)
{
	const struct kit_wish wish = {.network = wished};
	struct view v;

	*out = NULL;
	if (look(t, &wish, i, &v, e) == -1)
		return -1;
	*out = first_of(&v);
	return 0;
}

/* All but what has to be asked for. */
static json_t *
plain_values(struct turn *t, const struct view *v, const struct kit *k)
{
	const struct member *m = v->wish->member;
	bool paused = m->state == MEMBER_PAUSED, more;
	const struct network *first = first_of(v);
	json_t *networks = buttons_of(t, v->wish, v->networks, v->count, &more);

	return json_pack("{s:s, s:o, s:b, s:s, s:b, s:b, s:b, s:b, s:o, s:o}",
		"title", v->item->title, "networks", networks, "more", more,
		"first", v->count > 0 ? first->label : "", "takes_text",
		first->takes_text, "own", k->text[0] != '\0', "given",
		v->campaign.given, "paused", paused, "until",
		answer_time(t, paused ? m->paused_until : 0, "day"), "value",
		json_sprintf("%" PRId64 ":%s", v->item->id, first->name));
}

json_t *
kit_card_values(struct turn *t, const struct kit_wish *w, const struct item *i,
	const struct kit *k, struct err *e)
{
	struct wording words = {i, w->member, NULL};
	bool own = k->text[0] != '\0';
	json_t *values = NULL, *cut = NULL;
	char *text = NULL;
	struct view v;
	int texts;

	if (look(t, w, i, &v, e) == -1)
		return NULL;
	words.network = first_of(&v);
	if (wording_count(t, &words, &texts, e) == -1)
		return NULL;
	text = text_shown(t, w, i, k, words.network, e);
	if (text == NULL)
		return NULL;
	cut = wording_find_cut(t, &words, k,
		&(const struct wording_networks){v.networks, v.count}, e);
	if (cut != NULL) {
		values = plain_values(t, &v, k);
		json_object_set_new(values, "text", json_string(text));
		json_object_set_new(values, "cut", cut);
		json_object_set_new(
			values, "others", json_boolean(own || texts > 1));
	}
	free(text);
	return values;
}
