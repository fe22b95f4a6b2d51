#ifndef ADVOCATED_CAMPAIGN_FIELDS_H
#define ADVOCATED_CAMPAIGN_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "campaigns.h"
#include "line.h"

struct err;
struct turn;

/* What can be changed of a campaign, in one line or by its forms. */

/* All of its fields, and the rules alone (line.h). */
const struct line_field *campaign_fields(void);
const struct line_field *campaign_fields_rules(void);

/* The limits of a rule: from least to most. */
struct campaign_fields_limit {
	int64_t least, most;
};
struct campaign_fields_limit campaign_fields_limit(enum campaign_rule rule);

/* Characters of texts. */
#define CAMPAIGN_NAME_MOST 80
#define CAMPAIGN_TEXT_MOST 300
#define CAMPAIGN_DISCLOSURE_MOST 150

/* Saves, notes it in the audit (what was said of the field, before and after),
 * and lets what stands in channels follow. */
int campaign_fields_save(struct turn *t, const struct campaign *before,
	const struct campaign *c, const struct line_change *change,
	struct err *e);

#endif
