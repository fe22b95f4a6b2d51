#include <stdlib.h>

#include "mem.h"

#include "report.h"

#include "report_ref.h"
#include "turn_say.h"

char *
turn_report_url(
	const struct turn *t, const struct report_about *about, int64_t until)
{
	char *rest = report_ref_sign(t->say->parts->seal, about, until);
	char *url =
		xasprintf("%s/api/report?%s", t->programme->links_url, rest);

	free(rest);
	return url;
}
