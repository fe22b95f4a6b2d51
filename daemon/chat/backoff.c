#include "seal.h"

#include "backoff.h"

#define MIN_MS 500
#define FIRST_CAP_MS 1000
#define LAST_CAP_MS 24000
#define SLOW_MIN_MS 60000
#define SLOW_MAX_MS 300000

int64_t
backoff_between(int64_t min, int64_t max)
{
	uint32_t random;

	seal_random(&random, sizeof random);
	return max <= min ? min : min + random % (max - min + 1);
}

int64_t
backoff_slow(void)
{
	return backoff_between(SLOW_MIN_MS, SLOW_MAX_MS);
}

int64_t
backoff_next(unsigned *attempts)
{
	unsigned n = *attempts < 8 ? *attempts : 8;
	int64_t cap = (int64_t)FIRST_CAP_MS << n;

	++*attempts;
	return backoff_between(MIN_MS, cap < LAST_CAP_MS ? cap : LAST_CAP_MS);
}
