#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "mem.h"
#include "network.h"
#include "text.h"

#include "turn.h"

#include "campaign_networks.h"
#include "gate.h"

/* The programme's network at i that has a composer; NULL past the last. */
static const struct network *
network_of(const struct turn *t, size_t i)
{
	const char *const *name = t->programme->networks;
	const struct network *n;

	for (; *name != NULL; name++) {
		n = network_find(*name);
		if (n != NULL && n->has_composer && i-- == 0)
			return n;
	}
	return NULL;
}

/* Its place among them; -1: it is none of them. */
static int
index_of(const struct turn *t, const char *word)
{
	const struct network *n;
	int i;

	for (i = 0; (n = network_of(t, (size_t)i)) != NULL; i++)
		if (text_same(n->name, word) || text_same(n->label, word))
			return i;
	return -1;
}

/* One bit for each that is named. */
static unsigned long
read_bits(const struct turn *t, const char *written, char **wrong)
{
	char *copy = xstrdup(written), *rest = copy, *word, *at;
	unsigned long bits = 0;
	int i;

	for (at = copy; *at != '\0'; at++)
		if (*at == ',' || *at == ';')
			*at = ' ';
	while (*wrong == NULL && (word = text_word(&rest)) != NULL) {
		i = index_of(t, word);
		if (i == -1)
			*wrong = text_cut(word, 40);
		else
			bits |= 1UL << i;
	}
	free(copy);
	return bits;
}

void
campaign_networks_read(const struct turn *t, const char *written, char *out,
	size_t room, char **wrong)
{
	unsigned long bits;
	struct text names = {NULL, 0, 0};
	const struct network *n;
	bool all = true;
	size_t i;

	*wrong = NULL;
	bits = read_bits(t, written, wrong);
	for (i = 0; (n = network_of(t, i)) != NULL; i++) {
		if ((bits & (1UL << i)) == 0) {
			all = false;
			continue;
		}
		text_add(&names, names.size > 0 ? " " : "");
		text_add(&names, n->name);
	}
	text_copy(out, room, all || names.size == 0 ? "" : names.bytes);
	text_free(&names);
}

static json_t *
labels(const struct turn *t, const struct campaign *c)
{
	struct text all = {NULL, 0, 0};
	const struct network *n;
	json_t *spans;
	char *text;
	size_t i;

	for (i = 0; (n = network_of(t, i)) != NULL; i++) {
		if (c != NULL && !gate_network(c, n->name))
			continue;
		text_add(&all, all.size > 0 ? ", " : "");
		text_add(&all, n->label);
	}
	text = text_take(&all);
	spans = json_string(text);
	free(text);
	return spans;
}

json_t *
campaign_networks_own(const struct turn *t, const struct campaign *c)
{
	return c->networks[0] == '\0' ? json_string("") : labels(t, c);
}

json_t *
campaign_networks_all(const struct turn *t)
{
	return labels(t, NULL);
}

json_t *
campaign_networks_options(const struct turn *t)
{
	json_t *list = json_array();
	const struct network *n;
	size_t i;

	for (i = 0; (n = network_of(t, i)) != NULL; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:s}", "text", n->label, "value",
				      n->name));
	return list;
}

json_t *
campaign_networks_chosen(const struct turn *t, const struct campaign *c)
{
	json_t *list = json_array();
	const struct network *n;
	size_t i;

	for (i = 0; (n = network_of(t, i)) != NULL; i++)
		if (gate_network(c, n->name))
			json_array_append_new(list, json_string(n->name));
	return list;
}
