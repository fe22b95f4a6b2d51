#ifndef ADVOCATED_MATTERMOST_BOOK_H
#define ADVOCATED_MATTERMOST_BOOK_H

#include <stdbool.h>

struct mattermost_book;

/*
 * What is known of people and channels, in memory and bounded: the user name
 * of a person and whether they are deactivated, the name of a channel, the
 * direct conversation with a person. What is lent stays until the next put or
 * forget.
 */
struct mattermost_book *mattermost_book_new(void);
void mattermost_book_free(struct mattermost_book *b);

/* name "": there is nobody of that id. */
void mattermost_book_put_person(struct mattermost_book *b, const char *person,
	const char *name, bool gone);
void mattermost_book_put_channel(
	struct mattermost_book *b, const char *channel, const char *name);
void mattermost_book_put_direct(
	struct mattermost_book *b, const char *person, const char *channel);
/* Something about them changed: to be asked again. */
void mattermost_book_forget_person(
	struct mattermost_book *b, const char *person);

/* NULL when not known (or nobody's id). */
const char *mattermost_book_person(
	const struct mattermost_book *b, const char *person);
const char *mattermost_book_channel(
	const struct mattermost_book *b, const char *channel);
const char *mattermost_book_direct(
	const struct mattermost_book *b, const char *person);

/* The id of the channel of that name, or NULL. */
const char *mattermost_book_find_channel(
	const struct mattermost_book *b, const char *name);

bool mattermost_book_has_person(
	const struct mattermost_book *b, const char *person);
bool mattermost_book_is_gone(
	const struct mattermost_book *b, const char *person);

#endif
