#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "robot.h"

/*
 * A list of our own: words by which programs name themselves, gathered by
 * kind. It runs for every hit, so a user agent is read once: three letters at
 * a time lead to the few words that begin with them.
 */
enum where {
	ANYWHERE,
	WORD_START, /* no letter or digit before */
	WORD_END,   /* no letter after */
	FIRST       /* at the very beginning */
};

struct word {
	const char *text; /* lower case, at least three bytes */
	enum where where;
	const char *unless_after; /* part of a person's device name */
};

static const struct word words[] = {
	/* what they are */
	{"bot", WORD_END, "cu"}, /* Cubot makes telephones */
	{"bots", WORD_END, NULL},
	{"crawl", ANYWHERE, NULL},
	{"spider", ANYWHERE, NULL},
	{"scrap", ANYWHERE, NULL},
	{"slurp", ANYWHERE, NULL},
	{"fetch", ANYWHERE, NULL},
	{"archiver", ANYWHERE, NULL},
	{"validator", ANYWHERE, NULL},
	{"preview", ANYWHERE, NULL},
	{"prerender", ANYWHERE, NULL},
	{"monitor", ANYWHERE, NULL},
	{"uptime", ANYWHERE, NULL},
	{"checker", ANYWHERE, NULL},
	{"linkcheck", ANYWHERE, NULL},
	{"imgproxy", ANYWHERE, NULL},
	{"imageproxy", ANYWHERE, NULL},
	{"://", ANYWHERE, NULL}, /* "(+https://example.com/about-us)" */
	/* networks and messengers that draw a card */
	{"facebookexternal", ANYWHERE, NULL},
	{"facebookcatalog", ANYWHERE, NULL},
	{"meta-external", ANYWHERE, NULL},
	{"meta-webindexer", ANYWHERE, NULL},
	{"whatsapp/", FIRST, NULL},
	{"viber", FIRST, NULL},
	{"notion", FIRST, NULL},
	{"notionembed", ANYWHERE, NULL},
	{"cardyb", ANYWHERE, NULL},
	{"mastodon/", ANYWHERE, NULL},
	{"misskey", ANYWHERE, NULL},
	{"sharkey", ANYWHERE, NULL},
	{"firefish", ANYWHERE, NULL},
	{"pleroma", ANYWHERE, NULL},
	{"akkoma", ANYWHERE, NULL},
	{"friendica", ANYWHERE, NULL},
	{"gotosocial", ANYWHERE, NULL},
	{"snac/", WORD_START, NULL},
	{"lemmy/", WORD_START, NULL},
	{"pixelfed", ANYWHERE, NULL},
	{"peertube", ANYWHERE, NULL},
	{"hubzilla", ANYWHERE, NULL},
	{"iframely", ANYWHERE, NULL},
	{"embedly", ANYWHERE, NULL},
	{"vkshare", ANYWHERE, NULL},
	{"line-poker", ANYWHERE, NULL},
	{"flipboardproxy", ANYWHERE, NULL},
	{"pinterest/0", ANYWHERE, NULL},
	{"tumblr/", FIRST, NULL},
	{"contenttabreceiver", ANYWHERE, NULL},
	{"opengraph", ANYWHERE, NULL},
	{"open graph", ANYWHERE, NULL},
	{"wordpress/", ANYWHERE, NULL},
	/* offices and mail scanners */
	{"microsoft office", ANYWHERE, NULL},
	{"microsoft-office", ANYWHERE, NULL},
	{"ms-office", ANYWHERE, NULL},
	{"msoffice", ANYWHERE, NULL},
	{"barracuda", ANYWHERE, NULL},
	{"proofpoint", ANYWHERE, NULL},
	{"mimecast", ANYWHERE, NULL},
	{"virustotal", ANYWHERE, NULL},
	{"urlscan", ANYWHERE, NULL},
	{"censys", ANYWHERE, NULL},
	{"zgrab", ANYWHERE, NULL},
	{"nmap", WORD_START, NULL},
	{"nikto", ANYWHERE, NULL},
	{"masscan", ANYWHERE, NULL},
	/* search and models */
	{"google-", WORD_START, NULL},
	{"googleother", ANYWHERE, NULL},
	{"mediapartners", ANYWHERE, NULL},
	{"bytedance", ANYWHERE, NULL},
	{"chatgpt-user", ANYWHERE, NULL},
	{"perplexity-user", ANYWHERE, NULL},
	{"claude-", ANYWHERE, NULL},
	{"anthropic-ai", ANYWHERE, NULL},
	{"cohere-ai", ANYWHERE, NULL},
	{"mistralai-user", ANYWHERE, NULL},
	{"yeti/", WORD_START, NULL},
	{"daumoa", ANYWHERE, NULL},
	{"qwantify", ANYWHERE, NULL},
	{"feedly", ANYWHERE, NULL},
	{"feedburner", ANYWHERE, NULL},
	/* browsers without a person */
	{"headless", ANYWHERE, NULL},
	{"phantomjs", ANYWHERE, NULL},
	{"puppeteer", ANYWHERE, NULL},
	{"playwright", ANYWHERE, NULL},
	{"selenium", ANYWHERE, NULL},
	{"webdriver", ANYWHERE, NULL},
	{"lighthouse", ANYWHERE, NULL},
	{"pagespeed", ANYWHERE, NULL},
	{"gtmetrix", ANYWHERE, NULL},
	{"pingdom", ANYWHERE, NULL},
	{"cfnetwork", ANYWHERE, NULL},
	/* libraries and tools, as far as they copy how browsers begin */
	{"curl/", WORD_START, NULL},
	{"wget", WORD_START, NULL},
	{"python", WORD_START, NULL},
	{"java/", WORD_START, NULL},
	{"okhttp", ANYWHERE, NULL},
	{"httpclient", ANYWHERE, NULL},
	{"http-client", ANYWHERE, NULL},
	{"libwww", ANYWHERE, NULL},
	{"winhttp", ANYWHERE, NULL},
	{"httrack", ANYWHERE, NULL},
	{"guzzle", ANYWHERE, NULL},
	{"axios", ANYWHERE, NULL},
	{"undici", ANYWHERE, NULL},
	{"http.rb", ANYWHERE, NULL},
	{"nutch", ANYWHERE, NULL},
	{"jsoup", ANYWHERE, NULL},
};

enum { WORDS = sizeof(words) / sizeof(words[0]), HEADS = 1024, LEAD = 3 };

/* Word numbers plus one, chained by the hash of their first three letters. */
struct shelf {
	uint8_t head[HEADS];
	uint8_t next[WORDS];
	bool filled;
};

_Static_assert(WORDS < UINT8_MAX, "word numbers fit in a byte");

/* Lower case for letters; what it does to the rest, it does on both sides. */
static uint32_t
fold(char c)
{
	return (uint32_t)(unsigned char)c | 0x20;
}

static size_t
slot_of(uint32_t three)
{
	return (three * UINT32_C(0x9e3779b1)) >> 22;
}

static const struct shelf *
shelf_get(void)
{
	static struct shelf shelf;

	if (shelf.filled)
		return &shelf;
	for (size_t i = 0; i < WORDS; i++) {
		const char *w = words[i].text;
		size_t slot = slot_of(
			fold(w[0]) << 16 | fold(w[1]) << 8 | fold(w[2]));

		shelf.next[i] = shelf.head[slot];
		shelf.head[slot] = (uint8_t)(i + 1);
	}
	shelf.filled = true;
	return &shelf;
}

/* Whether before stands in the text directly before at. */
static bool
follows(const char *agent, const char *at, const char *before)
{
	size_t size = strlen(before);

	return (size_t)(at - agent) >= size &&
	       strncasecmp(at - size, before, size) == 0;
}

static bool
word_is_at(const struct word *w, const char *agent, const char *at)
{
	size_t i;

	for (i = 0; w->text[i] != '\0'; i++)
		if (at[i] == '\0' || fold(at[i]) != fold(w->text[i]))
			return false; /* folded, the end would be a space */
	if (w->unless_after != NULL && follows(agent, at, w->unless_after))
		return false;
	switch (w->where) {
	case WORD_START:
		return at == agent || !isalnum((unsigned char)at[-1]);
	case WORD_END:
		return !isalpha((unsigned char)at[i]);
	case FIRST:
		return at == agent;
	case ANYWHERE:
		break;
	}
	return true;
}

/* Browsers have begun like this for thirty years, some telephones like that.
 * Programs that do not pretend begin with their own name. */
static bool
begins_as_browsers_do(const char *agent)
{
	return strncasecmp(agent, "Mozilla/", 8) == 0 ||
	       strncasecmp(agent, "Opera/", 6) == 0 ||
	       strncasecmp(agent, "Nokia", 5) == 0 ||
	       strncasecmp(agent, "BlackBerry", 10) == 0 ||
	       strncasecmp(agent, "UCWEB/", 6) == 0;
}

bool
robot_is(const char *agent)
{
	const struct shelf *shelf = shelf_get();
	uint32_t three = 0;

	if (!begins_as_browsers_do(agent))
		return true;
	for (const char *c = agent; *c != '\0'; c++) {
		const char *at = c - (LEAD - 1);
		uint8_t number;

		three = (three << 8 | fold(*c)) & 0xffffff;
		if (at < agent)
			continue;
		number = shelf->head[slot_of(three)];
		for (; number != 0; number = shelf->next[number - 1])
			if (word_is_at(&words[number - 1], agent, at))
				return true;
	}
	return false;
}
