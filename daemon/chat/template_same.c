#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"

#include "template_same.h"

/* What a press, a form or a platform reads; all else is words. */
static const char *const deeds[] = {"action", "value", "url", "picture",
	"options", "chosen", "style", "input", "kind", "max", "optional",
	"form", "state", NULL};

/* Logic in place of a value: {"style": {"$if": ..., "then": "primary"}} */
static const char *const logics[] = {"then", "else", "do", NULL};

static bool
is_among(const char *key, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(key, *list) == 0)
			return true;
	return false;
}

/* Notes "action \"share\"" for all that stands under such a key. deed is the
 * key that value is under, or NULL. */
static void
collect(const json_t *value, const char *deed, json_t *out)
{
	const json_t *entry;
	const char *key;
	char *text, *line;
	size_t i;

	json_array_foreach(value, i, entry) collect(entry, deed, out);
	json_object_foreach((json_t *)value, key, entry)
	{
		if (is_among(key, deeds))
			collect(entry, key, out);
		else if (*key != '$')
			collect(entry, is_among(key, logics) ? deed : NULL,
				out);
	}
	if (deed == NULL || json_is_array(value) || json_is_object(value))
		return;
	text = json_dump(value);
	line = xasprintf("%s %s", deed, text);
	json_object_set_new(out, line, json_true());
	free(line);
	free(text);
}

/* The first of the deeds that the other does not have, or NULL. */
static const char *
find_missing(json_t *all, const json_t *other)
{
	const char *line;
	json_t *value;

	json_object_foreach(all, line, value)
	{
		if (json_object_get(other, line) == NULL)
			return line;
	}
	return NULL;
}

int
template_same_check(const json_t *card, const json_t *english, struct err *e)
{
	json_t *own = json_object(), *wanted = json_object();
	const char *line;
	int status = 0;

	collect(card, NULL, own);
	collect(english, NULL, wanted);
	line = find_missing(wanted, own);
	if (line != NULL)
		status = err_set(e, "has no %s, as English has", line);
	line = status == -1 ? NULL : find_missing(own, wanted);
	if (line != NULL)
		status = err_set(e, "has %s, English has not", line);
	json_decref(own);
	json_decref(wanted);
	return status;
}
