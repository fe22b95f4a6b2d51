#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "card.h"
#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "shares.h"
#include "turn.h"
#include "wording.h"

/* For items without captions of their own, phrases of words.json. */
static const char *const made[] = {"caption_1", "caption_2", "caption_3"};

#define MADE ((int)(sizeof made / sizeof *made))

static const char *
language_of(const struct turn *t, const struct member *m)
{
	return m->language[0] != '\0' ? m->language : t->programme->language;
}

int
wording_count(struct turn *t, const struct item *i, const struct member *m,
	int *out, struct err *e)
{
	if (caption_count(t->db, i->id, language_of(t, m), out, e) == -1)
		return -1;
	if (*out == 0)
		*out = MADE;
	return 0;
}

/* Whether the item is in the reader's language, as far as it says. */
static bool
is_own_language(const struct turn *t, const struct item *i)
{
	size_t size = strcspn(t->language, "-");

	return i->language[0] == '\0' ||
	       (strncasecmp(i->language, t->language, size) == 0 &&
		       strcspn(i->language, "-_") == size);
}

/* The summary is left out where it would stand in another language than the
 * words around it. */
static char *
make(struct turn *t, const struct item *i, int variant, struct err *e)
{
	json_t *spans = turn_words(t, made[variant % MADE],
		json_pack("{s:s, s:s}", "title", i->title, "summary",
			is_own_language(t, i) ? i->summary : ""),
		e);
	char *text;

	if (spans == NULL)
		return NULL;
	text = card_plain_spans(spans);
	json_decref(spans);
	return text;
}

char *
wording_caption(struct turn *t, const struct item *i, const struct member *m,
	const struct kit *k, struct err *e)
{
	char text[sizeof k->text];
	const char *language = language_of(t, m);
	int count;

	if (k->text[0] != '\0')
		return xstrdup(k->text);
	if (caption_count(t->db, i->id, language, &count, e) == -1)
		return NULL;
	if (count == 0)
		return make(t, i, k->variant, e);
	if (caption_at(t->db, i->id, language, k->variant % count, text,
		    sizeof text, e) == -1)
		return NULL;
	return xstrdup(text);
}

char *
wording_post(struct turn *t, const struct item *i, const char *caption,
	const struct network *n, const char *link, struct err *e)
{
	const char *disclosure = t->programme->disclosure;
	struct campaign c = {0};

	if (campaign_get(t->db, i->campaign, &c, e) == -1)
		return NULL;
	if (c.disclosure[0] != '\0')
		disclosure = c.disclosure;
	return network_caption(n, disclosure, caption, link);
}
