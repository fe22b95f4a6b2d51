#ifndef ADVOCATED_REPORT_REF_H
#define ADVOCATED_REPORT_REF_H

#include <stdint.h>

struct report_about;
struct seal;

/*
 * A report in a word: "c3.1796000000000.1796600000000", of [a-z0-9._-] only.
 * It is what a table is made of when it is sent, and what a signed address
 * says. p: the programme, c3: campaign 3, i17: item 17, t2: team 2,
 * n.linkedin: a network.
 */

/* The word; yours. */
char *report_ref_write(const struct report_about *about);

/* 0, or -1 when it is no such word. */
int report_ref_read(const char *word, struct report_about *out);

/* What an address shows: one is worthless for another. */
enum report_ref_use { REPORT_REF_FIGURES, REPORT_REF_CHART, REPORT_REF_PAGE };

/* The rest of an address that shows it until then, signed:
 * "of=c3.0.0&until=1796600000000&sign=..."; yours. */
char *report_ref_sign(const struct seal *seal, enum report_ref_use use,
	const struct report_about *about, int64_t until);

/* What an address asks for. Wrong: a part is missing, none of ours, or
 * changed. */
enum report_ref_result { REPORT_REF_FINE, REPORT_REF_OVER, REPORT_REF_WRONG };
enum report_ref_result report_ref_check(const struct seal *seal,
	enum report_ref_use use, const char *const parts[3], int64_t now,
	struct report_about *out);

#endif
