#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "behaviour.h"
#include "help_table.h"

#define WORD_SHOWN 40

/* The phrase "help_<word><suffix>". */
static json_t *
words_of(struct turn *t, const struct help_entry *h, const char *suffix,
	struct err *e)
{
	char *phrase = xasprintf("help_%s%s", h->word, suffix);
	json_t *spans = turn_words(t, phrase, NULL, e);

	free(phrase);
	return spans;
}

static bool
is_among(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text_same(*words, word))
			return true;
	return false;
}

/* A group without entries yet, under its heading. */
static int
begin_group(struct turn *t, json_t *groups, const char *phrase, struct err *e)
{
	json_t *heading = turn_words(t, phrase, NULL, e);

	if (heading == NULL)
		return -1;
	return json_array_append_new(
		groups, json_pack("{s:o, s:[]}", "group", heading, "entries"));
}

/* What who acts may use, by group. */
static int
gather(struct turn *t, const char *const *words, json_t *groups, struct err *e)
{
	const struct help_entry *h;
	const char *group = "";
	json_t *spans, *last;
	size_t i;

	for (i = 0; (h = help_table_at(i)) != NULL; i++) {
		if (!is_among(h->word, words))
			continue;
		if (strcmp(h->group, group) != 0 &&
			begin_group(t, groups, h->group, e) == -1)
			return -1;
		group = h->group;
		spans = words_of(t, h, "", e);
		if (spans == NULL)
			return -1;
		last = json_array_get(groups, json_array_size(groups) - 1);
		json_array_append_new(json_object_get(last, "entries"),
			json_pack("{s:s, s:o}", "usage", h->usage, "words",
				spans));
	}
	return 0;
}

static int
help_all(struct turn *t, const char *const *words, struct err *e)
{
	json_t *groups = json_array();

	if (gather(t, words, groups, e) == -1) {
		json_decref(groups);
		return -1;
	}
	return turn_reply(t, "campaign_help",
		json_pack("{s:o, s:b}", "groups", groups, "admin",
			t->role == ROLE_ADMIN),
		e);
}

static int
help_one(struct turn *t, const struct help_entry *h, struct err *e)
{
	json_t *brief = words_of(t, h, "", e), *more;

	if (brief == NULL)
		return -1;
	more = words_of(t, h, "_more", e);
	if (more == NULL) {
		json_decref(brief);
		return -1;
	}
	return turn_reply(t, "campaign_help_word",
		json_pack("{s:s, s:o, s:o, s:[s, s]}", "word", h->word, "brief",
			brief, "more", more, "examples", h->examples[0],
			h->examples[1]),
		e);
}

static int
refuse(struct turn *t, const char *word, const char *const *words,
	struct err *e)
{
	char *wrong = text_cut(word, WORD_SHOWN);
	int nearest = text_nearest(word, words), result;

	if (nearest < 0)
		result = turn_reply(t, "unknown",
			json_pack("{s:s, s:o, s:s}", "wrong", wrong, "typed",
				json_sprintf("/%scampaign",
					t->programme->command_prefix),
				"value", "/campaign help"),
			e);
	else
		result = turn_reply(t, "unknown_near",
			json_pack("{s:s, s:s, s:o, s:o}", "wrong", wrong,
				"right", words[nearest], "label",
				json_sprintf("/%scampaign help %s",
					t->programme->command_prefix,
					words[nearest]),
				"value",
				json_sprintf(
					"/campaign help %s", words[nearest])),
			e);
	free(wrong);
	return result;
}

/* /campaign, /campaign help [word] */
int
campaign_help_run(struct turn *t, struct err *e)
{
	const char *words[WORDS_MAX + 1], *word;
	char *copy = xstrdup(t->text), *rest = copy;
	const struct help_entry *h;
	int result;

	handlers_words(t, "/campaign", words);
	word = text_word(&rest);
	h = help_table_find(word);
	if (word == NULL)
		result = help_all(t, words, e);
	else if (h != NULL && is_among(word, words))
		result = help_one(t, h, e);
	else
		result = refuse(t, word, words, e);
	free(copy);
	return result;
}
