#ifndef ADVOCATED_CIDR_H
#define ADVOCATED_CIDR_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct cidr;
struct sockaddr;

/* Networks as "10.0.0.0/8", "::1/128" or a bare address. */

/* list ends in NULL, or is NULL for none. NULL with e set when one of them
 * cannot be read. */
struct cidr *cidr_new(const char *const *list, struct err *e);
void cidr_free(struct cidr *c);

/* Whether the address lies in one of them. An IPv4 address inside IPv6
 * (::ffff:a.b.c.d) counts as the IPv4 address. */
bool cidr_has(const struct cidr *c, const struct sockaddr *address);

/* The same for an address as text; false when it is none. */
bool cidr_has_text(const struct cidr *c, const char *address);

/* Whether the address is one of the public internet: not loopback, private,
 * link-local, shared, multicast, reserved or unspecified; of IPv6 only what
 * is handed out (2000::/3) and carries no IPv4 address inside. */
bool cidr_is_public(const struct sockaddr *address);

#endif
