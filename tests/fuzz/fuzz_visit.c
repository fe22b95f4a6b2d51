#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "egress.h"
#include "visit.h"

/* Any headers: classified, by reasons that have names. The first line is the
 * user agent, then come the referrer and the others. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
next_line(char **rest)
{
	return strsep(rest, "\n");
}

static void
fill(struct visit_hit *hit, char *rest)
{
	hit->user_agent = next_line(&rest);
	hit->referer = next_line(&rest);
	hit->method = next_line(&rest);
	hit->sec_fetch_mode = next_line(&rest);
	hit->sec_fetch_dest = next_line(&rest);
	hit->sec_purpose = next_line(&rest);
	hit->purpose = next_line(&rest);
	hit->dnt = next_line(&rest);
	hit->address = next_line(&rest);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = xstrndup((const char *)data, size);
	struct visit_hit hit = {.since_minted_ms = -1, .https = true};
	const char *networks[] = {"10.0.0.0/8", NULL, NULL};
	struct egress *own;
	struct visit v;

	fill(&hit, copy);
	networks[1] = hit.address;
	own = egress_new(networks, NULL);
	v = visit_classify(&hit, own);
	assert(v.reasons < 1U << VISIT_REASONS);
	assert(visit_class_name(v.class) != NULL);
	if (hit.user_agent == NULL || hit.user_agent[0] == '\0')
		assert(v.class == VISIT_MACHINE);
	if (own != NULL && hit.address != NULL &&
		strchr(hit.address, '/') == NULL)
		assert(v.reasons & VISIT_EGRESS);
	egress_free(own);
	free(copy);
	return 0;
}
