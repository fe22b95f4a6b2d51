#ifndef ADVOCATED_MATTERMOST_PLACES_H
#define ADVOCATED_MATTERMOST_PLACES_H

struct chat_settings;
struct loop;
struct mattermost_api;
struct mattermost_book;
struct mattermost_places;
struct mattermost_self;

/*
 * Where we are: the channels of all our teams, with their names, and the
 * direct conversations we have, read by REST into the book. People write
 * channels by name in forms, and a form does not say that it was filled in in
 * the direct conversation with us.
 */
struct mattermost_places *mattermost_places_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	struct mattermost_book *book, const struct mattermost_self *self);
void mattermost_places_free(struct mattermost_places *p);

/* Reads all, anew if that is being done; tried again until it worked. */
void mattermost_places_read(struct mattermost_places *p);

#endif
