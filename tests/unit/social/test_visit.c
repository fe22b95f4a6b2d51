#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"

#include "egress.h"
#include "robot.h"
#include "visit.h"

#define CHROME                                                                 \
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "        \
	"(KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
#define IPHONE                                                                 \
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) "              \
	"AppleWebKit/605.1.15 (KHTML, like Gecko) "
#define ANDROID                                                                \
	"Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A; wv) "             \
	"AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "                  \
	"Chrome/141.0.7390.43 Mobile Safari/537.36 "

static const char *const robots[] = {
	"Slackbot 1.0 (+https://api.slack.com/robots)",
	"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
	"Slack-ImgProxy (+https://api.slack.com/robots)",
	"LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient "
	"+http://www.linkedin.com)",
	"facebookexternalhit/1.1 "
	"(+http://www.facebook.com/externalhit_uatext.php)",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 "
	"(KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 "
	"facebookexternalhit/1.1 Facebot Twitterbot/1.0",
	"meta-externalagent/1.1 "
	"(+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
	"meta-externalfetcher/1.1",
	"meta-webindexer/1.1",
	"Twitterbot/1.0",
	"WhatsApp/2.23.20.0",
	"WhatsApp/2.2587.9 W",
	"TelegramBot (like TwitterBot)",
	"Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
	"Mozilla/5.0 (compatible; redditbot/1.0; "
	"+http://www.reddit.com/feedback)",
	"Mozilla/5.0 (compatible; Pinterestbot/1.0; "
	"+http://www.pinterest.com/bot.html)",
	"Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 "
	"skype-url-preview@microsoft.com",
	"Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
	"Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; "
	"Pro)",
	"Microsoft Office Word 2014",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 "
	"(KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; "
	"+http://www.apple.com/go/applebot)",
	"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; "
	"bingbot/2.0) Chrome/116.0.1938.76 Safari/537.36",
	"Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like "
	"Gecko) BingPreview/1.0b",
	"Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:x@bsky.app)",
	"Mastodon/4.3.1 (http.rb/5.2.0; +https://mastodon.social/)",
	"http.rb/5.1.1 (Mastodon/4.2.1; +https://chaos.social/)",
	"Misskey/2024.10.1 (https://misskey.io)",
	"Pleroma 2.6.0; https://pl.example <admin@pl.example>",
	"Mozilla/5.0 (compatible; Friendica 'Interrupted Fern' 2023.12)",
	"snac/2.75; +https://comam.es/what-is-snac",
	"gotosocial/0.17.0 (+https://gts.example)",
	"Iframely/1.3.1 (+https://iframely.com/docs/about)",
	"Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)",
	"NotionEmbedder",
	"Notion",
	"Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
	"Viber/13.3.0 CFNetwork/1197 Darwin/20.0.0",
	"Mozilla/5.0 (compatible; Snap URL Preview Service; bot)",
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
	"Gecko) Chrome/90.0 Safari/537.36 Google-PageRenderer",
	"Mozilla/5.0 (Linux; Android 7.0) AppleWebKit/537.36 Chrome/104 Mobile "
	"Safari/537.36 (compatible; Google-Read-Aloud)",
	"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; "
	"GPTBot/1.2; +https://openai.com/gptbot)",
	"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; "
	"ChatGPT-User/1.0",
	"Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
	"Mozilla/5.0 (compatible; PerplexityBot/1.0)",
	"CCBot/2.0 (https://commoncrawl.org/faq/)",
	"Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like "
	"Gecko) Mobile Safari/537.36 (compatible; Bytespider)",
	"XING-contenttabreceiver/2.0",
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
	"Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
	"curl/8.5.0",
	"Wget/1.21.3",
	"python-requests/2.31.0",
	"Go-http-client/2.0",
	"okhttp/4.12.0",
	"axios/1.7.2",
	"node",
	"Java/17.0.2",
	"PostmanRuntime/7.36.0",
	"MyApp/3 CFNetwork/1494.0.7 Darwin/23.4.0",
	"Mozilla/5.0 (compatible; UptimeRobot/2.0; x)",
	"x",
	" ",
	"Mozilla",
	"bot",
};

static const char *const people[] = {
	CHROME,
	CHROME " Edg/142.0.0.0",
	"Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 "
	"Firefox/133.0",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
	"(KHTML, like Gecko) Version/18.1 Safari/605.1.15",
	IPHONE "Version/18.1 Mobile/15E148 Safari/604.1",
	IPHONE "Mobile/15E148 [LinkedInApp]/9.30.2434",
	IPHONE "Mobile/21F90 [FBAN/FBIOS;FBAV/466.0.0.36.109;FBBV/605;"
	       "FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/18.1]",
	ANDROID "[FB_IAB/FB4A;FBAV/490.0.0.0;]",
	ANDROID "MetaIAB Facebook/490.0.0.0",
	ANDROID "Instagram 350.0.0.0 Android (35/15; 420dpi; 1080x2205; "
		"Google/google; Pixel 8; shiba; shiba; en_US; 123)",
	IPHONE "Mobile/15E148 Instagram 350.0.0 (iPhone15,2; iOS 18_1; en_FI)",
	IPHONE "Mobile/15E148 Twitter for iPhone/10.60",
	ANDROID "TwitterAndroid",
	IPHONE "Mobile/15E148 Barcelona 350.0 (iPhone15,2)",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 "
	"(KHTML, like Gecko) Slack_SSB/4.41 Chrome/130 Electron/33 "
	"Safari/537.36",
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
	"Gecko) Mattermost/5.10.0 Chrome/130.0 Electron/33.0 Safari/537.36",
	"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) "
	"Notion/4.2.0 Chrome/130.0 Electron/33.0 Safari/537.36",
	"Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) AppleWebKit/537.36 "
	"(KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36",
	"Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, "
	"like Gecko) SamsungBrowser/26.0 Chrome/122 Mobile Safari/537.36",
	ANDROID "[Pinterest/Android]",
	IPHONE "GSA/340.3 Mobile/15E148 Safari/604.1",
	IPHONE "Version/18.1 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
	ANDROID "Line/14.19.1/IAB",
	ANDROID "MicroMessenger/8.0.50",
	IPHONE "Mobile/15E148 Snapchat/13.10 (iPhone15,2; iOS 18.1; gzip)",
	"Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18",
	"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
};

enum {
	ROBOTS = sizeof(robots) / sizeof(robots[0]),
	PEOPLE = sizeof(people) / sizeof(people[0])
};

static void
test_robots_say_what_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROBOTS; i++)
		if (!robot_is(robots[i]))
			fail_msg("taken for a person: %s", robots[i]);
}

static void
test_people_in_all_their_apps(void **state)
{
	(void)state;
	for (size_t i = 0; i < PEOPLE; i++)
		if (robot_is(people[i]))
			fail_msg("taken for a robot: %s", people[i]);
}

static void
test_an_agent_that_ends_within_a_word(void **state)
{
	char *agent = strdup("Mozilla/5.0 open");

	(void)state;
	assert_false(robot_is(agent)); /* not "open graph" of what follows */
	free(agent);
}

static struct visit_hit
reader(void)
{
	return (struct visit_hit){.method = "GET",
		.user_agent = CHROME,
		.sec_fetch_dest = "document",
		.sec_fetch_mode = "navigate",
		.address = "198.51.100.7",
		.since_minted_ms = 60000,
		.https = true};
}

static void
assert_visit(const struct visit_hit *hit, const struct egress *own,
	enum visit_class class, uint32_t reasons)
{
	struct visit v = visit_classify(hit, own);

	assert_string_equal(visit_class_name(v.class), visit_class_name(class));
	assert_int_equal(v.reasons, reasons);
}

static void
test_a_reader_counts(void **state)
{
	struct visit_hit hit = reader();

	(void)state;
	assert_visit(&hit, NULL, VISIT_PERSON, VISIT_NAVIGATED);
	hit.sec_fetch_dest = hit.sec_fetch_mode = NULL;
	assert_visit(&hit, NULL, VISIT_PERSON, VISIT_NO_FETCH_HEADERS);
	hit.https = false;
	assert_visit(&hit, NULL, VISIT_PERSON, 0);
	hit.user_agent = people[4];
	hit.https = true;
	assert_visit(&hit, NULL, VISIT_PERSON, 0);
}

static void
test_methods(void **state)
{
	struct visit_hit hit = reader();

	(void)state;
	hit.method = "HEAD";
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_HEAD | VISIT_NAVIGATED);
	hit.method = "OPTIONS";
	assert_visit(&hit, NULL, VISIT_MACHINE,
		VISIT_OTHER_METHOD | VISIT_NAVIGATED);
}

static void
test_prefetching_is_not_reading(void **state)
{
	static const char *const ahead[] = {"prefetch",
		"prefetch;anonymous-client-ip", "prefetch;prerender",
		"prerender", "preview", "PREFETCH"};

	(void)state;
	for (size_t i = 0; i < sizeof(ahead) / sizeof(ahead[0]); i++) {
		struct visit_hit hit[4] = {
			reader(), reader(), reader(), reader()};

		hit[0].sec_purpose = ahead[i];
		hit[1].purpose = ahead[i];
		hit[2].x_purpose = ahead[i];
		hit[3].x_moz = ahead[i];
		for (size_t j = 0; j < 4; j++)
			assert_visit(&hit[j], NULL, VISIT_MACHINE,
				VISIT_PREFETCH | VISIT_NAVIGATED);
	}
}

static void
test_scripts_and_frames_are_no_readers(void **state)
{
	struct visit_hit hit = reader();

	(void)state;
	hit.sec_fetch_dest = "iframe";
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_NOT_NAVIGATION);
	hit.sec_fetch_dest = "image";
	hit.sec_fetch_mode = "no-cors";
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_NOT_NAVIGATION);
	hit.sec_fetch_dest = "empty";
	hit.sec_fetch_mode = "cors";
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_NOT_NAVIGATION);
	hit.sec_fetch_mode = "navigate";
	assert_visit(&hit, NULL, VISIT_PERSON, VISIT_NAVIGATED);
}

static void
test_agents(void **state)
{
	struct visit_hit hit = reader();

	(void)state;
	hit.sec_fetch_dest = hit.sec_fetch_mode = NULL;
	hit.user_agent = "";
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_EMPTY_AGENT);
	hit.user_agent = NULL;
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_EMPTY_AGENT);
	hit.user_agent = "Twitterbot/1.0";
	assert_visit(&hit, NULL, VISIT_MACHINE, VISIT_ROBOT);
}

static void
test_gateways_may_hide_a_person(void **state)
{
	static const char *const from[] = {
		"https://eur01.safelinks.protection.outlook.com/?url=x",
		"https://urldefense.com/v3/__x", "https://urldefense.com",
		"https://urldefense.proofpoint.com/v2/url?u=x",
		"https://protect-us.mimecast.com/s/x",
		"https://linkprotect.cudasvc.com/url?a=x",
		"https://secure-web.cisco.com:443/x",
		"https://STATICS.teams.cdn.office.net/x",
		"https://url.emailprotection.link/?x"};
	static const char *const not_from[] = {"https://www.linkedin.com/",
		"https://mimecast.com.evil.example/", "urldefense.com", "",
		"https://noturldefense.com/", "https://x/?urldefense.com"};

	(void)state;
	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
		struct visit_hit hit = reader();

		hit.referer = from[i];
		assert_visit(&hit, NULL, VISIT_PERSON,
			VISIT_GATEWAY_REFERRER | VISIT_NAVIGATED);
		hit.sec_fetch_mode = hit.sec_fetch_dest = NULL;
		hit.https = false;
		assert_visit(&hit, NULL, VISIT_GATEWAY, VISIT_GATEWAY_REFERRER);
	}
	for (size_t i = 0; i < sizeof(not_from) / sizeof(not_from[0]); i++) {
		struct visit_hit hit = reader();

		hit.referer = not_from[i];
		assert_visit(&hit, NULL, VISIT_PERSON, VISIT_NAVIGATED);
	}
}

static void
test_too_soon_is_nobody(void **state)
{
	struct visit_hit hit = reader();

	(void)state;
	hit.since_minted_ms = 0;
	assert_visit(
		&hit, NULL, VISIT_MACHINE, VISIT_TOO_SOON | VISIT_NAVIGATED);
	hit.since_minted_ms = VISIT_TOO_SOON_MS;
	assert_visit(&hit, NULL, VISIT_PERSON, VISIT_NAVIGATED);
	hit.since_minted_ms = -1;
	assert_visit(&hit, NULL, VISIT_PERSON, VISIT_NAVIGATED);
	hit.many_links = true;
	assert_visit(
		&hit, NULL, VISIT_MACHINE, VISIT_MANY_LINKS | VISIT_NAVIGATED);
	hit.many_links = false;
	hit.burst = true;
	assert_visit(&hit, NULL, VISIT_PERSON, VISIT_BURST | VISIT_NAVIGATED);
}

static void
test_our_own_visits(void **state)
{
	static const char *const networks[] = {
		"203.0.113.0/24", "2001:db8::/32", "192.0.2.9", NULL};
	struct egress *own = egress_new(networks, NULL);
	struct visit_hit hit = reader();

	(void)state;
	hit.address = "203.0.113.77";
	assert_visit(&hit, own, VISIT_OWN, VISIT_EGRESS | VISIT_NAVIGATED);
	hit.user_agent = "Slackbot 1.0";
	assert_visit(&hit, own, VISIT_MACHINE,
		VISIT_ROBOT | VISIT_EGRESS | VISIT_NAVIGATED);
	hit = reader();
	hit.member = true;
	assert_visit(&hit, own, VISIT_OWN, VISIT_MEMBER | VISIT_NAVIGATED);
	egress_free(own);
}

static void
test_do_not_track(void **state)
{
	struct visit_hit hit = reader();

	(void)state;
	assert_false(visit_wants_no_tracking(&hit));
	hit.dnt = "0";
	assert_false(visit_wants_no_tracking(&hit));
	hit.dnt = "1";
	assert_true(visit_wants_no_tracking(&hit));
	hit.dnt = NULL;
	hit.sec_gpc = "1";
	assert_visit(
		&hit, NULL, VISIT_PERSON, VISIT_NO_TRACKING | VISIT_NAVIGATED);
}

static void
test_every_bit_has_a_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < VISIT_REASONS; i++)
		assert_non_null(visit_reason_name(i));
	assert_null(visit_reason_name(VISIT_REASONS));
	assert_string_equal(visit_reason_name(0), "head");
	assert_string_equal(visit_reason_name(14), "no_tracking");
	assert_int_equal(VISIT_NO_TRACKING, 1 << (VISIT_REASONS - 1));
}

static void
test_networks_of_the_company(void **state)
{
	static const char *const networks[] = {"203.0.113.128/25", "10.0.0.0/8",
		"2001:db8:aa::/47", "::1", "198.51.100.0/31", NULL};
	static const char *const inside[] = {"203.0.113.128", "203.0.113.255",
		"10.9.8.7", "2001:db8:ab:1::5", "::1", "::ffff:10.1.1.1",
		"198.51.100.1"};
	static const char *const outside[] = {"203.0.113.127", "11.0.0.0",
		"2001:db8:ac::", "::2", "198.51.100.2", "", "nonsense",
		"10.0.0", "::ffff:11.1.1.1", NULL};
	struct egress *own = egress_new(networks, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		if (!egress_has(own, inside[i]))
			fail_msg("not inside: %s", inside[i]);
	for (size_t i = 0; outside[i] != NULL; i++)
		assert_false(egress_has(own, outside[i]));
	assert_false(egress_has(own, NULL));
	assert_false(egress_has(NULL, "10.0.0.1"));
	egress_free(own);
}

static void
test_networks_that_are_none(void **state)
{
	static const char *const bad[] = {"", "10.0.0.0/33", "10.0.0/8",
		"2001:db8::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8 ",
		"acme.com", "10.0.0.0/1234", "/8"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *const networks[] = {"10.0.0.0/8", bad[i], NULL};
		struct err e;

		assert_null(egress_new(networks, &e));
		assert_non_null(strstr(e.text, "is not a network"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_robots_say_what_they_are),
		cmocka_unit_test(test_people_in_all_their_apps),
		cmocka_unit_test(test_an_agent_that_ends_within_a_word),
		cmocka_unit_test(test_a_reader_counts),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_prefetching_is_not_reading),
		cmocka_unit_test(test_scripts_and_frames_are_no_readers),
		cmocka_unit_test(test_agents),
		cmocka_unit_test(test_gateways_may_hide_a_person),
		cmocka_unit_test(test_too_soon_is_nobody),
		cmocka_unit_test(test_our_own_visits),
		cmocka_unit_test(test_do_not_track),
		cmocka_unit_test(test_every_bit_has_a_name),
		cmocka_unit_test(test_networks_of_the_company),
		cmocka_unit_test(test_networks_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
