#ifndef ADVOCATED_EGRESS_H
#define ADVOCATED_EGRESS_H

#include <stdbool.h>

struct egress;
struct err;

/* Networks from which the company itself looks out: visits from there are our
 * own. */

/* CIDR texts ending in NULL ("203.0.113.0/24", "2001:db8::/32", a bare
 * address is one host); networks may be NULL. NULL with e naming the text
 * that cannot be read. */
struct egress *egress_new(const char *const *networks, struct err *e);
void egress_free(struct egress *g);

/* Whether address (IPv4, IPv6, IPv4 written as IPv6) lies in one of them. */
bool egress_has(const struct egress *g, const char *address);

#endif
