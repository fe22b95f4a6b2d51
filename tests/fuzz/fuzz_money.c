#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An amount is refused, or read again as the same when it was written. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size), *written, *whole;
	char currency[4], other[4];
	int64_t minor, again;

	if (money_read(text, &minor, currency)) {
		if (minor <= 0 || minor > MONEY_MOST || strlen(currency) != 3)
			abort();
		written = money_write(minor, currency);
		whole = xasprintf("%s %s", written, currency);
		if (!money_read(whole, &again, other) || again != minor ||
			strcmp(currency, other) != 0)
			abort();
		free(whole);
		free(written);
	}
	free(text);
	return 0;
}
