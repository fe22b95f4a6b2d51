#ifndef ADVOCATED_FEEDS_H
#define ADVOCATED_FEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* New entries a day that go their way by themselves, if nobody says. */
#define FEED_MOST 10

/* Where new content is read. A feed is written in the configuration, which
 * then owns its settings, or was made in chat; each can be paused in chat. */
struct feed_row {
	int64_t id, campaign;
	char name[128], url[2048];
	char mode[8];   /* auto review */
	char source[8]; /* config chat */
	int64_t interval, next_at, read_at;
	bool active; /* false: removed, or not in the configuration any more */
	bool paused, seeded;
	char etag[256], modified[64];
	int failures;
	char trouble[256];
	int most;    /* new entries a day that go their way by themselves */
	int64_t day; /* when_day() of the local day that taken is of */
	int taken;
	int64_t topic; /* what it is about; 0: nothing in particular */
};

/* Makes or changes the configuration's feed of that name; fills id. One that
 * was made in chat becomes the configuration's; paused stays. */
int feeds_put(struct db *db, struct feed_row *f, struct err *e);
/* Makes one in chat, where no active one has its name; fills id. One of that
 * name that was removed is used again, as if it had never been read. */
int feeds_make(struct db *db, struct feed_row *f, struct err *e);
int feeds_get(struct db *db, int64_t id, struct feed_row *out, struct err *e);
/* The active one of that name; ASCII case ignored where that is clear. id 0:
 * none. */
int feeds_find(
	struct db *db, const char *name, struct feed_row *out, struct err *e);
/* The active one that is read there. */
int feeds_find_url(
	struct db *db, const char *url, struct feed_row *out, struct err *e);
/* Stores all but source. e says so when the name is taken. */
int feeds_save(struct db *db, const struct feed_row *f, struct err *e);
/* Feeds that are not in the configuration any more are switched off: all of
 * its become inactive; feeds_put() makes those named active again. */
int feeds_all_off(struct db *db, struct err *e);

int feeds_count(struct db *db, int64_t *active, struct err *e);
/* How many items came of it, remembered ones not counted. */
int feeds_items(struct db *db, int64_t id, int64_t *count, struct err *e);
/* The active ones by name, at most max after the first skip of them. */
typedef int feed_fn(void *arg, const struct feed_row *f, struct err *e);
int feeds_each(struct db *db, int64_t skip, int64_t max, feed_fn *fn, void *arg,
	struct err *e);

/* A feed that somebody wants to look into once. */
struct feed_test {
	int64_t id;
	char url[2048];
	char chat[64], person[64]; /* who is told */
};
int feed_test_add(struct db *db, const struct feed_test *t, struct err *e);
int feed_test_get(struct db *db, int64_t id, struct feed_test *out,
	struct err *e); /* id 0: none */
int feed_test_drop(struct db *db, int64_t id, struct err *e);

#endif
