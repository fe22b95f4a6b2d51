#include "mattermost_mark.h"

#define TELL_MS 600000

void
mattermost_mark_gap(struct mattermost_mark *m)
{
	m->caught_up = false;
	m->proven = 0; /* the old connection's */
}

bool
mattermost_mark_caught_up(struct mattermost_mark *m)
{
	m->caught_up = true;
	m->told = 0;
	return m->proven != 0 && mattermost_mark_prove(m, m->proven);
}

bool
mattermost_mark_prove(struct mattermost_mark *m, int64_t at)
{
	m->proven = at;
	if (!m->caught_up)
		return false;
	m->heard = at;
	if (m->told != 0 && at >= m->told && at < m->told + TELL_MS)
		return false;
	m->told = at;
	return true;
}
