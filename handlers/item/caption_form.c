#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "json.h"
#include "mem.h"
#include "network.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "caption_form.h"
#include "caption_save.h"
#include "field.h"
#include "gate.h"
#include "kit_open.h"
#include "number.h"

#define ANY "all" /* what a choice of none in particular is called */

/* [{"text", "value"}] of the networks that the item may go to; NULL with e
 * set. */
static json_t *
networks_of(struct turn *t, const struct item *i, struct err *e)
{
	const char *const *name = t->programme->networks;
	const struct network *n;
	struct campaign c;
	json_t *list;

	if (campaign_get(t->db, i->campaign, &c, e) == -1)
		return NULL;
	list = json_array();
	for (; *name != NULL; name++) {
		n = network_find(*name);
		if (n != NULL && gate_network(&c, n->name))
			json_array_append_new(
				list, json_pack("{s:s, s:s}", "text", n->label,
					      "value", n->name));
	}
	return list;
}

static json_t *
languages_of(struct turn *t, const struct item *i, struct err *e)
{
	json_t *all = caption_save_languages(t, i, e), *one;
	json_t *list = json_array();
	size_t n;

	json_array_foreach(all, n, one)
	{
		json_array_append_new(
			list, json_pack("{s:s, s:s}", "text",
				      json_text(one, "name", ""), "value",
				      json_text(one, "language", "")));
	}
	if (all == NULL) {
		json_decref(list);
		return NULL;
	}
	json_decref(all);
	return list;
}

/* The form with what stands in it; takes sizes: how long its text is, as
 * spans, or null before anything was written. */
static int
put_form(struct turn *t, const struct caption_draft *d, json_t *sizes,
	struct err *e)
{
	json_t *languages = languages_of(t, d->item, e);
	json_t *networks =
		languages == NULL ? NULL : networks_of(t, d->item, e);
	struct campaign c;

	if (networks == NULL ||
		campaign_get(t->db, d->item->campaign, &c, e) == -1) {
		json_decref(networks);
		json_decref(languages);
		json_decref(sizes);
		return -1;
	}
	return turn_form(t, "caption_form",
		json_pack("{s:I, s:I, s:o, s:o, s:s, s:s, s:s, s:s, s:o}",
			"item", (json_int_t)d->item->id, "caption",
			(json_int_t)d->caption.id, "networks", networks,
			"languages", languages, "network",
			d->network == NULL ? ANY : d->network->name, "language",
			d->caption.language[0] == '\0' ? ANY
						       : d->caption.language,
			"text", d->caption.text, "tone", c.tone, "sizes",
			sizes),
		e);
}

int
caption_form_open(struct turn *t, const struct caption_draft *d, struct err *e)
{
	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	return put_form(t, d, json_null(), e);
}

static int
say_saved(struct turn *t, const struct caption_draft *d, struct err *e)
{
	const struct network *n = d->network;
	json_t *sizes = caption_save_measure(t, d->item, n, d->caption.text, e);
	json_t *over;
	struct campaign c;

	if (sizes == NULL)
		return -1;
	over = caption_save_over(sizes);
	json_decref(sizes);
	if (campaign_get(t->db, d->item->campaign, &c, e) == -1) {
		json_decref(over);
		return -1;
	}
	return turn_reply(t, "caption_saved",
		json_pack("{s:b, s:b, s:s, s:I, s:s, s:s, s:s, s:s, s:o}",
			"changed", d->before.id != 0, "unused",
			n != NULL && !gate_network(&c, n->name), "campaign",
			c.name, "item", (json_int_t)d->item->id, "title",
			about_title(d->item), "network",
			n == NULL ? "" : n->label, "language",
			d->caption.language, "text", d->caption.text, "over",
			over),
		e);
}

int
caption_form_take(struct turn *t, struct caption_draft *d, const char *text,
	struct err *e)
{
	text_copy(d->caption.text, sizeof d->caption.text, text);
	if (strlen(text) >= sizeof d->caption.text) {
		d->phrase = "text_too_long";
		d->values = NULL;
		return 0;
	}
	if (caption_save(t, d, e) == -1)
		return -1;
	if (d->phrase != NULL)
		return 0;
	if (d->before.id != 0 && kit_open_refresh(t, d->item, e) == -1)
		return -1;
	return say_saved(t, d, e);
}

/* Which item a form is about, and which of its texts, 0: another. */
static int
read_state(struct turn *t, struct item *item, int64_t *caption, struct err *e)
{
	char *copy = xstrdup(t->event->value), *rest = copy;
	const char *word = text_word(&rest);
	int64_t id = word == NULL ? 0 : number_read(word);

	word = text_word(&rest);
	*caption = word == NULL ? 0 : number_read(word);
	free(copy);
	return item_find(t->db, id, item, e);
}

/* What stands in the form. The text is yours. */
static char *
read_form(struct turn *t, struct caption_draft *d, const struct item *i)
{
	d->item = i;
	d->network = network_find(json_text(t->event->fields, "network", ANY));
	field_copy(
		t, "language", d->caption.language, sizeof d->caption.language);
	if (strcmp(d->caption.language, ANY) == 0)
		d->caption.language[0] = '\0';
	return field_text(t, "text");
}

static int
take_form(struct turn *t, const struct item *i, int64_t caption, struct err *e)
{
	struct caption_draft *d = xcalloc(1, sizeof *d);
	char *text = read_form(t, d, i);
	int result;

	d->caption.id = caption;
	result = caption_form_take(t, d, text, e);

	if (result == 0 && d->phrase != NULL)
		result = turn_form_error(t, "text", d->phrase, d->values, e);
	free(text);
	free(d);
	return result;
}

int
caption_form_run(struct turn *t, struct err *e)
{
	struct item item;
	int64_t caption;

	if (read_state(t, &item, &caption, e) == -1)
		return -1;
	return item.id == 0 ? refuse_gone(t, "", e)
			    : take_form(t, &item, caption, e);
}

/* Somebody writes in it: it counts with them. Nothing is stored of that. */
int
caption_form_typed(struct turn *t, struct err *e)
{
	struct caption_draft *d;
	struct item item;
	json_t *sizes = NULL, *words = NULL;
	int64_t caption;
	char *text;
	int result = -1;

	turn_ignore(t);
	if (read_state(t, &item, &caption, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	d = xcalloc(1, sizeof *d);
	d->caption.id = caption;
	text = read_form(t, d, &item);
	text_copy(d->caption.text, sizeof d->caption.text, text);
	sizes = caption_save_measure(t, &item, d->network, text, e);
	if (sizes != NULL)
		words = turn_words(t, "caption_sizes",
			json_pack("{s:o}", "sizes", sizes), e);
	if (words != NULL)
		result = put_form(t, d, words, e);
	free(text);
	free(d);
	return result;
}
