#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "post.h"
#include "seal.h"
#include "when.h"

#include "behaviour.h"

#define APART (5 * WHEN_MINUTE)

/* Asking again within minutes is the same wish: time is cut into pieces, and a
 * piece is for one export when neither it nor the one before had any. */
static int
is_again(struct turn *t, bool *again, struct err *e)
{
	enum inbox_result result;
	char key[64];
	int64_t back;

	*again = false;
	for (back = 1; back >= 0 && !*again; back--) {
		snprintf(key, sizeof key, "export:%" PRId64 ":%" PRId64,
			t->member.id, t->now / APART - back);
		result = inbox_accept(t->db, "", key, t->now, e);
		if (result == INBOX_ERROR)
			return -1;
		*again = result == INBOX_SEEN;
	}
	return 0;
}

/* A message that brings one of the files. */
static int
send(struct turn *t, const char *as, const char *ending, struct err *e)
{
	char *day = when_write(t->now, "UTC", "en", WHEN_ISO);
	uint64_t unique;
	char *key;
	int result;

	seal_random(&unique, sizeof unique);
	key = xasprintf("export:%016" PRIx64, unique);
	result = turn_direct(t, t->member.id, key, "export",
		json_pack("{s:o, s:o, s:s, s:b}", "file",
			json_sprintf("export %" PRId64 " %s", t->member.id, as),
			"filename",
			json_sprintf("my-data-%.10s.%s", day, ending), "type",
			strcmp(as, "page") == 0 ? "text/html"
						: "application/json",
			"page", strcmp(as, "page") == 0),
		e);
	free(key);
	free(day);
	return result;
}

/* /advocate export: everything that is stored of who acts, for them alone. It
 * is in no audit, and also for those who left. */
int
export_run(struct turn *t, struct err *e)
{
	bool again;

	if (t->member.id == 0)
		return turn_reply(t, "export_nothing", NULL, e);
	if (is_again(t, &again, e) == -1)
		return -1;
	if (!again && (send(t, "page", "html", e) == -1 ||
			      send(t, "json", "json", e) == -1))
		return -1;
	return turn_reply(
		t, "export_sent", json_pack("{s:b}", "again", again), e);
}
