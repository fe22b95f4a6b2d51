#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "when.h"

#include "config.h"
#include "options.h"

#define MOST 1000000000000

/* The rows read as a table: one setting a line or two. */
/* clang-format off */
static const struct option top[] = {
	{"data", OPTION_TEXT, offsetof(struct config, data), NULL, 0, 0,
		"Folder of the database. Only advocated may read it.", "\"/var/lib/advocated\""},
	{"listen", OPTION_TEXT, offsetof(struct config, listen), "\"127.0.0.1:8080\"", 0, 0,
		"Address and port of the links, /health, /ready and /metrics.", NULL},
	{"links_url", OPTION_URL, offsetof(struct config, programme.links_url), NULL, 0, 0,
		"Where people reach the links from outside: short, your own domain, https.", "\"https://go.example.com\""},
	{"master_secret_file", OPTION_WORDS, offsetof(struct config, master_secret_file), "\"\"", 0, 0,
		"File with at least 32 random characters; signs links. Or ADVOCATED_MASTER_SECRET\n"
		"in the environment, or the systemd credential master_secret.", "\"/etc/advocated/master_secret\""},
	{"templates", OPTION_TEXT, offsetof(struct config, templates), "\"" ADVOCATED_TEMPLATES "\"", 0, 0,
		"Folder of the messages, one folder a language: change words and tone there.", "\"/usr/local/share/advocated/templates\""},
	{"log_level", OPTION_CHOICE, offsetof(struct config, log_level), "info debug warn error", 0, 0,
		"The least important facts that are logged.", NULL},
	{"admins", OPTION_TEXTS, offsetof(struct config, admins), "()", 0, 1000,
		"Who runs the programme: \"chat:person\", the person by the platform's id, or\n"
		"\"chat:@group\": a user group of Slack, a private channel of Mattermost.", "(\"acme:U012AB3CD\")"},
	{"curators", OPTION_TEXTS, offsetof(struct config, curators), "()", 0, 1000,
		"Who looks after items, from suggestion to announcement; written likewise.", NULL},
	{"auditors", OPTION_TEXTS, offsetof(struct config, auditors), "()", 0, 1000,
		"Who may look at everything and change nothing; written likewise.", NULL},
	{"platform_admins", OPTION_FLAG, offsetof(struct config, programme.platform_admins), "false", 0, 0,
		"Whether the platform's own administrators are admins too.", NULL},
	{"review_channel", OPTION_WORDS, offsetof(struct config, programme.review_channel), "\"\"", 0, 0,
		"Where what waits for a decision is shown, \"chat:channel\"; empty: to the admins\n"
		"directly. Invite the bot there.", NULL},
	{"reward_channel", OPTION_WORDS, offsetof(struct config, programme.reward_channel), "\"\"", 0, 0,
		"Where what people redeem is shown and decided, \"chat:channel\"; empty: to the\n"
		"admins directly. It names people: take a channel that admins alone are in.", NULL},
	{"company_networks", OPTION_TEXTS, offsetof(struct config, company_networks), "()", 0, 1000,
		"The company's own addresses: visits from there are no readers.", "(\"203.0.113.0/24\")"},
	{"trusted_proxies", OPTION_TEXTS, offsetof(struct config, trusted_proxies), "()", 0, 100,
		"Proxies in front of `listen` whose X-Forwarded-For is believed.", NULL},
	{"allow_addresses", OPTION_TEXTS, offsetof(struct config, allow_addresses), "()", 0, 100,
		"Private networks that feeds and pages may be read from, all others are refused.", NULL},
	{"consent_version", OPTION_NUMBER, offsetof(struct config, consent_version), "1", 1, 1000000,
		"Raise it when what you tell people changes: members are asked again.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option company[] = {
	{"name", OPTION_TEXT, offsetof(struct config, programme.company), NULL, 0, 0,
		"As people say it.", "\"Acme\""},
	{"disclosure", OPTION_TEXT, offsetof(struct config, programme.disclosure), NULL, 0, 0,
		"Stands first in every text to share.", "\"I work at Acme. #employee\""},
	{"language", OPTION_TEXT, offsetof(struct config, programme.language), "\"en\"", 0, 0,
		"Of channels, and of people whose language has no templates.", NULL},
	{"zone", OPTION_ZONE, offsetof(struct config, programme.zone), "\"UTC\"", 0, 0,
		"Time zone of channels, as in Europe/Helsinki.", "\"Europe/Helsinki\""},
	{"contact", OPTION_WORDS, offsetof(struct config, programme.contact), "\"\"", 0, 0,
		"Who answers questions about the programme.", "\"Mia in Communications\""},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option sharing[] = {
	{"emoji", OPTION_TEXT, offsetof(struct config, programme.share_emoji), "\"mega\"", 0, 0,
		"Reacting with it to an announcement asks for a text to share.", NULL},
	{"networks", OPTION_TEXTS, offsetof(struct config, networks),
		"(\"linkedin\", \"bluesky\", \"x\", \"mastodon\", \"threads\", \"facebook\", \"whatsapp\", \"telegram\", \"email\")", 1, 20,
		"Offered in this order; the first is the main button. Copying always works.", NULL},
	{"ticket_life", OPTION_SPAN, offsetof(struct config, programme.ticket_life), "\"7d\"", WHEN_MINUTE, 90 * WHEN_DAY,
		"How long the buttons of a text to share work.", NULL},
	{"announce_after", OPTION_SPAN, offsetof(struct config, programme.announce_after), "\"0s\"", 0, 30 * WHEN_DAY,
		"Time to look before an item that needs no review is announced.", NULL},
	{"item_life", OPTION_SPAN, offsetof(struct config, programme.item_life), "\"14d\"", 0, 3650 * WHEN_DAY,
		"How long an announced item can be shared; 0s: for ever.", NULL},
	{"most_a_day", OPTION_NUMBER, offsetof(struct config, programme.most_a_day), "0", 0, 100,
		"Announcements in a channel a day, unless the channel says otherwise; the rest waits in order. 0: no limit.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option rules[] = {
	{"share_points", OPTION_NUMBER, offsetof(struct config, programme.rules.share_points), "10", 0, 1000000,
		"For a share that can be shown to exist, on the first network of an item.", NULL},
	{"again_points", OPTION_NUMBER, offsetof(struct config, programme.rules.again_points), "3", 0, 1000000,
		"The same on each further network of that item.", NULL},
	{"readers_needed", OPTION_NUMBER, offsetof(struct config, readers_needed), "1", 1, 1000,
		"Distinct readers from outside that prove a share.", NULL},
	{"reader_steps", OPTION_NUMBERS, offsetof(struct config, reader_steps), "(1, 5, 20, 50)", 0, PROGRAMME_STEPS,
		"A bonus is earned at so many readers of a share ...", NULL},
	{"reader_points", OPTION_NUMBERS, offsetof(struct config, reader_points), "(2, 5, 10, 15)", 0, PROGRAMME_STEPS,
		"... of so many points.", NULL},
	{"hold", OPTION_SPAN, offsetof(struct config, programme.rules.hold), "\"48h\"", 0, 90 * WHEN_DAY,
		"From proof until points are settled.", NULL},
	{"pending_life", OPTION_SPAN, offsetof(struct config, programme.rules.pending_life), "\"30d\"", WHEN_HOUR, 3650 * WHEN_DAY,
		"Points of a share that nobody reads end after this.", NULL},
	{"cap_day", OPTION_NUMBER, offsetof(struct config, programme.rules.cap_day), "60", 0, MOST,
		"Most points of a member in a day; 0: no cap. The others are alike.", NULL},
	{"cap_item", OPTION_NUMBER, offsetof(struct config, programme.rules.cap_item), "50", 0, MOST,
		"Most points of a member for one item.", NULL},
	{"cap_campaign", OPTION_NUMBER, offsetof(struct config, programme.rules.cap_campaign), "0", 0, MOST,
		"Most points of a member in one campaign.", NULL},
	{"budget", OPTION_NUMBER, offsetof(struct config, programme.budget), "5000", 0, MOST,
		"Points that a new campaign may give.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option holds[] = {
	{"days", OPTION_NUMBER, offsetof(struct config, programme.looking.days), "14", 1, 365,
		"Points about which nobody decides are given after so many days.", NULL},
	{"most_percent", OPTION_NUMBER, offsetof(struct config, programme.looking.most_percent), "80", 51, 100,
		"What most of a share's readers means.", NULL},
	{"burst_readers", OPTION_NUMBER, offsetof(struct config, programme.looking.burst_readers), "20", 0, 1000000,
		"From so many readers of a share on: did most of them come at once? 0: never\n"
		"looked at. The others are alike.", NULL},
	{"burst_span", OPTION_SPAN, offsetof(struct config, programme.looking.burst_span), "\"2m\"", WHEN_MINUTE, WHEN_DAY,
		"At once is within this.", NULL},
	{"doubtful_readers", OPTION_NUMBER, offsetof(struct config, programme.looking.doubtful_readers), "10", 0, 1000000,
		"From so many on: did most of them come as programs often do?", NULL},
	{"above_readers", OPTION_NUMBER, offsetof(struct config, programme.looking.above_readers), "50", 0, 1000000,
		"From so many on: are they far above what other shares of the item have ...", NULL},
	{"above_times", OPTION_NUMBER, offsetof(struct config, programme.looking.above_times), "20", 2, 1000000,
		"... which is so many times their average?", NULL},
	{"many_shares", OPTION_NUMBER, offsetof(struct config, programme.looking.many_shares), "8", 0, 1000000,
		"Said to be posted by one member just before it, and it has no more readers than\n"
		"prove it.", NULL},
	{"many_span", OPTION_SPAN, offsetof(struct config, programme.looking.many_span), "\"5m\"", WHEN_MINUTE, WHEN_DAY,
		"Just before is within this.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option digest[] = {
	{"at", OPTION_WEEKTIME, offsetof(struct config, digest_at), "\"monday 09:00\"", 0, 0,
		"When channels get their weekly digest, in their own zone; \"never\": not.", NULL},
	{"minimum_group", OPTION_NUMBER, offsetof(struct config, minimum_group), "5", 1, 1000,
		"Rankings of fewer members are not shown.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option badges[] = {
	{"given", OPTION_FLAG, offsetof(struct config, programme.badges_given), "true", 0, 0,
		"Whether members get badges and have levels. They alone see theirs; the digest names\n"
		"new badges of those who do not hide.", NULL},
	{"shares", OPTION_NUMBERS, offsetof(struct config, badge_shares), "(1, 10, 50)", 0, 20,
		"A badge for so many shares, one for each number. The others are alike.", NULL},
	{"readers", OPTION_NUMBERS, offsetof(struct config, badge_readers), "(1, 10, 100, 1000)", 0, 20,
		"For so many readers of all they shared.", NULL},
	{"networks", OPTION_NUMBERS, offsetof(struct config, badge_networks), "(3, 5)", 0, 20,
		"For shares on so many networks.", NULL},
	{"weeks", OPTION_NUMBERS, offsetof(struct config, badge_weeks), "(4, 12, 26)", 0, 20,
		"For a share in each of so many weeks running; a pause does not break them.", NULL},
	{"own", OPTION_TEXTS, offsetof(struct config, badges_own), "()", 0, 50,
		"Your own: a name, and how many of which of these it is for.", "(\"Storyteller: 25 shares\")"},
	{"levels", OPTION_NUMBERS, offsetof(struct config, programme.levels), "(50, 150, 300, 600, 1000, 2000)", 0, 50,
		"Level 1 begins with so many points that ever became theirs, level 2 with ...", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option slack[] = {
	{"name", OPTION_TEXT, offsetof(struct config_chat, name), NULL, 0, 0,
		"Your own name for it, a-z 0-9 -; keep it, the database uses it.", "\"acme\""},
	{"kind", OPTION_CHOICE, offsetof(struct config_chat, kind), "slack mattermost", 0, 0,
		"The platform.", NULL},
	{"bot_token_file", OPTION_WORDS, offsetof(struct config_chat, bot_token_file), "\"\"", 0, 0,
		"File with the bot token (xoxb-). Or ADVOCATED_<NAME>_BOT_TOKEN in the\n"
		"environment, or the systemd credential <name>.bot_token.", "\"/etc/advocated/acme.bot_token\""},
	{"app_token_file", OPTION_WORDS, offsetof(struct config_chat, app_token_file), "\"\"", 0, 0,
		"File with the app token (xapp-). Likewise _APP_TOKEN, .app_token.", "\"/etc/advocated/acme.app_token\""},
	{"command_prefix", OPTION_WORDS, offsetof(struct config_chat, command_prefix), "\"\"", 0, 0,
		"If other apps use the same commands: \"acme-\" makes /acme-share and so on.", NULL},
	{"api_url", OPTION_TEXT, offsetof(struct config_chat, api_url), "\"https://slack.com/api/\"", 0, 0,
		"The platform's interface.", NULL},
	{"ca_file", OPTION_WORDS, offsetof(struct config_chat, ca_file), "\"\"", 0, 0,
		"Certificates to trust instead of the system's.", NULL},
	{"connections", OPTION_NUMBER, offsetof(struct config_chat, connections), "2", 1, 4,
		"Sockets held at once.", NULL},
	{"ping", OPTION_SPAN, offsetof(struct config_chat, ping), "\"10s\"", 100, WHEN_MINUTE,
		"A silent socket is asked for a sign of life after this ...", NULL},
	{"dead", OPTION_SPAN, offsetof(struct config_chat, dead), "\"25s\"", 500, 5 * WHEN_MINUTE,
		"... and dropped after this.", NULL},
	{"per_channel", OPTION_NUMBER, offsetof(struct config_chat, per_channel), "60", 1, 6000,
		"Messages a minute in one channel.", NULL},
	{"per_workspace", OPTION_NUMBER, offsetof(struct config_chat, per_workspace), "240", 1, 60000,
		"Messages a minute in all.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

/* The server pings once a minute only; our own pings are answered, so that a
 * dead line is noticed within `dead`. */
static const struct option mattermost[] = {
	{"name", OPTION_TEXT, offsetof(struct config_chat, name), NULL, 0, 0,
		"As above.", "\"town\""},
	{"kind", OPTION_CHOICE, offsetof(struct config_chat, kind), "mattermost slack", 0, 0,
		"The platform.", NULL},
	{"api_url", OPTION_URL, offsetof(struct config_chat, api_url), NULL, 0, 0,
		"Where your server is, as in its SiteURL.", "\"https://chat.example.com\""},
	{"bot_token_file", OPTION_WORDS, offsetof(struct config_chat, bot_token_file), "\"\"", 0, 0,
		"File with the bot's token. Or ADVOCATED_<NAME>_BOT_TOKEN in the environment,\n"
		"or the systemd credential <name>.bot_token.", "\"/etc/advocated/town.bot_token\""},
	{"command_tokens_file", OPTION_WORDS, offsetof(struct config_chat, command_tokens_file), "\"\"", 0, 0,
		"File with the tokens of the slash commands, one a line. Likewise\n"
		"_COMMAND_TOKENS, .command_tokens.", "\"/etc/advocated/town.command_tokens\""},
	{"callback_url", OPTION_URL, offsetof(struct config_chat, callback_url), "\"\"", 0, 0,
		"Where the server reaches `listen`; empty: as links_url. Its administrator has\n"
		"to allow a private address (AllowedUntrustedInternalConnections).", NULL},
	{"triggers", OPTION_CHOICE, offsetof(struct config_chat, triggers), "require log", 0, 0,
		"What to do with a press or command that the server's signature does not prove.", NULL},
	{"command_prefix", OPTION_WORDS, offsetof(struct config_chat, command_prefix), "\"\"", 0, 0,
		"If others use the same commands: \"acme-\" makes /acme-share and so on.", NULL},
	{"ca_file", OPTION_WORDS, offsetof(struct config_chat, ca_file), "\"\"", 0, 0,
		"Certificates to trust instead of the system's.", NULL},
	{"ping", OPTION_SPAN, offsetof(struct config_chat, ping), "\"20s\"", 100, WHEN_MINUTE,
		"The socket is asked for a sign of life every so often ...", NULL},
	{"dead", OPTION_SPAN, offsetof(struct config_chat, dead), "\"40s\"", 500, 5 * WHEN_MINUTE,
		"... and dropped when silent for this.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option campaigns[] = {
	{"name", OPTION_TEXT, offsetof(struct config_campaign, name), NULL, 0, 0,
		"Made at start if there is none of this name; /campaign makes others.", "\"News\""},
	{"goal", OPTION_WORDS, offsetof(struct config_campaign, goal), "\"\"", 0, 0,
		"What it is for, in words people read.", "\"More people know what we build\""},
	{"milestone", OPTION_NUMBER, offsetof(struct config_campaign, milestone), "0", 0, 10000000,
		"How many readers all of you want; 0: no milestone.", "500"},
	{"promise", OPTION_WORDS, offsetof(struct config_campaign, promise), "\"\"", 0, 0,
		"And what happens then, as it is said after \"then\".", "\"Acme plants 100 trees\""},
	{"channels", OPTION_TEXTS, offsetof(struct config_campaign, channels), "()", 0, 1000,
		"Where its items are announced: \"chat:channel\", by the platform's id.", "(\"acme:C012AB3CD\")"},
	{"budget", OPTION_NUMBER, offsetof(struct config_campaign, budget), "-1", -1, MOST,
		"Points that it may give; -1: as in rules.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option feeds[] = {
	{"name", OPTION_TEXT, offsetof(struct config_feed, name), NULL, 0, 0,
		"Your own name for it.", "\"blog\""},
	{"url", OPTION_TEXT, offsetof(struct config_feed, url), NULL, 0, 0,
		"RSS, Atom or JSON Feed.", "\"https://blog.example.com/feed.xml\""},
	{"mode", OPTION_CHOICE, offsetof(struct config_feed, mode), "review auto", 0, 0,
		"Whether an admin sees new items before they are announced.", NULL},
	{"campaign", OPTION_TEXT, offsetof(struct config_feed, campaign), NULL, 0, 0,
		"The campaign that its items belong to.", "\"News\""},
	{"interval", OPTION_SPAN, offsetof(struct config_feed, interval), "\"10m\"", WHEN_SECOND, 7 * WHEN_DAY,
		"How often it is read.", NULL},
	{"most_a_day", OPTION_NUMBER, offsetof(struct config_feed, most_a_day), "10", 1, 1000,
		"New items a day that go their way by themselves; the others wait for an admin.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option teams[] = {
	{"name", OPTION_TEXT, offsetof(struct config_team, name), NULL, 0, 0,
		"As rankings show it; /campaign teams makes others.", "\"Support\""},
	{"of", OPTION_WORDS, offsetof(struct config_team, of), "\"\"", 0, 0,
		"Who is in it: those in \"chat:#channel\", or in \"chat:@group\" (Slack), by id ...", "\"acme:#C012AB3CD\""},
	{"members", OPTION_TEXTS, offsetof(struct config_team, members), "()", 0, 1000,
		"... and these: \"chat:person\".", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option content[] = {
	{"token_file", OPTION_WORDS, offsetof(struct config, content_token_file), "\"\"", 0, 0,
		"File with the bearer token, 20 random characters at least. Or\n"
		"ADVOCATED_CONTENT_TOKEN in the environment, or the systemd credential\n"
		"content.token. Without one nothing is taken.", NULL},
	{"mode", OPTION_CHOICE, offsetof(struct config, content_mode), "review auto", 0, 0,
		"Whether somebody sees what comes before it is announced.", NULL},
	{"campaign", OPTION_WORDS, offsetof(struct config, programme.content_campaign), "\"\"", 0, 0,
		"Of what names none; empty: the oldest that is running.", NULL},
	{"per_minute", OPTION_NUMBER, offsetof(struct config, programme.content_per_minute), "60", 1, 6000,
		"Requests a minute.", NULL},
	{NULL, OPTION_TEXT, 0, NULL, 0, 0, NULL, NULL}};

static const struct option_section sections[] = {
	{NULL, NULL, false, 0, 0, 0, top, NULL},
	{"company", NULL, false, 0, 0, 0, company, "Who you are."},
	{"sharing", NULL, false, 0, 0, 0, sharing, "How people share."},
	{"rules", NULL, false, 0, 0, 0, rules, "What earns points. Members read these rules with /advocate rules."},
	{"holds", NULL, false, 0, 0, 0, holds, "What makes an admin look before points are given."},
	{"badges", NULL, false, 0, 0, 0, badges, "What members come to by sharing; badges earn no points."},
	{"digest", NULL, false, 0, 0, 0, digest, "The weekly message in channels."},
	{"chats", "slack", true, sizeof(struct config_chat), offsetof(struct config, chats),
		offsetof(struct config, chat_count), slack, "The workspaces and servers it serves."},
	{"chats", "mattermost", true, sizeof(struct config_chat), offsetof(struct config, chats),
		offsetof(struct config, chat_count), mattermost, NULL},
	{"campaigns", NULL, true, sizeof(struct config_campaign), offsetof(struct config, campaigns),
		offsetof(struct config, campaign_count), campaigns, "Campaigns to start with."},
	{"feeds", NULL, true, sizeof(struct config_feed), offsetof(struct config, feeds),
		offsetof(struct config, feed_count), feeds, "Where new content comes from."},
	{"content", NULL, false, 0, 0, 0, content, "What your web site delivers: POST /content on `listen`."},
	{"teams", NULL, true, sizeof(struct config_team), offsetof(struct config, teams),
		offsetof(struct config, team_count), teams, "Who is ranked together."},
	{NULL, NULL, false, 0, 0, 0, NULL, NULL}};
/* clang-format on */

const struct option_section *
options_sections(void)
{
	return sections;
}

int64_t
options_read_span(const char *text)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = {{"ms", 1}, {"s", WHEN_SECOND}, {"m", WHEN_MINUTE},
		{"h", WHEN_HOUR}, {"d", WHEN_DAY}};
	char *unit;
	long long number;
	size_t i;

	if (!isdigit((unsigned char)text[0]))
		return -1;
	number = strtoll(text, &unit, 10);
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(unit, units[i].unit) == 0 &&
			number <= 3650 * WHEN_DAY / units[i].ms)
			return number * units[i].ms;
	return -1;
}

static void
print_words(FILE *out, const char *indent, const char *words)
{
	fprintf(out, "%s# ", indent);
	for (; *words != '\0'; words++) {
		fputc(*words, out);
		if (*words == '\n')
			fprintf(out, "%s# ", indent);
	}
	fputc('\n', out);
}

static void
print_value(FILE *out, const struct option *o)
{
	const char *value = o->sample != NULL ? o->sample : o->standard;
	size_t first;

	if (o->type != OPTION_CHOICE) {
		fprintf(out, "%s = %s;\n", o->name, value);
		return;
	}
	first = strcspn(value, " ");
	fprintf(out, "%s = \"%.*s\";%s%s\n", o->name, (int)first, value,
		value[first] == '\0' ? "" : " # or:",
		value[first] == '\0' ? "" : value + first);
}

static void
print_section(FILE *out, const struct option_section *s)
{
	const char *indent = s->name == NULL ? "" : s->repeated ? "\t\t" : "\t";
	bool further = s->name != NULL && s->words == NULL;
	bool more = s->kind != NULL && s->name != NULL && s[1].name != NULL &&
		    strcmp(s->name, s[1].name) == 0;
	const struct option *o;

	if (further) {
		fputs("\t{\n", out);
	} else if (s->name != NULL) {
		fprintf(out, "\n# %s\n", s->words);
		fprintf(out, s->repeated ? "%s = (\n\t{\n" : "%s = {\n",
			s->name);
	}
	for (o = s->options; o->name != NULL; o++) {
		print_words(out, indent, o->words);
		fputs(indent, out);
		print_value(out, o);
	}
	if (s->name != NULL)
		fputs(!s->repeated ? "};\n"
			: more     ? "\t},\n"
				   : "\t}\n);\n",
			out);
}

void
options_print(FILE *out)
{
	const struct option_section *s;

	fputs("# Settings of advocated, printed by advocated -o. Each stands "
	      "at "
	      "its default\n# or at an example where it must be given.\n\n",
		out);
	for (s = sections; s->options != NULL; s++)
		print_section(out, s);
}
