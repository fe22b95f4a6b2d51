#ifndef ADVOCATED_URL_QUERY_H
#define ADVOCATED_URL_QUERY_H

#include <stdbool.h>
#include <stddef.h>

struct text;

/* Parameters of a query, as they are written. */

/* Whether the parameter tells where a reader came from and nothing about the
 * page (utm_source, fbclid, ...). size: bytes of its name. */
bool url_query_is_campaign(const char *name, size_t size);

/* Adds to out the parameters of query (size bytes, without '?') for which
 * drop() does not say true, '&' between. */
void url_query_copy(struct text *out, const char *query, size_t size,
	bool (*drop)(const char *name, size_t size));

#endif
