#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "card.h"
#include "err.h"
#include "mem.h"
#include "text.h"

#include "turn.h"

#include "campaign_fields.h"
#include "campaign_milestone.h"
#include "field.h"

/* What stands between number and promise, in each language. */
static const char *const readers_words[] = {"readers", "reader", "people",
	"leser", "leserinnen", "lesende", "menschen", "personen", "lukijaa",
	"lukija", "ihmistä", NULL};
static const char *const then_words[] = {
	"then", "dann", "sitten", "niin", NULL};
static const char *const none_words[] = {
	"", "none", "-", "keins", "keines", "kein", "ei", NULL};

/* The bytes of what may stand between the digits of a number. */
static size_t
gap_size(const char *at)
{
	static const char *const gaps[] = {",", ".", " ", "'", "\xc2\xa0",
		"\xe2\x80\xaf", "\xe2\x80\x99", NULL};
	size_t i;

	for (i = 0; gaps[i] != NULL; i++)
		if (text_starts(at, gaps[i]))
			return strlen(gaps[i]);
	return 0;
}

/* "500", "10 000", "10,000", past which *text moves; -1: none. */
static int64_t
take_number(const char **text)
{
	const char *at = *text;
	int64_t number = 0;
	size_t gap;

	if (!isdigit((unsigned char)*at))
		return -1;
	for (;;) {
		for (; isdigit((unsigned char)*at); at++)
			if (number <= CAMPAIGN_MILESTONE_MOST)
				number = 10 * number + (*at - '0');
		gap = gap_size(at);
		if (gap == 0 || strspn(at + gap, "0123456789") != 3)
			break;
		at += gap;
	}
	*text = at;
	return number;
}

static const char *
skip(const char *at, const char *marks)
{
	return at + strspn(at, marks);
}

static bool
is_among(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text_same(*words, word))
			return true;
	return false;
}

/* Past the next word, when it is one of them. */
static const char *
skip_word(const char *at, const char *const *words)
{
	size_t size = strcspn(at, " ,:.");
	char *word = xstrndup(at, size);
	bool known = is_among(word, words);

	free(word);
	return known ? at + size : at;
}

/* What happens then, from behind the number on: yours, or NULL when something
 * else than readers is counted. */
static char *
take_promise(const char *at)
{
	const char *rest = skip(at, " ");
	char *promise;
	size_t size;

	at = skip_word(rest, readers_words);
	if (at == rest && *at != '\0' && strchr(",:", *at) == NULL)
		return NULL;
	at = skip(skip_word(skip(at, " ,:."), then_words), " ,:");
	promise = xstrdup(at);
	for (size = strlen(promise);
		size > 0 && strchr(" .", promise[size - 1]) != NULL; size--)
		promise[size - 1] = '\0';
	return promise;
}

static const char *
check(const struct campaign *c, int64_t milestone, const char *promise,
	json_t **values)
{
	if (milestone < 1 || milestone > CAMPAIGN_MILESTONE_MOST) {
		*values = json_pack("{s:i, s:i}", "least", 1, "most",
			CAMPAIGN_MILESTONE_MOST);
		return "number_between";
	}
	if (strlen(promise) >= sizeof c->promise ||
		text_graphemes(promise) > CAMPAIGN_TEXT_MOST) {
		*values = json_pack("{s:i}", "most", CAMPAIGN_TEXT_MOST);
		return "value_long";
	}
	if (milestone == c->milestone || milestone > c->readers)
		return NULL;
	*values = json_pack("{s:I}", "readers", (json_int_t)c->readers);
	return "milestone_passed";
}

static void
set(const struct turn *t, struct campaign *c, int64_t milestone,
	const char *promise)
{
	if (milestone != c->milestone)
		c->milestone_at = t->now;
	c->milestone = milestone;
	text_copy(c->promise, sizeof c->promise, promise);
}

/* Of one line. */
static const char *
put_line(const struct turn *t, struct campaign *c, const char *line,
	json_t **values)
{
	int64_t milestone;
	char *promise;
	const char *refused;

	if (is_among(line, none_words)) {
		set(t, c, 0, "");
		return NULL;
	}
	milestone = take_number(&line);
	promise = milestone == -1 ? NULL : take_promise(line);
	if (promise == NULL)
		return "milestone_wrong";
	refused = check(c, milestone, promise, values);
	if (refused == NULL)
		set(t, c, milestone, promise);
	free(promise);
	return refused;
}

const char *
campaign_milestone_put(const struct turn *t, struct campaign *c,
	const char *written, json_t **values)
{
	char *line = xstrdup(written), *at;
	const char *refused;

	for (at = line; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	*values = NULL;
	refused = put_line(t, c, text_trim(line), values);
	free(line);
	return refused;
}

char *
campaign_milestone_write(
	struct turn *t, const struct campaign *c, struct err *e)
{
	json_t *spans;
	char *written;

	if (c->milestone == 0)
		return xstrdup("");
	spans = turn_words(t, "milestone_written",
		json_pack("{s:I, s:s}", "milestone", (json_int_t)c->milestone,
			"promise", c->promise),
		e);
	if (spans == NULL)
		return NULL;
	written = card_plain_spans(spans);
	json_decref(spans);
	return written;
}

int
campaign_milestone_read(
	struct turn *t, struct campaign *c, bool *fine, struct err *e)
{
	char *written = field_text(t, "milestone");
	json_t *values;
	const char *refused = campaign_milestone_put(t, c, written, &values);

	free(written);
	if (refused == NULL)
		return 0;
	*fine = false;
	return turn_form_error(t, "milestone", refused, values, e);
}

json_t *
campaign_milestone_about(const struct campaign *c)
{
	if (c->milestone == 0)
		return json_null();
	return json_pack("{s:s, s:I, s:I, s:s, s:b}", "phrase",
		"milestone_so_far", "readers", (json_int_t)c->readers,
		"milestone", (json_int_t)c->milestone, "promise", c->promise,
		"reached", c->reached >= c->milestone);
}
