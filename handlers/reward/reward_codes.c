#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "reward_about.h"
#include "reward_admin.h"

#define LINES_MOST 500

/* The codes that were pasted: lines are told by their number alone. */
struct pasted {
	char *text, *lines[LINES_MOST];
	size_t count;
	int64_t added, known;
};

int
reward_codes_open(struct turn *t, const struct reward *r, struct err *e)
{
	if (strcmp(r->kind, "code") != 0)
		return turn_reply(t, "reward_no_codes", reward_about(t, r), e);
	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	return turn_form(t, "reward_codes_form", reward_about(t, r), e);
}

/* Why a line is no code that can be kept; NULL: it is one. */
static const char *
find_fault(const char *line)
{
	char *clean = text_clean(line);
	bool same = strcmp(clean, line) == 0;

	free(clean);
	if (!same)
		return "code_unseen";
	return text_graphemes(line) > REWARD_CODE_MOST ? "code_long" : NULL;
}

/* Parts the text into its lines, empty ones left out. *fine is false when the
 * form stays open with what is wrong. */
static int
read_lines(struct turn *t, struct pasted *p, bool *fine, struct err *e)
{
	char *rest = p->text, *line;
	const char *fault;
	int64_t number = 0;

	*fine = false;
	while ((line = strsep(&rest, "\n")) != NULL) {
		number++;
		if (*text_trim(line) == '\0')
			continue;
		fault = p->count == LINES_MOST ? "code_many" : find_fault(line);
		if (fault != NULL)
			return turn_form_error(t, "secret_codes", fault,
				json_pack("{s:I, s:i}", "line",
					(json_int_t)number, "most",
					strcmp(fault, "code_many") == 0
						? LINES_MOST
						: REWARD_CODE_MOST),
				e);
		p->lines[p->count++] = line;
	}
	*fine = p->count > 0;
	return *fine ? 0
		     : turn_form_error(t, "secret_codes", "code_none", NULL, e);
}

static int
add_all(struct turn *t, const struct reward *r, struct pasted *p, struct err *e)
{
	unsigned char hash[REWARD_CODE_HASH];
	bool fresh;
	char *box;
	size_t i;
	int result = 0;

	for (i = 0; result == 0 && i < p->count; i++) {
		turn_code_hash(t, p->lines[i], hash);
		box = turn_code_close(t, p->lines[i]);
		result = reward_code_add(t->db, r->id, hash, box, &fresh, e);
		free(box);
		p->added += fresh;
		p->known += !fresh;
	}
	return result;
}

/* How many, never which. */
static int
note(struct turn *t, const struct reward *before, const struct pasted *p,
	struct err *e)
{
	char from[24], to[24];

	if (p->added == 0)
		return 0;
	snprintf(from, sizeof from, "%" PRId64, before->stock);
	snprintf(to, sizeof to, "%" PRId64, before->stock + p->added);
	return turn_audit(t,
		p->added > 0 ? "reward.codes" : "reward.codes_remove",
		before->name, from, to, e);
}

static int
take(struct turn *t, struct reward *r, struct pasted *p, struct err *e)
{
	const struct reward before = *r;
	json_t *values;

	if (add_all(t, r, p, e) == -1 || note(t, &before, p, e) == -1 ||
		catalogue_get(t->db, r->id, r, e) == -1)
		return -1;
	values = reward_about(t, r);
	json_object_set_new(values, "added", json_integer(p->added));
	json_object_set_new(values, "known", json_integer(p->known));
	return turn_reply(t, "reward_codes_added", values, e);
}

/* The form was sent; its state is the reward. */
int
reward_codes_form_run(struct turn *t, struct err *e)
{
	struct pasted p = {.count = 0};
	struct reward r;
	bool fine;
	int result;

	if (catalogue_get(t->db, number_read(t->event->value), &r, e) == -1)
		return -1;
	if (r.id == 0 || r.retired || strcmp(r.kind, "code") != 0)
		return turn_reply(t, "reward_gone",
			json_pack("{s:s}", "reward", r.name), e);
	p.text = xstrdup(json_text(t->event->fields, "secret_codes", ""));
	result = read_lines(t, &p, &fine, e);
	if (result == 0 && fine)
		result = take(t, &r, &p, e);
	seal_wipe(p.text, strlen(p.text));
	free(p.text);
	return result;
}

/* "rewards <name> codes remove": those that nobody has; asks first. */
int
reward_codes_ask(struct turn *t, const struct reward *r, struct err *e)
{
	bool codes = strcmp(r->kind, "code") == 0;

	return answer_here(t, codes ? "reward_codes_ask" : "reward_no_codes",
		reward_about(t, r), e);
}

/* The button of that question. */
int
reward_codes_yes_run(struct turn *t, struct err *e)
{
	struct pasted none = {.count = 0};
	struct reward r, before;
	int64_t dropped;

	if (catalogue_get(t->db, number_read(t->event->value), &r, e) == -1)
		return -1;
	if (r.id == 0 || r.retired)
		return turn_reply(t, "reward_gone",
			json_pack("{s:s}", "reward", r.name), e);
	before = r;
	if (reward_code_drop(t->db, r.id, &dropped, e) == -1 ||
		catalogue_get(t->db, r.id, &r, e) == -1)
		return -1;
	none.added = -dropped;
	if (note(t, &before, &none, e) == -1)
		return -1;
	return reward_answer(t, &r, "saved", e);
}
