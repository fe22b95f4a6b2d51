#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "tongues.h"

#define SETS 1024
#define WAYS 4

struct tongue {
	char *who; /* chat and person */
	char language[16];
	enum tongues_answer admin;
	uint64_t seen;
};

/* A person has one of a few places; the one unseen for longest gives way. */
struct tongues {
	struct tongue places[SETS][WAYS];
	uint64_t now;
};

struct tongues *
tongues_new(void)
{
	return xcalloc(1, sizeof(struct tongues));
}

void
tongues_free(struct tongues *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < SETS * WAYS; i++)
		free(t->places[i / WAYS][i % WAYS].who);
	free(t);
}

/* FNV-1a */
static size_t
set_of(const char *who)
{
	uint32_t hash = 2166136261U;

	for (; *who != '\0'; who++)
		hash = (hash ^ (unsigned char)*who) * 16777619U;
	return hash % SETS;
}

void
tongues_put(struct tongues *t, const char *chat, const char *person,
	const char *language)
{
	char *who = xasprintf("%s:%s", chat, person);
	struct tongue *set = t->places[set_of(who)], *place = set;
	size_t i;

	for (i = 0; i < WAYS; i++) {
		if (set[i].who != NULL && strcmp(set[i].who, who) == 0) {
			place = &set[i];
			break;
		}
		if (set[i].seen < place->seen)
			place = &set[i];
	}
	if (place->who == NULL || strcmp(place->who, who) != 0)
		place->admin = TONGUES_UNKNOWN;
	free(place->who);
	place->who = who;
	place->seen = ++t->now;
	text_copy(place->language, sizeof place->language, language);
}

static const struct tongue *
find(const struct tongues *t, const char *chat, const char *person)
{
	char *who = xasprintf("%s:%s", chat, person);
	const struct tongue *set = t->places[set_of(who)], *found = NULL;
	size_t i;

	for (i = 0; i < WAYS && found == NULL; i++)
		if (set[i].who != NULL && strcmp(set[i].who, who) == 0)
			found = &set[i];
	free(who);
	return found;
}

const char *
tongues_find(const struct tongues *t, const char *chat, const char *person)
{
	const struct tongue *found = find(t, chat, person);

	return found == NULL ? NULL : found->language;
}

void
tongues_put_admin(
	struct tongues *t, const char *chat, const char *person, bool admin)
{
	struct tongue *found = (struct tongue *)find(t, chat, person);

	if (found != NULL)
		found->admin = admin ? TONGUES_YES : TONGUES_NO;
}

void
tongues_forget_admins(struct tongues *t, const char *chat)
{
	size_t i, size = strlen(chat);

	for (i = 0; i < SETS * WAYS; i++) {
		struct tongue *one = &t->places[i / WAYS][i % WAYS];

		if (one->who != NULL && strncmp(one->who, chat, size) == 0 &&
			one->who[size] == ':')
			one->admin = TONGUES_UNKNOWN;
	}
}

enum tongues_answer
tongues_admin(const struct tongues *t, const char *chat, const char *person)
{
	const struct tongue *found = find(t, chat, person);

	return found == NULL ? TONGUES_UNKNOWN : found->admin;
}
