#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

#include "mattermost/mattermost_trigger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A server's key, and nobody else's signature counts. */
static const char key[] =
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEO0CDFzmLXXY2qFIy/eOjE6MsWg873sR6"
	"VvP93rbJgToLcagDysp/yTUpbGbKlMHsRUnf5kO45+wrY1SEQM+u3Q==";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mattermost_key *k = mattermost_key_read(key, NULL), *other;
	struct mattermost_trigger_parts parts;
	char *text = xmalloc(size + 1);
	struct err e;

	memcpy(text, data, size);
	text[size] = '\0';
	if (mattermost_trigger_read(&parts, text, &e) == 0 &&
		(strlen(parts.random) != 26 || strlen(parts.person) != 26 ||
			parts.at < 0 ||
			mattermost_trigger_check(
				k, text, parts.person, parts.at, 1, &e) == 0))
		abort();
	other = mattermost_key_read(text, &e);
	mattermost_key_free(other);
	mattermost_key_free(k);
	free(text);
	return 0;
}
