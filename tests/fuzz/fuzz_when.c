#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "when.h"

/* Dates of feeds and of people: what is read is a moment after 1970 that can
 * be written again. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	int64_t at = when_parse_stamp(s);
	char *iso = when_write(at, "UTC", "en", WHEN_ISO);

	/* To the second: what is written is read as the same moment. */
	if (at >= WHEN_DAY && when_parse_stamp(iso) != at - at % 1000)
		abort();
	free(iso);
	when_parse_day(s, INT64_C(1795424400000), "Europe/Berlin");
	free(s);
	return 0;
}
