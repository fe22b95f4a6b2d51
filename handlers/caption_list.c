#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "mem.h"
#include "text.h"

#include "turn.h"

#include "caption_list.h"

#define CAPTION_SIZE 3072
#define CAPTION_MOST 20
#define BETWEEN "\n---\n"

int
caption_list_write(
	struct turn *t, const struct item *i, char **out, struct err *e)
{
	char *one = xmalloc(CAPTION_SIZE);
	struct text all = {NULL, 0, 0};
	int count, at;

	if (caption_count(t->db, i->id, i->language, &count, e) == -1)
		goto fail;
	for (at = 0; at < count; at++) {
		if (caption_at(t->db, i->id, i->language, at, one, CAPTION_SIZE,
			    e) == -1)
			goto fail;
		if (at > 0)
			text_add(&all, BETWEEN);
		text_add(&all, one);
	}
	*out = text_take(&all);
	free(one);
	return 0;
fail:
	text_free(&all);
	free(one);
	return -1;
}

/* The next caption of *rest, in place; NULL when there is none left. */
static char *
next_caption(char **rest, const char *between)
{
	char *start = *rest, *end;

	if (start == NULL)
		return NULL;
	end = strstr(start, between);
	*rest = end == NULL ? NULL : end + strlen(between);
	if (end != NULL)
		*end = '\0';
	return text_trim(start);
}

int
caption_list_read(struct turn *t, const struct item *i, const char *written,
	struct err *e)
{
	char *copy = xstrdup(written), *rest = copy, *one;
	const char *between = strstr(copy, BETWEEN) == NULL ? "\n" : BETWEEN;
	int count = 0, result = caption_clear(t->db, i->id, e);

	while (result == 0 && count < CAPTION_MOST &&
		(one = next_caption(&rest, between)) != NULL) {
		if (*one == '\0')
			continue;
		result = caption_add(t->db, i->id, "", "", one, e);
		count++;
	}
	free(copy);
	return result;
}
