#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "mem.h"
#include "text.h"

#include "turn.h"

#include "number.h"
#include "which.h"

#define LINE_MOST 500 /* bytes of a command that a button repeats */

/* "12" or "#12". */
static int64_t
read_number(const char *word)
{
	return number_read(*word == '#' ? word + 1 : word);
}

static int
refuse(struct turn *t, const char *word, const char *example, struct err *e)
{
	char *shown = text_cut(word == NULL ? "" : word, 60);
	int result = turn_reply(t, "item_unknown",
		json_pack("{s:s, s:b, s:s}", "wrong", shown, "number",
			word != NULL && read_number(word) != 0, "example",
			example),
		e);

	free(shown);
	return result;
}

int
which_item(struct turn *t, const char *word, const char *example,
	struct item *out, struct err *e)
{
	int64_t id = word == NULL ? 0 : read_number(word);

	*out = (struct item){.id = 0};
	if (id != 0 && item_find(t->db, id, out, e) == -1)
		return -1;
	return out->id != 0 ? 0 : refuse(t, word, example, e);
}

int
which_item_written(
	struct turn *t, const char *example, struct item *out, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	int result = which_item(t, text_word(&rest), example, out, e);

	free(copy);
	return result;
}

bool
which_is_item(const char *text)
{
	char *copy = xstrdup(text), *rest = copy, *word = text_word(&rest);
	bool is = word != NULL && read_number(word) != 0;

	free(copy);
	return is;
}

int
which_campaign_at(struct turn *t, const char *text, struct which_campaign *out,
	struct err *e)
{
	*out = (struct which_campaign){.rest = text};
	if (*text == '\0')
		return 0;
	if (campaign_starting(t->db, text, &out->campaign, e) == -1)
		return -1;
	if (out->campaign.id == 0)
		return 0;
	out->rest += strlen(out->campaign.name);
	while (*out->rest == ' ' || *out->rest == '\n')
		out->rest++;
	return 0;
}

/* The campaign whose name is nearest to as many words as it has. */
struct nearest {
	const char *text;
	char name[sizeof((struct campaign *)NULL)->name];
	size_t distance;
	size_t size; /* of those words */
};

/* How far the first words of text go, as many as name has. */
static size_t
words_like(const char *text, const char *name)
{
	size_t at = 0;

	for (;; name++) {
		at += strcspn(text + at, " \n");
		name += strcspn(name, " ");
		if (*name == '\0' || text[at] == '\0')
			return at;
		at += strspn(text + at, " \n");
	}
}

static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	struct nearest *n = arg;
	char words[sizeof n->name];
	size_t size = words_like(n->text, c->name), distance;

	(void)e;
	if (size == 0 || size >= sizeof words)
		return 0;
	memcpy(words, n->text, size);
	words[size] = '\0';
	distance = text_distance(words, c->name);
	if (distance >= (strlen(c->name) + 1) / 2 || distance >= n->distance)
		return 0;
	n->distance = distance;
	/* the name itself, with more words than it has */
	n->size = distance == 0 ? strlen(n->text) : size;
	text_copy(n->name, sizeof n->name, c->name);
	return 0;
}

int
which_campaign_refuse(
	struct turn *t, const char *text, const char *example, struct err *e)
{
	struct nearest n = {.text = text, .distance = SIZE_MAX};
	char *first, *wrong;
	json_t *values;

	if (campaign_each(t->db, on_campaign, &n, e) == -1)
		return -1;
	first = xstrdup(text);
	if (n.name[0] != '\0')
		first[n.size] = '\0';
	wrong = text_cut(first, 60);
	values = json_pack(
		"{s:s, s:s, s:s}", "wrong", wrong, "near", n.name, "value", "");
	if (n.name[0] != '\0' && strlen(text) < LINE_MOST)
		json_object_set_new(values, "value",
			json_sprintf("/campaign %s %s%s", example, n.name,
				text + n.size));
	free(first);
	free(wrong);
	return turn_reply(t, "campaign_unknown", values, e);
}

int
which_campaign(struct turn *t, const char *text, const char *example,
	struct which_campaign *out, struct err *e)
{
	if (which_campaign_at(t, text, out, e) == -1)
		return -1;
	if (out->campaign.id != 0)
		return 0;
	return which_campaign_refuse(t, text, example, e);
}
