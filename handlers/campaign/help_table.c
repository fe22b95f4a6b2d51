#include "text.h"

#include "help_table.h"

#define CONTENT "help_group_content"
#define CAMPAIGNS "help_group_campaigns"
#define FIGURES "help_group_figures"
#define PROGRAMME "help_group_programme"

/* Groups stand together. */
static const struct help_entry table[] = {
	{"add", CONTENT, "add https://...",
		{"add https://blog.acme.com/backups",
			"add https://blog.acme.com/backups News"}},
	{"list", CONTENT, "list", {"list", "list paused"}},
	{"show", CONTENT, "show 12", {"show 12", "show News"}},
	{"edit", CONTENT, "edit 12",
		{"edit 12 title: We ship 2.0", "edit News end: 2026-12-24"}},
	{"captions", CONTENT, "captions 12",
		{"captions 12 add x: Backups that test themselves.",
			"captions 12 change 2: Tested nightly."}},
	{"pin", CONTENT, "pin 12 friday", {"pin 12", "pin 12 2026-12-24"}},
	{"unpin", CONTENT, "unpin 12", {"unpin 12", "unpin 14"}},
	{"queue", CONTENT, "queue", {"queue", "queue 2"}},
	{"approve", CONTENT, "approve 12", {"approve 12", "approve 14"}},
	{"reject", CONTENT, "reject 12",
		{"reject 12", "reject 12 We wrote about it last week."}},
	{"snooze", CONTENT, "snooze 12 monday",
		{"snooze 12", "snooze 12 monday"}},
	{"announce", CONTENT, "announce 12 #news",
		{"announce 12", "announce 12 #news"}},
	{"schedule", CONTENT, "schedule 12 friday 14:30",
		{"schedule 12 tomorrow 9:00 #news", "schedule 12 best"}},
	{"retract", CONTENT, "retract 12", {"retract 12", "retract 14"}},
	{"topic", CONTENT, "topic 12 engineering",
		{"topic 12", "topic 12 engineering"}},

	{"new", CAMPAIGNS, "new",
		{"new Backups month #news", "new launch: Version 2 #news"}},
	{"start", CAMPAIGNS, "start News",
		{"start News", "start Backups month"}},
	{"pause", CAMPAIGNS, "pause News",
		{"pause News", "pause News until 2026-12-24"}},
	{"resume", CAMPAIGNS, "resume News",
		{"resume News", "resume Backups month"}},
	{"close", CAMPAIGNS, "close News",
		{"close News", "close Backups month"}},
	{"channels", CAMPAIGNS, "channels",
		{"channels #news quiet 18:00-08:00 weekends",
			"channels News + #news - #general"}},
	{"rules", CAMPAIGNS, "rules News",
		{"rules News", "rules News share points: 20"}},
	{"budget", CAMPAIGNS, "budget News",
		{"budget News", "budget News +500"}},

	{"report", FIGURES, "report News last month",
		{"report News last month", "report network linkedin csv"}},
	{"export", FIGURES, "export News", {"export", "export News"}},
	{"holds", FIGURES, "holds",
		{"holds release 12",
			"holds withdraw 12 All from one machine."}},
	{"digest", FIGURES, "digest #news", {"digest #news", "digest"}},

	{"feeds", PROGRAMME, "feeds",
		{"feeds test https://blog.acme.com/feed",
			"feeds add https://blog.acme.com/feed Blog to News"}},
	{"topics", PROGRAMME, "topics", {"topics", "topics add engineering"}},
	{"rewards", PROGRAMME, "rewards",
		{"rewards add Book voucher 400",
			"rewards Book voucher ends: 2026-12-24"}},
	{"redemptions", PROGRAMME, "redemptions",
		{"redemptions approve 12", "redemptions csv last month"}},
	{"teams", PROGRAMME, "teams", {"teams", "teams add Support #support"}},
	{"admins", PROGRAMME, "admins", {"admins", "admins @ana"}},
	{"audit", PROGRAMME, "audit", {"audit item 12", "audit since monday"}},
	{"help", PROGRAMME, "help edit", {"help", "help edit"}},
};

const struct help_entry *
help_table_at(size_t i)
{
	return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

const struct help_entry *
help_table_find(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++)
		if (text_same(table[i].word, word))
			return &table[i];
	return NULL;
}
