#include <errno.h>
#include <stdlib.h>

#include "number.h"

int64_t
number_read(const char *text)
{
	long long number;
	char *end;

	if (text == NULL || *text < '0' || *text > '9')
		return 0;
	errno = 0;
	number = strtoll(text, &end, 10);
	return errno != 0 || *end != '\0' ? 0 : number;
}
