#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "campaigns.h"
#include "db.h"
#include "items.h"
#include "people.h"
#include "report.h"
#include "shares.h"
#include "store.h"
#include "teams.h"

#include "template.h"

#include "figures.h"
#include "page_html.h"
#include "programme.h"
#include "report_page.h"

#define NOW INT64_C(1795597200000)
#define UNTIL (NOW + 7 * WHEN_DAY)
#define TEMPLATES SOURCE_DIR "/templates"
#define HOSTILE "</h1><script>alert('1')</script>\" onload=\"x {body} &lt;"

static const struct programme programme = {.company = "Acme & <b>Sons</b>",
	.language = "en",
	.zone = "Europe/Helsinki",
	.minimum_group = 5,
	.rules = {.readers_needed = 2}};

struct world {
	struct db *db;
	struct templates *templates;
	struct page_html *frame;
	struct figures_parts parts;
	struct err e;
};

static void
add_item(struct world *w, const char *title)
{
	struct item i = {.campaign = 1, .created_at = NOW};
	static int count;

	count++;
	snprintf(i.state, sizeof(i.state), "announced");
	snprintf(i.url, sizeof(i.url), "https://blog.acme.com/%d", count);
	snprintf(i.canonical, sizeof(i.canonical), "%s", i.url);
	snprintf(i.title, sizeof(i.title), "%s", title);
	assert_int_equal(item_add(w->db, &i, &w->e), 0);
}

static void
hit(struct world *w, int64_t item, const char *network, int64_t days_ago,
	const int64_t numbers[2])
{
	assert_int_equal(
		db_run(w->db, &w->e,
			"INSERT INTO reach (day, item, network, class, hits,"
			" readers) VALUES ($1, $2, $3, $4, $5, $6)",
			"iitiii", when_day(NOW) - days_ago, item, network,
			numbers[0], numbers[1],
			numbers[0] == 0 ? numbers[1] : 0),
		0);
}

static void
add_share(struct world *w, int64_t member, int64_t item)
{
	struct share s = {.member = member,
		.item = item,
		.network = "linkedin",
		.opened_at = NOW - WHEN_DAY};

	assert_int_equal(share_add(w->db, &s, &w->e), 0);
}

/* A campaign with three items, read on some days, shared by three. */
static void
fill(struct world *w)
{
	static const char *const titles[] = {
		"We ship 2.0", HOSTILE, "Meet our apprentices"};
	struct campaign c = {.name = "News " HOSTILE, .state = "running"};
	int64_t id;
	size_t i;

	assert_int_equal(campaign_add(w->db, &c, &w->e), 0);
	for (i = 0; i < 3; i++)
		add_item(w, titles[i]);
	for (i = 1; i <= 3; i++) {
		char person[8];

		snprintf(person, sizeof(person), "U%zu", i);
		assert_int_equal(
			db_run(w->db, &w->e,
				"INSERT INTO member (state, name, joined_at)"
				" VALUES ('active', $1, 1)",
				"t", "Ana Salo"),
			0);
		id = (int64_t)i;
		add_share(w, id, 1);
	}
	for (i = 0; i < 20; i++)
		hit(w, 1, "linkedin", (int64_t)i,
			(const int64_t[]){0, 1 + (int64_t)(i * 7 % 23)});
	hit(w, 2, "bluesky", 2, (const int64_t[]){0, 41});
	hit(w, 2, "bluesky", 40, (const int64_t[]){0, 1500});
	hit(w, 1, "linkedin", 3, (const int64_t[]){1, 40});
	hit(w, 1, "linkedin", 4, (const int64_t[]){2, 17});
	hit(w, 1, "", 3, (const int64_t[]){0, 100});
}

static int
begin(void **state)
{
	static struct world w;

	w.db = store_open(":memory:", &w.e);
	w.templates = templates_load(TEMPLATES, &w.e);
	w.frame = page_html_load(TEMPLATES, "report", &w.e);
	if (w.db == NULL || w.templates == NULL || w.frame == NULL)
		fail_msg("%s", w.e.text);
	w.parts = (struct figures_parts){w.db, &programme, w.templates, "en"};
	fill(&w);
	*state = &w;
	return 0;
}

static int
end(void **state)
{
	struct world *w = *state;

	db_close(w->db);
	templates_free(w->templates);
	page_html_free(w->frame);
	return 0;
}

/* The page, yours; NULL: there is none. */
static char *
page_of(struct world *w, const struct report_about *about)
{
	json_t *card = report_page_card(&w->parts, about, NOW, UNTIL, &w->e);
	char *page;

	if (card == NULL)
		return NULL;
	page = page_html_write(
		w->frame, card, w->parts.language, programme.company);
	json_decref(card);
	if (getenv("SHOW") != NULL)
		printf("%s\n", page);
	return page;
}

static void
says(const char *page, const char *words)
{
	if (strstr(page, words) == NULL)
		fail_msg("does not say \"%s\": %s", words, page);
}

static void
says_not(const char *page, const char *words)
{
	if (strstr(page, words) != NULL)
		fail_msg("says \"%s\": %s", words, page);
}

static void
a_page_says_what_the_figures_say(void **state)
{
	const struct report_about all = {.from = 0};
	struct world *w = *state;
	char *page = page_of(w, &all);

	assert_non_null(page);
	says(page, "<html lang=\"en\">");
	says(page, "<h1>What came of sharing at Acme &amp; &lt;b&gt;Sons");
	says(page, "Since the beginning · as of 25 November 2026 at 11:00");
	says(page, "sees it until 2 December 2026 at 11:00");
	says(page, "<b>1,787 people</b> read it through colleagues, "
		   "<b>17.9 times</b> as many as the 100 who");
	says(page, "<dt>People who shared</dt>\n<dd><b>under 5</b>");
	says(page, "<b>17.9×</b> <i>1,787 through people over 100 through ");
	says(page, "<span>Bluesky</span> <b>1,541</b>");
	says(page, "<small>Shared 3 times</small>");
	says(page, "<span>Mail scanners</span> <b>40</b>");
	says(page, "aria-label=\"Readers each day, 6 November 2026");
	says(page, "Most on 23 November 2026: 56");
	says_not(page, "Ana Salo");
	free(page);
}

/* Whatever a campaign or a page is called, it is text. */
static void
a_hostile_name_is_text(void **state)
{
	const struct report_about campaign = {.campaign = 1};
	struct world *w = *state;
	char *page = page_of(w, &campaign);

	assert_non_null(page);
	says(page, "What came of “News &lt;/h1&gt;&lt;script&gt;alert(");
	says(page, "<span>&lt;/h1&gt;&lt;script&gt;");
	says(page, "<footer>Acme &amp; &lt;b&gt;Sons&lt;/b&gt;</footer>");
	says_not(page, "<script");
	says_not(page, "\" onload");
	free(page);
}

/* It works without scripts and asks nobody for anything. */
static void
a_page_is_whole(void **state)
{
	static const char *const strange[] = {"<script", "<link", "<a ", "href",
		"src=", "url(", "@import", "http:", "https:", "{body}<",
		"style="};
	const struct report_about all = {.from = 0};
	char *page = page_of(*state, &all);
	size_t i;

	assert_non_null(page);
	for (i = 0; i < sizeof strange / sizeof *strange; i++)
		says_not(page, strange[i]);
	free(page);
}

static void
each_kind_has_a_page_in_every_language(void **state)
{
	static const char *const languages[] = {"en", "de", "fi"};
	static const char *const never[] = {
		"not yet", "noch offen", "ei vielä"};
	const struct report_about abouts[] = {{.from = 0}, {.campaign = 1},
		{.item = 3}, {.network = "linkedin"},
		{.from = NOW - WHEN_DAY, .to = NOW}};
	struct world *w = *state;
	size_t l, a;
	char *page;

	for (l = 0; l < 3; l++) {
		w->parts.language = languages[l];
		for (a = 0; a < sizeof abouts / sizeof *abouts; a++) {
			page = page_of(w, &abouts[a]);
			assert_non_null(page);
			says_not(page, "()");
			says(page, "<h1>");
			if (abouts[a].item != 0)
				says(page, never[l]);
			if (abouts[a].network[0] != '\0')
				says_not(page, "×");
			free(page);
		}
	}
	w->parts.language = "en";
}

static void
what_is_gone_or_small_has_no_page(void **state)
{
	const struct report_about gone[] = {{.campaign = 99}, {.item = 99},
		{.team = 99}, {.network = "myspace"}};
	const struct report_about team = {.team = 1};
	struct team few = {.name = "Few", .kind = "list", .configured = true};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof gone / sizeof *gone; i++)
		assert_null(page_of(w, &gone[i]));
	assert_int_equal(team_add(w->db, &few, NOW, &w->e), 0);
	assert_null(page_of(w, &team));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_says_what_the_figures_say),
		cmocka_unit_test(a_hostile_name_is_text),
		cmocka_unit_test(a_page_is_whole),
		cmocka_unit_test(each_kind_has_a_page_in_every_language),
		cmocka_unit_test(what_is_gone_or_small_has_no_page),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
