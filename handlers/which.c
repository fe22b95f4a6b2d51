#include <stdint.h>
#include <stdlib.h>

#include "items.h"
#include "mem.h"
#include "text.h"

#include "turn.h"

#include "number.h"
#include "which.h"

/* "12" or "#12". */
static int64_t
read_number(const char *word)
{
	return number_read(*word == '#' ? word + 1 : word);
}

static int
refuse(struct turn *t, const char *word, const char *example, struct err *e)
{
	char *shown = text_cut(word == NULL ? "" : word, 60);
	int result = turn_reply(t, "item_unknown",
		json_pack("{s:s, s:b, s:s}", "wrong", shown, "number",
			word != NULL && read_number(word) != 0, "example",
			example),
		e);

	free(shown);
	return result;
}

int
which_item(struct turn *t, const char *word, const char *example,
	struct item *out, struct err *e)
{
	int64_t id = word == NULL ? 0 : read_number(word);

	*out = (struct item){.id = 0};
	if (id != 0 && item_find(t->db, id, out, e) == -1)
		return -1;
	return out->id != 0 ? 0 : refuse(t, word, example, e);
}

int
which_item_written(
	struct turn *t, const char *example, struct item *out, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	int result = which_item(t, text_word(&rest), example, out, e);

	free(copy);
	return result;
}
