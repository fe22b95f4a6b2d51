#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "shares.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A code is refused or spells one number, whose own code spells it again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *code = xstrndup((const char *)data, size);
	int64_t number = link_read_code(code);
	char again[LINK_CODE_SIZE];

	if (number < -1 || number >= INT64_C(1) << 40)
		abort();
	if (number != -1) {
		link_write_code(number, again);
		if (link_read_code(again) != number)
			abort();
	}
	free(code);
	return 0;
}
