#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "mem.h"

#include "posted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the content webhook is sent becomes fields, or a fault that says which
 * one in words that can be sent back. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct posted_clock clock = {
		INT64_C(1795424400000), "Europe/Helsinki"};
	struct posted_fault fault = {NULL, "", ""};
	json_t *fields = posted_read((const char *)data, size, &clock, &fault);
	json_t *answer;
	char *key = xstrndup((const char *)data, size);

	if (fields == NULL) {
		answer = posted_answer(&fault);
		if (fault.error == NULL || fault.message[0] == '\0' ||
			answer == NULL)
			abort();
		json_decref(answer);
	} else if (json_string_length(json_object_get(fields, "url")) == 0 ||
		   json_integer_value(json_object_get(fields, "expires")) < 0 ||
		   json_array_size(json_object_get(fields, "captions")) >
			   POSTED_CAPTIONS) {
		abort();
	}
	json_decref(fields);
	if (posted_check_key(key) == 0 && strlen(key) > POSTED_KEY_MAX)
		abort();
	free(key);
	return 0;
}
