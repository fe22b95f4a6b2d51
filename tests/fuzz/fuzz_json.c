#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
depth_of(const json_t *value)
{
	const char *key;
	json_t *part;
	size_t i;
	int deepest = 0;

	json_object_foreach((json_t *)(uintptr_t)value, key, part)
	{
		int depth = depth_of(part);

		deepest = depth > deepest ? depth : deepest;
	}
	json_array_foreach(value, i, part)
	{
		int depth = depth_of(part);

		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + (json_is_object(value) || json_is_array(value));
}

/* We take what jansson takes, and write what it writes; but jansson overlooks
 * a NUL behind a number or a word. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {""};
	json_t *ours = json_parse((const char *)data, size, &e);
	json_t *theirs = json_loadb((const char *)data, size, 0, NULL);
	char *our_text = NULL, *their_text = NULL;

	if (ours == NULL && memchr(data, '\0', size) != NULL)
		goto out;
	if (theirs == NULL || depth_of(theirs) > 256) {
		if (ours != NULL || e.text[0] == '\0')
			abort();
		goto out;
	}
	if (ours == NULL || !json_equal(ours, theirs))
		abort();
	our_text = json_dump(ours);
	their_text = json_dumps(theirs, JSON_COMPACT);
	if (strcmp(our_text, their_text) != 0)
		abort();
	json_decref(ours);
	json_decref(theirs);
	ours = json_parse_once((const char *)data, size, &e);
	theirs = json_loadb(
		(const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	if ((ours == NULL) != (theirs == NULL))
		abort();
out:
	free(our_text);
	free(their_text);
	json_decref(ours);
	json_decref(theirs);
	return 0;
}
