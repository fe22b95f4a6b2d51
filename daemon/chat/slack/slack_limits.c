#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "limit.h"

#include "slack_limits.h"

#define POST "chat.postMessage"

/* Calls per minute by Slack's tiers (20+, 50+, 100+); the plus is burst. */
static const struct {
	const char *method;
	double per_minute;
} tiers[] = {
	{"chat.update", 50},
	{"chat.delete", 50},
	{"chat.postEphemeral", 100},
	{"views.open", 100},
	{"views.update", 100},
	{"views.publish", 100},
	{"conversations.open", 50},
	{"conversations.history", 50},
	{"conversations.members", 100},
	{"usergroups.users.list", 20},
	{"users.info", 100},
	{"reactions.add", 50},
	{"files.getUploadURLExternal", 100},
	{"files.completeUploadExternal", 100},
	{"auth.test", 600},
};

#define TIERS (sizeof tiers / sizeof *tiers)

struct slack_limits {
	struct limit *buckets;
	double per_channel, per_workspace;
	int64_t given[TIERS + 1]; /* the last time handed out, by method; the
				     last is the workspace's posts */
	char refused_place[64];
	int64_t refused_until;
};

struct slack_limits *
slack_limits_new(int per_channel_per_minute, int per_workspace_per_minute)
{
	struct slack_limits *l = xcalloc(1, sizeof *l);

	l->buckets = limit_new();
	l->per_channel = per_channel_per_minute;
	l->per_workspace = per_workspace_per_minute;
	return l;
}

void
slack_limits_free(struct slack_limits *l)
{
	if (l == NULL)
		return;
	limit_free(l->buckets);
	free(l);
}

static void
channel_name(char *out, size_t room, const char *place)
{
	snprintf(out, room, POST ":%s", place);
}

/* The ms to wait, put behind those that were told before. */
static int64_t
behind(int64_t *given, int64_t wait, double per_minute, int64_t now)
{
	int64_t at = now + wait, next = *given + (int64_t)(60000 / per_minute);

	if (wait == 0)
		return 0;
	if (at < next)
		at = next;
	*given = at;
	return at - now;
}

/* Channel first: a channel that must wait takes nothing from the others. */
static int64_t
take_post(struct slack_limits *l, const char *place, int64_t now)
{
	double burst = l->per_workspace / 30;
	char name[96];
	int64_t wait, all;

	channel_name(name, sizeof name, place);
	wait = limit_wait(l->buckets, name, l->per_channel, 2, now);
	all = limit_wait(l->buckets, POST, l->per_workspace, burst, now);
	if (wait > 0 && wait >= all)
		return wait;
	if (all > 0)
		return behind(&l->given[TIERS], all, l->per_workspace, now);
	limit_take(l->buckets, name, l->per_channel, 2, now);
	limit_take(l->buckets, POST, l->per_workspace, burst, now);
	return 0;
}

int64_t
slack_limits_take(struct slack_limits *l, const char *method, const char *place,
	int64_t now)
{
	double rate = 600, burst;
	size_t i;
	int64_t wait;

	if (strcmp(method, POST) == 0 && place != NULL)
		return take_post(l, place, now);
	for (i = 0; i < TIERS; i++)
		if (strcmp(tiers[i].method, method) == 0)
			break;
	if (i < TIERS)
		rate = tiers[i].per_minute;
	burst = rate / 5;
	wait = limit_wait(l->buckets, method, rate, burst, now);
	if (wait > 0)
		return i < TIERS ? behind(&l->given[i], wait, rate, now) : wait;
	limit_take(l->buckets, method, rate, burst, now);
	return 0;
}

void
slack_limits_refused(struct slack_limits *l, const char *method,
	const char *place, int64_t retry_ms, int64_t now)
{
	int64_t until = now + retry_ms;
	char name[96];
	bool second;

	if (strcmp(method, POST) != 0 || place == NULL) {
		limit_block(l->buckets, method, until);
		return;
	}
	second = l->refused_until > now && strcmp(l->refused_place, place) != 0;
	channel_name(name, sizeof name, place);
	limit_block(l->buckets, name, until);
	if (second)
		limit_block(l->buckets, POST, until);
	if (until > l->refused_until || !second) {
		snprintf(
			l->refused_place, sizeof l->refused_place, "%s", place);
		l->refused_until = until;
	}
}
