#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card.h"
#include "json.h"

#include "scene.h"
#include "scene_inside.h"

/* What should have been said ---------------------------------------------- */

int
scene_deleted(struct scene *s)
{
	return s->deleted;
}

int
scene_count(struct scene *s)
{
	return s->count;
}

static void
fail_with_all(struct scene *s, const char *what, const char *words)
{
	char *plain;
	int i;

	for (i = 0; i < s->count; i++) {
		plain = card_plain(s->said[i].card);
		print_error("%s to %s: %s\n", s->said[i].act, s->said[i].person,
			plain);
		free(plain);
	}
	fail_msg("%s: %s", what, words);
}

/* Whether any of what was said to person (NULL: anybody) has the words. */
static bool
has_words(struct scene *s, const char *person, const char *words)
{
	bool found = false;
	char *plain;
	int i;

	for (i = 0; i < s->count && !found; i++) {
		if (person != NULL && strcmp(s->said[i].person, person) != 0)
			continue;
		plain = card_plain(s->said[i].card);
		found = strstr(plain, words) != NULL;
		free(plain);
	}
	return found;
}

void
scene_said(struct scene *s, const char *person, const char *words)
{
	if (!has_words(s, person, words))
		fail_with_all(s, "not said", words);
}

void
scene_not_said(struct scene *s, const char *words)
{
	if (has_words(s, NULL, words))
		fail_with_all(s, "said", words);
}

void
scene_nothing(struct scene *s)
{
	if (s->count > 0)
		fail_with_all(s, "something was said", "");
}

static const json_t *
find_button(struct scene *s, const char *name)
{
	const json_t *block, *button;
	size_t i, j;
	int n;

	for (n = s->count - 1; n >= 0; n--)
		json_array_foreach(json_object_get(s->said[n].card, "blocks"),
			i, block) json_array_foreach(json_object_get(block,
							     "buttons"),
			j, button) if (strcmp(json_text(button, "text", ""),
					       name) == 0) return button;
	return NULL;
}

bool
scene_has_button(struct scene *s, const char *button)
{
	return find_button(s, button) != NULL;
}

const char *
scene_value(struct scene *s, const char *button)
{
	const json_t *found = find_button(s, button);

	if (found == NULL)
		fail_with_all(s, "no button", button);
	return json_text(found, "value", "");
}

const char *
scene_url(struct scene *s, const char *button)
{
	const json_t *found = find_button(s, button);

	if (found == NULL)
		fail_with_all(s, "no button", button);
	return json_text(found, "url", "");
}

int
scene_status(struct scene *s)
{
	return s->status;
}

const json_t *
scene_answer(struct scene *s)
{
	return s->answer;
}

const char *
scene_location(struct scene *s)
{
	return s->location == NULL ? "" : s->location;
}

bool
scene_form_opened(struct scene *s, const char *name)
{
	return s->form != NULL &&
	       strcmp(json_text(s->form, "form", ""), name) == 0;
}

void
scene_form_error(struct scene *s, const char *field, const char *words)
{
	const char *said =
		s->errors == NULL ? NULL : json_text(s->errors, field, NULL);

	if (said == NULL || strstr(said, words) == NULL)
		fail_msg("no error at %s: %s", field,
			said == NULL ? "nothing" : said);
}
