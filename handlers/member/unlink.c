#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"
#include "accounts.h"
#include "answer.h"
#include "behaviour.h"
#include "team_fit.h"

/* One account is taken out and is nobody's again; the member stays with the
 * others. */

static int
refuse_unclear(struct turn *t, struct err *e)
{
	json_t *accounts = accounts_words(t, e);

	if (accounts == NULL)
		return -1;
	return turn_reply(t, "unlink_unclear",
		json_pack("{s:s, s:o}", "word", t->text, "accounts", accounts),
		e);
}

/* Whoever sits there hears of it. */
static int
tell_there(struct turn *t, const char *chat, const char *person, struct err *e)
{
	char *key = xasprintf("unlinked:%s:%s", chat, t->event->key);
	int result = turn_tell(t, chat, person, key, "unlinked_there",
		json_pack("{s:s}", "chat", t->event->chat), e);

	free(key);
	return result;
}

static int
take_out(struct turn *t, const char *chat, const char *person, struct err *e)
{
	const struct event *event = t->event;
	bool here = strcmp(chat, event->chat) == 0;

	if (people_remove_account(t->db, chat, person, e) == -1 ||
		team_fit(t, t->member.id, e) == -1)
		return -1;
	if (!here && tell_there(t, chat, person, e) == -1)
		return -1;
	if (people_find(t->db, event->chat, event->person, &t->member, e) == -1)
		return -1;
	return turn_reply(t, "unlinked",
		json_pack("{s:s, s:b}", "chat", chat, "here", here), e);
}

/* The account on the chat of that name. */
struct search {
	const char *word;
	char chat[64], person[64];
};

static int
on_account(void *arg, const char *chat, const char *person, struct err *e)
{
	struct search *s = arg;

	(void)e;
	if (!text_same(chat, s->word))
		return 0;
	text_copy(s->chat, sizeof s->chat, chat);
	text_copy(s->person, sizeof s->person, person);
	return 0;
}

int
unlink_run(struct turn *t, struct err *e)
{
	struct search s = {.word = t->text};

	if (!t->member.linked)
		return turn_reply(t, "unlink_last", NULL, e);
	if (t->text[0] == '\0')
		return take_out(t, t->event->chat, t->event->person, e);
	if (people_each_account(t->db, t->member.id, on_account, &s, e) == -1)
		return -1;
	if (s.person[0] == '\0')
		return refuse_unclear(t, e);
	return take_out(t, s.chat, s.person, e);
}
