#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "holds.h"
#include "items.h"
#include "network.h"
#include "text.h"
#include "turn.h"
#include "opening.h"
#include "wording.h"

static int
find_or_add(struct turn *t, const struct item *i, const struct network *n,
	struct opening *o, struct err *e)
{
	struct share *s = &o->share;
	bool over = false;

	if (share_find(t->db, t->member.id, i->id, n->name, s, e) == -1)
		return -1;
	o->first = s->id == 0;
	/* One whose points were withdrawn earns none any more. */
	if (s->withdrawn_at != 0 &&
		hold_withdrawn(t->db, s->id, &over, e) == -1)
		return -1;
	o->again = s->withdrawn_at != 0 && !over;
	if (over)
		return 0;
	if (!o->first) {
		s->withdrawn_at = 0;
		return 0;
	}
	*s = (struct share){.member = t->member.id,
		.item = i->id,
		.evidence = EVIDENCE_OPENED,
		.opened_at = t->now};
	snprintf(s->network, sizeof s->network, "%s", n->name);
	return share_add(t->db, s, e);
}

/* They acted: what was to remind them is done. */
static int
close_kit(struct turn *t, struct kit *k, const struct item *i, struct err *e)
{
	if (k->member == 0) {
		k->member = t->member.id;
		k->item = i->id;
		k->opened_at = t->now;
	}
	k->later_at = 0;
	k->declined = false;
	return kit_save(t->db, k, e);
}

int
opening_make(struct turn *t, const struct item *i, const struct network *n,
	struct opening *o, struct err *e)
{
	const struct wording words = {i, &t->member, n};
	struct kit k;
	char *caption = NULL;
	int64_t link;
	int result = -1;

	*o = (struct opening){.first = false};
	if (kit_find(t->db, t->member.id, i->id, &k, e) == -1 ||
		close_kit(t, &k, i, e) == -1 ||
		find_or_add(t, i, n, o, e) == -1 ||
		link_for_share(t->db, i->id, o->share.id, t->now, &link, e) ==
			-1)
		goto out;
	o->link = turn_link_url(t, link);
	caption = wording_caption(t, &words, &k, e);
	if (caption == NULL)
		goto out;
	o->text = wording_post(t, &words, caption, o->link, e);
	if (o->text == NULL)
		goto out;
	text_copy(o->share.text, sizeof o->share.text, o->text);
	result = share_save(t->db, &o->share, e);
out:
	free(caption);
	return result;
}

void
opening_free(struct opening *o)
{
	free(o->text);
	free(o->link);
	o->text = o->link = NULL;
}
