#ifndef ADVOCATED_CONTENT_HOOK_H
#define ADVOCATED_CONTENT_HOOK_H

struct content_hook;
struct httpd_request;
struct web_parts;

/*
 * POST /content: what a web site says that it has published. It proves itself
 * by a bearer token; without one in the configuration there is nothing there.
 * What it says is an event like any other, answered after its commit with
 * JSON: 202 and the number of the new item, 200 and that of a known one, 4xx
 * and {"error", "field", "message"}.
 */
struct content_hook *content_hook_new(const struct web_parts *parts);
void content_hook_free(struct content_hook *h); /* NULL is fine */

void content_hook_serve(struct content_hook *h, struct httpd_request *r);

#endif
