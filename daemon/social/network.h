#ifndef ADVOCATED_NETWORK_H
#define ADVOCATED_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct network_post;

/*
 * The networks that people share to: one constant row here, one file each. A
 * row says what the network can do; all else is asked through the functions
 * below.
 */
struct network {
	const char *name;  /* "linkedin": in tables, settings and addresses */
	const char *label; /* "LinkedIn": on buttons */
	bool has_composer; /* an address opens a prefilled post (not: copy) */
	bool takes_text;   /* the caption is in it; else it has to be pasted */
	bool needs_server; /* the person's own server must be known */
	size_t max_length; /* by network_length(); 0: as long as one likes */
	size_t (*length)(const char *text);
	char *(*compose)(const struct network_post *post); /* checked input */
};

struct network_post {
	const char *text;   /* from network_caption(), the link in it */
	const char *link;   /* the member's own short link */
	const char *title;  /* of the item: the subject of an e-mail */
	const char *server; /* host of the person's server, or NULL */
};

/* NULL when there is none of that name (case does not matter). */
const struct network *network_find(const char *name);

/* Rows in the order in which they are offered; NULL past the last. */
const struct network *network_at(size_t i);

/* How long text is by the network's own way of counting. */
size_t network_length(const struct network *n, const char *text);

/*
 * What is to be posted: disclosure, caption, link, with an empty line
 * between. When that is longer than the network takes, the caption is cut at
 * a word and ends in an ellipsis; the disclosure and the link are never cut,
 * and stand even where they alone are too long. A disclosure that the caption
 * already starts with is not said twice. NULL or "" leaves a part out. Yours
 * to free.
 */
char *network_caption(const struct network *n, const char *disclosure,
	const char *caption, const char *link);

/* How long that is when nothing is cut. */
size_t network_caption_length(const struct network *n, const char *disclosure,
	const char *caption, const char *link);

/*
 * The address that opens the network's composer with the post in it, every
 * value percent-encoded. Yours to free; NULL with e set when the network has
 * no composer (copy) or the server is missing or not a plain host name.
 */
char *network_compose_url(const struct network *n,
	const struct network_post *post, struct err *e);

/* The host of a person's server from what they typed ("mastodon.social",
 * "https://Mastodon.Social/@ana", "@ana@mastodon.social"), in lower case.
 * Yours to free; NULL with a sentence for them. */
char *network_read_server(const char *typed, struct err *e);

#endif
