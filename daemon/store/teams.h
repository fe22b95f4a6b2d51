#ifndef ADVOCATED_TEAMS_H
#define ADVOCATED_TEAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/*
 * People who are ranked together: those in a channel, in a user group of the
 * platform, or in a list of the configuration. Only members (active or paused)
 * are in a team here.
 */
struct team {
	int64_t id;
	char name[128];
	char kind[8];    /* channel group list */
	char chat[64];   /* of the channel or group; "": a list */
	char source[64]; /* its id there; "": a list */
	bool configured; /* in bot.conf, and to be changed there */
	int64_t members; /* how many take part */
};

/* By name, in whatever letters; or by id. out->id is 0 when there is none (or
 * it was removed). */
int team_find(struct db *db, const char *name, struct team *out, struct err *e);
int team_get(struct db *db, int64_t id, struct team *out, struct err *e);

/* All of them, those of a member, or those that a campaign is for, by name. fn
 * must not change them. */
typedef int team_fn(void *arg, const struct team *t, struct err *e);
int team_each(struct db *db, team_fn *fn, void *arg, struct err *e);
int team_each_of_member(
	struct db *db, int64_t member, team_fn *fn, void *arg, struct err *e);
int team_each_of_campaign(
	struct db *db, int64_t campaign, team_fn *fn, void *arg, struct err *e);
/* Whether the member is in it. */
int team_has(
	struct db *db, int64_t team, int64_t member, bool *has, struct err *e);

/* A new one; fills its id. The name must be nobody else's. */
int team_add(struct db *db, struct team *t, int64_t now, struct err *e);
/* Stores name, kind, chat, source and configured. */
int team_save(struct db *db, const struct team *t, struct err *e);
/* It is over, for everyone; its name may be used again. */
int team_remove(struct db *db, int64_t id, struct err *e);

/* Who is in it. An account that is no member's is left out. */
int team_put(struct db *db, int64_t team, const char *chat, const char *person,
	struct err *e);
int team_put_member(struct db *db, int64_t team, int64_t member, struct err *e);
int team_empty(struct db *db, int64_t team, struct err *e);
/* The member is in no team. */
int team_take_out(struct db *db, int64_t member, struct err *e);

/* Teams of at least that many members that have points, by the average of
 * their members, so that small teams can win. Days and campaign as for
 * ledger_top(), and so fast for the same. */
struct team_rank {
	int64_t team, points, members; /* points of all of them together */
	int place; /* 1 is first; equal averages share a place */
	char name[128];
};
struct team_board {
	int64_t from, to, campaign;
	int minimum; /* members */
};
int team_top(struct db *db, const struct team_board *b, struct team_rank *out,
	size_t room, size_t *count, struct err *e);

#endif
