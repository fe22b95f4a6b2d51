#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "err.h"
#include "log.h"
#include "seal.h"
#include "when.h"

#include "loop.h"

#include "campaigns.h"
#include "db.h"
#include "items.h"
#include "shares.h"
#include "store.h"

#include "template.h"

#include "visitor.h"

#include "dispatch.h"
#include "pass.h"
#include "programme.h"
#include "sender.h"
#include "web.h"

#include "handlers.h"

/*
 * Any bytes on the port of our own routes, with the real server, store and
 * handlers behind it: answered or refused, nothing else.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TOKEN "a-token-for-the-fuzzer"
#define SECRET "0123456789abcdef0123456789abcdef"

static const char *const networks[] = {"linkedin", "bluesky", NULL};

static const struct programme programme = {.company = "Acme",
	.disclosure = "I work at Acme.",
	.language = "en",
	.zone = "UTC",
	.links_url = "https://go.acme.test",
	.share_emoji = "mega",
	.command_prefix = "",
	.contact = "",
	.consent_version = 1,
	.networks = networks,
	.content_per_minute = 1000000,
	.ticket_life = WHEN_DAY};

struct world {
	struct loop *loop;
	struct web *web;
	struct web_parts parts;
};

static bool
is_ready(void *arg, const char **why)
{
	(void)arg;
	*why = "a fuzzer";
	return false;
}

static void
must(bool done, const struct err *e)
{
	if (done)
		return;
	log_error("fuzz_failed", "why=\"%s\"", e->text);
	abort();
}

static struct world *
build(void)
{
	static struct world w;
	struct err e = {""};
	struct web_parts *p = &w.parts;
	struct dispatch_parts d = {.programme = &programme};
	struct campaign c = {.name = "News", .state = "running"};

	if (w.loop != NULL)
		return &w;
	log_set_level(LOG_ERROR);
	w.loop = loop_new(&e);
	must(w.loop != NULL, &e);
	d.db = store_open(":memory:", &e);
	must(d.db != NULL && campaign_add(d.db, &c, &e) == 0, &e);
	d.seal = seal_new(SECRET, &e);
	d.templates = templates_load(SOURCE_DIR "/templates", &e);
	must(d.templates != NULL, &e);
	d.visitor = visitor_new(0);
	d.pass = pass_new(w.loop, d.db);
	d.sender = sender_new(w.loop, d.pass, d.db, d.seal);
	d.handle = handlers_run;
	*p = (struct web_parts){.loop = w.loop,
		.pass = d.pass,
		.db = d.db,
		.dispatch = dispatch_new(&d),
		.seal = d.seal,
		.templates = d.templates,
		.visitor = d.visitor,
		.programme = &programme,
		.template_dir = SOURCE_DIR "/templates",
		.listen = "127.0.0.1:0",
		.content_token = TOKEN,
		.is_ready = is_ready};
	w.web = web_open(p, &e);
	must(w.web != NULL, &e);
	return &w;
}

/* Sends the bytes, ends its side, and reads until the server has ended its
 * own or has nothing more to say. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w = build();
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)web_port(w->web)),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct linger at_once = {1, 0};
	char answer[4096];
	int turns;

	if (fd == -1 || size > 65536)
		goto out;
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1)
		goto out;
	if (send(fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL) == -1)
		goto out;
	shutdown(fd, SHUT_WR);
	for (turns = 0; turns < 20; turns++) {
		loop_turn(w->loop, 0, NULL);
		if (recv(fd, answer, sizeof(answer), MSG_DONTWAIT) == 0)
			break;
	}
	/* No port is left waiting for its peer. */
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
out:
	if (fd != -1)
		close(fd);
	loop_turn(w->loop, 0, NULL);
	return 0;
}
