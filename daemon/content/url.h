#ifndef ADVOCATED_URL_H
#define ADVOCATED_URL_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/* Web addresses as people and feeds write them: checked, compared, shown and
 * marked. Pure: nothing here looks a name up or connects. */

#define URL_MAX 2000 /* bytes of an address that we take */

/* What is wrong with an address that somebody wrote. */
enum url_fault {
	URL_FINE,
	URL_MISSING, /* nothing was written */
	URL_LONG,    /* more than URL_MAX bytes */
	URL_UNSEEN,  /* a space or an invisible character in it */
	URL_SCHEME,  /* begins with neither http:// nor https:// */
	URL_BROKEN,  /* not well formed */
	URL_LOGIN,   /* names a user or password */
	URL_HOST     /* no host that could exist */
};
enum url_fault url_find_fault(const char *s);

/*
 * Whether s is an address that we would send a reader to: http or https, a
 * host (international names too), no user or password, no white space or
 * control characters, at most URL_MAX bytes. -1 with a sentence for the
 * person who wrote it.
 */
int url_check(const char *s, struct err *e);

/* What may have been meant by s, which lacks its https://; else an example.
 * Yours to free. */
char *url_guess(const char *s);

/*
 * The form in which two writings of one page are equal: scheme and host in
 * lower case, international names as punycode, no default port, no fragment
 * (one that is a route, "#!..." or "#/...", stays), no campaign parameters
 * (utm_*, fbclid, gclid, mc_cid and their like), no dot segments,
 * percent-encoding only where it is needed and in upper case. An empty path
 * becomes "/" and any other path loses the slashes at its end, because
 * servers answer both alike. For comparing; readers are sent to the address
 * as it was written. Yours to free; NULL when url_check() refuses s.
 */
char *url_canonical(const char *s);

/* ref as found on the page at base, made absolute and fit to be stored and
 * sent: ASCII alone, what needs it percent-encoded, international names as
 * punycode; the fragment stays. base NULL: ref must be absolute itself. Yours
 * to free; NULL when the outcome is nothing that url_check() would take. */
char *url_resolve(const char *base, const char *ref);

/* "https://www.blog.acme.com:8443/a" gives "blog.acme.com"; punycode is shown
 * in letters. Yours to free; "" when s is no address. */
char *url_host_for_display(const char *s);

/* Whether both lie on one site: the same host but for "www.", or one a
 * sub-domain of the other. */
bool url_same_site(const char *a, const char *b);

/*
 * s with utm_source, utm_medium and utm_campaign (NULL or "": left out). The
 * query and the fragment stay; parameters of these names that s brought are
 * replaced, for this reader came through a share whatever the feed says.
 * Only cuts and adds, so it is fit for every hit. Yours to free.
 */
char *url_with_utm(const char *s, const char *source, const char *medium,
	const char *campaign);

#endif
