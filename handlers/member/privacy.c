#include <stdlib.h>

#include "err.h"
#include "audit.h"
#include "accounts.h"
#include "answer.h"
#include "behaviour.h"
#include "privacy.h"
#include "spans.h"
#include "team_name.h"

#define LOOKERS_MOST 10

static const struct privacy_row rows[] = {
	{"privacy_who", "kept_until_forget",
		"member identity pause member_topic "},
	{"privacy_code", "kept_code", "pairing pairing_try "},
	{"privacy_consent", "kept_until_forget", "consent "},
	{"privacy_team", "kept_team", "team_member "},
	{"privacy_kit", "kept_until_forget", "kit "},
	{"privacy_share", "kept_share", "share link "},
	{"privacy_suggestion", "kept_suggestion", "suggestion suggested "},
	{"privacy_click", "kept_click", "click click_day link_reach reach "},
	{"privacy_points", "kept_points",
		"award tally standing account entry "},
	{"privacy_badge", "kept_until_forget", "badge "},
	{"privacy_redemption", "kept_points", "redemption reward_code "},
	{"privacy_hold", "kept_until_forget", "hold "},
	{"privacy_message", "kept_until_forget", "outbox post "},
	{"privacy_trouble", "kept_trouble", "inbox buried "},
	{"privacy_stranger", "kept_stranger", "stranger "},
	{"privacy_admin", "kept_admin",
		"audit item review feed_test redemption "},
};

const struct privacy_row *
privacy_at(size_t i)
{
	return i < sizeof rows / sizeof *rows ? &rows[i] : NULL;
}

/* Who saw figures of theirs: admins who had something to decide. */
struct lookers {
	const struct turn *t;
	json_t *rows;
};

static int
on_look(void *arg, const char *chat, const char *person, int64_t at,
	struct err *e)
{
	const struct lookers *l = arg;

	(void)e;
	return json_array_append_new(l->rows,
		json_pack("{s:o, s:o}", "who", spans_person(chat, person), "at",
			answer_time(l->t, at, "date")));
}

/* NULL with e set. */
static json_t *
lookers_of(struct turn *t, struct err *e)
{
	struct lookers l = {t, json_array()};

	if (t->member.id == 0 || audit_each_look(t->db, t->member.id,
					 LOOKERS_MOST, on_look, &l, e) == 0)
		return l.rows;
	json_decref(l.rows);
	return NULL;
}

int
privacy_run(struct turn *t, struct err *e)
{
	json_t *list = json_array(), *what, *kept, *accounts, *lookers;
	const struct privacy_row *row;
	char *teams;
	size_t i;

	for (i = 0; (row = privacy_at(i)) != NULL; i++) {
		what = turn_words(t, row->what, NULL, e);
		kept = turn_words(t, row->kept, NULL, e);
		if (what == NULL || kept == NULL) {
			json_decref(what);
			json_decref(kept);
			json_decref(list);
			return -1;
		}
		json_array_append_new(list,
			json_pack("{s:o, s:o}", "what", what, "kept", kept));
	}
	accounts = accounts_words(t, e);
	teams = team_names_of(t, t->member.id, e);
	lookers = lookers_of(t, e);
	if (accounts == NULL || teams == NULL || lookers == NULL) {
		json_decref(accounts);
		json_decref(lookers);
		json_decref(list);
		free(teams);
		return -1;
	}
	list = json_pack("{s:o, s:o, s:s, s:o}", "rows", list, "accounts",
		accounts, "teams", teams, "lookers", lookers);
	free(teams);
	return turn_reply(t, "privacy", list, e);
}
