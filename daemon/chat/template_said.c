#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "template_said.h"

struct template_said {
	json_t *values; /* that the card was made with */
	json_t *card;   /* or NULL */
};

/* Of the programme, the same for all (turn.c). */
static bool
is_of_programme(const char *name)
{
	static const char *const names[] = {
		"company", "command", "contact", "emoji"};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

bool
template_said_is_for_all(const json_t *card, const json_t *sample)
{
	const char *name;
	json_t *value;

	if (json_object_get(card, "form") != NULL)
		return false;
	json_object_foreach((json_t *)sample, name, value)
	{
		if (!json_is_boolean(value) && !is_of_programme(name))
			return false;
	}
	return true;
}

struct template_said *
template_said_new(json_t *names)
{
	struct template_said *s = xcalloc(1, sizeof *s);

	s->values = names;
	return s;
}

void
template_said_free(struct template_said *s)
{
	if (s == NULL)
		return;
	json_decref(s->values);
	json_decref(s->card);
	free(s);
}

json_t *
template_said_again(const struct template_said *s, const json_t *values)
{
	const char *name;
	json_t *value;

	if (s == NULL || s->card == NULL)
		return NULL;
	json_object_foreach(s->values, name, value)
	{
		if (!json_equal(value, json_object_get(values, name)))
			return NULL;
	}
	return json_incref(s->card);
}

void
template_said_keep(struct template_said *s, const json_t *values, json_t *card)
{
	const char *name;
	json_t *value;

	json_decref(s->card);
	s->card = json_incref(card);
	json_object_foreach(s->values, name, value)
	{
		json_object_set(s->values, name, json_object_get(values, name));
	}
}
