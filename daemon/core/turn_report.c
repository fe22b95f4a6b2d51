#include <stdlib.h>

#include "mem.h"

#include "report.h"

#include "report_ref.h"
#include "turn_say.h"

/* An address of ours that shows the report until then. */
static char *
sign(const struct turn *t, enum report_ref_use use, const char *path,
	const struct report_about *about, int64_t until)
{
	char *rest = report_ref_sign(t->say->parts->seal, use, about, until);
	char *url = xasprintf("%s%s?%s", t->programme->links_url, path, rest);

	free(rest);
	return url;
}

char *
turn_report_url(
	const struct turn *t, const struct report_about *about, int64_t until)
{
	return sign(t, REPORT_REF_FIGURES, "/api/report", about, until);
}

char *
turn_report_page_url(
	const struct turn *t, const struct report_about *about, int64_t until)
{
	return sign(t, REPORT_REF_PAGE, "/report", about, until);
}

char *
turn_chart_url(
	const struct turn *t, const struct report_about *about, int64_t until)
{
	return sign(t, REPORT_REF_CHART, "/report.png", about, until);
}
