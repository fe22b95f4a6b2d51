#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "report.h"

#include "report_ref.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A word that names a report is refused, or another way to write the word of
 * the same report. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *word = xstrndup((const char *)data, size), *again, *twice;
	struct report_about about;

	if (report_ref_read(word, &about) == 0) {
		again = report_ref_write(&about);
		if (report_ref_read(again, &about) == -1)
			abort();
		twice = report_ref_write(&about);
		if (strcmp(again, twice) != 0)
			abort();
		free(again);
		free(twice);
	}
	free(word);
	return 0;
}
