#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "text.h"
#include "when.h"

#include "report_span.h"

#define WORDS 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A time that somebody writes is whole days that follow each other. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size), *rest = text;
	char *words[WORDS];
	struct report_span span = {0, 0};
	size_t count = 0;
	int used;

	while (count < WORDS && (words[count] = text_word(&rest)) != NULL)
		count++;
	used = report_span_read(words, count, INT64_C(1795424400000), &span);
	if (used < -1 || used > (int)count)
		abort();
	if (used > 0 && (span.from % WHEN_DAY != 0 || span.to % WHEN_DAY != 0 ||
				(span.to != 0 && span.to <= span.from)))
		abort();
	free(text);
	return 0;
}
