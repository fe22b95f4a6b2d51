#ifndef ADVOCATED_FEED_BUILD_H
#define ADVOCATED_FEED_BUILD_H

#include <stdbool.h>

#include "feed.h"

/* What the three formats share: limits and tidying, in one place. */

/* A piece of text as a feed gives it. */
struct feed_text {
	const char *s; /* lent, may be NULL */
	bool is_html;
};

/* An entry as found, all lent; what is missing is NULL. */
struct feed_draft {
	const char *base; /* for relative addresses */
	const char *id;
	const char *url;
	const char *image;
	const char *language;
	const char *published;
	struct feed_text title;
	struct feed_text summary;
	struct feed_text content; /* when there is no summary; its picture */
};

/* Adds the entry, tidied, or counts it as left out. */
void feed_build_add(struct feed *f, const struct feed_draft *draft);

/* A title of a feed: plain, of bounded length. Yours to free. */
char *feed_build_title(struct feed_text text);

/* "en-US" of "en_us" and the like, NULL when it is no language. Yours. */
char *feed_build_language(const char *s);

#endif
