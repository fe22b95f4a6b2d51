#ifndef ADVOCATED_TOPICS_H
#define ADVOCATED_TOPICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

#define TOPICS_MOST 50
#define TOPIC_LETTERS 40 /* of a name */

/* What things are about. id 0: none. */
struct topic {
	int64_t id;
	char name[4 * TOPIC_LETTERS + 1];
};

/* By its name, whatever its case; id 0: none. */
int topic_find(
	struct db *db, const char *name, struct topic *out, struct err *e);
/* By its number; id 0 (number 0, too): none. */
int topic_get(struct db *db, int64_t id, struct topic *out, struct err *e);

/* Makes a topic of t->name, which is nobody's yet; fills t->id, 0 when there
 * are as many as there may be. */
int topic_add(struct db *db, struct topic *t, int64_t now, struct err *e);
int topic_rename(struct db *db, const struct topic *t, struct err *e);
/* What was about it is about nothing. */
int topic_remove(struct db *db, int64_t id, struct err *e);

/* What is about a topic: items that are not rejected, feeds that are read,
 * campaigns, and channels that get everything about it. */
struct topic_uses {
	int64_t items, feeds, campaigns, channels;
};
int topic_count(
	struct db *db, int64_t id, struct topic_uses *out, struct err *e);

/* Calls fn for each, by name; stops when it returns -1. */
typedef int topic_fn(void *arg, const struct topic *t, struct err *e);
int topic_each(struct db *db, topic_fn *fn, void *arg, struct err *e);

/* The same of a campaign, of a channel, and of a member. */
int topic_each_of_campaign(struct db *db, int64_t campaign, topic_fn *fn,
	void *arg, struct err *e);
int topic_each_of_channel(struct db *db, const char *chat, const char *place,
	topic_fn *fn, void *arg, struct err *e);
int topic_each_of_member(
	struct db *db, int64_t member, topic_fn *fn, void *arg, struct err *e);

/* Whether a member chose what an item is about: its topic, or, when that is 0,
 * a topic of its campaign. */
int topic_is_wanted(struct db *db, int64_t member, int64_t topic,
	int64_t campaign, bool *out, struct err *e);

/* Whether it is one of theirs from now on; twice is fine. */
int topic_set_campaign(
	struct db *db, int64_t campaign, int64_t topic, bool on, struct err *e);
int topic_set_channel(struct db *db, const char *chat, const char *place,
	const struct topic *topic, bool on, struct err *e);
int topic_set_member(
	struct db *db, int64_t member, int64_t topic, bool on, struct err *e);

#endif
