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
};

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

/* Captions, at most 3 kB each. Those without a network are the variants of
 * the kit: the number that fit the language ("" rows fit all; a language
 * without its own gets the item's), and the one at index. */
int caption_add(struct db *db, int64_t item, const char *network,
	const char *language, const char *text, struct err *e);
/* Drops those that are not for one network alone. */
int caption_clear(struct db *db, int64_t item, struct err *e);
int caption_count(struct db *db, int64_t item, const char *language, int *out,
	struct err *e);
int caption_at(struct db *db, int64_t item, const char *language, int index,
	char *out, size_t room, struct err *e); /* "" when there is none */
/* The one written for that network alone; "" when there is none. */
struct caption_text {
	char text[3072];
};
int caption_for(struct db *db, int64_t item, const char *network,
	const char *language, struct caption_text *out, struct err *e);

struct announcement {
	int64_t id, item;
	char chat[64], place[64], state[16]; /* due posted over failed */
	int64_t due_at;
};
/* Fills a->id; an item once announced in a channel is left as it is (id 0).
 * state "": due. What is said of it is a post with the key announce:<id>. */
int announcement_add(struct db *db, struct announcement *a, struct err *e);
int announcement_get(
	struct db *db, int64_t id, struct announcement *out, struct err *e);
int announcement_state(
	struct db *db, int64_t id, const char *state, struct err *e);
typedef int announcement_fn(
	void *arg, const struct announcement *a, struct err *e);
int announcement_each(struct db *db, int64_t item, announcement_fn *fn,
	void *arg, struct err *e);
/* The announcement whose message that is (by its post); id 0: none. */
int announcement_at(struct db *db, const char *chat, const char *place,
	const char *message, struct announcement *out, struct err *e);

#endif
