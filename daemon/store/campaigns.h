#ifndef ADVOCATED_CAMPAIGNS_H
#define ADVOCATED_CAMPAIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

struct campaign {
	int64_t id;
	char name[128];
	char goal[512];
	char disclosure[256];       /* "": the company's */
	char state[16];             /* draft running paused closed */
	int64_t starts_at, ends_at; /* 0: open */
	int64_t created_at;
};

int campaign_find(struct db *db, const char *name, struct campaign *out,
	struct err *e); /* id 0: none; ASCII case ignored */
/* The one whose name text begins with, as words; the longest. id 0: none. */
int campaign_starting(
	struct db *db, const char *text, struct campaign *out, struct err *e);
int campaign_get(
	struct db *db, int64_t id, struct campaign *out, struct err *e);
/* The running campaign that new things go to when none is named: the oldest. */
int campaign_first(struct db *db, struct campaign *out, struct err *e);

/* Fills c->id. e says so when the name is taken. */
int campaign_add(struct db *db, struct campaign *c, struct err *e);
int campaign_save(struct db *db, const struct campaign *c, struct err *e);

int campaign_target(struct db *db, int64_t campaign, const char *chat,
	const char *place, struct err *e); /* twice is fine */
/* Drops its channels on that chat. */
int campaign_untarget(
	struct db *db, int64_t campaign, const char *chat, struct err *e);

/* Calls fn for each row in turn; stops when it returns -1. */
typedef int campaign_fn(void *arg, const struct campaign *c, struct err *e);
int campaign_each(struct db *db, campaign_fn *fn, void *arg, struct err *e);
typedef int campaign_channel_fn(
	void *arg, const char *chat, const char *place, struct err *e);
int campaign_each_channel(struct db *db, int64_t campaign,
	campaign_channel_fn *fn, void *arg, struct err *e);

/* Channels we are in. state: "joined" "left" "archived". */
struct channel {
	char chat[64], place[64], name[128], zone[64], state[16];
	int64_t digest_at;        /* 0: none planned */
	char language[16];        /* of the only items that go there; "": all */
	int most;                 /* announcements a day; 0: no limit, -1: as is
				     configured */
	int quiet_from, quiet_to; /* minutes of the day; equal: none */
	bool quiet_weekend;
};
int channel_find(struct db *db, const char *chat, const char *place,
	struct channel *out, struct err *e); /* place "": none */
/* One that was never saved has most 0, which means no limit: set it. */
int channel_save(struct db *db, const struct channel *c, struct err *e);
typedef int channel_fn(void *arg, const struct channel *c, struct err *e);
int channel_each(struct db *db, channel_fn *fn, void *arg, struct err *e);

#endif
