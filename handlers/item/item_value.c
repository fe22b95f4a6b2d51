#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "text.h"
#include "url.h"

#include "turn.h"

#include "item_value.h"
#include "reason.h"

#define TITLE_MOST 150
#define WORDS_MOST 300
#define LINES_MOST 6

static void
refuse(struct item_value *v, const char *phrase, json_t *values)
{
	v->phrase = phrase;
	v->values = values;
}

/* After so many lines there is but one more. */
static void
flatten(char *text, int lines)
{
	for (; *text != '\0'; text++)
		if (*text == '\n' && --lines < 1)
			*text = ' ';
}

/* At most that many characters. */
static void
put_text(struct item_value *v, char *out, size_t room, size_t most)
{
	if (strlen(v->value) >= room || text_graphemes(v->value) > most)
		refuse(v, "value_long",
			json_pack("{s:I}", "most", (json_int_t)most));
	else
		text_copy(out, room, v->value);
}

static void
set_title(struct item *i, struct item_value *v, const struct item_page *page)
{
	if (*v->value == '\0')
		v->value = page->title;
	if (*v->value == '\0')
		refuse(v, "title_missing", NULL);
	else
		put_text(v, i->title, sizeof i->title, TITLE_MOST);
	flatten(i->title, 1);
}

static bool
is_none(const char *value)
{
	return strcmp(value, "-") == 0;
}

static void
set_summary(struct item *i, struct item_value *v, const struct item_page *page)
{
	if (*v->value == '\0')
		v->value = page->summary;
	else if (is_none(v->value))
		v->value = "";
	put_text(v, i->summary, sizeof i->summary, WORDS_MOST);
	flatten(i->summary, LINES_MOST);
}

static void
set_image(struct item *i, struct item_value *v, const struct item_page *page)
{
	bool none = is_none(v->value);

	if (strcmp(v->value, i->image) == 0)
		return;
	if (*v->value == '\0' || none) {
		text_copy(i->image, sizeof i->image, none ? "" : page->image);
		return;
	}
	if (!text_starts(v->value, "https://") ||
		url_find_fault(v->value) != URL_FINE)
		refuse(v, "image_wrong", NULL);
	else
		put_text(v, i->image, sizeof i->image, sizeof i->image);
}

/* A reason that somebody wrote, or saw and kept, is no proposal any more. */
static int
set_why(struct turn *t, struct item *i, struct item_value *v, struct err *e)
{
	bool announced = strcmp(i->state, "announced") == 0;
	bool planned = announced || strcmp(i->state, "ready") == 0;

	if (*v->value != '\0') {
		put_text(v, i->why, sizeof i->why, WORDS_MOST);
		flatten(i->why, LINES_MOST);
		i->proposed = i->proposed && v->phrase != NULL;
		return 0;
	}
	i->why[0] = '\0';
	if (reason_propose(t, i, e) == -1)
		return -1;
	if (planned && i->why[0] == '\0' && !i->internal)
		refuse(v, "why_missing", NULL);
	i->proposed = i->proposed && !announced;
	return 0;
}

int
item_value_set(
	struct turn *t, struct item *i, struct item_value *v, struct err *e)
{
	struct item_page page;

	v->phrase = NULL;
	v->values = NULL;
	if (v->field == ITEM_WHY)
		return set_why(t, i, v, e);
	if (item_page_get(t->db, i->id, &page, e) == -1)
		return -1;
	if (v->field == ITEM_TITLE)
		set_title(i, v, &page);
	else if (v->field == ITEM_SUMMARY)
		set_summary(i, v, &page);
	else
		set_image(i, v, &page);
	return 0;
}

bool
item_value_flag(const char *value, bool *out)
{
	static const char *const yes[] = {
		"yes", "ja", "kyll\xc3\xa4", "on", "true", NULL};
	static const char *const no[] = {
		"no", "nein", "ei", "off", "false", NULL};
	int i;

	for (i = 0; yes[i] != NULL; i++) {
		if (!text_same(value, yes[i]) && !text_same(value, no[i]))
			continue;
		*out = text_same(value, yes[i]);
		return true;
	}
	return false;
}
