#ifndef ADVOCATED_POST_H
#define ADVOCATED_POST_H

struct network;
struct network_post;

/* What composers do to a post; for the networks' own files. */

/* The text without the link at its end. Yours to free. */
char *post_without_link(const struct network_post *post);

/* The text, cut before the link at its end when it is longer than the network
 * takes. Yours to free. */
char *post_refit(const struct network *n, const struct network_post *post);

#endif
