#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "when.h"

#include "limit.h"

#include "web_kept.h"

#define FRESH (10 * WHEN_SECOND)
#define BUCKET "made"
#define A_MINUTE 120.0
#define BURST 10

struct web_kept {
	struct limit *limit;
	char *key, *bytes; /* NULL: nothing is kept */
	size_t size;
	int64_t at;
};

struct web_kept *
web_kept_new(void)
{
	struct web_kept *k = xcalloc(1, sizeof *k);

	k->limit = limit_new();
	return k;
}

void
web_kept_free(struct web_kept *k)
{
	if (k == NULL)
		return;
	limit_free(k->limit);
	free(k->key);
	free(k->bytes);
	free(k);
}

const char *
web_kept_find(const struct web_kept *k, const char *key, size_t *size)
{
	int64_t age = clock_now() - k->at;

	if (k->key == NULL || strcmp(k->key, key) != 0 || age < 0 ||
		age >= FRESH)
		return NULL;
	*size = k->size;
	return k->bytes;
}

bool
web_kept_may_make(struct web_kept *k)
{
	int64_t now = clock_steady();

	if (limit_wait(k->limit, BUCKET, A_MINUTE, BURST, now) != 0)
		return false;
	limit_take(k->limit, BUCKET, A_MINUTE, BURST, now);
	return true;
}

void
web_kept_put(struct web_kept *k, const char *key, char *bytes, size_t size)
{
	free(k->key);
	free(k->bytes);
	k->key = xstrdup(key);
	k->bytes = bytes;
	k->size = size;
	k->at = clock_now();
}
