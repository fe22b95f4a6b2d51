#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "turn.h"
#include "accounts.h"

static int
on_account(void *arg, const char *chat, const char *person, struct err *e)
{
	char **words = arg, *longer;

	(void)person;
	(void)e;
	longer = *words == NULL ? xstrdup(chat)
				: xasprintf("%s, %s", *words, chat);
	free(*words);
	*words = longer;
	return 0;
}

json_t *
accounts_words(struct turn *t, struct err *e)
{
	char *words = NULL;
	json_t *value = NULL;

	if (!t->member.linked)
		return json_string("");
	if (people_each_account(t->db, t->member.id, on_account, &words, e) ==
		0)
		value = json_string(words == NULL ? "" : words);
	free(words);
	return value;
}
