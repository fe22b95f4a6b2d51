#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "card.h"
#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "shares.h"
#include "turn.h"
#include "caption_choice.h"
#include "wording.h"

/* For items without captions of their own, phrases of words.json. */
static const char *const made[] = {"caption_1", "caption_2", "caption_3"};

/* What the code of a link looks like. */
#define ANY_CODE "00000000"

#define MADE ((int)(sizeof made / sizeof *made))

static const char *
language_of(const struct turn *t, const struct member *m)
{
	return m->language[0] != '\0' ? m->language : t->programme->language;
}

/* What stands around a caption on that network; the link is as long as those
 * that are made. Its parts are freed by unwrap(). */
struct wrap {
	struct campaign campaign;
	struct caption_wish wish;
	char *link;
};

static int
wrap(struct turn *t, const struct item *i, const struct network *n,
	struct wrap *out, struct err *e)
{
	*out = (struct wrap){.wish = {.network = n,
				     .language = t->programme->language,
				     .item_language = i->language,
				     .disclosure = t->programme->disclosure}};
	if (campaign_get(t->db, i->campaign, &out->campaign, e) == -1)
		return -1;
	if (out->campaign.disclosure[0] != '\0')
		out->wish.disclosure = out->campaign.disclosure;
	out->link = xasprintf("%s/l/%s", t->programme->links_url, ANY_CODE);
	out->wish.link = out->link;
	return 0;
}

static void
unwrap(struct wrap *w)
{
	free(w->link);
	w->link = NULL;
}

int
wording_count(struct turn *t, const struct wording *w, int *out, struct err *e)
{
	struct caption_list list = {NULL, 0};
	struct wrap around = {.link = NULL};
	int result = -1;

	if (wrap(t, w->item, w->network, &around, e) == -1 ||
		caption_list_get(t, w->item, &list, e) == -1)
		goto out;
	around.wish.language = language_of(t, w->member);
	*out = caption_choice_count(&list, &around.wish);
	if (*out == 0)
		*out = MADE;
	result = 0;
out:
	caption_list_free(&list);
	unwrap(&around);
	return result;
}

/* Whether the item is in the reader's language, as far as it says. */
static bool
is_own_language(const struct turn *t, const struct item *i)
{
	size_t size = strcspn(t->language, "-");

	return i->language[0] == '\0' ||
	       (strncasecmp(i->language, t->language, size) == 0 &&
		       strcspn(i->language, "-_") == size);
}

/* The summary is left out where it would stand in another language than the
 * words around it. */
static char *
make(struct turn *t, const struct item *i, int variant, struct err *e)
{
	json_t *spans = turn_words(t, made[variant % MADE],
		json_pack("{s:s, s:s}", "title", i->title, "summary",
			is_own_language(t, i) ? i->summary : ""),
		e);
	char *text;

	if (spans == NULL)
		return NULL;
	text = card_plain_spans(spans);
	json_decref(spans);
	return text;
}

/* The caption whose turn it is, or one that is made. */
static char *
ready_text(struct turn *t, const struct wording *w, int variant, struct err *e)
{
	const struct caption *chosen;
	struct caption_list list = {NULL, 0};
	struct wrap around = {.link = NULL};
	char *text = NULL;
	int count;

	if (wrap(t, w->item, w->network, &around, e) == -1 ||
		caption_list_get(t, w->item, &list, e) == -1)
		goto out;
	around.wish.language = language_of(t, w->member);
	count = caption_choice_count(&list, &around.wish);
	chosen = count == 0 ? NULL
			    : caption_choice_at(
				      &list, &around.wish, variant % count);
	text = chosen == NULL ? make(t, w->item, variant, e)
			      : xstrdup(chosen->text);
out:
	caption_list_free(&list);
	unwrap(&around);
	return text;
}

char *
wording_caption(struct turn *t, const struct wording *w, const struct kit *k,
	struct err *e)
{
	struct campaign c;

	if (k->text[0] == '\0')
		return ready_text(t, w, k->variant, e);
	if (campaign_get(t->db, w->item->campaign, &c, e) == -1)
		return NULL;
	return c.given ? ready_text(t, w, k->variant, e) : xstrdup(k->text);
}

char *
wording_post(struct turn *t, const struct wording *w, const char *caption,
	const char *link, struct err *e)
{
	struct wrap around;
	char *text = NULL;

	if (wrap(t, w->item, w->network, &around, e) == 0)
		text = network_caption(
			w->network, around.wish.disclosure, caption, link);
	unwrap(&around);
	return text;
}

int
wording_measure(struct turn *t, const struct wording *w, const char *caption,
	struct wording_size *out, struct err *e)
{
	struct wrap around;
	size_t length, most = w->network->max_length;

	if (wrap(t, w->item, w->network, &around, e) == -1) {
		unwrap(&around);
		return -1;
	}
	length = network_caption_length(
		w->network, around.wish.disclosure, caption, around.link);
	*out = (struct wording_size){(int64_t)length, (int64_t)most,
		most != 0 && length > most ? (int64_t)(length - most) : 0};
	unwrap(&around);
	return 0;
}

/* Too long for it: a caption that is chosen never is. */
static bool
is_cut(const struct caption_list *l, const struct caption_wish *w,
	const struct kit *k, const char *made_text)
{
	if (w->network->max_length == 0)
		return false;
	if (k->text[0] != '\0')
		return !caption_choice_fits(k->text, w);
	return caption_choice_count(l, w) == 0 &&
	       !caption_choice_fits(made_text, w);
}

json_t *
wording_find_cut(struct turn *t, const struct wording *w, const struct kit *k,
	const struct wording_networks *networks, struct err *e)
{
	struct caption_list list = {NULL, 0};
	struct wrap around = {.link = NULL};
	char *made_text = make(t, w->item, k->variant, e);
	json_t *labels = NULL;
	size_t n;

	if (made_text == NULL ||
		wrap(t, w->item, w->network, &around, e) == -1 ||
		caption_list_get(t, w->item, &list, e) == -1)
		goto out;
	around.wish.language = language_of(t, w->member);
	labels = json_array();
	for (n = 0; n < networks->count; n++) {
		around.wish.network = networks->list[n];
		if (is_cut(&list, &around.wish, k, made_text))
			json_array_append_new(
				labels, json_string(networks->list[n]->label));
	}
out:
	caption_list_free(&list);
	unwrap(&around);
	free(made_text);
	return labels;
}
