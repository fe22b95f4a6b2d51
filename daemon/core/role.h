#ifndef ADVOCATED_ROLE_H
#define ADVOCATED_ROLE_H

#include <stdbool.h>

struct err;
struct groups;
struct programme;
struct tongues;

/* What somebody may do who runs the programme; each may what those before it
 * may. */
enum role {
	ROLE_NONE,
	ROLE_AUDITOR, /* looks at everything, changes nothing */
	ROLE_CURATOR, /* items: from suggestion to announcement */
	ROLE_ADMIN    /* campaigns, rules, budget, feeds, teams ... */
};

/* An entry of admins, curators or auditors: "chat:person", "chat:@group". */
struct role_entry {
	char chat[64];
	char id[64];
	bool group;
};
bool role_read(const char *written, struct role_entry *out);

/* The entries that give the role; NULL ends, and may be all there is. */
const char *const *role_entries(const struct programme *p, enum role role);

/* Where roles come from: the configuration, who is in its groups (NULL: that
 * is not known), and whom the platform calls its administrator (likewise). */
struct role_sources {
	const struct programme *programme;
	const struct groups *groups;
	const struct tongues *tongues;
};
enum role role_of(
	const struct role_sources *from, const char *chat, const char *person);

/* Everybody who has exactly that role by name or group, each once. */
typedef int role_fn(
	void *arg, const char *chat, const char *person, struct err *e);
int role_each(const struct role_sources *from, enum role role, role_fn *fn,
	void *arg, struct err *e);

#endif
