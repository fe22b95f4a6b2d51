#ifndef ADVOCATED_ROLE_H
#define ADVOCATED_ROLE_H

struct programme;

/* What somebody may do who runs the programme; each may what those before it
 * may. */
enum role {
	ROLE_NONE,
	ROLE_AUDITOR, /* looks at everything, changes nothing */
	ROLE_CURATOR, /* items: from suggestion to announcement */
	ROLE_ADMIN    /* campaigns, rules, budget, feeds, teams ... */
};

/* The role that the configuration gives to an account. */
enum role role_of(
	const struct programme *p, const char *chat, const char *person);

#endif
