#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "behaviour.h"
#include "line.h"
#include "reward_about.h"
#include "reward_admin.h"
#include "reward_value.h"
#include "sub.h"

/* One line changes one field: what reads it is the form's. */
static int
set_field(struct turn *t, struct line_change *c, struct err *e)
{
	struct reward_value v = {.field = c->field->name, .text = c->value};

	if (reward_value_set(t, c->reward, &v, e) == -1)
		return -1;
	return v.phrase == NULL ? 0 : line_refuse(t, c, v.phrase, v.values, e);
}

static const struct line_field fields[] = {
	{"name", set_field},
	{"words", set_field},
	{"cost", set_field},
	{"kind", set_field},
	{"stock", set_field},
	{"approval", set_field},
	{"starts", set_field},
	{"ends", set_field},
	{"value", set_field},
	{"picture", set_field},
	{"offered", set_field},
	{NULL, NULL},
};

/* "<field>: <value>" */
static int
edit_line(struct turn *t, struct reward *r, const char *text, struct err *e)
{
	const struct reward before = *r;
	struct line_change change = {
		.reward = r, .name = before.name, .command = "rewards"};
	bool done;
	int result = line_run(t, fields, text, &change, &done, e);

	if (result == 0 && done)
		result = reward_value_save(t, &before, r, e);
	line_end(&change);
	if (result == -1 || !done)
		return result;
	return reward_answer(t, r, "saved", e);
}

/* "rewards <name>", and what comes after it. */
static int
run_named(struct turn *t, struct err *e)
{
	struct reward_named named;

	if (reward_which(t, t->text, "/campaign rewards", &named, e) == -1)
		return -1;
	if (named.reward.id == 0)
		return 0;
	if (*named.rest == '\0')
		return reward_answer(t, &named.reward, "", e);
	if (t->role < ROLE_ADMIN)
		return refuse_role(t, ROLE_ADMIN, e);
	if (text_same(named.rest, "edit"))
		return reward_form_open(t, &named.reward, e);
	if (text_same(named.rest, "codes"))
		return reward_codes_open(t, &named.reward, e);
	if (text_same(named.rest, "codes remove"))
		return reward_codes_ask(t, &named.reward, e);
	if (text_same(named.rest, "remove"))
		return reward_remove_ask(t, &named.reward, e);
	return edit_line(t, &named.reward, named.rest, e);
}

/* /campaign rewards [list [page] | add ... | remove <name> | <name> ...] */
int
reward_admin_run(struct turn *t, struct err *e)
{
	static const struct sub subs[] = {{NULL, ROLE_AUDITOR, reward_list_run},
		{"list", ROLE_AUDITOR, reward_list_run},
		{"help", ROLE_AUDITOR, reward_list_run},
		{"add", ROLE_ADMIN, reward_add_run},
		{"remove", ROLE_ADMIN, reward_remove_run},
		{NULL, ROLE_NONE, NULL}};
	char *copy = xstrdup(t->text), *rest = copy, *word = text_word(&rest);
	const struct sub *sub = subs;

	while (sub->run != NULL && !text_same(sub->word, word))
		sub++;
	free(copy);
	if (sub->run == NULL)
		return run_named(t, e);
	return sub_run(t, "/campaign rewards", subs, e);
}
