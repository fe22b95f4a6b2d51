#ifndef ADVOCATED_HITS_H
#define ADVOCATED_HITS_H

struct err;
struct hits;
struct httpd_request;
struct web_parts;

/*
 * Hits on links: looked up, classified, recorded in the pass's transaction,
 * answered with 302 after its commit. One commit serves every hit of the
 * pass. Previews are redirected like people,
 * only not counted as such. No address or user agent is kept.
 */
struct hits *hits_new(const struct web_parts *parts, struct err *e);
void hits_free(struct hits *h);

/* GET or HEAD /l/<code>. 0: will be answered; -1: no such link. */
int hits_serve(struct hits *h, struct httpd_request *r);

#endif
