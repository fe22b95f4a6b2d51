#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "json.h"
#include "network.h"
#include "shares.h"
#include "text.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "gate.h"
#include "kit.h"
#include "kit_card.h"
#include "wording.h"

/* A campaign that is paused, or whose texts are taken as they are, has none of
 * their own words: who acts is told so. */
static int
may_write(struct turn *t, const struct item *i, struct campaign *c, bool *may,
	struct err *e)
{
	bool paused;

	if (gate_paused(t, i, c, &paused, e) == -1)
		return -1;
	*may = !paused && !c->given;
	if (paused)
		return turn_reply(t, "paused_item", gate_values(t, i, c), e);
	if (c->given)
		return turn_reply(t, "texts_given",
			json_pack("{s:s}", "title", i->title), e);
	return 0;
}

int
edit_button(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct wording words = {.item = &i, .member = &t->member};
	struct kit k = {0};
	struct campaign c;
	char *caption;
	bool may;
	int result;

	asked_read(t->event->value, &a);
	if (a.item != 0 && item_find(t->db, a.item, &i, e) == -1)
		return -1;
	if (!item_is_open(&i))
		return refuse_closed(t, &i, e);
	if (may_write(t, &i, &c, &may, e) == -1)
		return -1;
	if (!may)
		return 0;
	if (kit_find(t->db, t->member.id, i.id, &k, e) == -1 ||
		kit_card_network(t, &i, a.network, &words.network, e) == -1)
		return -1;
	caption = wording_caption(t, &words, &k, e);
	if (caption == NULL)
		return -1;
	result = turn_form(t, "edit",
		json_pack("{s:s, s:s, s:s, s:s}", "text", caption, "value",
			t->event->value, "disclosure",
			c.disclosure[0] == '\0' ? t->programme->disclosure
						: c.disclosure,
			"tone", c.tone),
		e);
	free(caption);
	return result;
}

/* Their words, unless they left the ready text as it was; not saved yet. */
static int
take_words(struct turn *t, const struct wording *w, struct kit *k,
	const char *text, struct err *e)
{
	char *ready;

	k->text[0] = '\0';
	ready = wording_caption(t, w, k, e);
	if (ready == NULL)
		return -1;
	if (strcmp(text, ready) != 0)
		text_copy(k->text, sizeof k->text, text);
	free(ready);
	return 0;
}

/* Their own words are posted whole or not at all: *fine is false when the
 * network does not take them. */
static int
measure(struct turn *t, const struct wording *w, const struct kit *k,
	bool *fine, struct err *e)
{
	struct wording_size size = {0, 0, 0};

	if (k->text[0] != '\0' &&
		wording_measure(t, w, k->text, &size, e) == -1)
		return -1;
	*fine = size.over == 0;
	if (*fine)
		return kit_save(t->db, k, e);
	return turn_form_error(t, "text", "text_over",
		json_pack("{s:s, s:I, s:I, s:I}", "network", w->network->label,
			"length", (json_int_t)size.length, "most",
			(json_int_t)size.most, "over", (json_int_t)size.over),
		e);
}

int
edit_form(struct turn *t, struct err *e)
{
	struct asked a;
	struct kit k;
	struct item i = {0};
	struct wording words = {.item = &i, .member = &t->member};
	struct campaign c;
	bool fine, may;
	char *text;
	int result;

	asked_read(t->event->value, &a);
	if (a.item != 0 && item_find(t->db, a.item, &i, e) == -1)
		return -1;
	if (i.id == 0)
		return refuse_gone(t, "", e);
	if (may_write(t, &i, &c, &may, e) == -1)
		return -1;
	if (!may)
		return 0;
	if (kit_find(t->db, t->member.id, i.id, &k, e) == -1 ||
		kit_card_network(t, &i, a.network, &words.network, e) == -1)
		return -1;
	text = text_clean(json_text(t->event->fields, "text", ""));
	text_trim(text);
	if (strlen(text) >= sizeof k.text) {
		result = turn_form_error(t, "text", "text_too_long", NULL, e);
		goto out;
	}
	if (k.member == 0) {
		k.member = t->member.id;
		k.item = i.id;
		k.opened_at = t->now;
	}
	result = take_words(t, &words, &k, text, e);
	if (result == 0)
		result = measure(t, &words, &k, &fine, e);
	if (result == 0 && fine)
		result = kit_show(t,
			&(const struct kit_wish){.member = &t->member,
				.item = i.id,
				.network = a.network,
				.way = KIT_HERE},
			e);
out:
	free(text);
	return result;
}
