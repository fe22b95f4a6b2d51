#include <unistd.h>

#include "holds.h"
#include "mem.h"

#include "scene.h"

/*
 * Ana leaves a trace in every table that can hold one. Afterwards neither her
 * name, nor her platform's id, nor her own words are in any cell, nor in any
 * byte of the file or its log.
 */
#define NAME "Anastasia Quillfeather"
#define PERSON "U0QUILL77"
#define WORDS "I wrote this myself about our release"
#define SERVER "quill.social.example"

struct place {
	struct scene scene;
	char folder[32], path[64];
};

static int
place_open(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	*state = p;
	snprintf(p->folder, sizeof(p->folder), "/tmp/store-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof(p->path), "%s/bot.db", p->folder);
	p->scene.db = store_open(p->path, &p->scene.e);
	if (p->scene.db == NULL)
		fail_msg("%s", p->scene.e.text);
	p->scene.campaign = new_campaign(&p->scene, "Autumn", 1000);
	return 0;
}

static int
place_close(void **state)
{
	struct place *p = *state;

	ok(&p->scene, store_check(p->scene.db, &p->scene.e));
	db_close(p->scene.db);
	unlink(p->path);
	rmdir(p->folder);
	free(p);
	return 0;
}

static bool
holds(const char *bytes, size_t size, const char *words)
{
	return memmem(bytes, size, words, strlen(words)) != NULL;
}

/* How many of the four secrets are in the bytes of the file and its log. */
static int
secrets_in_file(const struct place *p)
{
	static const char *const secret[] = {NAME, PERSON, WORDS, SERVER};
	char log[80], *bytes = xmalloc(64 << 20);
	size_t i, size = 0;
	int found = 0;
	FILE *f = fopen(p->path, "rb");

	assert_non_null(f);
	size = fread(bytes, 1, 32 << 20, f);
	fclose(f);
	snprintf(log, sizeof(log), "%s-wal", p->path);
	f = fopen(log, "rb");
	assert_non_null(f);
	size += fread(bytes + size, 1, 32 << 20, f);
	fclose(f);
	for (i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		found += holds(bytes, size, secret[i]);
	free(bytes);
	return found;
}

/* Every cell of every table, as text. Statements are known by the address of
 * their text, so it must outlive them all. */
static void
check_cells(struct scene *s)
{
	static const char *const secret[] = {NAME, PERSON, WORDS, SERVER};
	struct rows *r = db_ask(s->db, &s->e,
		"SELECT 'SELECT count(*) FROM \"' || m.name || '\" WHERE"
		" instr(\"' || p.name || '\", $1) > 0'"
		" FROM sqlite_master m JOIN pragma_table_info(m.name) p"
		" WHERE m.type = 'table'",
		"");
	char *texts[400];
	size_t i, count = 0;
	int64_t found;

	while (rows_next(r, &s->e) == 1)
		texts[count++] = xstrdup(rows_text(r, 0));
	rows_end(r);
	assert_true(count > 100);
	for (i = 0; i < 4 * count; i++) {
		ok(s, db_number(s->db, &s->e, &found, texts[i / 4], "t",
			      secret[i % 4]));
		if (found != 0)
			fail_msg("%s in %s", secret[i % 4], texts[i / 4]);
	}
	for (i = 0; i < count; i++)
		free(texts[i]);
}

static void
say(struct scene *s, const char *key, int64_t member, const char *body)
{
	const struct outbox_row row = {.chat = "acme",
		.conversation = member == 0 ? "C1" : PERSON,
		.key = key,
		.act = "direct",
		.member = member,
		.body = body,
		.created_at = NOON};

	ok(s, outbox_add(s->db, &row, &s->e));
}

static void
leave_traces(struct scene *s, int64_t ana, int64_t item)
{
	struct kit kit = {.member = ana, .item = item, .text = WORDS};
	struct post post = {.chat = "acme", .place = PERSON, .message = "1.2"};
	struct share share = {.member = ana,
		.item = item,
		.text = WORDS,
		.network = "x",
		.evidence = EVIDENCE_DECLARED,
		.opened_at = NOON,
		.declared_at = NOON};
	struct hold hold = {.reason = "burst",
		.part = 1,
		.whole = 1,
		.opened_at = NOON,
		.until_at = NOON + 1};
	int64_t link;

	ok(s, kit_save(s->db, &kit, &s->e));
	ok(s, share_add(s->db, &share, &s->e));
	ok(s, link_for_share(s->db, item, share.id, NOON, &link, &s->e));
	hold.share = share.id;
	ok(s, hold_open(s->db, &hold, &s->e));
	ok(s, hold_answer(s->db, hold.id, WORDS, NOON, &s->e));
	say(s, "kit:acme:" PERSON ":1", ana, "{\"text\":\"" WORDS "\"}");
	say(s, "kit:acme:" PERSON ":2", ana, "{\"name\":\"" NAME "\"}");
	say(s, "edit:" PERSON, 0, "{\"user\":\"" PERSON "\"}");
	ok(s, post_put(s->db, "dm:acme:" PERSON, &post, ana, &s->e));
	ok(s, post_put(s->db, "home:" PERSON, &post, 0, &s->e));
	ok(s, inbox_bury(s->db, "acme", "Ev1", "event",
		      "{\"user\":\"" PERSON "\",\"text\":\"" WORDS "\"}",
		      "no such item", NOON, &s->e));
	assert_int_equal(
		inbox_accept(s->db, "acme", "press:" PERSON ":7", NOON, &s->e),
		INBOX_NEW);
}

static int64_t
join_ana(struct scene *s)
{
	static const unsigned char hash[16];
	struct member m = {.name = NAME, .language = "en", .zone = "UTC"};

	ok(s, people_join(s->db, "acme", PERSON, &m, 1, hash, NOON, &s->e));
	m.state = MEMBER_PAUSED;
	snprintf(m.mastodon, sizeof(m.mastodon), SERVER);
	ok(s, people_save(s->db, &m, &s->e));
	m.state = MEMBER_ACTIVE;
	ok(s, people_save(s->db, &m, &s->e));
	return m.id;
}

static void
nothing_of_them_remains(void **state)
{
	struct place *p = *state;
	struct scene *s = &p->scene;
	int64_t ana = join_ana(s), item = new_item(s, s->campaign, "news");
	struct item added;

	ok(s, item_find(s->db, item, &added, &s->e));
	snprintf(added.chat, sizeof(added.chat), "acme");
	snprintf(added.person, sizeof(added.person), PERSON);
	ok(s, item_save(s->db, &added, &s->e));
	leave_traces(s, ana, item);
	assert_int_equal(secrets_in_file(p), 4);
	ok(s, db_begin(s->db, &s->e));
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, db_commit(s->db, &s->e));
	check_cells(s);
	assert_int_equal(secrets_in_file(p), 0);
}

/* Pages that were split and merged meanwhile keep no copies either. */
static void
nothing_remains_among_many(void **state)
{
	struct place *p = *state;
	struct scene *s = &p->scene;
	int64_t ana = 0, items[40];
	char name[64];
	int i;

	ok(s, db_begin(s->db, &s->e));
	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "story-%d", i);
		items[i] = new_item(s, s->campaign, name);
	}
	for (i = 0; i < 1500; i++) {
		struct kit kit = {.member = 0, .item = items[i % 40]};

		snprintf(name, sizeof(name), "person-%d-of-many", i * 7919);
		kit.member = i == 700 ? (ana = join_ana(s)) : join(s, name);
		snprintf(kit.text, sizeof(kit.text), "%s %*d",
			i == 700 ? WORDS : "words", i % 300, i);
		ok(s, kit_save(s->db, &kit, &s->e));
	}
	leave_traces(s, ana, items[0]);
	ok(s, db_commit(s->db, &s->e));
	ok(s, db_begin(s->db, &s->e));
	ok(s, db_run(s->db, &s->e,
		      "DELETE FROM kit WHERE member % 3 = 0 AND member <> $1",
		      "i", ana));
	ok(s, db_commit(s->db, &s->e));
	assert_int_equal(secrets_in_file(p), 4);
	ok(s, db_begin(s->db, &s->e));
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, db_commit(s->db, &s->e));
	check_cells(s);
	assert_int_equal(secrets_in_file(p), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM identity"), 1499);
}

static void
points_go_back_and_the_books_balance(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	struct rank top[4];
	size_t count;

	ok(s, award_settle(s->db, earn(s, ana, 10, NOON), NOON, &s->e));
	earn(s, ana, 5, NOON);
	earn(s, ben, 3, NOON);
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 0);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 0);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 987);
	assert_int_equal(balance(s, ACCOUNT_PROGRAMME, 0), -990);
	ok(s, ledger_top(s->db, 0, INT64_MAX, 0, top, 4, &count, &s->e));
	assert_int_equal(count, 1);
	assert_string_equal(top[0].name, "ben");
}

static void
their_links_count_for_the_item_alone(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), item = new_item(s, s->campaign, "news");
	int64_t share = new_share(s, ana, item, "x"), link;
	struct link_target to;

	ok(s, link_for_share(s->db, item, share, NOON, &link, &s->e));
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, link_find(s->db, link, &to, &s->e));
	assert_int_equal(to.item, item);
	assert_int_equal(to.member, 0);
	assert_int_equal(to.share, 0);
	assert_string_equal(to.network, "x");
}

static void
they_may_come_back_as_someone_new(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	struct member m;

	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, people_find(s->db, "acme", "U-ana", &m, &s->e));
	assert_int_equal(m.id, 0);
	assert_int_not_equal(join(s, "ana"), ana);
	ok(s, people_get(s->db, ana, &m, &s->e));
	assert_int_equal(m.state, MEMBER_FORGOTTEN);
	assert_string_equal(m.name, "");
}

static void
others_with_a_similar_id_lose_nothing(void **state)
{
	struct scene *s = *state;
	static const unsigned char hash[16];
	struct member m = {.name = "One"};

	ok(s, people_join(s->db, "acme", "U1", &m, 1, hash, NOON, &s->e));
	assert_int_equal(inbox_accept(s->db, "acme", "press:U17", NOON, &s->e),
		INBOX_NEW);
	say(s, "card:U17", 0, "{\"user\":\"U17\"}");
	ok(s, people_forget(s->db, m.id, NOON, &s->e));
	assert_int_equal(inbox_accept(s->db, "acme", "press:U17", NOON, &s->e),
		INBOX_SEEN);
	assert_int_equal(number(s, "SELECT count(*) FROM outbox"), 1);
}

static void
a_message_on_its_way_leaves_no_post(void **state)
{
	struct scene *s = *state;
	const struct post p = {.chat = "acme", .place = "D1", .message = "1"};
	int64_t ana = join(s, "ana");

	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, post_put(s->db, "kit:1", &p, ana, &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM post"), 0);
}

#define place_test(f)                                                          \
	cmocka_unit_test_setup_teardown(f, place_open, place_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(nothing_of_them_remains),
		place_test(nothing_remains_among_many),
		scene_test(points_go_back_and_the_books_balance),
		scene_test(their_links_count_for_the_item_alone),
		scene_test(they_may_come_back_as_someone_new),
		scene_test(others_with_a_similar_id_lose_nothing),
		scene_test(a_message_on_its_way_leaves_no_post),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
