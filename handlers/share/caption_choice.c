#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "turn.h"
#include "caption_choice.h"

/* "de" serves "de" and "de-AT". */
static bool
serves(const char *written, const char *reader)
{
	size_t size = strlen(written);

	return strncasecmp(written, reader, size) == 0 &&
	       (reader[size] == '\0' || reader[size] == '-');
}

bool
caption_choice_fits(const char *text, const struct caption_wish *w)
{
	return w->network->max_length == 0 ||
	       network_caption_length(w->network, w->disclosure, text,
		       w->link) <= w->network->max_length;
}

/* How well it suits, 1 best; 0: it is for another network. */
static int
rank_of(const struct caption *c, const struct caption_wish *w)
{
	bool own = strcmp(c->network, w->network->name) == 0;
	int tier = 2;

	if (!own && c->network[0] != '\0')
		return 0;
	if (c->language[0] == '\0' || serves(c->language, w->language))
		tier = 0;
	else if (serves(c->language, w->item_language))
		tier = 1;
	return 1 + 2 * tier + (own ? 0 : 1);
}

/* Only what would be chosen is measured. */
static int
best_rank(const struct caption_list *l, const struct caption_wish *w)
{
	int best = 0, rank;
	size_t i;

	for (i = 0; i < l->count; i++) {
		rank = rank_of(&l->all[i], w);
		if (rank != 0 && (best == 0 || rank < best) &&
			caption_choice_fits(l->all[i].text, w))
			best = rank;
	}
	return best;
}

static bool
is_chosen(const struct caption *c, const struct caption_wish *w, int best)
{
	return rank_of(c, w) == best && caption_choice_fits(c->text, w);
}

int
caption_choice_count(const struct caption_list *l, const struct caption_wish *w)
{
	int best = best_rank(l, w), count = 0;
	size_t i;

	for (i = 0; best != 0 && i < l->count; i++)
		if (is_chosen(&l->all[i], w, best))
			count++;
	return count;
}

const struct caption *
caption_choice_at(
	const struct caption_list *l, const struct caption_wish *w, int index)
{
	int best = best_rank(l, w);
	size_t i;

	for (i = 0; best != 0 && i < l->count; i++)
		if (is_chosen(&l->all[i], w, best) && index-- == 0)
			return &l->all[i];
	return NULL;
}

static int
on_caption(void *arg, const struct caption *c, struct err *e)
{
	struct caption_list *l = arg;

	(void)e;
	if (l->count == CAPTIONS_MOST)
		return 0;
	l->all = xrealloc(l->all, (l->count + 1) * sizeof *l->all);
	l->all[l->count++] = *c;
	return 0;
}

int
caption_list_get(struct turn *t, const struct item *i, struct caption_list *out,
	struct err *e)
{
	*out = (struct caption_list){NULL, 0};
	return caption_each(t->db, i->id, on_caption, out, e);
}

void
caption_list_free(struct caption_list *l)
{
	free(l->all);
	*l = (struct caption_list){NULL, 0};
}
