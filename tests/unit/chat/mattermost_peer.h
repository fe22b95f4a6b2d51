#ifndef TESTS_MATTERMOST_PEER_H
#define TESTS_MATTERMOST_PEER_H

#include <jansson.h>

#include "clock.h"
#include "json.h"
#include "mem.h"

#include "http.h"
#include "loop.h"

#include "../net/peer.h"

/* The peer in a process of its own, our loop, and a pool to control it by. */
struct mattermost_peer {
	struct peer peer;
	struct loop *loop;
	struct http *http;
	char address[64];
};

static inline void
mattermost_peer_start(struct mattermost_peer *p)
{
	static const struct http_options options;

	p->peer = peer_start("../chat/mattermost_peer.py");
	assert_true(p->peer.port > 0);
	p->loop = loop_new(NULL);
	p->http = http_new(p->loop, &options, NULL);
	snprintf(p->address, sizeof p->address, "http://127.0.0.1:%d",
		p->peer.port);
}

static inline void
mattermost_peer_stop(struct mattermost_peer *p)
{
	http_free(p->http);
	loop_free(p->loop);
	peer_stop(&p->peer);
}

/* Turns the loop until it is so; false when ms were not enough. */
static inline bool
mattermost_peer_until(
	struct mattermost_peer *p, bool (*is_so)(void *arg), void *arg, int ms)
{
	int64_t until = clock_steady() + ms;

	while (!is_so(arg) && clock_steady() < until)
		assert_int_equal(loop_turn(p->loop, 20, NULL), 0);
	return is_so(arg);
}

static inline void
mattermost_peer_on_answer(void *arg, const struct http_answer *answer)
{
	assert_int_equal(answer->status, 200);
	*(json_t **)arg = json_parse(answer->body, answer->size, NULL);
}

static inline bool
mattermost_peer_has_answer(void *arg)
{
	return *(json_t **)arg != NULL;
}

/* Tells the peer something; what it answers is yours. */
static inline json_t *
mattermost_peer_ask(
	struct mattermost_peer *p, const char *name, const json_t *wish)
{
	char *url = xasprintf("%s/control/%s", p->address, name);
	char *body = wish == NULL ? xstrdup("null") : json_dump(wish);
	struct http_request request = {.method = "POST",
		.url = url,
		.body = body,
		.body_size = strlen(body)};
	json_t *answer = NULL;

	http_ask(p->http, &request, mattermost_peer_on_answer, &answer);
	assert_true(mattermost_peer_until(
		p, mattermost_peer_has_answer, &answer, 10000));
	free(url);
	free(body);
	return answer;
}

/* Takes wish. */
static inline void
mattermost_peer_tell(struct mattermost_peer *p, const char *name, json_t *wish)
{
	json_decref(mattermost_peer_ask(p, name, wish));
	json_decref(wish);
}

#endif
