#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "mem.h"
#include "review.h"
#include "text.h"
#include "when.h"

#include "address.h"
#include "asked.h"
#include "behaviour.h"
#include "suggesting.h"

#define MOST_A_DAY 10

/* Who takes part hears what becomes of it; of anybody else nothing is kept
 * but a keyed hash, for a day, so that nobody floods the reviewers. */
static int64_t
author_of(const struct turn *t)
{
	return t->member.state == MEMBER_ACTIVE ||
			       t->member.state == MEMBER_PAUSED
		       ? t->member.id
		       : 0;
}

/* Counts the suggestion; *many when it is one too many, and who acts was told
 * so. */
static int
count(struct turn *t, bool *many, struct err *e)
{
	unsigned char hash[SUGGESTED_HASH];
	int64_t since = t->now - WHEN_DAY, lately;

	turn_stranger_hash(t, hash);
	if (suggested_count(t->db, hash, since, &lately, e) == -1)
		return -1;
	*many = lately >= MOST_A_DAY;
	if (*many)
		return turn_reply(t, "suggest_many",
			json_pack("{s:i}", "most", MOST_A_DAY), e);
	return suggested_add(t->db, hash, since, t->now, e);
}

static int
answer(struct turn *t, const struct item *i, struct err *e)
{
	char *site = url_host_for_display(i->url);
	int result = turn_reply(t, "suggest_taken",
		json_pack("{s:s, s:b}", "site", site, "in", author_of(t) != 0),
		e);

	free(site);
	return result;
}

/* Its page is to be read; then it is asked about. */
static int
take(struct turn *t, struct item *i, struct err *e)
{
	struct review r = {.source = "suggestion"};

	snprintf(i->state, sizeof i->state, "reading");
	i->chat[0] = i->person[0] = '\0';
	i->read_at = t->now;
	i->tries = 0;
	if ((i->id == 0 ? item_add(t->db, i, e) : item_save(t->db, i, e)) == -1)
		return -1;
	r.item = i->id;
	if (review_put(t->db, &r, e) == -1 ||
		suggestion_add(t->db, i->id, author_of(t), t->now, e) == -1)
		return -1;
	return answer(t, i, e);
}

/* Whether it was only ever known from a feed's past: nobody decided. */
static int
is_undecided(struct turn *t, const struct item *i, bool *out, struct err *e)
{
	struct review r;

	*out = false;
	if (strcmp(i->state, "rejected") != 0)
		return 0;
	if (review_get(t->db, i->id, &r, e) == -1)
		return -1;
	*out = r.decision[0] == '\0';
	return 0;
}

/* An item that there is already; who waits for it with others hears of it. */
static int
tell_known(struct turn *t, const struct item *known, struct err *e)
{
	json_t *values = suggesting_known(t, known, e);
	bool waits;

	if (values == NULL)
		return -1;
	waits = json_is_true(json_object_get(values, "waits"));
	if (waits && author_of(t) != 0 &&
		suggestion_add(t->db, known->id, author_of(t), t->now, e) ==
			-1) {
		json_decref(values);
		return -1;
	}
	json_object_set_new(
		values, "hears", json_boolean(waits && author_of(t) != 0));
	return turn_reply(t, "suggest_known", values, e);
}

static int
take_new(struct turn *t, const char *url, const char *canonical, struct err *e)
{
	struct item fresh = {.created_at = t->now};
	struct campaign c;

	if (campaign_first(t->db, &c, e) == -1)
		return -1;
	if (c.id == 0)
		return turn_reply(t, "suggest_closed", NULL, e);
	fresh.campaign = c.id;
	text_copy(fresh.url, sizeof fresh.url, url);
	text_copy(fresh.canonical, sizeof fresh.canonical, canonical);
	return take(t, &fresh, e);
}

static int
suggest_canonical(
	struct turn *t, const char *url, const char *canonical, struct err *e)
{
	struct item known = {.id = 0};
	bool undecided, many;

	if (item_find_canonical(t->db, canonical, &known, e) == -1 ||
		is_undecided(t, &known, &undecided, e) == -1)
		return -1;
	if (known.internal)
		return refuse_closed(t, &known, e);
	if (known.id != 0 && !undecided)
		return tell_known(t, &known, e);
	if (count(t, &many, e) == -1)
		return -1;
	if (many)
		return 0;
	return known.id != 0 ? take(t, &known, e)
			     : take_new(t, url, canonical, e);
}

static int
suggest(struct turn *t, const char *url, struct err *e)
{
	enum url_fault fault = url_find_fault(url);
	char *canonical = fault == URL_FINE ? url_canonical(url) : NULL;
	int result;

	if (canonical == NULL ||
		strlen(canonical) >= sizeof((struct item *)NULL)->canonical)
		result = address_refuse(
			t, url, fault == URL_FINE ? URL_LONG : fault, e);
	else
		result = suggest_canonical(t, url, canonical, e);
	free(canonical);
	return result;
}

/* /advocate suggest <address> */
int
suggest_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	char *word = text_word(&rest);
	int result;

	result = word == NULL ? turn_reply(t, "suggest_missing", NULL, e)
			      : suggest(t, address_bare(word), e);
	free(copy);
	return result;
}

/* How much of it is the address: what ends a sentence or closes a bracket that
 * was opened before it is not. */
static size_t
size_of_link(const char *at)
{
	size_t size = strcspn(at, " \t\r\n>|<\"'");

	while (size > 0 &&
		(strchr(".,;:!?", at[size - 1]) != NULL ||
			(at[size - 1] == ')' && memchr(at, '(', size) == NULL)))
		size--;
	return size;
}

/* The first address in a message, as it is written there. Yours; NULL: there
 * is none. */
static char *
first_link(const char *text)
{
	const char *at = strcasestr(text, "http://");
	const char *secure = strcasestr(text, "https://");

	if (at == NULL || (secure != NULL && secure < at))
		at = secure;
	return at == NULL ? NULL : xstrndup(at, size_of_link(at));
}

/* "Suggest for sharing" on a message: its first link. */
int
suggest_shortcut_run(struct turn *t, struct err *e)
{
	char *link = first_link(t->event->text == NULL ? "" : t->event->text);
	int result = link == NULL ? turn_reply(t, "suggest_no_link", NULL, e)
				  : suggest(t, link, e);

	free(link);
	return result;
}

/* /share <address>: a text to share what is announced, else a suggestion. */
int
suggest_share_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	char *word = text_word(&rest), *canonical;
	struct item known = {.id = 0};
	bool needed, address;
	int result = -1;

	word = word == NULL ? copy : address_bare(word);
	address = *text_trim(rest) == '\0' && url_find_fault(word) == URL_FINE;
	canonical = address ? url_canonical(word) : NULL;
	if (canonical != NULL &&
		item_find_canonical(t->db, canonical, &known, e) == -1)
		goto out;
	if (address &&
		(known.internal || strcmp(known.state, "announced") != 0)) {
		result = suggest(t, word, e);
		goto out;
	}
	if (invite_is_needed(t, &needed, e) == -1)
		goto out;
	result = needed ? invite_sharer(t, e) : share_command(t, e);
out:
	free(canonical);
	free(copy);
	return result;
}
