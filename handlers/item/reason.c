#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "card.h"

#include "turn.h"

#include "about.h"
#include "reason.h"

#define SENTENCE_MOST 200

/* Up to the end of the first sentence, or as much as fits a line or two. */
static char *
first_sentence(const char *text)
{
	const char *at = text;
	char *sentence, *cut;

	do
		at += strcspn(at, ".!?") + 1;
	while (at[-1] != '\0' && *at != ' ' && *at != '\0');
	sentence = xstrndup(text,
		at[-1] == '\0' ? (size_t)(at - 1 - text) : (size_t)(at - text));
	cut = text_cut(sentence, SENTENCE_MOST);
	free(sentence);
	return cut;
}

static int
take_goal(struct turn *t, struct item *i, struct err *e)
{
	struct campaign c;

	if (campaign_get(t->db, i->campaign, &c, e) == -1)
		return -1;
	text_copy(i->why, sizeof i->why, c.goal);
	return 0;
}

int
reason_propose(struct turn *t, struct item *i, struct err *e)
{
	char *sentence;

	if (i->why[0] != '\0')
		return 0;
	if (take_goal(t, i, e) == -1)
		return -1;
	if (i->why[0] == '\0') {
		sentence = first_sentence(i->summary);
		text_copy(i->why, sizeof i->why, sentence);
		free(sentence);
	}
	i->proposed = i->why[0] != '\0';
	return 0;
}

int
reason_take(struct turn *t, struct item *i, struct err *e)
{
	json_t *spans;
	char *plain;

	i->proposed = false;
	if (i->why[0] != '\0')
		return 0;
	if (take_goal(t, i, e) == -1)
		return -1;
	if (i->why[0] != '\0')
		return 0;
	spans = turn_words(t, "why_proposed", NULL, e);
	if (spans == NULL)
		return -1;
	plain = card_plain_spans(spans);
	text_copy(i->why, sizeof i->why, plain);
	free(plain);
	json_decref(spans);
	return 0;
}

int
reason_is_missing(
	struct turn *t, const struct item *i, bool *missing, struct err *e)
{
	*missing = i->why[0] == '\0' && !i->internal;
	if (!*missing)
		return 0;
	return turn_reply(t, "item_why_missing",
		json_pack("{s:I, s:s}", "item", (json_int_t)i->id, "title",
			about_title(i)),
		e);
}
