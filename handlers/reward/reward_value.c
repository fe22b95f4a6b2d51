#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "err.h"
#include "mem.h"
#include "money.h"
#include "text.h"
#include "url.h"

#include "turn.h"

#include "field.h"
#include "item_value.h"
#include "number.h"
#include "reward_value.h"

static int
refuse(struct reward_value *v, const char *phrase, json_t *values)
{
	v->phrase = phrase;
	v->values = values;
	return 0;
}

static int
put_text(struct reward_value *v, char *out, size_t room, size_t most)
{
	char *at;

	if (strlen(v->text) >= room || text_graphemes(v->text) > most)
		return refuse(v, "value_long",
			json_pack("{s:I}", "most", (json_int_t)most));
	text_copy(out, room, v->text);
	for (at = out; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	return 0;
}

/* What would be taken for a number or for a word of the command. */
static bool
is_no_name(const char *text)
{
	static const char *const words[] = {
		"list", "help", "add", "remove", NULL};
	char *copy = xstrdup(text), *rest = copy, *word = text_word(&rest);
	bool no = text[0] == '#' || number_read(text) != 0 ||
		  strchr(text, ':') != NULL;
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		no = no || text_same(words[i], word);
	free(copy);
	return no;
}

static int
set_name(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	struct reward other;

	if (*v->text == '\0')
		return refuse(v, "value_missing", NULL);
	if (is_no_name(v->text))
		return refuse(v, "reward_name_wrong", NULL);
	if (catalogue_find(t->db, v->text, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != r->id)
		return refuse(v, "reward_name_taken", NULL);
	return put_text(v, r->name, sizeof r->name, REWARD_NAME_MOST);
}

static int
set_words(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	(void)t;
	(void)e;
	return put_text(v, r->words, sizeof r->words, REWARD_WORDS_MOST);
}

/* A whole number from least to most. */
static int
put_number(struct reward_value *v, int64_t least, int64_t most, int64_t *out)
{
	int64_t number;

	if (!field_read_number(v->text, &number) || number < least ||
		number > most)
		return refuse(v, "number_between",
			json_pack("{s:I, s:I}", "least", (json_int_t)least,
				"most", (json_int_t)most));
	*out = number;
	return 0;
}

static int
set_cost(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	(void)t;
	(void)e;
	return put_number(v, 1, REWARD_COST_MOST, &r->cost);
}

/* By its own name or as it is called in the language of who acts. */
static int
read_kind(struct turn *t, const char *text, const char **out, struct err *e)
{
	static const char *const kinds[] = {
		"goods", "day_off", "code", "donation"};
	char *phrase, *name;
	json_t *words;
	size_t i;

	*out = NULL;
	for (i = 0; *out == NULL && i < sizeof kinds / sizeof *kinds; i++) {
		phrase = xasprintf("reward_kind_%s", kinds[i]);
		words = turn_words(t, phrase, NULL, e);
		free(phrase);
		if (words == NULL)
			return -1;
		name = card_plain_spans(words);
		json_decref(words);
		if (text_same(text, kinds[i]) || text_same(text, name))
			*out = kinds[i];
		free(name);
	}
	return 0;
}

/* A reward of codes has as many as there are codes; others have a number. Only
 * what nobody has taken from may become the other. */
static int
set_kind(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	bool was = strcmp(r->kind, "code") == 0, is;
	const char *kind;

	if (read_kind(t, v->text, &kind, e) == -1)
		return -1;
	if (kind == NULL)
		return refuse(v, "reward_kind_wrong", NULL);
	is = strcmp(kind, "code") == 0;
	if (r->id != 0 && was != is && (was ? r->stock : r->taken) > 0)
		return refuse(v, "reward_kind_fixed", NULL);
	if (was != is)
		r->stock = is ? 0 : -1;
	snprintf(r->kind, sizeof r->kind, "%s", kind);
	return 0;
}

static int
set_stock(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	(void)t;
	(void)e;
	if (strcmp(r->kind, "code") == 0)
		return refuse(v, "reward_stock_codes", NULL);
	if (*v->text != '\0')
		return put_number(v, r->taken, REWARD_STOCK_MOST, &r->stock);
	r->stock = -1;
	return 0;
}

static int
set_starts(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	int64_t at;

	(void)e;
	if (field_read_start(t, v->text, &at) == FIELD_REFUSED)
		return refuse(v, "until_wrong", NULL);
	if (at != 0 && r->ends_at != 0 && at >= r->ends_at)
		return refuse(v, "start_after_end", NULL);
	r->starts_at = at;
	return 0;
}

static int
set_ends(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	int64_t at;

	(void)e;
	if (field_read_until(t, v->text, &at) == FIELD_REFUSED)
		return refuse(v, "until_wrong", NULL);
	if (at != 0 && r->starts_at >= at)
		return refuse(v, "start_after_end", NULL);
	r->ends_at = at;
	return 0;
}

static int
set_approval(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	(void)t;
	(void)e;
	return item_value_flag(v->text, &r->approval)
		       ? 0
		       : refuse(v, "yes_or_no", NULL);
}

static int
set_offered(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	(void)t;
	(void)e;
	return item_value_flag(v->text, &r->offered)
		       ? 0
		       : refuse(v, "yes_or_no", NULL);
}

static int
set_picture(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	(void)t;
	(void)e;
	if (*v->text != '\0' && (!text_starts(v->text, "https://") ||
					url_find_fault(v->text) != URL_FINE))
		return refuse(v, "image_wrong", NULL);
	return put_text(v, r->picture, sizeof r->picture, sizeof r->picture);
}

static int
set_value(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	char currency[4] = "";
	int64_t value = 0;

	(void)t;
	(void)e;
	if (*v->text != '\0' && !money_read(v->text, &value, currency))
		return refuse(v, "reward_value_wrong", NULL);
	r->value = value;
	snprintf(r->currency, sizeof r->currency, "%s", currency);
	return 0;
}

/* In the order in which a form has them: stock looks at the kind, the end at
 * the start. */
static const struct {
	const char *name;
	int (*set)(struct turn *t, struct reward *r, struct reward_value *v,
		struct err *e);
} fields[] = {
	{"name", set_name},
	{"words", set_words},
	{"cost", set_cost},
	{"kind", set_kind},
	{"stock", set_stock},
	{"approval", set_approval},
	{"starts", set_starts},
	{"ends", set_ends},
	{"value", set_value},
	{"picture", set_picture},
	{"offered", set_offered},
};

#define FIELDS (sizeof fields / sizeof *fields)

const char *
reward_value_name(size_t i)
{
	return i < FIELDS ? fields[i].name : NULL;
}

int
reward_value_set(
	struct turn *t, struct reward *r, struct reward_value *v, struct err *e)
{
	char *is = reward_value_write(t, r, v->field);
	bool same = strcmp(is, v->text) == 0;
	size_t i;

	free(is);
	v->phrase = NULL;
	v->values = NULL;
	if (same && r->id != 0 && *v->text != '\0')
		return 0;
	for (i = 0; i < FIELDS; i++)
		if (strcmp(fields[i].name, v->field) == 0)
			return fields[i].set(t, r, v, e);
	return err_set(e, "a reward has no %s", v->field);
}

static char *
write_value(const struct reward *r)
{
	char *amount, *text;

	if (r->value == 0)
		return xstrdup("");
	amount = money_write(r->value, r->currency);
	text = xasprintf("%s %s", amount, r->currency);
	free(amount);
	return text;
}

char *
reward_value_write(
	const struct turn *t, const struct reward *r, const char *field)
{
	const struct {
		const char *name, *text;
	} texts[] = {{"name", r->name}, {"words", r->words}, {"kind", r->kind},
		{"picture", r->picture},
		{"approval", r->approval ? "yes" : "no"},
		{"offered", r->offered ? "yes" : "no"}};
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].name, field) == 0)
			return xstrdup(texts[i].text);
	if (strcmp(field, "starts") == 0)
		return field_first_day(t, r->starts_at);
	if (strcmp(field, "ends") == 0)
		return field_day(t, r->ends_at);
	if (strcmp(field, "value") == 0)
		return write_value(r);
	if (strcmp(field, "stock") == 0 && r->stock == -1)
		return xstrdup("");
	return xasprintf(
		"%" PRId64, strcmp(field, "cost") == 0 ? r->cost : r->stock);
}

static int
note(struct turn *t, const struct reward *before, const struct reward *r,
	const char *field, struct err *e)
{
	char *from = reward_value_write(t, before, field);
	char *to = reward_value_write(t, r, field);
	char did[64];
	int result = 0;

	snprintf(did, sizeof did, "reward.edit.%s", field);
	if (strcmp(from, to) != 0)
		result = turn_audit(t, did, before->name, from, to, e);
	free(from);
	free(to);
	return result;
}

int
reward_value_save(struct turn *t, const struct reward *before,
	const struct reward *r, struct err *e)
{
	int result = catalogue_save(t->db, r, e);
	size_t i;

	for (i = 0; result == 0 && i < FIELDS; i++)
		result = note(t, before, r, fields[i].name, e);
	return result;
}
