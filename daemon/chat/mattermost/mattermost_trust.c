#include <stdlib.h>

#include "backoff.h"
#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "when.h"

#include "loop.h"

#include "chat.h"
#include "mattermost_api.h"
#include "mattermost_trigger.h"
#include "mattermost_trust.h"

#define FRESH WHEN_MINUTE
#define ASK_EVERY WHEN_MINUTE
#define ASK_TIME_EVERY (2 * WHEN_SECOND)

struct mattermost_trust {
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct mattermost_key *key;
	struct mattermost_api_call *asking;
	struct loop_timer *again;
	unsigned attempts;
	int version;
	int64_t asked_at; /* clock_steady() */
};

static void on_again(void *arg);

struct mattermost_trust *
mattermost_trust_new(struct loop *l, const struct chat_settings *settings,
	struct mattermost_api *api)
{
	struct mattermost_trust *t = xcalloc(1, sizeof *t);

	t->settings = settings;
	t->api = api;
	t->again = loop_timer_new(l, on_again, t);
	on_again(t);
	return t;
}

void
mattermost_trust_free(struct mattermost_trust *t)
{
	if (t == NULL)
		return;
	mattermost_api_cancel(t->asking);
	loop_timer_free(t->again);
	mattermost_key_free(t->key);
	free(t);
}

static void
take_key(struct mattermost_trust *t, const json_t *config)
{
	const char *text = json_text(config, "AsymmetricSigningPublicKey", "");
	struct err e = {""};
	struct mattermost_key *key = mattermost_key_read(text, &e);

	if (key == NULL) {
		log_error("mattermost_key_unreadable", "chat=%s why=\"%s\"",
			t->settings->name, e.text);
		loop_timer_set(t->again, backoff_slow());
		return;
	}
	if (t->key == NULL)
		log_info("mattermost_key", "chat=%s", t->settings->name);
	t->version = (int)strtol(json_text(config, "Version", ""), NULL, 10);
	mattermost_key_free(t->key);
	t->key = key;
	t->attempts = 0;
}

static void
on_config(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_trust *t = arg;

	t->asking = NULL;
	if (reply->outcome == MATTERMOST_OK) {
		take_key(t, reply->body);
		return;
	}
	if (t->attempts == 0)
		log_warn("mattermost_key_unknown", "chat=%s why=\"%s\"",
			t->settings->name, reply->why);
	loop_timer_set(t->again, reply->retry_ms > 0
					 ? reply->retry_ms
					 : backoff_next(&t->attempts));
}

static void
on_again(void *arg)
{
	struct mattermost_trust *t = arg;
	const struct mattermost_request request = {
		.method = "GET", .path = "/config/client?format=old"};

	if (t->asking != NULL)
		return;
	t->asked_at = clock_steady();
	t->asking = mattermost_api_ask(t->api, &request, on_config, t);
}

static enum mattermost_proof
not_proven(struct mattermost_trust *t, const char *person,
	enum mattermost_proof proof, struct err *e)
{
	if (!t->settings->log_triggers)
		return proof;
	log_warn("trigger_unproven", "chat=%s person=%s why=\"%s\"",
		t->settings->name, person, e->text);
	return MATTERMOST_PROVEN;
}

/* Signed, but of another time: one of the two clocks may have been put right,
 * and any answer tells the server's. Nobody can make such triggers up. */
static bool
is_of_another_time(const struct mattermost_trust *t, const char *trigger,
	const char *person)
{
	struct mattermost_trigger_parts parts;

	return mattermost_trigger_read(&parts, trigger, NULL) == 0 &&
	       mattermost_trigger_check(
		       t->key, trigger, person, parts.at, FRESH, NULL) == 0;
}

static void
ask_again(struct mattermost_trust *t, const char *trigger, const char *person)
{
	int64_t wait = is_of_another_time(t, trigger, person) ? ASK_TIME_EVERY
							      : ASK_EVERY;

	if (clock_steady() - t->asked_at >= wait)
		on_again(t);
}

enum mattermost_proof
mattermost_trust_check(struct mattermost_trust *t, const char *trigger,
	const char *person, struct err *e)
{
	int64_t now = clock_now(), skew = mattermost_api_skew(t->api);

	if (trigger == NULL || person == NULL) {
		err_set(e, "there is no trigger");
		return not_proven(
			t, person == NULL ? "" : person, MATTERMOST_FORGED, e);
	}
	if (t->key == NULL) {
		err_set(e, "the server's key is not known yet");
		return not_proven(t, person, MATTERMOST_EARLY, e);
	}
	if (mattermost_trigger_check(t->key, trigger, person, now, FRESH, e) ==
			0 ||
		(skew != 0 && mattermost_trigger_check(t->key, trigger, person,
				      now + skew, FRESH, e) == 0))
		return MATTERMOST_PROVEN;
	ask_again(t, trigger, person);
	return not_proven(t, person, MATTERMOST_FORGED, e);
}

int
mattermost_trust_version(const struct mattermost_trust *t)
{
	return t->version;
}

bool
mattermost_trust_is_ready(const struct mattermost_trust *t, const char **why)
{
	if (t->key != NULL || t->settings->log_triggers)
		return true;
	if (why != NULL)
		*why = "the server's signing key is not known yet";
	return false;
}
