#include <string.h>
#include <strings.h>

#include "text.h"

#include "url_query.h"

/* What advertisers, newsletters and networks hang on to addresses. A star at
 * the end stands for any rest. */
static const char *const campaign_names[] = {"_branch_match_id", "_ga", "_gl",
	"_hsenc", "_hsmi", "__hs*", "__s", "dclid", "epik", "fb_action_ids",
	"fb_action_types", "fb_ref", "fb_source", "fbclid", "gad_source",
	"gbraid", "gclid", "gclsrc", "hsctatracking", "igsh", "igshid",
	"li_fat_id", "mc_*", "mkt_tok", "ml_subscriber", "ml_subscriber_hash",
	"msclkid", "mtm_*", "oly_anon_id", "oly_enc_id", "piwik_*", "pk_*",
	"rb_clickid", "s_cid", "srsltid", "trackingid", "trk", "ttclid",
	"twclid", "utm_*", "vero_conv", "vero_id", "wbraid", "wickedid",
	"yclid"};

static bool
name_matches(const char *pattern, const char *name, size_t size)
{
	size_t fixed = strcspn(pattern, "*");

	if (pattern[fixed] == '*')
		return size >= fixed && strncasecmp(pattern, name, fixed) == 0;
	return size == fixed && strncasecmp(pattern, name, fixed) == 0;
}

bool
url_query_is_campaign(const char *name, size_t size)
{
	size_t count = sizeof(campaign_names) / sizeof(campaign_names[0]);

	for (size_t i = 0; i < count; i++)
		if (name_matches(campaign_names[i], name, size))
			return true;
	return false;
}

void
url_query_copy(struct text *out, const char *query, size_t size,
	bool (*drop)(const char *name, size_t size))
{
	const char *end = query + size;
	bool first = true;

	while (query < end) {
		const char *stop = memchr(query, '&', (size_t)(end - query));
		const char *equals;

		if (stop == NULL)
			stop = end;
		equals = memchr(query, '=', (size_t)(stop - query));
		if (equals == NULL)
			equals = stop;
		if (stop > query && !drop(query, (size_t)(equals - query))) {
			if (!first)
				text_add_char(out, '&');
			text_add_bytes(out, query, (size_t)(stop - query));
			first = false;
		}
		query = stop + 1;
	}
}
