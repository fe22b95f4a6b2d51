#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "loop.h"

#include "campaigns.h"
#include "db.h"
#include "items.h"
#include "people.h"
#include "shares.h"
#include "store.h"

#include "template.h"

#include "visitor.h"

#include "pass.h"
#include "programme.h"
#include "web.h"

#define AGENT                                                                  \
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "     \
	"Gecko) Chrome/126.0.0.0 Safari/537.36"

static const struct programme programme = {.company = "Acme",
	.language = "en",
	.zone = "UTC",
	.links_url = "http://go.acme.test",
	.contact = ""};

/* Our own routes on a real port, with ana's share of a story behind them. */
struct story {
	struct loop *loop;
	struct web *web;
	struct web_parts parts;
	struct err e;
	struct campaign campaign;
	struct item item;
	int64_t link;
	const char *agent; /* the reader's */
};

#define ok(s, call)                                                            \
	do {                                                                   \
		if ((call) == -1)                                              \
			fail_msg("%s: %s", #call, (s)->e.text);                \
	} while (0)

static int64_t
number(struct story *s, const char *sql)
{
	int64_t n;

	ok(s, db_number(s->parts.db, &s->e, &n, sql, ""));
	return n;
}

static void
share_a_story(struct story *s)
{
	static const unsigned char hash[16];
	const int64_t long_ago = clock_now() - WHEN_DAY;
	struct db *db = s->parts.db;
	struct member ana = {.name = "Ana"};
	struct share share = {.network = "x", .opened_at = long_ago};

	s->campaign = (struct campaign){.name = "Autumn", .state = "running"};
	ok(s, campaign_add(db, &s->campaign, &s->e));
	s->item = (struct item){.campaign = s->campaign.id,
		.state = "announced",
		.url = "https://acme.example/news",
		.canonical = "https://acme.example/news"};
	ok(s, item_add(db, &s->item, &s->e));
	ok(s, people_join(db, "acme", "U1", &ana, 1, hash, long_ago, &s->e));
	share.member = ana.id;
	share.item = s->item.id;
	ok(s, share_add(db, &share, &s->e));
	ok(s, link_for_share(
		      db, s->item.id, share.id, long_ago, &s->link, &s->e));
}

static int
begin(void **state)
{
	struct story *s = xcalloc(1, sizeof(*s));
	struct web_parts *p = &s->parts;

	*state = s;
	s->agent = AGENT;
	p->loop = s->loop = loop_new(&s->e);
	p->db = store_open(":memory:", &s->e);
	p->pass = pass_new(s->loop, p->db);
	p->templates = templates_load(SOURCE_DIR "/templates", &s->e);
	p->visitor = visitor_new(0);
	p->programme = &programme;
	p->template_dir = SOURCE_DIR "/templates";
	p->listen = "127.0.0.1:0";
	share_a_story(s);
	s->web = web_open(p, &s->e);
	if (s->web == NULL)
		fail_msg("%s", s->e.text);
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	ok(s, store_check(s->parts.db, &s->e));
	web_close(s->web);
	pass_free(s->parts.pass);
	visitor_free(s->parts.visitor);
	templates_free(s->parts.templates);
	db_close(s->parts.db);
	loop_free(s->loop);
	free(s);
	return 0;
}

/* What a reader is answered who follows the link of that number. */
static char *
follow(struct story *s, int64_t link)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)web_port(s->web)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char code[LINK_CODE_SIZE], request[512], bytes[4096];
	struct text answer = {0};
	int64_t start = clock_steady();
	ssize_t got;

	assert_int_equal(
		connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	link_write_code(link, code);
	snprintf(request, sizeof(request),
		"GET /l/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
		"User-Agent: %s\r\n\r\n",
		code, s->agent);
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	do {
		loop_turn(s->loop, 5, NULL);
		got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (got > 0)
			text_add_bytes(&answer, bytes, (size_t)got);
	} while (got != 0 && clock_steady() - start < 20000);
	close(fd);
	return text_take(&answer);
}

static void
assert_follow(struct story *s, int64_t link, const char *first, const char *has)
{
	char *answer = follow(s, link);

	if (!text_starts(answer, first) || strstr(answer, has) == NULL)
		fail_msg("%s", answer);
	free(answer);
}

#define ADDRESS(campaign)                                                      \
	"utm_source=x&utm_medium=employee&utm_campaign=" campaign "\r\n"

static void
a_link_leads_where_the_store_says_now(void **state)
{
	struct story *s = *state;
	struct db *db = s->parts.db;

	for (int i = 0; i < 3; i++)
		assert_follow(s, s->link, "HTTP/1.1 302",
			"https://acme.example/news?" ADDRESS("Autumn"));
	ok(s, db_run(db, &s->e,
		      "UPDATE item SET url = 'https://acme.example/moved'",
		      ""));
	for (int i = 0; i < 2; i++)
		assert_follow(s, s->link, "HTTP/1.1 302",
			"https://acme.example/moved?" ADDRESS("Autumn"));
	ok(s, db_run(db, &s->e, "UPDATE campaign SET name = 'Spring'", ""));
	assert_follow(s, s->link, "HTTP/1.1 302", ADDRESS("Spring"));
	assert_int_equal(number(s, "SELECT count(*) FROM click"), 6);
	assert_int_equal(number(s, "SELECT sum(hits) FROM reach_now"), 6);
}

/* Only their first reader of the day is evidence, and only while it is
 * known whose link it was. */
static void
a_forgotten_members_link_earns_nothing(void **state)
{
	struct story *s = *state;

	assert_follow(s, s->link, "HTTP/1.1 302", "acme.example");
	assert_int_equal(number(s, "SELECT readers FROM share"), 1);
	ok(s, db_begin(s->parts.db, &s->e));
	ok(s, people_forget(s->parts.db, 1, clock_now(), &s->e));
	ok(s, db_commit(s->parts.db, &s->e));
	s->agent = AGENT " Another/1.0";
	assert_follow(s, s->link, "HTTP/1.1 302", "acme.example");
	assert_int_equal(number(s, "SELECT readers FROM share"), 1);
	assert_int_equal(number(s, "SELECT count(*) FROM click"), 2);
}

static void
what_was_never_a_link_is_a_page(void **state)
{
	struct story *s = *state;

	assert_follow(s, s->link ^ 1, "HTTP/1.1 404", "text/html");
	assert_follow(s, s->link, "HTTP/1.1 302", "acme.example");
	assert_follow(s, s->link ^ 1, "HTTP/1.1 404", "text/html");
	assert_int_equal(number(s, "SELECT count(*) FROM click"), 1);
}

/* More items than are remembered, and again those that were forgotten. */
static void
many_links_are_followed_in_turn(void **state)
{
	struct story *s = *state;
	enum { ITEMS = 1100 };
	int64_t links[ITEMS];
	char url[64];

	ok(s, db_begin(s->parts.db, &s->e));
	for (int i = 0; i < ITEMS; i++) {
		struct item item = {
			.campaign = s->campaign.id, .state = "announced"};

		snprintf(item.url, sizeof(item.url), "https://a.example/%d", i);
		memcpy(item.canonical, item.url, 64);
		ok(s, item_add(s->parts.db, &item, &s->e));
		ok(s, link_for_share(
			      s->parts.db, item.id, 0, 0, &links[i], &s->e));
	}
	ok(s, db_commit(s->parts.db, &s->e));
	for (int i = 0; i < 2 * ITEMS; i++) {
		snprintf(url, sizeof(url), "https://a.example/%d?", i % ITEMS);
		assert_follow(s, links[i % ITEMS], "HTTP/1.1 302", url);
	}
	assert_int_equal(number(s, "SELECT count(*) FROM click"), 2 * ITEMS);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(a_link_leads_where_the_store_says_now),
		STORY(a_forgotten_members_link_earns_nothing),
		STORY(what_was_never_a_link_is_a_page),
		STORY(many_links_are_followed_in_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
