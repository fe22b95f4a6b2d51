#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "receipt.h"

struct receipt *
receipt_new(const char *envelope)
{
	size_t size = strlen(envelope) + 1;
	struct receipt *r = xcalloc(1, sizeof *r + size);

	memcpy(r->envelope, envelope, size);
	return r;
}

void
receipt_free(struct receipt *r)
{
	if (r == NULL)
		return;
	if (r->open != NULL)
		(*r->open)--;
	free(r->payload);
	free(r);
}
