#include <stdlib.h>

#include "text.h"

#include "named.h"

#define MOST 200

char *
named_words(const char *written)
{
	char *copy = text_clean(written), *rest = copy, *word;
	struct text name = {0};

	text_add(&name, "");
	while ((word = text_word(&rest)) != NULL) {
		text_add(&name, name.size == 0 ? "" : " ");
		text_add(&name, word);
	}
	free(copy);
	return text_take(&name);
}

const char *
named_nearest(const char *wrong, const json_t *names)
{
	const char *words[MOST + 1];
	size_t i, count = json_array_size(names);
	int at;

	for (i = 0; i < count && i < MOST; i++)
		words[i] = json_string_value(json_array_get(names, i));
	words[i] = NULL;
	at = text_nearest(wrong, words);
	return at == -1 ? NULL : words[at];
}
