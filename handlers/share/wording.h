#ifndef ADVOCATED_WORDING_H
#define ADVOCATED_WORDING_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct err;
struct item;
struct kit;
struct member;
struct network;
struct turn;

/* The words of a post: a member's own, else one of the item's captions
 * (caption_choice.h), else one made from its title and summary. */
struct wording {
	const struct item *item;
	const struct member *member; /* NULL for wording_post(), _measure() */
	const struct network *network;
};

/* How many ready texts there are to choose from, at least one. */
int wording_count(
	struct turn *t, const struct wording *w, int *out, struct err *e);

/* What the kit proposes, without disclosure and link. Yours to free; NULL
 * with e set. */
char *wording_caption(struct turn *t, const struct wording *w,
	const struct kit *k, struct err *e);

/* The whole post for that network: disclosure first, then caption and link
 * (as it is to be shown). Yours to free; NULL with e set. */
char *wording_post(struct turn *t, const struct wording *w, const char *caption,
	const char *link, struct err *e);

/* How long the whole is as it would be posted, the most that the network
 * takes (0: as much as one likes), and how much is too many. */
struct wording_size {
	int64_t length, most, over;
};
int wording_measure(struct turn *t, const struct wording *w,
	const char *caption, struct wording_size *out, struct err *e);

/* The labels of those networks for which a text that is made, or the member's
 * own, is too long: there its end is cut off. Yours; NULL with e set. */
struct wording_networks {
	const struct network *const *list;
	size_t count;
};
json_t *wording_find_cut(struct turn *t, const struct wording *w,
	const struct kit *k, const struct wording_networks *networks,
	struct err *e);

#endif
