#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "shares.h"
#include "text.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "kit.h"
#include "wording.h"

#define SHOWN_FIRST 3

/* Under a name by which a reaction that is taken back stops it. */
static int
reply(struct turn *t, const struct kit_wish *w, const char *template,
	json_t *values, struct err *e)
{
	char *name =
		xasprintf("kit:%" PRId64 ":%" PRId64, w->member->id, w->item);
	int result = turn_reply_named(t, name, template, values, e);

	free(name);
	return result;
}

static int
hand_over(struct turn *t, const struct kit_wish *w, const char *template,
	json_t *values, struct err *e)
{
	switch (w->way) {
	case KIT_HERE:
		return answer_here(t, template, values, e);
	case KIT_DIRECT:
		return turn_direct(
			t, w->member->id, w->key, template, values, e);
	case KIT_REPLY:
		break;
	}
	return reply(t, w, template, values, e);
}

/* The member's kit, made when there is none yet: members start at different
 * texts, so that not everybody posts the same words. */
static int
take_out(struct turn *t, const struct kit_wish *w, const struct item *i,
	struct kit *k, struct err *e)
{
	int count;

	if (kit_find(t->db, w->member->id, i->id, k, e) == -1)
		return -1;
	if (k->member == 0) {
		if (wording_count(t, i, w->member, &count, e) == -1)
			return -1;
		k->member = w->member->id;
		k->item = i->id;
		k->variant = (int)(w->member->id % count);
		k->opened_at = t->now;
	}
	k->later_at = 0;
	k->declined = false;
	return kit_save(t->db, k, e);
}

/* The networks of the programme that have a composer; the one wished for
 * comes first. */
static size_t
offered(const struct turn *t, const char *first, const struct network **out,
	size_t room)
{
	const char *const *name;
	const struct network *n;
	size_t count = 0;

	for (name = t->programme->networks; *name != NULL; name++) {
		n = network_find(*name);
		if (n == NULL || !n->has_composer || count == room)
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
	char *caption = NULL, *link = NULL, *text = NULL;

	caption = wording_caption(t, i, w->member, k, e);
	if (caption == NULL || link_shown(t, w, n->name, &link, e) == -1)
		goto out;
	text = wording_post(t, i, caption, n, link, e);
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

static json_t *
values_of(struct turn *t, const struct kit_wish *w, const struct item *i,
	const struct kit *k, struct err *e)
{
	const struct network *all[32], *first;
	bool paused = w->member->state == MEMBER_PAUSED;
	bool own = k->text[0] != '\0', more;
	json_t *networks, *values;
	size_t count;
	char *text;
	int texts;

	count = offered(t, w->network, all, sizeof all / sizeof *all);
	first = count > 0 ? all[0] : network_find("copy");
	if (wording_count(t, i, w->member, &texts, e) == -1)
		return NULL;
	text = text_shown(t, w, i, k, first, e);
	if (text == NULL)
		return NULL;
	networks = buttons_of(t, w, all, count, &more);
	values = json_pack("{s:s, s:s, s:o, s:b, s:s, s:b, s:b, s:b}", "title",
		i->title, "text", text, "networks", networks, "more", more,
		"first", count > 0 ? first->label : "", "takes_text",
		first->takes_text, "own", own, "others", own || texts > 1);
	json_object_set_new(values, "paused", json_boolean(paused));
	json_object_set_new(values, "until",
		answer_time(t, paused ? w->member->paused_until : 0, "day"));
	json_object_set_new(values, "value",
		json_sprintf("%" PRId64 ":%s", i->id, first->name));
	free(text);
	return values;
}

int
kit_show(struct turn *t, const struct kit_wish *wish, struct err *e)
{
	struct item i = {0};
	struct kit k = {0};
	json_t *values;

	if (wish->item != 0 && item_find(t->db, wish->item, &i, e) == -1)
		return -1;
	if (i.id == 0 || strcmp(i.state, "announced") != 0)
		return hand_over(t, wish, "gone",
			json_pack("{s:s}", "title", i.title), e);
	if (take_out(t, wish, &i, &k, e) == -1)
		return -1;
	values = values_of(t, wish, &i, &k, e);
	if (values == NULL)
		return -1;
	return hand_over(t, wish, "kit", values, e);
}

/* Shows the pressed kit again, with what was changed in it. */
static int
redraw(struct turn *t, const struct asked *a, bool all, struct err *e)
{
	const struct kit_wish wish = {.member = &t->member,
		.item = a->item,
		.network = a->network,
		.all = all,
		.way = KIT_HERE};

	return kit_show(t, &wish, e);
}

int
kit_more(struct turn *t, struct err *e)
{
	struct asked a;

	asked_read(t->event->value, &a);
	return redraw(t, &a, true, e);
}

int
kit_another(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct kit k;
	int count;

	asked_read(t->event->value, &a);
	if (item_find(t->db, a.item, &i, e) == -1 ||
		kit_find(t->db, t->member.id, a.item, &k, e) == -1)
		return -1;
	if (i.id != 0 && k.member != 0) {
		if (wording_count(t, &i, &t->member, &count, e) == -1)
			return -1;
		/* From their own words back to the text they came from. */
		if (k.text[0] == '\0')
			k.variant = (k.variant + 1) % count;
		k.text[0] = '\0';
		if (kit_save(t->db, &k, e) == -1)
			return -1;
	}
	return redraw(t, &a, false, e);
}

int
kit_decline(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct kit k;
	bool member = t->member.id != 0 && t->member.state != MEMBER_LEFT;

	asked_read(t->event->value, &a);
	if (item_find(t->db, a.item, &i, e) == -1)
		return -1;
	if (i.id != 0 && member) {
		if (kit_find(t->db, t->member.id, i.id, &k, e) == -1)
			return -1;
		k.declined = true;
		k.later_at = 0;
		if (k.member != 0 && kit_save(t->db, &k, e) == -1)
			return -1;
	}
	return answer_here(t, "not_for_me",
		json_pack("{s:s, s:b, s:I}", "title", i.title, "member", member,
			"item", (json_int_t)i.id),
		e);
}
