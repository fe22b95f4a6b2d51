#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "groups.h"
#include "programme.h"
#include "role.h"
#include "tongues.h"

bool
role_read(const char *written, struct role_entry *out)
{
	const char *colon = strchr(written, ':'), *id;

	if (colon == NULL || colon == written ||
		(size_t)(colon - written) >= sizeof out->chat)
		return false;
	id = colon + 1;
	out->group = *id == '@';
	if (out->group)
		id++;
	if (*id == '\0' || strlen(id) >= sizeof out->id)
		return false;
	snprintf(out->chat, sizeof out->chat, "%.*s", (int)(colon - written),
		written);
	snprintf(out->id, sizeof out->id, "%s", id);
	return true;
}

const char *const *
role_entries(const struct programme *p, enum role role)
{
	static const char *const none[] = {NULL};
	const char *const *entries = NULL;

	if (role == ROLE_ADMIN)
		entries = p->admins;
	else if (role == ROLE_CURATOR)
		entries = p->curators;
	else if (role == ROLE_AUDITOR)
		entries = p->auditors;
	return entries == NULL ? none : entries;
}

/* A group that anybody can join gives nothing. */
static bool
is_named(const struct role_entry *entry, const struct groups *g,
	const char *chat, const char *person)
{
	if (strcmp(entry->chat, chat) != 0)
		return false;
	if (!entry->group)
		return strcmp(entry->id, person) == 0;
	return !groups_is_open(g, chat, entry->id) &&
	       groups_has(g, chat, entry->id, person);
}

/* Whether one of the entries before end (NULL: all) names them. */
static bool
is_listed(const char *const *entries, const char *const *end,
	const struct groups *g, const char *chat, const char *person)
{
	struct role_entry entry;

	for (; *entries != NULL && entries != end; entries++)
		if (role_read(*entries, &entry) &&
			is_named(&entry, g, chat, person))
			return true;
	return false;
}

enum role
role_of(const struct role_sources *from, const char *chat, const char *person)
{
	int role;

	if (from->programme->platform_admins && from->tongues != NULL &&
		tongues_admin(from->tongues, chat, person) == TONGUES_YES)
		return ROLE_ADMIN;
	for (role = ROLE_ADMIN; role > ROLE_NONE; role--)
		if (is_listed(role_entries(from->programme, (enum role)role),
			    NULL, from->groups, chat, person))
			return (enum role)role;
	return ROLE_NONE;
}

/* Of several entries that name somebody the first counts. */
struct round {
	const struct role_sources *from;
	const char *const *entries, *const *at;
	role_fn *fn;
	void *arg;
};

static int
tell(const struct round *r, const char *chat, const char *person, struct err *e)
{
	if (is_listed(r->entries, r->at, r->from->groups, chat, person))
		return 0;
	return r->fn(r->arg, chat, person, e);
}

static int
tell_group(const struct round *r, const struct role_entry *entry, struct err *e)
{
	const struct groups *g = r->from->groups;
	const char *const *persons;
	size_t i, count;

	persons = groups_find(g, entry->chat, entry->id, &count);
	if (persons == NULL || groups_is_open(g, entry->chat, entry->id))
		return 0;
	for (i = 0; i < count; i++)
		if (tell(r, entry->chat, persons[i], e) == -1)
			return -1;
	return 0;
}

int
role_each(const struct role_sources *from, enum role role, role_fn *fn,
	void *arg, struct err *e)
{
	struct round r = {.from = from, .fn = fn, .arg = arg};
	struct role_entry entry;
	int result = 0;

	r.entries = role_entries(from->programme, role);
	for (r.at = r.entries; *r.at != NULL && result == 0; r.at++) {
		if (!role_read(*r.at, &entry))
			continue;
		result = entry.group ? tell_group(&r, &entry, e)
				     : tell(&r, entry.chat, entry.id, e);
	}
	return result;
}
