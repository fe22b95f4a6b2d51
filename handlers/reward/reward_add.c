#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "reward_about.h"
#include "reward_admin.h"
#include "reward_value.h"

/* What is written: "Book voucher 400", or "Book voucher 400 For any book". */
struct written {
	char *name, *cost, *words;
};

/* The cost is the last word, or else the first number that has a name before
 * it; what follows that is for the words. NULL: there is none. */
static char *
find_cost(char *line)
{
	char *at = line + strlen(line), *end;

	while (at > line && at[-1] != ' ')
		at--;
	if (at > line && number_read(at) != 0)
		return at;
	for (at = strchr(line, ' '); at != NULL; at = strchr(at, ' ')) {
		at++;
		end = at + strcspn(at, " ");
		if (at[0] >= '1' && at[0] <= '9' &&
			strspn(at, "0123456789") == (size_t)(end - at))
			return at;
	}
	return NULL;
}

/* Without the quotes that people write around what has blanks. */
static char *
bare(char *name)
{
	size_t size = strlen(name);

	if (size < 2 || name[0] != '"' || name[size - 1] != '"')
		return name;
	name[size - 1] = '\0';
	return text_trim(name + 1);
}

/* Parts the line in place. */
static bool
read_line(char *line, struct written *out)
{
	char *cost = find_cost(line), *end;

	if (cost == NULL)
		return false;
	end = cost + strcspn(cost, " ");
	out->words = *end == '\0' ? end : end + 1;
	*end = '\0';
	cost[-1] = '\0';
	out->name = bare(text_trim(line));
	out->cost = cost;
	text_trim(out->words);
	return true;
}

static int
refuse(struct turn *t, const char *wrong, struct reward_value *v, struct err *e)
{
	json_t *why = v->phrase == NULL
			      ? json_string("")
			      : turn_words(t, v->phrase, v->values, e);
	char *shown = text_cut(wrong, 60);
	int result = -1;

	if (why != NULL)
		result = turn_reply(t, "reward_add_wrong",
			json_pack("{s:s, s:o}", "wrong", shown, "why", why), e);
	free(shown);
	return result;
}

/* The first of its three values that cannot be taken is told. */
static int
make(struct turn *t, const struct written *w, struct err *e)
{
	const char *const texts[][2] = {
		{"name", w->name}, {"cost", w->cost}, {"words", w->words}};
	struct reward r = {.kind = "goods", .stock = -1, .approval = true};
	struct reward_value v;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		v = (struct reward_value){
			.field = texts[i][0], .text = texts[i][1]};
		if (reward_value_set(t, &r, &v, e) == -1)
			return -1;
		if (v.phrase != NULL)
			return refuse(t, v.text, &v, e);
	}
	if (catalogue_add(t->db, &r, t->now, e) == -1 ||
		turn_audit(t, "reward.add", r.name, "", w->cost, e) == -1)
		return -1;
	return reward_answer(t, &r, "made", e);
}

/* /campaign rewards add <name> <cost> [words]; alone it opens the form. */
int
reward_add_run(struct turn *t, struct err *e)
{
	char *line = text_clean(t->text), *at;
	struct reward_value none = {.phrase = NULL};
	struct written w;
	int result;

	for (at = line; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	if (*text_trim(line) == '\0')
		result = reward_form_open(t, NULL, e);
	else if (!read_line(line, &w))
		result = refuse(t, line, &none, e);
	else
		result = make(t, &w, e);
	free(line);
	return result;
}
