#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "post.h"
#include "text.h"
#include "turn.h"
#include "url.h"
#include "asked.h"
#include "number.h"
#include "wanted.h"

#define ITEMS_MAX 200

void
asked_read(const char *value, struct asked *out)
{
	char *end;
	long long number;
	size_t size;

	*out = (struct asked){0};
	if (value == NULL || *value < '0' || *value > '9')
		return;
	errno = 0;
	number = strtoll(value, &end, 10);
	if (errno != 0 || (*end != '\0' && *end != ':'))
		return;
	out->item = number;
	if (*end != ':')
		return;
	size = strcspn(end + 1, ":");
	if (size < sizeof out->network)
		memcpy(out->network, end + 1, size);
}

/* What asked_open() looks for. */
struct search {
	const char *words;
	char *canonical; /* of the words, or NULL: they are no address */
	int64_t number;  /* that they are, or 0 */
	struct asked_items *out;
};

static bool
fits(const struct search *s, const struct item *i)
{
	if (*s->words == '\0' || s->number == i->id)
		return true;
	if (s->canonical != NULL)
		return strcmp(s->canonical, i->canonical) == 0;
	return strcasestr(i->title, s->words) != NULL;
}

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	struct search *s = arg;
	char *title;
	size_t n = s->out->count;

	(void)e;
	if (n == ASKED_ITEMS || !fits(s, i))
		return 0;
	title = text_cut(i->title[0] == '\0' ? i->url : i->title, 70);
	s->out->list[n].item = i->id;
	text_copy(s->out->list[n].title, sizeof s->out->list[n].title, title);
	s->out->count++;
	free(title);
	return 0;
}

/* Whoever names an item by its number or address knows of it already: they get
 * it also when it is not offered to them. */
static int
find_named(struct turn *t, struct search *s, struct err *e)
{
	struct item i = {.id = 0};

	if (s->number != 0 && item_find(t->db, s->number, &i, e) == -1)
		return -1;
	if (i.id == 0 && s->canonical != NULL &&
		item_find_canonical(t->db, s->canonical, &i, e) == -1)
		return -1;
	return item_is_open(&i) ? on_item(s, &i, e) : 0;
}

int
asked_open(struct turn *t, const char *words, struct asked_items *out,
	struct err *e)
{
	struct asked number;
	struct search s = {.words = words, .out = out};
	int result;

	asked_read(words, &number);
	s.number = number.item;
	s.canonical = url_canonical(words);
	out->count = 0;
	out->missed = false;
	result = wanted_each(t, ITEMS_MAX, on_item, &s, e);
	if (result == 0 && out->count == 0)
		result = find_named(t, &s, e);
	if (result == 0 && out->count == 0 && *words != '\0') {
		s.words = "";
		out->missed = true;
		result = wanted_each(t, ITEMS_MAX, on_item, &s, e);
	}
	free(s.canonical);
	return result;
}

static int
newest(struct turn *t, int64_t *item, struct err *e)
{
	struct asked_items open = {.count = 0};

	*item = 0;
	if (asked_open(t, t->text, &open, e) == -1)
		return -1;
	if (open.count > 0)
		*item = open.list[0].item;
	return 0;
}

/* The card was posted, but the platform's word of it is still awaited (after a
 * crash it is looked up): it says by itself which announcement it is. */
static int
under_way(struct turn *t, struct announcement *found, struct err *e)
{
	static const char prefix[] = "announce:";
	const struct event *event = t->event;
	struct outbox_place at;

	if (event->post_key == NULL || !text_starts(event->post_key, prefix))
		return 0;
	if (outbox_find(t->db, event->post_key, &at, e) == -1)
		return -1;
	if (strcmp(at.chat, event->chat) != 0 ||
		strcmp(at.conversation, event->place) != 0)
		return 0;
	return announcement_get(t->db,
		number_read(event->post_key + sizeof prefix - 1), found, e);
}

static int
reacted_to(struct turn *t, int64_t *item, struct err *e)
{
	const struct event *event = t->event;
	struct announcement found = {0};

	*item = 0;
	if (event->place == NULL || event->message == NULL)
		return 0;
	if (announcement_at(t->db, event->chat, event->place, event->message,
		    &found, e) == -1)
		return -1;
	if (found.id == 0 && under_way(t, &found, e) == -1)
		return -1;
	*item = found.id == 0 ? 0 : found.item;
	return 0;
}

int
asked_item(struct turn *t, int64_t *item, struct err *e)
{
	struct asked asked;

	switch (t->event->kind) {
	case EVENT_REACTION_ADDED:
	case EVENT_REACTION_REMOVED:
	case EVENT_REACTIONS:
		return reacted_to(t, item, e);
	case EVENT_COMMAND:
	case EVENT_MESSAGE:
		return newest(t, item, e);
	default:
		asked_read(t->event->value, &asked);
		*item = asked.item;
		return 0;
	}
}

bool
asked_by_reaction(const struct turn *t)
{
	return asked_by_emoji(t, t->event->name);
}

bool
asked_by_emoji(const struct turn *t, const char *name)
{
	const char *wanted = t->programme->share_emoji;
	size_t size;

	if (name == NULL || wanted == NULL)
		return false;
	size = strlen(wanted);
	return strncmp(name, wanted, size) == 0 &&
	       (name[size] == '\0' || strncmp(name + size, "::", 2) == 0);
}
