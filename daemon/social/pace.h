#ifndef ADVOCATED_PACE_H
#define ADVOCATED_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace;

/* Whether hits come faster than people can click. A small table of keyed
 * hashes in memory that forgets within seconds. */
struct pace *pace_new(void);
void pace_free(struct pace *p);

/* Notes the hit; whether this address followed another link of the same item
 * in the last five seconds. */
bool pace_many_links(
	struct pace *p, int64_t item, int64_t link, const char *address);

/* Notes the hit; whether ten or more with this user agent came from one
 * network (IPv4 /24, IPv6 /48) in the last five seconds. */
bool pace_burst(struct pace *p, const char *address, const char *agent);

#endif
