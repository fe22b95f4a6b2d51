#ifndef ADVOCATED_ADDRESSEE_H
#define ADVOCATED_ADDRESSEE_H

#include <stdbool.h>

#include <jansson.h>

struct err;
struct member;
struct turn;

/* Who is spoken to: what is said is in their language, its times in their
 * zone. Everything is lent by the turn and the member. */
struct addressee {
	const struct member *member; /* id 0: no member */
	const char *chat;            /* where they read it, or NULL */
	const char *person;          /* their account, or NULL */
	const char *language;
	const char *zone;
	bool own_zone; /* zone is theirs, not only the programme's */
};

/* Who acts. */
void addressee_actor(const struct turn *t, struct addressee *out);

/* A person on a chat; m->id is 0 when they are no member. Their language is
 * what they chose or set in their chat, as far as it is known. */
void addressee_person(const struct turn *t, const char *chat,
	const char *person, const struct member *m, struct addressee *out);

/* Everybody in a channel, or nobody in particular; language is that of the
 * templates to use, or NULL for the programme's. */
void addressee_everybody(
	const struct turn *t, const char *language, struct addressee *out);

/* A channel: in the only language it takes, else the programme's. */
int addressee_channel(const struct turn *t, const char *chat, const char *place,
	struct addressee *out, struct err *e);

/* For turn.c: the languages there are, [{"language", "name"}] by name. */
json_t *addressee_languages(const struct turn *t, struct err *e);

/*
 * Writes the times among values ({"time", "style"}) for who reads them. Of
 * people whose zone is known they become plain text; others get the span with
 * its "text", which a platform may show in the zone of whoever looks.
 */
void addressee_write_times(const struct addressee *to, json_t *values);

/* Writes the phrases among values ({"phrase": name of words.json, "n": 3 ...})
 * as spans in the language of who reads them. Likewise channels and people of
 * another chat than theirs ({"channel", "chat"}): no mention of them means
 * anything there. */
int addressee_write_phrases(const struct turn *t, const struct addressee *to,
	json_t *values, struct err *e);

#endif
