#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

#include "clock.h"
#include "log.h"
#include "mem.h"
#include "seal.h"

#include "loop.h"

#include "chat.h"
#include "mattermost_api.h"
#include "mattermost_canary.h"
#include "mattermost_decode.h"

#define IDLE_MS 120000
#define WAIT_MS 10000

struct mattermost_canary {
	const struct chat_settings *settings;
	struct mattermost_api *api;
	const struct mattermost_self *self;
	struct mattermost_api_call *call;
	struct loop_timer *deadline; /* it should have been heard by then */
	mattermost_canary_missed_fn *missed; /* NULL: stopped */
	void *arg;
	int64_t idle_since; /* clock_now() */
	bool heard;         /* something, since it was sent */
};

static void
on_deadline(void *arg)
{
	struct mattermost_canary *c = arg;
	mattermost_canary_missed_fn *missed = c->missed;

	mattermost_canary_stop(c);
	if (missed != NULL)
		missed(c->arg);
}

struct mattermost_canary *
mattermost_canary_new(struct loop *l, const struct chat_settings *settings,
	struct mattermost_api *api, const struct mattermost_self *self)
{
	struct mattermost_canary *c = xcalloc(1, sizeof *c);

	c->settings = settings;
	c->api = api;
	c->self = self;
	c->deadline = loop_timer_new(l, on_deadline, c);
	return c;
}

void
mattermost_canary_free(struct mattermost_canary *c)
{
	if (c == NULL)
		return;
	mattermost_api_cancel(c->call);
	loop_timer_free(c->deadline);
	free(c);
}

void
mattermost_canary_start(struct mattermost_canary *c,
	mattermost_canary_missed_fn *missed, void *arg)
{
	mattermost_canary_stop(c);
	c->missed = missed;
	c->arg = arg;
	c->idle_since = clock_now();
}

void
mattermost_canary_stop(struct mattermost_canary *c)
{
	mattermost_api_cancel(c->call);
	c->call = NULL;
	c->missed = NULL;
	loop_timer_stop(c->deadline);
}

void
mattermost_canary_heard(struct mattermost_canary *c)
{
	c->heard = true;
	c->idle_since = clock_now();
	loop_timer_stop(c->deadline);
}

/* Only a change that was made can be heard of. */
static void
on_changed(void *arg, const struct mattermost_reply *r)
{
	struct mattermost_canary *c = arg;
	int64_t wait = c->settings->dead_ms / 3;

	c->call = NULL;
	if (r->outcome != MATTERMOST_OK)
		log_debug("mattermost_canary", "chat=%s why=\"%s\"",
			c->settings->name, r->why);
	else if (!c->heard)
		loop_timer_set(c->deadline, wait < WAIT_MS ? wait : WAIT_MS);
}

static void
release(struct mattermost_canary *c)
{
	struct mattermost_request request = {
		.method = "PUT", .path = "/users/me/preferences"};
	uint64_t nonce;
	json_t *body;

	seal_random(&nonce, sizeof nonce);
	body = json_pack("[{s:s, s:s, s:s, s:o}]", "user_id", c->self->person,
		"category", "advocate", "name", "canary", "value",
		json_sprintf("%016" PRIx64, nonce));
	request.body = body;
	c->heard = false;
	c->idle_since = clock_now(); /* the next one, if this is not made */
	c->call = mattermost_api_ask(c->api, &request, on_changed, c);
	json_decref(body);
}

void
mattermost_canary_tick(struct mattermost_canary *c)
{
	int64_t now = clock_now();

	if (c->missed == NULL || c->call != NULL || c->self->person == NULL)
		return;
	if (c->idle_since > now)
		c->idle_since = now; /* the clock was put back */
	if (now - c->idle_since >= IDLE_MS)
		release(c);
}
