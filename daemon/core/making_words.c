#include "csv.h"
#include "err.h"

#include "figures.h"
#include "making_words.h"

int
making_words_cell(const struct figures_parts *p, struct csv *c,
	const char *before, const char *name, struct err *e)
{
	json_t *words = figures_phrase(p, before, name, "", e);

	if (words == NULL)
		return -1;
	csv_text(c, json_string_value(words));
	json_decref(words);
	return 0;
}

int
making_words_headings(const struct figures_parts *p, struct csv *c,
	const char *const *columns, size_t count, struct err *e)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (making_words_cell(p, c, "", columns[i], e) == -1)
			return -1;
	csv_end(c);
	return 0;
}
