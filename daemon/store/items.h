#ifndef ADVOCATED_ITEMS_H
#define ADVOCATED_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* A piece of content. Longer texts are cut (by characters) when stored. */
struct item {
	int64_t id, campaign, feed, topic; /* topic 0: its campaign's */
	char state[16]; /* reading review ready announced retracted expired
			   rejected */
	char url[2048], canonical[2048];
	char title[320], summary[1024], why[1024];
	char image[2048], site[128], language[16];
	int minutes;
	char chat[64], person[64]; /* who added it; "": a feed */
	int64_t read_at;
	int tries;
	int64_t expires_at; /* 0: none */
	int64_t created_at;
	bool internal; /* to be read, never to be shared */
	bool proposed; /* why is a proposal that nobody has taken yet */
	int pin;       /* read: its place among those featured; 0: none */
	int64_t pinned_until; /* read; 0: as long as it can be shared */
};

/* Whether it can be shared: announced, and not for us alone. */
bool item_is_open(const struct item *i);
/* Whether it is featured at that time. */
bool item_is_pinned(const struct item *i, int64_t now);

int item_find_canonical(struct db *db, const char *canonical, struct item *out,
	struct err *e); /* id 0: none */
int item_find(struct db *db, int64_t id, struct item *out, struct err *e);
/* id 0: none */
/* The newest announced item (of the channel, when place is not ""). */
int item_newest(struct db *db, const char *chat, const char *place,
	struct item *out, struct err *e);
/* Fills i->id; -1 when its canonical URL is an item's already. */
int item_add(struct db *db, struct item *i, struct err *e);
int item_save(struct db *db, const struct item *i, struct err *e);

typedef int item_fn(void *arg, const struct item *i, struct err *e);
/* Newest first, at most max; campaign 0: all; state "": all. */
int item_each(struct db *db, int64_t campaign, const char *state, int max,
	item_fn *fn, void *arg, struct err *e);

/* Whoever asks: nothing is left out. */
#define ITEM_ANYBODY (-1)
/* The same for those that can be shared: featured ones come first. What is of a
 * campaign for teams (audience.h) is left out unless the member is in one. */
struct item_open {
	int64_t now;
	int64_t member; /* 0: nobody's, who is in no team */
	int max;        /* besides those that are featured */
};
int item_each_open(struct db *db, const struct item_open *open, item_fn *fn,
	void *arg, struct err *e);

/* At most that many are featured at a time. */
#define ITEM_PINS 3
/* Features it until then (0: as long as it can be shared); *done is false when
 * all places are taken. It must be open. */
int item_pin(struct db *db, int64_t id, int64_t until, int64_t now, bool *done,
	struct err *e);
int item_unpin(struct db *db, int64_t id, struct err *e);
/* Those featured, in their order: all of them, or for a member as above. */
int item_each_pinned(struct db *db, const struct item_open *open, item_fn *fn,
	void *arg, struct err *e);

/* What the page of an item said of itself, to go back to. */
struct item_page {
	char title[320], summary[1024], image[2048];
};
int item_page_put(struct db *db, const struct item *i, struct err *e);
/* All "" when nothing is known. */
int item_page_get(
	struct db *db, int64_t id, struct item_page *out, struct err *e);

struct announcement {
	int64_t id, item;
	char chat[64], place[64], state[16]; /* due posted over failed */
	int64_t due_at;    /* when it goes out as things are */
	int64_t wanted_at; /* when it was meant to; 0: then */
	char asked[8];     /* by whom that was: itself now time best */
	char waits[12];    /* why due_at is later: "" quiet limit campaign (it
			      is paused or has not begun: no time at all) */
	bool forced;       /* beyond quiet hours and limit */
	int64_t posted_at; /* 0: never was */
};
/* Fills a->id; an item once announced in a channel is left as it is (id 0).
 * state "": due; asked "": itself. What is said of it is a post with the key
 * announce:<id>. */
int announcement_add(struct db *db, struct announcement *a, struct err *e);
/* Stores everything but its id, item, channel and posted_at. */
int announcement_save(
	struct db *db, const struct announcement *a, struct err *e);
int announcement_get(
	struct db *db, int64_t id, struct announcement *out, struct err *e);
/* "failed" forgets when it was posted: it never stood there. */
int announcement_state(
	struct db *db, int64_t id, const char *state, struct err *e);
/* It stands in its channel, since now if it never did. */
int announcement_post(struct db *db, int64_t id, int64_t now, struct err *e);
typedef int announcement_fn(
	void *arg, const struct announcement *a, struct err *e);
int announcement_each(struct db *db, int64_t item, announcement_fn *fn,
	void *arg, struct err *e);
/* The announcement of an item in a channel; id 0: none. */
int announcement_find(struct db *db, int64_t item, const char *chat,
	const char *place, struct announcement *out, struct err *e);
/* What waits for its time in a channel, in the order of its queue: forced
 * ones, then by wanted_at. */
int announcement_each_due(struct db *db, const char *chat, const char *place,
	announcement_fn *fn, void *arg, struct err *e);
/* How many of its channel's queue go out before it. */
int announcement_before(struct db *db, const struct announcement *a,
	int64_t *out, struct err *e);
/* How many of an item are due by then. */
int announcement_count_due(
	struct db *db, int64_t item, int64_t by, int64_t *out, struct err *e);
/* How many went out there from then on. */
int announcement_count(struct db *db, const char *chat, const char *place,
	int64_t since, int64_t *out, struct err *e);
/* What waited for that campaign goes out, or into its queue, from now on. */
int announcement_release(
	struct db *db, int64_t campaign, int64_t now, struct err *e);
/* We are not in the channel any more: what is due there failed. */
int announcement_fail(
	struct db *db, const char *chat, const char *place, struct err *e);
/* What failed there, of items that are ready or announced; oldest first. */
int announcement_each_failed(struct db *db, const char *chat, const char *place,
	announcement_fn *fn, void *arg, struct err *e);
/* What went out there from then on, newest first, at most max, each with the
 * number of kits and shares of its item. */
typedef int announcement_past_fn(
	void *arg, int64_t at, int64_t asked, struct err *e);
struct announcement_span {
	int64_t since;
	int max;
};
int announcement_each_past(struct db *db, const struct announcement *where,
	const struct announcement_span *span, announcement_past_fn *fn,
	void *arg, struct err *e);
/* The announcement whose message that is (by its post); id 0: none. */
int announcement_at(struct db *db, const char *chat, const char *place,
	const char *message, struct announcement *out, struct err *e);

#endif
