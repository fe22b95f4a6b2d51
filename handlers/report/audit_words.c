#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "turn.h"

#include "about.h"
#include "answer.h"
#include "audit_words.h"
#include "number.h"
#include "spans.h"

#define SHOWN 160 /* letters of what was before and after */

/* What a row is about, as it is written there. */
enum about { ABOUT_NAME, ABOUT_ITEM, ABOUT_CAMPAIGN, ABOUT_CHANNEL };

/* By the beginning of `did`; the first that fits counts. */
static const struct thing {
	const char *begins;
	enum about about;
} things[] = {
	{"item.", ABOUT_ITEM},
	{"caption.", ABOUT_ITEM},
	{"campaign.", ABOUT_CAMPAIGN},
	{"channel.", ABOUT_CHANNEL},
	{"digest.", ABOUT_CHANNEL},
};

static enum about
about_of(const struct audit_row *row)
{
	size_t i;

	for (i = 0; i < sizeof things / sizeof *things; i++)
		if (text_starts(row->did, things[i].begins))
			return things[i].about;
	return ABOUT_NAME;
}

/* "12 “We ship 2.0”"; texts of an item have more behind its number. */
static int
name_item(struct turn *t, const struct audit_row *row, json_t **out,
	struct err *e)
{
	char *copy = xstrdup(row->about), *rest = copy, *more;
	const char *number = text_word(&rest);
	int64_t id = number == NULL ? 0 : number_read(number);
	struct item item = {.id = 0};
	int result = id == 0 ? 0 : item_find(t->db, id, &item, e);

	more = rest == NULL ? NULL : text_trim(rest);
	if (result == 0 && item.id == 0)
		*out = json_string(row->about);
	else if (result == 0)
		*out = json_sprintf("%s “%s”%s%s%s", number, about_title(&item),
			more == NULL || *more == '\0' ? "" : " (",
			more == NULL ? "" : more,
			more == NULL || *more == '\0' ? "" : ")");
	free(copy);
	return result;
}

static int
name_campaign(struct turn *t, const struct audit_row *row, json_t **out,
	struct err *e)
{
	struct campaign c = {.id = 0};
	int64_t id = number_read(row->about);

	if (id != 0 && campaign_get(t->db, id, &c, e) == -1)
		return -1;
	*out = json_string(c.id == 0 ? row->about : c.name);
	return 0;
}

/* "acme:C1", or "C1" of the chat it was done in. */
static json_t *
name_channel(const struct audit_row *row, const char *written)
{
	const char *colon = strchr(written, ':');
	char chat[64];

	if (*written == '\0')
		return json_string("");
	if (colon == NULL)
		return spans_channel(row->chat, written);
	snprintf(chat, sizeof chat, "%.*s", (int)(colon - written), written);
	return spans_channel(chat, colon + 1);
}

/* What it is about, yours; NULL with e set. */
static json_t *
what_of(struct turn *t, const struct audit_row *row, struct err *e)
{
	json_t *what = NULL;

	switch (about_of(row)) {
	case ABOUT_ITEM:
		return name_item(t, row, &what, e) == -1 ? NULL : what;
	case ABOUT_CAMPAIGN:
		return name_campaign(t, row, &what, e) == -1 ? NULL : what;
	case ABOUT_CHANNEL:
		return name_channel(row, row->about);
	default:
		return json_string(row->about);
	}
}

/* "item.add" as "did_item_add"; yours. */
static char *
phrase_of(const char *before, const char *name)
{
	char *phrase = xasprintf("%s%s", before, name), *at;

	for (at = phrase; *at != '\0'; at++)
		if (*at == '.' || *at == ' ')
			*at = '_';
	return phrase;
}

/* The field that was changed, in "item.edit.title": its words, else as it is
 * written; "" when the row names none. Cuts did before it. */
static json_t *
field_of(struct turn *t, char *did, struct err *e)
{
	char *edit = strstr(did, ".edit."), *phrase;
	json_t *words;

	if (edit == NULL)
		return json_string("");
	edit += strlen(".edit");
	*edit = '\0';
	phrase = phrase_of("field_", edit + 1);
	words = turn_has_words(t, phrase) ? turn_words(t, phrase, NULL, e)
					  : json_string(edit + 1);
	free(phrase);
	return words;
}

/* The phrase for what was done; takes what. */
static json_t *
words_of(struct turn *t, const struct audit_row *row, json_t *what,
	struct err *e)
{
	char *did = xstrdup(row->did), *phrase;
	json_t *field = field_of(t, did, e), *words;

	phrase = phrase_of("did_", did);
	free(did);
	if (field == NULL) {
		json_decref(what);
		words = NULL;
	} else if (turn_has_words(t, phrase)) {
		words = turn_words(t, phrase,
			json_pack("{s:o, s:o}", "what", what, "field", field),
			e);
	} else {
		words = turn_words(t, "did_unknown",
			json_pack("{s:s, s:o}", "did", row->did, "what", what),
			e);
		json_decref(field);
	}
	free(phrase);
	return words;
}

static json_t *
cut_short(const char *value)
{
	char *cut = text_cut(value, SHOWN), *clean = text_clean(cut), *at;
	json_t *out;

	for (at = clean; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	out = json_string(clean);
	free(clean);
	free(cut);
	return out;
}

/* What was before or after. Long texts are cut, and what was said already is
 * left out: the page is to be read at a glance. */
static json_t *
shown(const struct audit_row *row, const char *value, const char *other)
{
	if (text_starts(row->did, "campaign.channel."))
		return name_channel(row, value);
	if (*other == '\0' && strcmp(value, row->about) == 0)
		return json_string("");
	return cut_short(value);
}

json_t *
audit_words(struct turn *t, const struct audit_row *row, struct err *e)
{
	json_t *what = what_of(t, row, e), *words;

	if (what == NULL)
		return NULL;
	words = words_of(t, row, what, e);
	if (words == NULL)
		return NULL;
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "at",
		answer_time(t, row->at, "date_time"), "who",
		row->person[0] == '\0' ? json_string("")
				       : spans_person(row->chat, row->person),
		"words", words, "before", shown(row, row->before, row->after),
		"after", shown(row, row->after, row->before));
}
