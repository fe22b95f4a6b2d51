#ifndef ADVOCATED_URL_HOST_H
#define ADVOCATED_URL_HOST_H

/* Host names of addresses: international names by UTS 46. */

/* host as it goes over the wire: lower case, punycode, no dot at the end.
 * IPv4 and [IPv6] stay. Yours to free; NULL when it is no host name. */
char *url_host_ascii(const char *host);

/* An ASCII host as people write it, without "www."; punycode stays where
 * letters could pass for those of another name. Yours to free. */
char *url_host_shown(const char *host);

#endif
