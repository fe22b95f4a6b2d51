#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "money.h"
#include "text.h"

#include "turn.h"

#include "about.h"
#include "answer.h"
#include "number.h"
#include "reward_about.h"

#define NAMES_MOST 500
#define LINE_MOST 400 /* bytes of a command that a button repeats */

json_t *
reward_kind(const char *kind)
{
	return json_pack(
		"{s:o}", "phrase", json_sprintf("reward_kind_%s", kind));
}

/* Whole units without their part: a round sum reads better. */
json_t *
reward_money(int64_t value, const char *currency)
{
	char *digits, *point;
	json_t *money;

	if (value == 0)
		return json_string("");
	digits = money_write(value, currency);
	point = strchr(digits, '.');
	if (point != NULL)
		*point++ = '\0';
	if (point != NULL && strspn(point, "0") == strlen(point))
		point = NULL;
	money = json_pack("{s:s, s:I, s:s, s:s}", "phrase", "money", "whole",
		(json_int_t)strtoll(digits, NULL, 10), "part",
		point == NULL ? "" : point, "currency", currency);
	free(digits);
	return money;
}

json_t *
reward_about(struct turn *t, const struct reward *r)
{
	int64_t left = reward_left(r);
	bool later = r->starts_at > t->now;
	bool over = r->ends_at != 0 && r->ends_at <= t->now;
	json_t *values = json_pack(
		"{s:I, s:s, s:s, s:I, s:o, s:b, s:b, s:I, s:I, s:I, s:b, s:o,"
		" s:o, s:b, s:s, s:o, s:b, s:b}",
		"id", (json_int_t)r->id, "reward", r->name, "words", r->words,
		"cost", (json_int_t)r->cost, "kind", reward_kind(r->kind),
		"codes", strcmp(r->kind, "code") == 0, "limited", left != -1,
		"left", (json_int_t)(left == -1 ? 0 : left), "stock",
		(json_int_t)(left == -1 ? 0 : r->stock), "taken",
		(json_int_t)r->taken, "none_left", left == 0, "starts",
		answer_time(t, later ? r->starts_at : 0, "date"), "ends",
		about_until(t, r->ends_at), "over", over, "picture", r->picture,
		"money", reward_money(r->value, r->currency), "approval",
		r->approval, "offered", r->offered);

	return values;
}

int
reward_answer(
	struct turn *t, const struct reward *r, const char *what, struct err *e)
{
	json_t *values = reward_about(t, r);
	int64_t open;

	if (redemption_count_reward(t->db, r->id, &open, e) == -1) {
		json_decref(values);
		return -1;
	}
	json_object_set_new(values, "open", json_integer(open));
	json_object_set_new(
		values, "made", json_boolean(strcmp(what, "made") == 0));
	json_object_set_new(
		values, "saved", json_boolean(strcmp(what, "saved") == 0));
	json_object_set_new(
		values, "admin", json_boolean(t->role >= ROLE_ADMIN));
	return answer_here(t, "reward_show", values, e);
}

/* Which one ----------------------------------------------------------------*/

/* All names, to look for the nearest. */
struct names {
	const char *list[NAMES_MOST + 1];
	size_t count;
};

static int
on_reward(void *arg, const struct reward *r, struct err *e)
{
	struct names *n = arg;

	(void)e;
	if (n->count < NAMES_MOST)
		n->list[n->count++] = xstrdup(r->name);
	return 0;
}

/* Members hear of those that they see. */
static int
gather(struct turn *t, bool all, struct names *n, struct err *e)
{
	const struct catalogue_page page = {t->now, 0, NAMES_MOST};

	if (all)
		return catalogue_each(t->db, 0, NAMES_MOST, on_reward, n, e);
	return catalogue_each_offered(t->db, &page, on_reward, n, e);
}

/* The only name that has the words in it; NULL: none has, or several. */
static const char *
find_part(const struct names *n, const char *words)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < n->count && *words != '\0'; i++) {
		if (strcasestr(n->list[i], words) == NULL)
			continue;
		if (found != NULL)
			return NULL;
		found = n->list[i];
	}
	return found;
}

/* The name nearest to the text's beginning, and how much of that it is: what
 * is before a colon, or that without its last word, which may be a field; or
 * the only one that has those words in it. NULL: none is near. */
static const char *
find_near(const struct names *n, const char *text, size_t *size)
{
	char *start = xstrdup(text), *blank;
	const char *part;
	int nearest;

	start[strcspn(start, ":\n")] = '\0';
	nearest = text_nearest(start, n->list);
	part = nearest < 0 ? find_part(n, start) : NULL;
	blank = strrchr(start, ' ');
	if (nearest < 0 && part == NULL && blank != NULL) {
		*blank = '\0';
		nearest = text_nearest(start, n->list);
	}
	*size = strlen(start);
	free(start);
	return nearest < 0 ? part : n->list[nearest];
}

static int
say_unknown(struct turn *t, const struct names *n, const char *text,
	const char *command, struct err *e)
{
	bool all = text_starts(command, "/campaign");
	size_t size;
	const char *near = find_near(n, text, &size);
	char *start = xasprintf("%.*s", (int)size, text);
	char *wrong = text_cut(start, 60);
	json_t *values = json_pack("{s:s, s:s, s:o, s:b, s:b}", "wrong", wrong,
		"near", near == NULL ? "" : near, "value",
		json_sprintf("%s %s%s", command, near == NULL ? "" : near,
			strlen(text) < LINE_MOST ? text + size : ""),
		"none", n->count == 0, "all", all);

	free(start);
	free(wrong);
	return turn_reply(t, "reward_unknown", values, e);
}

static int
refuse(struct turn *t, const char *text, const char *command, struct err *e)
{
	struct names *n = xcalloc(1, sizeof *n);
	int result = gather(t, text_starts(command, "/campaign"), n, e);
	size_t i;

	if (result == 0)
		result = say_unknown(t, n, text, command, e);
	for (i = 0; i < n->count; i++)
		free((char *)(uintptr_t)n->list[i]);
	free(n);
	return result;
}

/* "3" or "#3" at the start of text. */
static int
find_number(struct turn *t, const char *text, struct reward_named *out,
	struct err *e)
{
	size_t sign = *text == '#', size = strcspn(text, " \n");
	char *word = xasprintf("%.*s", (int)(size - sign), text + sign);
	int64_t id = number_read(word);

	free(word);
	if (id == 0)
		return 0;
	if (catalogue_get(t->db, id, &out->reward, e) == -1)
		return -1;
	if (out->reward.retired)
		out->reward.id = 0;
	out->rest = text + size;
	return 0;
}

/* A name in quotes, as people write what has blanks. */
static int
find_quoted(struct turn *t, const char *text, struct reward_named *out,
	struct err *e)
{
	const char *end = *text == '"' ? strchr(text + 1, '"') : NULL;
	char *name;
	int result;

	if (end == NULL)
		return 0;
	name = xasprintf("%.*s", (int)(end - text - 1), text + 1);
	result = catalogue_find(t->db, name, &out->reward, e);
	free(name);
	out->rest = end + 1;
	return result;
}

int
reward_which(struct turn *t, const char *text, const char *command,
	struct reward_named *out, struct err *e)
{
	if (catalogue_starting(t->db, text, &out->reward, e) == -1)
		return -1;
	out->rest = text + strlen(out->reward.name);
	if (out->reward.id == 0 && find_quoted(t, text, out, e) == -1)
		return -1;
	if (out->reward.id == 0 && find_number(t, text, out, e) == -1)
		return -1;
	if (out->reward.id == 0)
		return refuse(t, text, command, e);
	while (*out->rest == ' ' || *out->rest == '\n')
		out->rest++;
	return 0;
}
