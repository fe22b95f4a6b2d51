#ifndef ADVOCATED_REPORT_ABOUT_H
#define ADVOCATED_REPORT_ABOUT_H

/* How the reports ask: inside the store. */

struct db;
struct err;
struct report_about;
struct rows;

enum report_scope {
	REPORT_ALL,     /* $1 from $2 to */
	REPORT_ITEMS,   /* ... $3 item $4 campaign, one of them 0 */
	REPORT_NETWORK, /* ... $3 network */
	REPORT_TEAM,    /* ... $3 team */
	REPORT_SCOPES
};

enum report_scope report_scope_of(const struct report_about *about);

/* Asks the statement of the scope. by_day: from and to are days. NULL on
 * failure; what a scope has no statement for must not be asked. */
struct rows *report_ask(struct db *db, const struct report_about *about,
	const char *const sql[REPORT_SCOPES], int by_day, struct err *e);

#endif
