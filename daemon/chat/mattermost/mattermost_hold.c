#include "backoff.h"

#include "mattermost_hold.h"

#define STEP_MS 100 /* ten a second: the server's own default */
#define STEP_MIN_MS 5
#define STEP_MAX_MS 10000
#define LIMITED_MS 1000
#define LONGEST_MS 300000 /* whatever a server or proxy may say */
#define EPOCH 1000000     /* a reset above it is a time of day */
#define RESERVE 10        /* calls kept for what is urgent, at most */

static int64_t
step_of(const struct mattermost_hold *h)
{
	return h->step == 0 ? STEP_MS : h->step;
}

static int64_t
clamp(int64_t value, int64_t min, int64_t max)
{
	return value < min ? min : value > max ? max : value;
}

/* ms until the reset: measured servers give seconds to go, the manual says
 * seconds since 1970. -1: not told. */
static int64_t
reset_ms(const struct mattermost_rate *rate, int64_t wall)
{
	if (rate->reset < 0)
		return -1;
	if (rate->reset < EPOCH)
		return rate->reset * 1000;
	if (rate->reset > (wall + LONGEST_MS) / 1000)
		return LONGEST_MS;
	return clamp(rate->reset * 1000 - wall, 0, LONGEST_MS);
}

int64_t
mattermost_hold_wait(struct mattermost_hold *h, int64_t now)
{
	int64_t at;

	if (h->until <= now)
		return 0;
	at = h->given + step_of(h);
	if (at < h->until)
		at = h->until;
	h->given = at;
	return at - now;
}

void
mattermost_hold_seen(struct mattermost_hold *h,
	const struct mattermost_rate *rate, int64_t now, int64_t wall)
{
	int64_t reset = reset_ms(rate, wall), reserve = rate->limit / 10;

	if (rate->limit <= 0 || rate->left < 0 || rate->left >= rate->limit ||
		reset < 0)
		return;
	h->step = clamp(
		reset / (rate->limit - rate->left), STEP_MIN_MS, STEP_MAX_MS);
	if (rate->left <= clamp(reserve, 1, RESERVE) &&
		h->until < now + h->step)
		h->until = now + h->step;
}

int64_t
mattermost_hold_limited(struct mattermost_hold *h, int64_t retry_ms,
	const struct mattermost_rate *rate, int64_t now, int64_t wall)
{
	int64_t wait = retry_ms > 0 ? retry_ms : reset_ms(rate, wall);

	if (wait <= 0)
		wait = LIMITED_MS;
	wait = clamp(wait, 0, LONGEST_MS);
	wait += backoff_between(wait / 20, wait / 4);
	if (h->until < now + wait)
		h->until = now + wait;
	return mattermost_hold_wait(h, now);
}
