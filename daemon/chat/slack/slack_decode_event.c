#include <string.h>

#include "json.h"
#include "mem.h"

#include "event.h"
#include "slack_decode.h"
#include "slack_decode_payload.h"

#define MAX_NAME 255
#define MAX_TEXT 65536

/* One Events API event being decoded. */
struct happening {
	struct slack_frame *f;
	const json_t *event;
	const struct slack_self *self;
};

static bool
is_ours(const struct happening *h, const char *person)
{
	return person != NULL && h->self->person != NULL &&
	       strcmp(person, h->self->person) == 0;
}

static struct event *
decode_reaction(const struct happening *h, enum event_kind kind)
{
	const json_t *item = json_object_get(h->event, "item");
	const char *person = slack_decode_id(h->event, "user");
	const char *name = slack_decode_id(h->event, "reaction");
	const char *tone;
	struct event *e;

	if (person == NULL || name == NULL || is_ours(h, person) ||
		strcmp(json_text(item, "type", "message"), "message") != 0)
		return NULL;
	e = event_new(kind, NULL);
	e->person = person;
	e->place = slack_decode_id(item, "channel");
	e->message = slack_decode_id(item, "ts");
	e->direct = e->place != NULL && e->place[0] == 'D';
	e->name = name;
	tone = strstr(name, "::");
	if (tone != NULL)
		e->name = slack_decode_keep(h->f, "our_reaction",
			xstrndup(name, (size_t)(tone - name)));
	return e;
}

static struct event *
decode_added(const struct happening *h)
{
	return decode_reaction(h, EVENT_REACTION_ADDED);
}

static struct event *
decode_removed(const struct happening *h)
{
	return decode_reaction(h, EVENT_REACTION_REMOVED);
}

/* What a person wrote to us alone. Edits, deletions, what robots wrote and
 * other noise have a subtype, a bot_id or are hidden. */
static struct event *
decode_message(const struct happening *h)
{
	const char *person = slack_decode_id(h->event, "user");
	const char *subtype = json_text(h->event, "subtype", NULL);
	const char *text = slack_decode_string(h->event, "text", MAX_TEXT);
	struct event *e;

	if (strcmp(json_text(h->event, "channel_type", ""), "im") != 0 ||
		person == NULL || text == NULL || is_ours(h, person) ||
		json_object_get(h->event, "bot_id") != NULL ||
		json_is_true(json_object_get(h->event, "hidden")) ||
		(subtype != NULL && strcmp(subtype, "file_share") != 0))
		return NULL;
	e = event_new(EVENT_MESSAGE, NULL);
	e->person = person;
	e->place = slack_decode_id(h->event, "channel");
	e->message = slack_decode_id(h->event, "ts");
	e->direct = true;
	e->text = slack_decode_keep(h->f, "our_text", slack_decode_text(text));
	return e;
}

static struct event *
decode_home(const struct happening *h)
{
	const char *person = slack_decode_id(h->event, "user");
	struct event *e;

	if (person == NULL ||
		strcmp(json_text(h->event, "tab", "home"), "home") != 0)
		return NULL;
	e = event_new(EVENT_HOME, NULL);
	e->person = person;
	e->place = slack_decode_id(h->event, "channel");
	e->direct = true;
	return e;
}

static struct event *
decode_person(const struct happening *h)
{
	const json_t *user = json_object_get(h->event, "user");
	const char *person = slack_decode_id(user, "id");
	json_t *fields;
	struct event *e;

	if (person == NULL || is_ours(h, person) ||
		json_is_true(json_object_get(user, "is_bot")) ||
		strcmp(person, "USLACKBOT") == 0)
		return NULL;
	fields = slack_decode_person(user);
	json_object_set_new(h->f->json, "our_fields", fields);
	e = event_new(EVENT_PERSON, NULL);
	e->person = person;
	e->fields = fields;
	return e;
}

/* Somebody came to a channel or group, or went: who, its list says. */
static struct event *
new_members(const char *group)
{
	struct event *e;

	if (group == NULL)
		return NULL;
	e = event_new(EVENT_MEMBERS, NULL);
	e->name = "changed";
	e->place = group;
	return e;
}

static struct event *
decode_joined(const struct happening *h)
{
	const char *place = slack_decode_id(h->event, "channel");
	struct event *e;

	if (place == NULL || !is_ours(h, slack_decode_id(h->event, "user")))
		return new_members(place);
	e = event_new(EVENT_PLACE, NULL);
	e->name = "joined";
	e->place = place;
	e->person = slack_decode_id(h->event, "inviter");
	return e;
}

static struct event *
new_place(const struct happening *h, const char *name)
{
	const char *place = slack_decode_id(h->event, "channel");
	struct event *e;

	if (place == NULL)
		return NULL;
	e = event_new(EVENT_PLACE, NULL);
	e->name = name;
	e->place = place;
	return e;
}

static struct event *
decode_left(const struct happening *h)
{
	return new_place(h, "left");
}

static struct event *
decode_parted(const struct happening *h)
{
	return new_members(slack_decode_id(h->event, "channel"));
}

static struct event *
decode_group(const struct happening *h)
{
	return new_members(slack_decode_id(h->event, "subteam_id"));
}

/* Renamed, switched off or on. */
static struct event *
decode_group_updated(const struct happening *h)
{
	return new_members(
		slack_decode_id(json_object_get(h->event, "subteam"), "id"));
}

static struct event *
decode_archived(const struct happening *h)
{
	return new_place(h, "archived");
}

/* Who was in it is in it again. */
static struct event *
decode_unarchived(const struct happening *h)
{
	return new_place(h, "joined");
}

static struct event *
decode_uninstalled(const struct happening *h)
{
	struct event *e = event_new(EVENT_CONNECTION, NULL);

	(void)h;
	e->name = "uninstalled";
	return e;
}

/* Only our bot's token matters; a person's may go without us. */
static struct event *
decode_revoked(const struct happening *h)
{
	struct event *e;

	if (json_array_size(json_at(h->event, "tokens.bot")) == 0)
		return NULL;
	e = event_new(EVENT_CONNECTION, NULL);
	e->name = "revoked";
	return e;
}

typedef struct event *happening_fn(const struct happening *h);

static const struct {
	const char *type;
	happening_fn *fn;
} types[] = {
	{"reaction_added", decode_added},
	{"reaction_removed", decode_removed},
	{"message", decode_message},
	{"app_home_opened", decode_home},
	{"user_change", decode_person},
	{"team_join", decode_person},
	{"member_joined_channel", decode_joined},
	{"member_left_channel", decode_parted},
	{"subteam_members_changed", decode_group},
	{"subteam_updated", decode_group_updated},
	{"channel_left", decode_left},
	{"group_left", decode_left},
	{"channel_archive", decode_archived},
	{"group_archive", decode_archived},
	{"channel_unarchive", decode_unarchived},
	{"group_unarchive", decode_unarchived},
	{"channel_deleted", decode_archived},
	{"app_uninstalled", decode_uninstalled},
	{"tokens_revoked", decode_revoked},
};

/* Seconds as milliseconds; 0 when no clock of ours would say so. */
static int64_t
stamp_of(const json_t *seconds)
{
	json_int_t at = json_integer_value(seconds);

	return at > 0 && at < INT64_MAX / 1000 ? at * 1000 : 0;
}

struct event *
slack_decode_happening(struct slack_frame *f, const json_t *payload,
	const struct slack_self *self)
{
	struct happening h = {f, json_object_get(payload, "event"), self};
	const char *key = slack_decode_id(payload, "event_id");
	struct event *e = NULL;
	size_t i;

	if (strcmp(json_text(payload, "type", ""), "app_rate_limited") == 0) {
		f->type = "app_rate_limited";
		f->rate_limited = true;
		return NULL;
	}
	f->type = json_text(h.event, "type", "event");
	for (i = 0; i < sizeof types / sizeof *types && e == NULL; i++)
		if (strcmp(types[i].type, f->type) == 0)
			e = types[i].fn(&h);
	if (e == NULL)
		return NULL;
	e->key = key != NULL ? key : f->envelope;
	e->at = slack_decode_stamp(slack_decode_id(h.event, "event_ts"));
	if (e->at < INT64_C(1000000000000)) /* no dot in it, or none */
		e->at = stamp_of(json_object_get(payload, "event_time"));
	return e;
}

/* "en-US" is "en". */
static void
add_language(json_t *fields, const char *locale)
{
	size_t size = locale == NULL ? 0 : strcspn(locale, "-_");

	if (size >= 2 && size <= 3)
		json_object_set_new(
			fields, "language", json_stringn(locale, size));
}

static const char *
person_name(const json_t *user)
{
	static const char *const paths[] = {"profile.display_name",
		"profile.real_name", "real_name", "name"};
	const char *name = NULL;
	size_t i;

	for (i = 0; i < sizeof paths / sizeof *paths; i++) {
		name = json_text(user, paths[i], NULL);
		if (name != NULL && *name != '\0' && strlen(name) <= MAX_NAME)
			return name;
	}
	return NULL;
}

static void
add_flag(json_t *fields, const char *name, const json_t *value)
{
	if (json_is_boolean(value))
		json_object_set(fields, name, (json_t *)value);
}

json_t *
slack_decode_person(const json_t *user)
{
	const char *name = person_name(user);
	const char *zone = slack_decode_id(user, "tz");
	json_t *fields = json_object();

	if (name != NULL)
		json_object_set_new(fields, "name", json_string(name));
	if (zone != NULL)
		json_object_set_new(fields, "zone", json_string(zone));
	add_language(fields, slack_decode_id(user, "locale"));
	add_flag(fields, "gone", json_object_get(user, "deleted"));
	add_flag(fields, "bot", json_object_get(user, "is_bot"));
	add_flag(fields, "admin", json_object_get(user, "is_admin"));
	if (json_is_true(json_object_get(user, "is_owner")))
		json_object_set_new(fields, "admin", json_true());
	return fields;
}
