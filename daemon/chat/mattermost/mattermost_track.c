#include <stdio.h>
#include <string.h>

#include "text.h"

#include "mattermost_track.h"

#define TRIES 2

bool
mattermost_track_hello(
	struct mattermost_track *t, const char *connection, int64_t seq)
{
	bool same = strcmp(t->connection, connection) == 0;

	/* Some versions greet one connection twice. */
	if (same && *connection != '\0' && seq == t->next) {
		t->next++;
		return false;
	}
	*t = (struct mattermost_track){.next = seq + 1};
	snprintf(t->connection, sizeof t->connection, "%s", connection);
	return true;
}

enum mattermost_step
mattermost_track_event(struct mattermost_track *t, int64_t seq)
{
	if (seq < t->next)
		return MATTERMOST_SEEN;
	if (seq > t->next)
		return MATTERMOST_LOST;
	t->next++;
	return MATTERMOST_NEXT;
}

void
mattermost_track_lost(struct mattermost_track *t)
{
	if (t->lost_at == t->next)
		mattermost_track_forget(t);
	else
		t->lost_at = t->next;
}

void
mattermost_track_forget(struct mattermost_track *t)
{
	*t = (struct mattermost_track){.next = 0};
}

static bool
can_resume(const struct mattermost_track *t)
{
	return t->connection[0] != '\0' && t->tries < TRIES;
}

char *
mattermost_track_url(const struct mattermost_track *t, const char *base)
{
	struct text url = {0};

	text_add(&url, text_starts(base, "https:") ? "wss" : "ws");
	text_add(&url, strchr(base, ':') == NULL ? base : strchr(base, ':'));
	text_add(&url, "/api/v4/websocket");
	if (!can_resume(t))
		return text_take(&url);
	text_add(&url, "?connection_id=");
	text_add_percent(&url, t->connection);
	text_addf(&url, "&sequence_number=%lld", (long long)t->next);
	return text_take(&url);
}

bool
mattermost_track_opened(struct mattermost_track *t)
{
	if (!can_resume(t)) {
		mattermost_track_forget(t);
		return false;
	}
	t->tries++;
	return true;
}

void
mattermost_track_resumed(struct mattermost_track *t)
{
	t->tries = 0;
}
