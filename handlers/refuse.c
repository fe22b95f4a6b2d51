#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "items.h"
#include "text.h"
#include "answer.h"

#include "turn_people.h"

#include "behaviour.h"
#include "spans.h"

/* A button's value holds 2,000 characters; far shorter is enough for any
 * command that is worth repeating. */
#define LINE_MAX_SIZE 500

/* Some of those who may be asked. */
#define ASKED_MOST 3

static int
on_admin(void *arg, const char *chat, const char *person, struct err *e)
{
	(void)e;
	if (json_array_size(arg) < ASKED_MOST)
		json_array_append_new(arg, spans_person(chat, person));
	return 0;
}

/* Whether it is not known (yet) who is in some group that gives the role. */
static bool
is_unsure(const struct turn *t, enum role needed)
{
	const char *const *entries;
	struct role_entry entry;
	int role;

	for (role = (int)needed; role <= ROLE_ADMIN; role++)
		for (entries = role_entries(t->programme, (enum role)role);
			*entries != NULL; entries++)
			if (role_read(*entries, &entry) && entry.group &&
				strcmp(entry.chat, t->event->chat) == 0 &&
				turn_each_in_group(t, entry.chat, entry.id,
					NULL, NULL, NULL) < 0)
				return true;
	return false;
}

int
refuse_role(struct turn *t, enum role needed, struct err *e)
{
	json_t *admins = json_array();

	if (turn_each_with_role(t, ROLE_ADMIN, on_admin, admins, e) == -1) {
		json_decref(admins);
		return -1;
	}
	return turn_reply(t, "not_allowed",
		json_pack("{s:b, s:b, s:b, s:b, s:b, s:o}", "needs_admin",
			needed == ROLE_ADMIN, "needs_curator",
			needed == ROLE_CURATOR, "curator",
			t->role == ROLE_CURATOR, "auditor",
			t->role == ROLE_AUDITOR, "unsure", is_unsure(t, needed),
			"admins", admins),
		e);
}

int
refuse_closed(struct turn *t, const struct item *i, struct err *e)
{
	return answer_here(t, i->internal ? "for_us_only" : "gone",
		json_pack("{s:s}", "title", i->title), e);
}

int
refuse_gone(struct turn *t, const char *title, struct err *e)
{
	return turn_reply(t, "gone", json_pack("{s:s}", "title", title), e);
}

/* "/advocate": the command as people type it here. */
static char *
typed(const struct turn *t, const char *command)
{
	return xasprintf("/%s%s", t->programme->command_prefix, command + 1);
}

int
refuse_unknown(struct turn *t, const char *command, const char *word,
	const char *const *words, struct err *e)
{
	char *shown, *line = NULL, *value = NULL, *label = NULL, *wrong;
	int nearest, result;

	shown = typed(t, command);
	wrong = text_cut(word == NULL ? "" : word, 40);
	nearest = word == NULL ? -1 : text_nearest(word, words);
	if (nearest >= 0 && strlen(t->text) < LINE_MAX_SIZE) {
		line = xasprintf("%s %s %s", shown, words[nearest], t->text);
		value = xasprintf("%s %s %s", command, words[nearest], t->text);
		label = text_cut(text_trim(line), 60);
		result = turn_reply(t, "unknown_near",
			json_pack("{s:s, s:s, s:s, s:s}", "wrong", wrong,
				"right", words[nearest], "label", label,
				"value", text_trim(value)),
			e);
	} else {
		result = turn_reply(t, "unknown",
			json_pack("{s:s, s:s, s:o}", "wrong", wrong, "typed",
				shown, "value",
				json_sprintf("%s help", command)),
			e);
	}
	free(shown);
	free(wrong);
	free(line);
	free(value);
	free(label);
	return result;
}
