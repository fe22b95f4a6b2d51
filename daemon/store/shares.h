#ifndef ADVOCATED_SHARES_H
#define ADVOCATED_SHARES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

struct kit {
	int64_t member, item; /* 0: none */
	int variant;
	char text[3072]; /* their own words; "": the variant */
	int64_t opened_at, later_at;
	bool declined;
	char reacted_to[64]; /* message by a reaction on which it was asked
				for; "": it was not */
	int64_t reacted_at;
};
int kit_find(struct db *db, int64_t member, int64_t item, struct kit *out,
	struct err *e);
int kit_save(struct db *db, const struct kit *k, struct err *e); /* or makes */

/* The members who have a kit for the item that they did not decline, the
 * newest first, at most max. */
typedef int kit_member_fn(void *arg, int64_t member, struct err *e);
int kit_each_open(struct db *db, int64_t item, int max, kit_member_fn *fn,
	void *arg, struct err *e);

/* The members of a chat whose kit for the item was asked for by a reaction on
 * that message before a time, and not declined since. */
struct kit_asked {
	const char *chat, *message;
	int64_t item, before;
};
typedef int kit_asked_fn(
	void *arg, int64_t member, const char *person, struct err *e);
int kit_each_asked(struct db *db, const struct kit_asked *asked,
	kit_asked_fn *fn, void *arg, struct err *e);

enum evidence {
	EVIDENCE_OPENED,
	EVIDENCE_DECLARED,
	EVIDENCE_SEEN,
	EVIDENCE_CONFIRMED,
	EVIDENCE_READ
};

struct share {
	int64_t id, member, item;
	char network[16];
	enum evidence evidence;
	char text[3072];
	int64_t opened_at, declared_at, read_at, withdrawn_at; /* 0: not */
	int readers;
};
int share_find(struct db *db, int64_t member, int64_t item, const char *network,
	struct share *out, struct err *e); /* id 0: none */
int share_get(struct db *db, int64_t id, struct share *out, struct err *e);
int share_add(struct db *db, struct share *s, struct err *e); /* fills id */
int share_save(struct db *db, const struct share *s, struct err *e);
/* How many networks the member has shared the item on (not withdrawn). */
int share_networks(
	struct db *db, int64_t member, int64_t item, int *out, struct err *e);
typedef int share_fn(void *arg, const struct share *s, struct err *e);
/* Newest first, at most max. */
int share_each(struct db *db, int64_t member, int max, share_fn *fn, void *arg,
	struct err *e);

/* All shares of drop become keep's, with their links, as people_merge() says;
 * their awards are keep's already. */
int share_merge(
	struct db *db, int64_t keep, int64_t drop, int64_t now, struct err *e);

/* Notes the single use of a ticket: *fresh is false when it was used before. */
int ticket_use(
	struct db *db, int64_t nonce, int64_t now, bool *fresh, struct err *e);

/* Links. A code is 8 characters of Crockford's base32 (lower case), 40 bits. */
#define LINK_CODE_SIZE 9
void link_write_code(int64_t id, char out[LINK_CODE_SIZE]);
/* The number a code spells (upper case, and o i l read as 0 1 1), or -1. */
int64_t link_read_code(const char *code);

/* The link of a share (0: of the company page) for an item; made with a fresh
 * random code at first use. */
int link_for_share(struct db *db, int64_t item, int64_t share, int64_t now,
	int64_t *link, struct err *e);

/* What a redirect needs, in one look-up on the hot path. item 0: no such link.
 * share and member 0: the company's own or a forgotten member's. */
struct link_target {
	int64_t link, item, share, member, created_at;
	char url[2048];
	char network[16]; /* "": the company page's */
	char campaign[128];
	char state[16]; /* the item's */
};
int link_find(
	struct db *db, int64_t link, struct link_target *out, struct err *e);
/* From link_watch() on: what link_find() said of a link may be so no longer
 * when this is another number (db_watch()). */
void link_watch(struct db *db);
uint64_t link_version(const struct db *db);

/* Records a hit; its id is db_last_id(). Totals follow when clicks are folded
 * (reach.h), some thousands at a time; reports add those that are not yet. */
struct click {
	int64_t link, item, at;
	const char *network; /* the link_target's */
	int class;           /* enum visit_class */
	uint32_t reasons;
	bool reader;
};
int click_add(struct db *db, const struct click *c, struct err *e);

/* Folds what is not in the totals yet. */
int click_fold(struct db *db, struct err *e);

/* The last of the next so many clicks that are not among the hits by link yet;
 * 0: none waits. */
int click_unsorted(struct db *db, int64_t most, int64_t *last, struct err *e);
/* Counts those up to it by link, day and class. */
int click_sort(struct db *db, int64_t last, struct err *e);

/* Clicks of the days before that day become counts by link, day and class;
 * some thousands a call, *more says whether others wait. */
int click_prune(struct db *db, int64_t before_day, bool *more, struct err *e);

#endif
