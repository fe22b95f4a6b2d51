#include <stdlib.h>

#include "mem.h"
#include "text.h"

#include "behaviour.h"
#include "sub.h"

#define SUBS_MOST 15

int
sub_run(struct turn *t, const char *command, const struct sub *subs,
	struct err *e)
{
	const char *words[SUBS_MOST + 1], *whole = t->text, *word;
	char *copy = xstrdup(whole), *rest = copy;
	const struct sub *found = NULL, *at;
	size_t count = 0;
	int result;

	word = text_word(&rest);
	for (at = subs; at->run != NULL; at++) {
		if (text_same(at->word, word))
			found = at;
		if (at->word != NULL && at->needs <= t->role &&
			count < SUBS_MOST)
			words[count++] = at->word;
	}
	words[count] = NULL;
	t->text = word == NULL ? "" : text_trim(rest);
	if (found == NULL)
		result = refuse_unknown(t, command, word, words, e);
	else if (t->role < found->needs)
		result = refuse_role(t, found->needs, e);
	else
		result = found->run(t, e);
	t->text = whole;
	free(copy);
	return result;
}
