#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "json.h"
#include "mem.h"
#include "network.h"
#include "text.h"

#include "turn.h"

#include "caption_choice.h"
#include "caption_save.h"
#include "gate.h"
#include "wording.h"

static int
add_size(struct turn *t, const struct wording *w, const char *text,
	json_t *list, struct err *e)
{
	struct wording_size size;

	if (w->network->max_length == 0)
		return 0;
	if (wording_measure(t, w, text, &size, e) == -1)
		return -1;
	return json_array_append_new(list,
		json_pack("{s:s, s:I, s:I, s:I}", "network", w->network->label,
			"length", (json_int_t)size.length, "most",
			(json_int_t)size.most, "over", (json_int_t)size.over));
}

json_t *
caption_save_measure(struct turn *t, const struct item *i,
	const struct network *n, const char *text, struct err *e)
{
	struct wording w = {.item = i, .network = n};
	const char *const *name = t->programme->networks;
	struct campaign c;
	json_t *list;
	int result = 0;

	if (campaign_get(t->db, i->campaign, &c, e) == -1)
		return NULL;
	list = json_array();
	if (n != NULL)
		result = add_size(t, &w, text, list, e);
	for (; n == NULL && *name != NULL && result == 0; name++) {
		w.network = network_find(*name);
		if (w.network != NULL && gate_network(&c, *name))
			result = add_size(t, &w, text, list, e);
	}
	if (result == 0)
		return list;
	json_decref(list);
	return NULL;
}

json_t *
caption_save_over(const json_t *sizes)
{
	json_t *over = json_array(), *one;
	size_t i;

	json_array_foreach(sizes, i, one)
	{
		if (json_integer_value(json_object_get(one, "over")) > 0)
			json_array_append(over, one);
	}
	return over;
}

/* Whether some network that it is for takes it, be it one without a limit. */
static int
fits_some(struct turn *t, const struct caption_draft *d, const json_t *over,
	bool *fits, struct err *e)
{
	const char *const *name = t->programme->networks;
	struct campaign c;
	size_t count = 0;

	*fits = json_array_size(over) == 0;
	if (d->network != NULL || *fits)
		return 0;
	if (campaign_get(t->db, d->item->campaign, &c, e) == -1)
		return -1;
	for (; *name != NULL; name++)
		if (network_find(*name) != NULL && gate_network(&c, *name))
			count++;
	*fits = json_array_size(over) < count;
	return 0;
}

static int
refuse(struct caption_draft *d, const char *phrase, json_t *values)
{
	d->phrase = phrase;
	d->values = values;
	return 0;
}

/* Another that is the same. */
static bool
is_there(const struct caption_list *l, const struct caption *c)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->all[i].id != c->id &&
			strcmp(l->all[i].text, c->text) == 0 &&
			strcmp(l->all[i].network, c->network) == 0 &&
			strcmp(l->all[i].language, c->language) == 0)
			return true;
	return false;
}

static void
find_before(const struct caption_list *l, struct caption_draft *d)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->all[i].id == d->caption.id)
			d->before = l->all[i];
}

/* What does not depend on its length. */
static int
check_others(struct turn *t, struct caption_draft *d, struct err *e)
{
	struct caption_list list = {NULL, 0};
	int result = caption_list_get(t, d->item, &list, e);
	bool is_new = d->caption.id == 0;

	d->before.id = 0;
	if (!is_new)
		find_before(&list, d);
	if (result == 0 && !is_new && d->before.id == 0)
		result = refuse(d, "caption_gone", NULL);
	else if (result == 0 && is_new && list.count == CAPTIONS_MOST)
		result = refuse(d, "caption_many",
			json_pack("{s:i, s:I}", "most", CAPTIONS_MOST, "item",
				(json_int_t)d->item->id));
	else if (result == 0 && is_there(&list, &d->caption))
		result = refuse(d, "caption_twice", NULL);
	caption_list_free(&list);
	return result;
}

static int
check_length(struct turn *t, struct caption_draft *d, struct err *e)
{
	json_t *sizes = caption_save_measure(
		t, d->item, d->network, d->caption.text, e);
	json_t *over;
	bool fits;

	if (sizes == NULL)
		return -1;
	over = caption_save_over(sizes);
	json_decref(sizes);
	if (fits_some(t, d, over, &fits, e) == -1) {
		json_decref(over);
		return -1;
	}
	if (!fits)
		return refuse(
			d, "caption_over", json_pack("{s:o}", "over", over));
	json_decref(over);
	return 0;
}

/* As it would be added in a line: "linkedin de: ..."; "" for none. */
static char *
line_of(const struct caption *c)
{
	if (c == NULL)
		return xstrdup("");
	return xasprintf("%s%s%s: %s", c->network,
		c->network[0] != '\0' && c->language[0] != '\0' ? " " : "",
		c->language, c->text);
}

static int
note(struct turn *t, const char *did, const struct caption *before,
	const struct caption *after, struct err *e)
{
	char *was = line_of(before), *is = line_of(after);
	char about[32];
	int result;

	snprintf(about, sizeof about, "%" PRId64,
		before == NULL ? after->item : before->item);
	result = turn_audit(t, did, about, was, is, e);
	free(is);
	free(was);
	return result;
}

int
caption_save(struct turn *t, struct caption_draft *d, struct err *e)
{
	struct caption *c = &d->caption;

	d->phrase = NULL;
	d->values = NULL;
	c->item = d->item->id;
	text_copy(c->network, sizeof c->network,
		d->network == NULL ? "" : d->network->name);
	if (c->text[0] == '\0')
		return refuse(d, "caption_empty", NULL);
	if (check_others(t, d, e) == -1)
		return -1;
	if (d->phrase == NULL && check_length(t, d, e) == -1)
		return -1;
	if (d->phrase != NULL)
		return 0;
	if (d->before.id != 0) {
		if (caption_change(t->db, c, e) == -1)
			return -1;
		return note(t, "caption.change", &d->before, c, e);
	}
	if (caption_add(t->db, c, e) == -1)
		return -1;
	return note(t, "caption.add", NULL, c, e);
}

int
caption_save_drop(struct turn *t, const struct caption *c, struct err *e)
{
	if (caption_drop(t->db, c->id, e) == -1)
		return -1;
	return note(t, "caption.remove", c, NULL, e);
}

json_t *
caption_save_languages(struct turn *t, const struct item *i, struct err *e)
{
	json_t *list = turn_languages(t, e), *one;
	char own[sizeof i->language];
	size_t n;

	if (list == NULL)
		return NULL;
	text_copy(own, sizeof own, i->language);
	own[strcspn(own, "-_")] = '\0';
	json_array_foreach(list, n, one)
	{
		if (text_same(json_text(one, "language", ""), own))
			own[0] = '\0';
	}
	if (own[0] != '\0')
		json_array_append_new(list,
			json_pack("{s:s, s:s}", "language", own, "name", own));
	return list;
}
