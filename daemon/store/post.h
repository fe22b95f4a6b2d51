#ifndef ADVOCATED_POST_H
#define ADVOCATED_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Inbox: accept once. */
enum inbox_result { INBOX_NEW, INBOX_SEEN, INBOX_ERROR };
enum inbox_result inbox_accept(struct db *db, const char *chat, const char *key,
	int64_t now, struct err *e);
/* Forgets keys accepted before that time, some thousands a call: the number
 * forgotten (0: none is left), or -1. */
int inbox_prune(struct db *db, int64_t before, struct err *e);
int inbox_bury(struct db *db, const char *chat, const char *key,
	const char *what, const char *body, const char *why, int64_t now,
	struct err *e);

/* Outbox: one row per thing to do. Texts are lent to outbox_add() and, in
 * outbox_each_due(), to the callback. */
struct outbox_row {
	int64_t id;
	const char *chat, *conversation, *key, *act, *body;
	const char *answer; /* sealed, or NULL */
	int64_t member;     /* 0: about nobody */
	int tries;          /* how often it may have arrived */
	bool sending;       /* left us before and may have arrived: doubtful */
	int64_t due_at, created_at;
};
/* A key that is already waiting is left as it is. */
int outbox_add(struct db *db, const struct outbox_row *row, struct err *e);
typedef int outbox_fn(void *arg, const struct outbox_row *row, struct err *e);
/* The oldest row of each conversation, if it is due and not on its way, at
 * most max, the longest due first. What was on its way when the store was
 * closed is due again, doubtful. */
int outbox_each_due(struct db *db, int64_t now, int max, outbox_fn *fn,
	void *arg, struct err *e);
/* When the next row that may go becomes due (0: none waits). */
int outbox_next_at(struct db *db, int64_t *at, struct err *e);
/* It is on its way from now on, until outbox_later() or outbox_done(). */
int outbox_sending(struct db *db, int64_t id, struct err *e);
/* Not now: due again at due_at; doubtful when it may have arrived. */
int outbox_later(struct db *db, int64_t id, int64_t due_at, bool doubtful,
	struct err *e);
int outbox_done(struct db *db, int64_t id, struct err *e);
/* Drops what never left us, by key prefix. */
int outbox_cancel(struct db *db, const char *key_prefix, struct err *e);
/* Where and to whom what waits under key will be said; chat "" when nothing
 * does. language is that of its card, "" when it has none. */
struct outbox_place {
	char chat[64], conversation[160], language[16];
	int64_t member;
};
int outbox_find(struct db *db, const char *key, struct outbox_place *out,
	struct err *e);
int outbox_depth(
	struct db *db, int64_t *waiting, int64_t *oldest_at, struct err *e);

/* Posts: our name of what was said -> where it stands. */
struct post {
	char chat[64], place[64], message[64];
	char language[16]; /* it was said in; "" unknown */
	int64_t at;
	int64_t member; /* read: to whom alone it was said, 0: to others */
};
int post_put(struct db *db, const char *key, const struct post *p,
	int64_t member, struct err *e);
int post_find(struct db *db, const char *key, struct post *out, struct err *e);
/* message "": none */
int post_drop(struct db *db, const char *key, struct err *e);
/* What was said to the member alone, at most max, newest first. */
typedef int post_fn(
	void *arg, const char *key, const struct post *p, struct err *e);
/* What stands under keys that start so (and go on with ":"), newest first. */
int post_each_under(struct db *db, const char *prefix, int max, post_fn *fn,
	void *arg, struct err *e);
int post_each(struct db *db, int64_t member, int max, post_fn *fn, void *arg,
	struct err *e);

/* Small facts about the store itself. value "" when there is none. */
int meta_get(
	struct db *db, const char *name, char *out, size_t room, struct err *e);
int meta_set(struct db *db, const char *name, const char *value, struct err *e);
/* Until when everything that happened in a chat was heard, ms; 0: nothing. */
int meta_get_heard(struct db *db, const char *chat, int64_t *at, struct err *e);
int meta_set_heard(struct db *db, const char *chat, int64_t at, struct err *e);

#endif
