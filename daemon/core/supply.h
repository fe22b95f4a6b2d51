#ifndef ADVOCATED_SUPPLY_H
#define ADVOCATED_SUPPLY_H

#include <stddef.h>

struct db;
struct dispatch;
struct err;
struct loop;
struct supply;

/*
 * Reads feeds and pages that are due (guarded fetch, conditional requests,
 * at most 8 at once) and dispatches what they say:
 *   EVENT_FETCHED name "feed", value its id, fields
 *     {"unchanged": true} | {"trouble": "words", "why": phrase} |
 *     {"etag","modified","entries":[{"url","title","summary","image","language","at"}]}
 *   EVENT_FETCHED name "feed_test", value its id, fields as of a feed
 *   EVENT_FETCHED name "page", value the item's id, fields
 *     {"trouble": "words", "gone": bool, "why": phrase} |
 *     {"url","canonical","title","summary","image","site","language","minutes"}
 * trouble is for the log, why for people: a phrase of words.json by its name,
 * {"phrase": "trouble_status", "status": 404, "detail": ""}.
 */
struct supply *supply_new(struct loop *l, struct db *db, struct dispatch *d,
	const char *const *allowed, struct err *e);
void supply_free(struct supply *s);

#endif
