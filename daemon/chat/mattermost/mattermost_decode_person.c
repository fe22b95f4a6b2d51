#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"

#define MAX_NAME 255

static void
add_text(json_t *fields, const char *key, const char *text)
{
	if (text != NULL && *text != '\0')
		json_object_set_new(fields, key, json_string(text));
}

/* As people are shown: nickname, else full name, else the user name. */
static void
add_name(json_t *fields, const json_t *user)
{
	const char *nickname =
		mattermost_decode_string(user, "nickname", MAX_NAME);
	const char *first =
		mattermost_decode_string(user, "first_name", MAX_NAME);
	const char *last =
		mattermost_decode_string(user, "last_name", MAX_NAME);
	char *name;

	if (nickname != NULL && *nickname != '\0') {
		add_text(fields, "name", nickname);
		return;
	}
	name = text_trim(xasprintf(
		"%s %s", first == NULL ? "" : first, last == NULL ? "" : last));
	add_text(fields, "name",
		*name != '\0'
			? name
			: mattermost_decode_string(user, "username", MAX_NAME));
	free(name);
}

/* "pt-BR" is "pt". */
static void
add_language(json_t *fields, const json_t *user)
{
	const char *locale = mattermost_decode_string(user, "locale", MAX_NAME);
	size_t size = locale == NULL ? 0 : strcspn(locale, "-_");

	if (size >= 2 && size <= 3)
		json_object_set_new(
			fields, "language", json_stringn(locale, size));
}

/* Flags of a time zone are texts; the zone it points to may be empty. */
static void
add_zone(json_t *fields, const json_t *zone)
{
	static const char *const keys[] = {
		"manualTimezone", "automaticTimezone"};
	const json_t *flag = json_object_get(zone, "useAutomaticTimezone");
	bool automatic = json_is_true(flag) ||
			 (json_is_string(flag) &&
				 strcmp(json_string_value(flag), "true") == 0);
	const char *name =
		mattermost_decode_string(zone, keys[automatic], MAX_NAME);

	if (name == NULL || *name == '\0')
		name = mattermost_decode_string(
			zone, keys[!automatic], MAX_NAME);
	add_text(fields, "zone", name);
}

/* Whether word is one of those that spaces part. */
static bool
has_word(const char *words, const char *word)
{
	size_t size;

	for (; *words != '\0'; words += size) {
		words += strspn(words, " ");
		size = strcspn(words, " ");
		if (size == strlen(word) && strncmp(words, word, size) == 0)
			return true;
	}
	return false;
}

json_t *
mattermost_decode_person(const json_t *user)
{
	const json_t *gone = json_object_get(user, "delete_at");
	const char *roles = json_text(user, "roles", NULL);
	json_t *fields = json_object();

	add_name(fields, user);
	add_language(fields, user);
	add_zone(fields, json_object_get(user, "timezone"));
	if (roles != NULL)
		json_object_set_new(fields, "admin",
			json_boolean(has_word(roles, "system_admin")));
	if (json_is_integer(gone))
		json_object_set_new(fields, "gone",
			json_boolean(json_integer_value(gone) != 0));
	json_object_set_new(fields, "bot",
		json_boolean(json_is_true(json_object_get(user, "is_bot"))));
	return fields;
}
