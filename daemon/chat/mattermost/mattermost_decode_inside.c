#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"

#define MAX_ID 64
#define MAX_INNER (4 * 1024 * 1024)

const json_t *
mattermost_decode_inner(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key), *read;

	if (json_is_object(value) || json_is_array(value))
		return value;
	if (!json_is_string(value) || json_string_length(value) > MAX_INNER)
		return NULL;
	read = json_parse(
		json_string_value(value), json_string_length(value), NULL);
	if (read == NULL)
		return NULL;
	json_object_set_new(object, key, read);
	return read;
}

const char *
mattermost_decode_id(const json_t *object, const char *key)
{
	const char *id = mattermost_decode_string(object, key, MAX_ID);

	if (id == NULL || *id == '\0' ||
		id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789")] != '\0')
		return NULL;
	return id;
}

int64_t
mattermost_decode_time(const json_t *object, const char *key)
{
	json_int_t at = json_integer_value(json_object_get(object, key));

	return at > 0 ? at : 0;
}

const char *
mattermost_decode_keep(json_t *frame, const char *name, char *text)
{
	json_t *kept = json_string(text);

	free(text);
	if (kept == NULL)
		return NULL;
	json_object_set_new(frame, name, kept);
	return json_string_value(kept);
}

bool
mattermost_decode_is_direct(
	const char *channel_name, const struct mattermost_self *self)
{
	const char *middle;
	size_t size;

	if (channel_name == NULL || self->person == NULL)
		return false;
	middle = strstr(channel_name, "__");
	size = strlen(self->person);
	if (middle == NULL || size == 0)
		return false;
	return strcmp(middle + 2, self->person) == 0 ||
	       ((size_t)(middle - channel_name) == size &&
		       strncmp(channel_name, self->person, size) == 0);
}
