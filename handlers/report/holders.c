#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "turn_people.h"

#include "answer.h"
#include "behaviour.h"
#include "spans.h"

#define SHOWN 40

/* Who has which role, and by what. */

static const struct {
	enum role role;
	const char *phrase, *setting;
} roles[] = {
	{ROLE_ADMIN, "role_admin", "admins"},
	{ROLE_CURATOR, "role_curator", "curators"},
	{ROLE_AUDITOR, "role_auditor", "auditors"},
};

/* A person, or a group with how many are in it as far as that is known. */
static json_t *
row_of(const struct turn *t, const struct role_entry *entry, size_t i)
{
	json_t *row = json_pack("{s:{s:s}, s:s, s:b, s:b, s:b, s:i, s:s}",
		"role", "phrase", roles[i].phrase, "setting", roles[i].setting,
		"group", entry->group, "known", 1, "open", 0, "count", 0, "id",
		entry->id);
	int count;

	json_object_set_new(row, "who",
		entry->group ? json_string("")
			     : spans_person(entry->chat, entry->id));
	if (!entry->group)
		return row;
	count = turn_each_in_group(t, entry->chat, entry->id, NULL, NULL, NULL);
	json_object_set_new(row, "known", json_boolean(count >= 0));
	json_object_set_new(row, "open",
		json_boolean(turn_is_open_group(t, entry->chat, entry->id)));
	json_object_set_new(row, "count", json_integer(count < 0 ? 0 : count));
	return row;
}

static size_t
add_rows(const struct turn *t, size_t i, json_t *rows)
{
	const char *const *entries = role_entries(t->programme, roles[i].role);
	struct role_entry entry;
	size_t left_out = 0;

	for (; *entries != NULL; entries++) {
		if (!role_read(*entries, &entry))
			continue;
		if (json_array_size(rows) < SHOWN)
			json_array_append_new(rows, row_of(t, &entry, i));
		else
			left_out++;
	}
	return left_out;
}

/* "acme:U1" of a person who was named in what was written, else "". Yours. */
static char *
entry_of(const struct turn *t)
{
	const char *at = strstr(t->text, "<@");
	size_t size = at == NULL ? 0 : strcspn(at + 2, "|>");

	if (size == 0 || size > 63)
		return xstrdup("");
	return xasprintf("%s:%.*s", t->event->chat, (int)size, at + 2);
}

/* /campaign admins */
int
holders_run(struct turn *t, struct err *e)
{
	json_t *rows = json_array();
	char *entry = entry_of(t);
	size_t i, left_out = 0;
	int result;

	for (i = 0; i < sizeof roles / sizeof *roles; i++)
		left_out += add_rows(t, i, rows);
	result = turn_reply(t, "holders",
		json_pack("{s:b, s:o, s:I, s:b, s:b, s:s}", "none",
			json_array_size(rows) == 0 &&
				!t->programme->platform_admins,
			"rows", rows, "left_out", (json_int_t)left_out,
			"platform", t->programme->platform_admins, "change",
			t->text[0] != '\0', "entry", entry),
		e);
	free(entry);
	return result;
}
