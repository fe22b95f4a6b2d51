#ifndef ADVOCATED_FEED_JSON_H
#define ADVOCATED_FEED_JSON_H

struct err;
struct feed;

/* Fills f from the text of a JSON Feed (version 1 or 1.1) found at url; -1
 * with e set when it is none. */
int feed_json_read(
	struct feed *f, const char *text, const char *url, struct err *e);

#endif
