#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"
#include "when.h"

#include "httpd.h"
#include "limit.h"

#include "posted.h"

#include "event.h"

#include "content_hook.h"
#include "dispatch.h"
#include "programme.h"
#include "web.h"

#define BURST 20
#define BUCKET "content"

struct content_hook {
	const struct web_parts *parts;
	struct limit *limit;
};

static void
count(const char *result)
{
	char labels[48];

	snprintf(labels, sizeof(labels), "result=\"%s\"", result);
	metric_add(metric_get(METRIC_COUNTER, "content_requests_total", labels,
			   "What the content webhook was asked, by outcome."),
		1);
}

static void
reply(struct httpd_request *r, int status, const json_t *body,
	const char *header)
{
	const char *const headers[] = {"Cache-Control: no-store", header, NULL};
	char *text = json_dump(body);

	httpd_reply(r, &(struct httpd_answer){.status = status,
			       .type = "application/json",
			       .body = text,
			       .size = strlen(text),
			       .headers = headers});
	free(text);
}

static void
refuse(struct httpd_request *r, int status, const struct posted_fault *fault,
	const char *header)
{
	json_t *body = posted_answer(fault);

	reply(r, status, body, header);
	json_decref(body);
}

/* In constant time, whatever was sent: hashes of one length are compared. */
static bool
is_ours(const struct content_hook *h, struct httpd_request *r)
{
	static const char scheme[] = "Bearer ";
	const char *token = h->parts->content_token;
	const char *sent = httpd_header(r, "Authorization");
	unsigned char wanted[SEAL_MAC_SIZE], got[SEAL_MAC_SIZE];

	if (sent == NULL || strncasecmp(sent, scheme, strlen(scheme)) != 0)
		return false;
	sent += strlen(scheme);
	seal_mac(h->parts->seal, SEAL_KEY, token, strlen(token), wanted);
	seal_mac(h->parts->seal, SEAL_KEY, sent, strlen(sent), got);
	return seal_same(wanted, got, sizeof(wanted));
}

/* One too many: when there is room again is said. */
static bool
is_limited(struct content_hook *h, struct httpd_request *r)
{
	double rate = (double)h->parts->programme->content_per_minute;
	int64_t now = clock_steady();
	int64_t wait = limit_wait(h->limit, BUCKET, rate, BURST, now);
	char header[48];

	if (wait == 0) {
		limit_take(h->limit, BUCKET, rate, BURST, now);
		return false;
	}
	snprintf(header, sizeof(header), "Retry-After: %" PRId64,
		(wait + WHEN_SECOND - 1) / WHEN_SECOND);
	count("limited");
	refuse(r, 429,
		&(const struct posted_fault){.error = "too_many",
			.message = "too many requests, try again later"},
		header);
	return true;
}

/* After the commit. */
static void
on_done(void *arg, const struct dispatch_page *page)
{
	struct httpd_request *r = arg;

	if (page->answer == NULL) {
		count("trouble");
		refuse(r, 503,
			&(const struct posted_fault){.error = "trouble",
				.message = "that did not work out, try again "
					   "later"},
			"Retry-After: 30");
		return;
	}
	count(page->status == 202     ? "taken"
		: page->status == 200 ? "known"
				      : "refused");
	reply(r, page->status, page->answer, NULL);
}

/* Takes content. */
static void
dispatch(struct content_hook *h, struct httpd_request *r, json_t *content,
	const char *key)
{
	static const struct dispatch_browser nobody = {"", NULL};
	unsigned char nonce[8], hash[SEAL_MAC_SIZE];
	struct event *event;
	char *unique, *mark;
	const char *body;
	json_t *frame;
	size_t size;

	body = httpd_body(r, &size);
	seal_random(nonce, sizeof(nonce));
	seal_mac(h->parts->seal, SEAL_KEY, body, size, hash);
	unique = seal_encode(nonce, sizeof(nonce));
	mark = seal_encode(hash, sizeof(hash));
	frame = json_pack("{s:s, s:o, s:{s:o, s:s, s:s}}", "name", "content",
		"key", json_sprintf("content:%s", unique), "fields", "content",
		content, "key", key, "hash", mark);
	free(unique);
	free(mark);
	event = event_new(EVENT_WEB, frame);
	event->chat = "";
	event->name = json_text(frame, "name", "");
	event->key = json_text(frame, "key", "");
	event->fields = json_at(frame, "fields");
	event->at = clock_now();
	dispatch_web(h->parts->dispatch, event, &nobody, on_done, r);
}

static void
take(struct content_hook *h, struct httpd_request *r)
{
	const struct posted_clock clock = {
		clock_now(), h->parts->programme->zone};
	const char *key = httpd_header(r, "Idempotency-Key");
	struct posted_fault fault;
	json_t *content;
	const char *body;
	size_t size;

	if (key != NULL && posted_check_key(key) == -1) {
		count("refused");
		refuse(r, 400,
			&(const struct posted_fault){.error = "wrong_key",
				.field = "Idempotency-Key",
				.message = "it is of 1 to 200 visible ASCII "
					   "characters"},
			NULL);
		return;
	}
	body = httpd_body(r, &size);
	content = posted_read(body == NULL ? "" : body, size, &clock, &fault);
	if (content == NULL) {
		count("refused");
		refuse(r, size > POSTED_MAX_BYTES ? 413 : 400, &fault, NULL);
		return;
	}
	dispatch(h, r, content, key == NULL ? "" : key);
}

void
content_hook_serve(struct content_hook *h, struct httpd_request *r)
{
	if (h->parts->content_token == NULL) {
		refuse(r, 404,
			&(const struct posted_fault){.error = "not_here",
				.message = "nothing is taken here"},
			NULL);
		return;
	}
	if (!is_ours(h, r)) {
		log_warn("content_unauthorized", "token=%s",
			httpd_header(r, "Authorization") == NULL ? "none"
								 : "wrong");
		count("unauthorized");
		refuse(r, 401,
			&(const struct posted_fault){.error = "unauthorized",
				.field = "Authorization",
				.message = "Bearer and the token are needed"},
			"WWW-Authenticate: Bearer");
		return;
	}
	if (!is_limited(h, r))
		take(h, r);
}

struct content_hook *
content_hook_new(const struct web_parts *parts)
{
	struct content_hook *h = xcalloc(1, sizeof(*h));

	h->parts = parts;
	h->limit = limit_new();
	return h;
}

void
content_hook_free(struct content_hook *h)
{
	if (h == NULL)
		return;
	limit_free(h->limit);
	free(h);
}
