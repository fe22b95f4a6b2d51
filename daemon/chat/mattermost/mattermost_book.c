#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "json.h"
#include "mem.h"

#include "mattermost_book.h"

#define MOST 50000 /* of each; then begun anew */

struct mattermost_book {
	json_t *people;   /* id: {"name", "gone"} */
	json_t *channels; /* id: name */
	json_t *direct;   /* person: channel */
};

struct mattermost_book *
mattermost_book_new(void)
{
	struct mattermost_book *b = xcalloc(1, sizeof *b);

	b->people = json_object();
	b->channels = json_object();
	b->direct = json_object();
	return b;
}

void
mattermost_book_free(struct mattermost_book *b)
{
	if (b == NULL)
		return;
	json_decref(b->people);
	json_decref(b->channels);
	json_decref(b->direct);
	free(b);
}

static void
put(json_t *map, const char *id, json_t *value)
{
	if (json_object_size(map) >= MOST)
		json_object_clear(map);
	json_object_set_new(map, id, value);
}

void
mattermost_book_put_person(struct mattermost_book *b, const char *person,
	const char *name, bool gone)
{
	put(b->people, person,
		json_pack("{s:s, s:b}", "name", name, "gone", gone));
}

void
mattermost_book_put_channel(
	struct mattermost_book *b, const char *channel, const char *name)
{
	put(b->channels, channel, json_string(name));
}

void
mattermost_book_put_direct(
	struct mattermost_book *b, const char *person, const char *channel)
{
	put(b->direct, person, json_string(channel));
}

void
mattermost_book_forget_person(struct mattermost_book *b, const char *person)
{
	json_object_del(b->people, person);
}

static const char *
known(const char *name)
{
	return name == NULL || *name == '\0' ? NULL : name;
}

const char *
mattermost_book_person(const struct mattermost_book *b, const char *person)
{
	return known(
		json_text(json_object_get(b->people, person), "name", NULL));
}

const char *
mattermost_book_channel(const struct mattermost_book *b, const char *channel)
{
	return known(json_string_value(json_object_get(b->channels, channel)));
}

const char *
mattermost_book_direct(const struct mattermost_book *b, const char *person)
{
	return json_string_value(json_object_get(b->direct, person));
}

const char *
mattermost_book_find_channel(const struct mattermost_book *b, const char *name)
{
	const char *id;
	json_t *value;

	json_object_foreach(b->channels, id, value)
	{
		if (strcmp(json_string_value(value), name) == 0)
			return id;
	}
	return NULL;
}

bool
mattermost_book_has_person(const struct mattermost_book *b, const char *person)
{
	return json_object_get(b->people, person) != NULL;
}

bool
mattermost_book_is_gone(const struct mattermost_book *b, const char *person)
{
	return json_is_true(
		json_object_get(json_object_get(b->people, person), "gone"));
}
