#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "admins.h"
#include "answer.h"
#include "behaviour.h"
#include "notice.h"
#include "place.h"
#include "which.h"

/* Announcing an item now, in one channel or in all of its campaign's. */
struct announcing {
	struct turn *t;
	struct item *item;
	const char *chat, *place; /* looked for in existing announcements */
	struct announcement found;
	int tried;
};

static int
on_announcement(void *arg, const struct announcement *a, struct err *e)
{
	struct announcing *an = arg;

	(void)e;
	if (strcmp(a->chat, an->chat) == 0 && strcmp(a->place, an->place) == 0)
		an->found = *a;
	return 0;
}

/* The announcement of the item in the channel, made if there is none. */
static int
get_announcement(struct announcing *an, struct err *e)
{
	struct turn *t = an->t;

	an->found =
		(struct announcement){.item = an->item->id, .due_at = t->now};
	snprintf(an->found.chat, sizeof an->found.chat, "%s", an->chat);
	snprintf(an->found.place, sizeof an->found.place, "%s", an->place);
	snprintf(an->found.state, sizeof an->found.state, "due");
	if (announcement_add(t->db, &an->found, e) == -1)
		return -1;
	if (an->found.id != 0)
		return 0;
	return announcement_each(t->db, an->item->id, on_announcement, an, e);
}

static int
announce_in(struct announcing *an, struct err *e)
{
	bool done;

	an->tried++;
	if (get_announcement(an, e) == -1)
		return -1;
	return notice_post(an->t, an->item, &an->found, &done, e);
}

static int
on_channel(void *arg, const char *chat, const char *place, struct err *e)
{
	struct announcing *an = arg;

	an->chat = chat;
	an->place = place;
	return announce_in(an, e);
}

static int
announce(struct turn *t, struct item *i, const struct channel *c, struct err *e)
{
	struct announcing an = {.t = t, .item = i};
	char before[sizeof i->state], about[32];
	json_t *values;
	int result;

	snprintf(before, sizeof before, "%s", i->state);
	snprintf(about, sizeof about, "%" PRId64, i->id);
	if (c != NULL) {
		an.chat = c->chat;
		an.place = c->place;
		result = announce_in(&an, e);
	} else {
		result = campaign_each_channel(
			t->db, i->campaign, on_channel, &an, e);
	}
	if (result == -1 || turn_audit(t, "item.announce", about, before,
				    i->state, e) == -1)
		return -1;
	values = about_item(t, i, e);
	if (values == NULL)
		return -1;
	if (an.tried == 0)
		return turn_reply(t, "item_nowhere", values, e);
	return answer_here(t, "item_status", values, e);
}

/* The channel that was named; *named is false when none was. out->place is ""
 * when it is not known, and who acts was told so. */
static int
read_place(struct turn *t, const char *word, bool *named, struct channel *out,
	struct err *e)
{
	*named = word != NULL;
	if (!*named)
		return 0;
	if (place_read(t, word, out, e) == -1)
		return -1;
	return out->place[0] != '\0' ? 0 : place_refuse(t, word, e);
}

/* /campaign announce 12 [#news], and the buttons that say so. */
int
item_announce_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	struct channel place = {.digest_at = 0};
	struct item item;
	bool named;
	int result;

	result = which_item(t, text_word(&rest), "announce", &item, e);
	if (result == -1 || item.id == 0)
		goto out;
	result = read_place(t, text_word(&rest), &named, &place, e);
	if (result == -1 || (named && place.place[0] == '\0'))
		goto out;
	if (strcmp(item.state, "reading") == 0)
		result = turn_reply(t, "item_is_read",
			json_pack("{s:I}", "item", (json_int_t)item.id), e);
	else
		result = announce(t, &item, named ? &place : NULL, e);
out:
	free(copy);
	return result;
}
