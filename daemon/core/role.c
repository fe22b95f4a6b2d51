#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "programme.h"
#include "role.h"

/* Whether "chat:person" is among the entries. */
static bool
is_listed(const char *const *entries, const char *chat, const char *person)
{
	size_t size = strlen(chat);

	for (; entries != NULL && *entries != NULL; entries++)
		if (strncmp(*entries, chat, size) == 0 &&
			(*entries)[size] == ':' &&
			strcmp(*entries + size + 1, person) == 0)
			return true;
	return false;
}

enum role
role_of(const struct programme *p, const char *chat, const char *person)
{
	if (is_listed(p->admins, chat, person))
		return ROLE_ADMIN;
	if (is_listed(p->curators, chat, person))
		return ROLE_CURATOR;
	return is_listed(p->auditors, chat, person) ? ROLE_AUDITOR : ROLE_NONE;
}
