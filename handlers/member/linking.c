#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "pairing.h"
#include "passcode.h"
#include "reward.h"
#include "text.h"
#include "when.h"
#include "answer.h"
#include "behaviour.h"
#include "home.h"
#include "team_fit.h"

/* Accounts on several chats become one member: a code made on one is typed on
 * another. Either of the two may be nobody yet. */

#define CODE_LIFE (10 * WHEN_MINUTE)
#define TRIES_MAX 5
#define TRIES_SPAN WHEN_HOUR

/* Who asked for a code. */
struct asker {
	char chat[64], person[64], who[128];
	struct member member; /* id 0: nobody */
};

static bool
is_in(const struct member *m)
{
	return m->id != 0 &&
	       (m->state == MEMBER_ACTIVE || m->state == MEMBER_PAUSED);
}

static int
refuse(struct turn *t, const char *words, struct err *e)
{
	json_t *why = turn_words(t, words, NULL, e);

	if (why == NULL)
		return -1;
	return answer_here(
		t, "link_refused", json_pack("{s:o}", "why", why), e);
}

/* Giving a code ----------------------------------------------------------- */

static int
put_code(struct turn *t, const char *code, struct err *e)
{
	const struct event *event = t->event;
	struct pairing p = {
		.member = t->member.id, .expires_at = t->now + CODE_LIFE};
	char name[sizeof t->member.name], *plain, *box;
	json_t *who;

	text_copy(name, sizeof name,
		event->who == NULL ? t->member.name : event->who);
	who = json_pack("{s:s, s:s, s:s}", "chat", event->chat, "person",
		event->person, "who", name);
	plain = json_dump(who);
	box = turn_pairing_close(t, plain);
	turn_stranger_hash(t, p.account);
	turn_pairing_hash(t, code, p.hash);
	text_copy(p.box, sizeof p.box, box);
	free(box);
	free(plain);
	json_decref(who);
	return pairing_put(t->db, &p, e);
}

static int
give_code(struct turn *t, struct err *e)
{
	char code[PASSCODE_SIZE];

	if (t->programme->chats < 2)
		return refuse(t, "link_alone", e);
	passcode_make(code);
	if (put_code(t, code, e) == -1)
		return -1;
	return turn_reply(t, "link_code",
		json_pack("{s:s, s:b}", "code", code, "in", is_in(&t->member)),
		e);
}

/* Taking a code ----------------------------------------------------------- */

/* Whether this account was wrong too often. */
static int
may_try(struct turn *t, bool *may, struct err *e)
{
	unsigned char account[PAIRING_HASH];
	int64_t tries, first;

	turn_stranger_hash(t, account);
	if (pairing_tries(t->db, account, t->now - TRIES_SPAN, &tries, &first,
		    e) == -1)
		return -1;
	*may = tries < TRIES_MAX;
	return 0;
}

static int
refuse_wrong(struct turn *t, struct err *e)
{
	unsigned char account[PAIRING_HASH];

	turn_stranger_hash(t, account);
	if (pairing_wrong(t->db, account, t->now - TRIES_SPAN, t->now, e) == -1)
		return -1;
	return refuse(t, "link_wrong", e);
}

static int
open_asker(struct turn *t, const struct pairing *p, struct asker *out,
	struct err *e)
{
	char *plain = turn_pairing_open(t, p->box);
	json_t *box = NULL;

	*out = (struct asker){.chat = ""};
	if (plain != NULL)
		box = json_parse(plain, strlen(plain), NULL);
	free(plain);
	if (box == NULL)
		return err_set(e, "a code that cannot be read");
	text_copy(out->chat, sizeof out->chat, json_text(box, "chat", ""));
	text_copy(
		out->person, sizeof out->person, json_text(box, "person", ""));
	text_copy(out->who, sizeof out->who, json_text(box, "who", ""));
	json_decref(box);
	return people_find(t->db, out->chat, out->person, &out->member, e);
}

struct taken {
	struct db *db;
	int64_t other;
	bool taken;
};

static int
on_account(void *arg, const char *chat, const char *person, struct err *e)
{
	struct taken *x = arg;
	char found[64], whose[64];

	(void)person;
	if (people_account(x->db, x->other, chat, found, whose, e) == -1)
		return -1;
	x->taken = x->taken || whose[0] != '\0';
	return 0;
}

/* Whether the two have accounts on one chat: then they are two people. */
static int
is_taken(struct turn *t, const struct asker *a, bool *taken, struct err *e)
{
	const struct member *m = &t->member, *o = &a->member;
	struct taken x = {.db = t->db, .other = o->id};
	int result = 0;

	if (m->id != 0 && o->id != 0) {
		result = people_each_account(t->db, m->id, on_account, &x, e);
	} else {
		x.other = m->id != 0 ? m->id : o->id;
		result = on_account(
			&x, m->id != 0 ? a->chat : t->event->chat, "", e);
	}
	*taken = x.taken;
	return result;
}

/* Why these two are not linked: a phrase, or NULL when they can be. */
static int
find_objection(struct turn *t, const struct asker *a, const char **words,
	struct err *e)
{
	bool taken;

	*words = NULL;
	if (strcmp(a->chat, t->event->chat) == 0)
		*words = "link_here";
	else if (a->member.id != 0 && a->member.id == t->member.id)
		*words = "link_already";
	else if (!is_in(&a->member) && !is_in(&t->member))
		*words = "link_nobody";
	if (*words != NULL)
		return 0;
	if (is_taken(t, a, &taken, e) == -1)
		return -1;
	if (taken)
		*words = "link_taken";
	return 0;
}

/* Linking ----------------------------------------------------------------- */

/* The account that was nobody's becomes the other's member's. */
static int
add_account(struct turn *t, const struct asker *a, struct err *e)
{
	const struct event *event = t->event;
	unsigned char hash[PAIRING_HASH];

	if (t->member.id != 0) {
		turn_account_hash(t, a->chat, a->person, hash);
		return people_add_account(
			t->db, t->member.id, a->chat, a->person, hash, e);
	}
	turn_stranger_hash(t, hash);
	return people_add_account(
		t->db, a->member.id, event->chat, event->person, hash, e);
}

/* Who joined first stays; who left does not. */
static int
merge(struct turn *t, const struct asker *a, struct err *e)
{
	const struct member *keep = &t->member, *drop = &a->member;

	if (!is_in(keep) ||
		(is_in(drop) && drop->joined_at < keep->joined_at)) {
		keep = &a->member;
		drop = &t->member;
	}
	if (people_merge(t->db, keep->id, drop->id, t->now, e) == -1 ||
		reward_merged(
			t->db, &t->programme->rules, keep->id, t->now, e) == -1)
		return -1;
	turn_merged(t, keep->id, drop->id);
	return 0;
}

/* On both accounts, so that nobody is linked without hearing of it. */
static int
tell(struct turn *t, const struct asker *a, struct err *e)
{
	const struct event *event = t->event;
	char *key = xasprintf("linked:%s:%s", a->chat, event->key);
	json_t *accounts;
	int result;

	result = turn_tell(t, a->chat, a->person, key, "linked_there",
		json_pack("{s:s, s:s}", "chat", event->chat, "who",
			event->who == NULL ? "" : event->who),
		e);
	free(key);
	if (result == -1)
		return -1;
	accounts = json_pack("{s:s, s:s}", "chat", a->chat, "who", a->who);
	if (answer_here(t, "linked", accounts, e) == -1)
		return -1;
	return home_refresh(t, e);
}

static int
link_them(struct turn *t, const struct pairing *p, const struct asker *a,
	struct err *e)
{
	const struct event *event = t->event;
	bool both = t->member.id != 0 && a->member.id != 0;
	int result;

	result = both ? merge(t, a, e) : add_account(t, a, e);
	if (result == -1 || pairing_use(t->db, p->hash, t->now, e) == -1 ||
		people_find(t->db, event->chat, event->person, &t->member, e) ==
			-1 ||
		people_acted(t->db, event->chat, event->person, t->now, e) ==
			-1 ||
		team_fit(t, t->member.id, e) == -1)
		return -1;
	return tell(t, a, e);
}

static int
ask_first(
	struct turn *t, const struct asker *a, const char *code, struct err *e)
{
	return turn_reply(t, "link_ask",
		json_pack("{s:s, s:s, s:s}", "chat", a->chat, "who", a->who,
			"code", code),
		e);
}

/* A code that is known: links, or asks first where two are members. */
static int
take_known(struct turn *t, const struct pairing *p, const char *code,
	bool confirmed, struct err *e)
{
	struct asker a;
	const char *words;

	if (open_asker(t, p, &a, e) == -1 ||
		find_objection(t, &a, &words, e) == -1)
		return -1;
	if (words != NULL)
		return refuse(t, words, e);
	if (!confirmed && a.member.id != 0 && t->member.id != 0)
		return ask_first(t, &a, code, e);
	return link_them(t, p, &a, e);
}

static int
take_code(struct turn *t, const char *typed, bool confirmed, struct err *e)
{
	struct pairing p;
	char code[PASSCODE_SIZE];
	unsigned char hash[PAIRING_HASH];
	bool may, found;

	if (may_try(t, &may, e) == -1)
		return -1;
	if (!may)
		return refuse(t, "link_wait", e);
	if (passcode_read(typed, code) == -1)
		return refuse_wrong(t, e);
	turn_pairing_hash(t, code, hash);
	if (pairing_find(t->db, hash, &p, &found, e) == -1)
		return -1;
	if (!found)
		return refuse_wrong(t, e);
	if (p.used_at != 0)
		return refuse(t, "link_used", e);
	if (p.expires_at <= t->now)
		return refuse(t, "link_old", e);
	return take_known(t, &p, code, confirmed, e);
}

int
linking_run(struct turn *t, struct err *e)
{
	if (t->text[0] == '\0')
		return give_code(t, e);
	return take_code(t, t->text, false, e);
}

int
linking_merge(struct turn *t, struct err *e)
{
	return take_code(
		t, t->event->value == NULL ? "" : t->event->value, true, e);
}

/* "Keep them apart": the code is worth nothing from now on. */
int
linking_keep(struct turn *t, struct err *e)
{
	unsigned char hash[PAIRING_HASH];
	char code[PASSCODE_SIZE];

	if (t->event->value != NULL &&
		passcode_read(t->event->value, code) == 0) {
		turn_pairing_hash(t, code, hash);
		if (pairing_use(t->db, hash, t->now, e) == -1)
			return -1;
	}
	return answer_here(t, "link_kept", NULL, e);
}
