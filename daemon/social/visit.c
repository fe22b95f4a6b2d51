#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "egress.h"
#include "robot.h"
#include "visit.h"

enum { CHROME_WITH_FETCH_HEADERS = 80 };

static const char *const class_names[VISIT_CLASSES] = {
	[VISIT_PERSON] = "person",
	[VISIT_GATEWAY] = "gateway",
	[VISIT_MACHINE] = "machine",
	[VISIT_OWN] = "own",
};

static const char *const reason_names[VISIT_REASONS] = {"head", "method",
	"prefetch", "not_navigation", "empty_agent", "robot",
	"gateway_referrer", "navigated", "too_soon", "many_links", "burst",
	"egress", "member", "chrome_without_fetch", "no_tracking"};

/* Any of these, and nobody was reading. */
static const uint32_t machine_reasons = VISIT_HEAD | VISIT_OTHER_METHOD |
					VISIT_PREFETCH | VISIT_NOT_NAVIGATION |
					VISIT_EMPTY_AGENT | VISIT_ROBOT |
					VISIT_TOO_SOON | VISIT_MANY_LINKS;

/* Hosts, and all below them, that stand between a mail and its reader. */
static const char *const gateways[] = {"safelinks.protection.outlook.com",
	"urldefense.com", "urldefense.us", "proofpoint.com", "mimecast.com",
	"mimecastprotect.com", "linkprotect.cudasvc.com",
	"secure-web.cisco.com", "statics.teams.cdn.office.net",
	"url.emailprotection.link"};

static bool
is(const char *value, const char *want)
{
	return value != NULL && strcasecmp(value, want) == 0;
}

static bool
is_set(const char *value)
{
	return value != NULL && *value != '\0';
}

static uint32_t
judge_method(const struct visit_hit *hit)
{
	if (is(hit->method, "GET"))
		return 0;
	return is(hit->method, "HEAD") ? VISIT_HEAD : VISIT_OTHER_METHOD;
}

static bool
says_ahead(const char *value)
{
	return is_set(value) &&
	       (strcasestr(value, "prefetch") != NULL ||
		       strcasestr(value, "prerender") != NULL ||
		       strcasestr(value, "preview") != NULL);
}

static uint32_t
judge_purpose(const struct visit_hit *hit)
{
	if (says_ahead(hit->sec_purpose) || says_ahead(hit->purpose) ||
		says_ahead(hit->x_purpose) || says_ahead(hit->x_moz))
		return VISIT_PREFETCH;
	return 0;
}

/* Old browsers send no Sec-Fetch headers at all, so that only what is there
 * speaks. */
static uint32_t
judge_fetch(const struct visit_hit *hit)
{
	const char *dest = hit->sec_fetch_dest;

	if (is_set(dest) && !is(dest, "document") && !is(dest, "empty"))
		return VISIT_NOT_NAVIGATION;
	if (!is_set(hit->sec_fetch_mode))
		return 0;
	return is(hit->sec_fetch_mode, "navigate") ? VISIT_NAVIGATED
						   : VISIT_NOT_NAVIGATION;
}

/* Whether a Chrome names itself that would have sent Sec-Fetch headers. */
static bool
lacks_fetch_headers(const struct visit_hit *hit)
{
	const char *chrome;

	if (!hit->https || is_set(hit->sec_fetch_mode) ||
		is_set(hit->sec_fetch_dest))
		return false;
	chrome = strstr(hit->user_agent, "Chrome/");
	return chrome != NULL &&
	       strtol(chrome + 7, NULL, 10) >= CHROME_WITH_FETCH_HEADERS;
}

static uint32_t
judge_agent(const struct visit_hit *hit)
{
	if (!is_set(hit->user_agent))
		return VISIT_EMPTY_AGENT;
	return (robot_is(hit->user_agent) ? VISIT_ROBOT : 0) |
	       (lacks_fetch_headers(hit) ? VISIT_NO_FETCH_HEADERS : 0);
}

/* Whether the size bytes at host are name or end in "." name. */
static bool
host_is_below(const char *host, size_t size, const char *name)
{
	size_t tail = strlen(name);

	if (size < tail || strncasecmp(host + size - tail, name, tail) != 0)
		return false;
	return size == tail || host[size - tail - 1] == '.';
}

static uint32_t
judge_referrer(const struct visit_hit *hit)
{
	const char *host;
	size_t size;

	if (!is_set(hit->referer))
		return 0;
	host = strstr(hit->referer, "://");
	if (host == NULL)
		return 0;
	host += 3;
	size = strcspn(host, "/?#:");
	for (size_t i = 0; i < sizeof(gateways) / sizeof(gateways[0]); i++)
		if (host_is_below(host, size, gateways[i]))
			return VISIT_GATEWAY_REFERRER;
	return 0;
}

static uint32_t
judge_pace(const struct visit_hit *hit)
{
	bool soon = hit->since_minted_ms >= 0 &&
		    hit->since_minted_ms < VISIT_TOO_SOON_MS;

	return (soon ? VISIT_TOO_SOON : 0) |
	       (hit->many_links ? VISIT_MANY_LINKS : 0) |
	       (hit->burst ? VISIT_BURST : 0);
}

/*
 * A machine is one wherever it looks from; of what is left, our own visits
 * come first. Behind a gateway there may be a person: a navigation says so.
 */
static enum visit_class
decide(uint32_t reasons)
{
	if (reasons & machine_reasons)
		return VISIT_MACHINE;
	if (reasons & (VISIT_EGRESS | VISIT_MEMBER))
		return VISIT_OWN;
	if ((reasons & VISIT_GATEWAY_REFERRER) && !(reasons & VISIT_NAVIGATED))
		return VISIT_GATEWAY;
	return VISIT_PERSON;
}

struct visit
visit_classify(const struct visit_hit *hit, const struct egress *own)
{
	uint32_t reasons = judge_method(hit) | judge_purpose(hit) |
			   judge_fetch(hit) | judge_agent(hit) |
			   judge_referrer(hit) | judge_pace(hit);

	if (egress_has(own, hit->address))
		reasons |= VISIT_EGRESS;
	if (hit->member)
		reasons |= VISIT_MEMBER;
	if (visit_wants_no_tracking(hit))
		reasons |= VISIT_NO_TRACKING;
	return (struct visit){decide(reasons), reasons};
}

bool
visit_wants_no_tracking(const struct visit_hit *hit)
{
	return is(hit->dnt, "1") || is(hit->sec_gpc, "1");
}

const char *visit_class_name(enum visit_class class)
{
	return class_names[class];
}

const char *
visit_reason_name(size_t i)
{
	return i < VISIT_REASONS ? reason_names[i] : NULL;
}
