#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "mem.h"
#include "text.h"

#include "behaviour.h"
#include "channel_about.h"
#include "channel_set.h"
#include "number.h"
#include "place.h"
#include "sub.h"

#define PAGE 12

struct list {
	struct turn *t;
	json_t *rows;
};

static int
on_channel(void *arg, const struct channel *c, struct err *e)
{
	const struct list *l = arg;
	json_t *values = channel_about(l->t, c, e);

	return values == NULL ? -1 : json_array_append_new(l->rows, values);
}

/* /campaign channels [page 2] */
static int
list(struct turn *t, int64_t page, struct err *e)
{
	struct list l = {t, json_array()};
	int64_t count, pages;

	if (channel_count(t->db, &count, e) == -1) {
		json_decref(l.rows);
		return -1;
	}
	pages = count == 0 ? 1 : (count + PAGE - 1) / PAGE;
	page = page < 1 ? 1 : page > pages ? pages : page;
	if (channel_each_of_page(
		    t->db, (page - 1) * PAGE, PAGE, on_channel, &l, e) == -1) {
		json_decref(l.rows);
		return -1;
	}
	return turn_reply(t, "channel_list",
		json_pack("{s:o, s:I, s:I, s:I, s:b, s:I, s:I}", "channels",
			l.rows, "count", (json_int_t)count, "page",
			(json_int_t)page, "pages", (json_int_t)pages, "several",
			pages > 1, "before", (json_int_t)(page - 1), "next",
			(json_int_t)(page < pages ? page + 1 : 0)),
		e);
}

/* /campaign channels #news, with what is to change */
static int
one(struct turn *t, const char *word, const char *rest, struct err *e)
{
	struct channel c;

	if (place_read(t, word, &c, e) == -1)
		return -1;
	if (c.place[0] == '\0')
		return place_refuse(t, word, e);
	/* Named by its id: some platforms tell us of a channel only when
	 * something happens there. */
	if (c.state[0] == '\0' && *rest != '\0' &&
		(place_know(t, c.chat, c.place, "", e) == -1 ||
			channel_find(t->db, c.chat, c.place, &c, e) == -1))
		return -1;
	return channel_set_run(t, &c, word, rest, e);
}

/* /campaign channels: all of them, one that is named, or a campaign's. */
int
channels_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy, *word = text_word(&rest);
	int result;

	if (word == NULL)
		result = list(t, 1, e);
	else if (text_same(word, "page"))
		result = list(t, number_read(text_trim(rest)), e);
	else if (place_is_written(word))
		result = one(t, word, text_trim(rest), e);
	else
		result = campaign_channels_run(t, e);
	free(copy);
	return result;
}
