#ifndef ADVOCATED_PEOPLE_H
#define ADVOCATED_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

enum member_state {
	MEMBER_ACTIVE,
	MEMBER_PAUSED,
	MEMBER_LEFT,
	MEMBER_FORGOTTEN
};

/* A member. id 0: nobody. Longer texts are cut when stored. */
struct member {
	int64_t id;
	enum member_state state;
	bool hidden;
	int64_t paused_until; /* 0: until they resume */
	int64_t joined_at;
	char name[128];
	char language[16];
	bool language_chosen; /* by them: the platform's does not change it */
	char zone[64];
	char mastodon[128];
	bool linked; /* they have several accounts */
};

/* The member behind an account; out->id is 0 when there is none (or they
 * were forgotten). A member who left is found, with MEMBER_LEFT. */
int people_find(struct db *db, const char *chat, const char *person,
	struct member *out, struct err *e);
/* By id; one who became one with another is that other. */
int people_get(struct db *db, int64_t id, struct member *out, struct err *e);

/* The member's account on that chat, or ("" for chat) the one they used last,
 * into chat_out and person_out (64 bytes each). person_out "" when none. */
int people_account(struct db *db, int64_t member, const char *chat,
	char chat_out[64], char person_out[64], struct err *e);
/* A member of several accounts used this one. */
int people_acted(struct db *db, const char *chat, const char *person,
	int64_t now, struct err *e);
typedef int people_account_fn(
	void *arg, const char *chat, const char *person, struct err *e);
int people_each_account(struct db *db, int64_t member, people_account_fn *fn,
	void *arg, struct err *e);

/* One more account of the member; it must be nobody's and the first of them
 * on that chat. What was remembered of the stranger (hash) goes. */
int people_add_account(struct db *db, int64_t member, const char *chat,
	const char *person, const unsigned char hash[16], struct err *e);
/* The account is nobody's again; what waits for it or was said to it is no
 * longer the member's. -1 for the last one: that is leaving, or forgetting. */
int people_remove_account(
	struct db *db, const char *chat, const char *person, struct err *e);

/*
 * Two members are one from now on: all of drop's becomes keep's, and drop stays
 * as a tombstone that leads to keep. A share of the same item on the same
 * network is one share: of its awards of one kind and step the better stays
 * (one that counts before one that does not; more points before fewer; settled
 * before pending), the other is withdrawn, and its points go back to the
 * budget, as far as they were not redeemed. Links keep working and counting.
 * Balances move by entries of their own. It is hidden if one was, paused if
 * nobody was active. They must not have accounts on one chat. Caps over what
 * both earned are core's business (reward_merged()).
 */
int people_merge(
	struct db *db, int64_t keep, int64_t drop, int64_t now, struct err *e);

/* Enrols (or re-enrols after leaving), records the consent, and drops what
 * was remembered of the stranger. m's name, language and zone are used; its
 * id is filled. */
int people_join(struct db *db, const char *chat, const char *person,
	struct member *m, int consent_version, const unsigned char hash[16],
	int64_t now, struct err *e);
int people_leave(struct db *db, int64_t id, int consent_version, int64_t now,
	struct err *e);

/* Stores state, paused_until, hidden, name, language, whether it was chosen,
 * zone and mastodon. */
int people_save(struct db *db, const struct member *m, struct err *e);

/* Removes or severs every personal row: all accounts and the codes they asked
 * for, consent, kits, captions of their own, waiting messages, posts; shares
 * lose their text; links keep counting for the item alone. The ledger keeps its
 * entries under the tombstone; pending and settled points go back (awards
 * withdrawn, settled points to the programme), so that it balances. What an
 * admin did stays in the audit. The next commit empties the log too. */
int people_forget(struct db *db, int64_t id, int64_t now, struct err *e);

/* Members whose pause is over: ids, at most room; returns the number or -1. */
int people_pause_over(
	struct db *db, int64_t now, int64_t *ids, size_t room, struct err *e);

int people_count(struct db *db, int64_t *active, struct err *e);

enum stranger_answer { STRANGER_NEW, STRANGER_ASKED, STRANGER_NO };
/* What a keyed hash of chat and person has been asked and said. */
int stranger_find(struct db *db, const unsigned char hash[16],
	enum stranger_answer *out, struct err *e);
int stranger_note(struct db *db, const unsigned char hash[16],
	enum stranger_answer answer, int64_t now, struct err *e);

#endif
