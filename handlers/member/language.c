#include <stdlib.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"
#include "behaviour.h"

/* The entry of a language by its tag or its own name, or NULL. */
static const json_t *
find(const json_t *languages, const char *wanted)
{
	const json_t *one;
	size_t i;

	json_array_foreach(languages, i, one)
	{
		if (text_same(json_text(one, "language", ""), wanted) ||
			text_same(json_text(one, "name", ""), wanted))
			return one;
	}
	return NULL;
}

/* Which there are; wrong is what was asked for and is none of them, or "".
 * Takes languages. */
static int
offer(struct turn *t, json_t *languages, const char *wrong, struct err *e)
{
	const json_t *current = find(languages, t->language);
	char *shown = text_cut(wrong, 40);
	json_t *values = json_pack("{s:s, s:s, s:b, s:o}", "wrong", shown,
		"current", json_text(current, "name", t->language), "chosen",
		t->member.language_chosen, "languages", languages);

	free(shown);
	return turn_reply(t, "language", values, e);
}

/* The member's own choice, or with NULL again what their chat is set to. */
static int
choose(struct turn *t, const char *language, struct err *e)
{
	struct member *m = &t->member;

	m->language_chosen = language != NULL;
	if (language != NULL)
		text_copy(m->language, sizeof m->language, language);
	if (people_save(t->db, m, e) == -1 ||
		(language == NULL && turn_ask_person(t, t->event->chat,
					     t->event->person, e) == -1))
		return -1;
	turn_read_by(t, m);
	return turn_reply(t, "language_set",
		json_pack("{s:b}", "chosen", m->language_chosen), e);
}

/* /advocate language [de | Deutsch | auto] */
int
language_run(struct turn *t, struct err *e)
{
	json_t *languages;
	const json_t *wanted;
	int result;

	if (text_same(t->text, "auto"))
		return choose(t, NULL, e);
	languages = turn_languages(t, e);
	if (languages == NULL)
		return -1;
	wanted = find(languages, t->text);
	if (wanted == NULL)
		return offer(t, languages, t->text, e);
	result = choose(t, json_text(wanted, "language", ""), e);
	json_decref(languages);
	return result;
}
