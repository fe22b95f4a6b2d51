#ifndef ADVOCATED_MATTERMOST_WAIT_H
#define ADVOCATED_MATTERMOST_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

struct httpd_request;
struct loop;
struct mattermost_wait;

/*
 * Requests of Mattermost that are owed an answer: each is found again by its
 * number, and gets 503 when nobody answered it within 10 s.
 */
enum mattermost_asked {
	MATTERMOST_COMMAND,
	MATTERMOST_PRESS,
	MATTERMOST_DIALOG
};

struct mattermost_owed {
	enum mattermost_asked what;
	char *person;
	json_t *kinds; /* of a dialog's inputs, or NULL */
};

struct mattermost_wait *mattermost_wait_new(struct loop *l, const char *chat);
void mattermost_wait_free(struct mattermost_wait *w); /* all get 503 */

/* Keeps the request; person is copied, kinds (may be NULL) referred to. */
uint64_t mattermost_wait_add(struct mattermost_wait *w, struct httpd_request *r,
	enum mattermost_asked what, const char *person, const json_t *kinds);

/* NULL when it was answered already. */
const struct mattermost_owed *mattermost_wait_find(
	const struct mattermost_wait *w, uint64_t number);

/* Answers it with JSON text; false when it was answered already. */
bool mattermost_wait_answer(struct mattermost_wait *w, uint64_t number,
	int status, const char *json);

/* Answers a request that was not kept. */
void mattermost_wait_reply(
	struct httpd_request *r, int status, const char *json);

#endif
