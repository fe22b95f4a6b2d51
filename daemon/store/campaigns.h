#ifndef ADVOCATED_CAMPAIGNS_H
#define ADVOCATED_CAMPAIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* The rules that a campaign may have of its own, in the order of the columns
 * of the store. */
enum campaign_rule {
	RULE_SHARE_POINTS,
	RULE_AGAIN_POINTS,
	RULE_READERS_NEEDED,
	RULE_CAP_DAY, /* counts this campaign's points alone */
	RULE_CAP_ITEM,
	RULE_CAP_CAMPAIGN,
	CAMPAIGN_RULES
};
struct campaign_rules {
	bool own[CAMPAIGN_RULES]; /* false: the programme's */
	int64_t is[CAMPAIGN_RULES];
};

struct campaign {
	int64_t id;
	char name[128];
	char goal[512];
	char disclosure[256];       /* "": the company's */
	char state[16];             /* draft running paused closed */
	int64_t starts_at, ends_at; /* 0: open */
	int64_t created_at;
	int64_t paused_until; /* 0: not paused, or until it is resumed */
	char networks[256];   /* "linkedin x"; "": all of the programme's */
	bool given;           /* people take its texts as they are */
	char tone[512];       /* a hint for who writes; "": none */
	int64_t milestone;    /* readers wanted; 0: no milestone */
	char promise[512];    /* what happens then, in words */
	int64_t milestone_at; /* whether it is reached is looked at from then */
	int64_t reached; /* the highest milestone that was said to be reached */
	int64_t reached_at; /* when that was; 0: none */
	int64_t readers;    /* read: who read its items through people */
	struct campaign_rules rules;
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
/* Drops that channel; what of it is due there is over, unless it is a channel
 * of its teams, too (audience.h). */
int campaign_untarget_place(struct db *db, int64_t campaign, const char *chat,
	const char *place, struct err *e);

/* The rules of the campaign of an item; *closed: it gives no points any more.
 */
int campaign_rules_of_item(struct db *db, int64_t item,
	struct campaign_rules *out, bool *closed, struct err *e);

/* How many there are in each state. */
struct campaign_counts {
	int64_t draft, running, paused, closed;
};
int campaign_count(struct db *db, struct campaign_counts *out, struct err *e);

/* Somebody read an item of it through people (click_add() says so). */
int campaign_add_reader(struct db *db, int64_t item, struct err *e);

/* Its items that are announced, and what of it waits to be. */
struct campaign_waits {
	int64_t open, due;
};
int campaign_waiting(struct db *db, int64_t campaign,
	struct campaign_waits *out, struct err *e);

/* What a list says of a campaign. */
struct campaign_line {
	struct campaign campaign;
	int64_t left;     /* points in its budget */
	int64_t items;    /* announced */
	int64_t channels; /* its teams' among them */
};
typedef int campaign_line_fn(
	void *arg, const struct campaign_line *l, struct err *e);
/* Those in that state ("": running, paused, draft, closed), oldest first
 * within a state: at most max after the first `skip`. */
struct campaign_page {
	const char *state;
	int64_t skip, max;
};
int campaign_each_line(struct db *db, const struct campaign_page *page,
	campaign_line_fn *fn, void *arg, struct err *e);

/* Its budget: what was given (and is pending of that) and what is left. */
struct campaign_budget {
	int64_t given, pending, left;
};
int campaign_budget(struct db *db, int64_t campaign,
	struct campaign_budget *out, struct err *e);
/* Its budget was changed: admins may be told of its end again. */
int campaign_budget_changed(struct db *db, int64_t campaign, struct err *e);
/* How often it was. */
int campaign_budget_changes(
	struct db *db, int64_t campaign, int64_t *out, struct err *e);
/* Admins were told: 1 that little is left, 2 that nothing is. */
int campaign_budget_told(
	struct db *db, int64_t campaign, int told, struct err *e);

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
/* The same by name, at most max from the one at that place on; those that only
 * a campaign names are among them, with state "". */
int channel_each_of_page(struct db *db, int64_t from, int max, channel_fn *fn,
	void *arg, struct err *e);
int channel_count(struct db *db, int64_t *out, struct err *e);
/* The names of the campaigns of a channel, or of its team, that are not closed.
 */
typedef int channel_campaign_fn(void *arg, const char *name, struct err *e);
int channel_each_campaign(struct db *db, const char *chat, const char *place,
	channel_campaign_fn *fn, void *arg, struct err *e);

#endif
