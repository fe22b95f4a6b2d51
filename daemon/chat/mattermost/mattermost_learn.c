#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"
#include "mem.h"

#include "mattermost_book.h"
#include "mattermost_encode.h"
#include "mattermost_job.h"
#include "mattermost_learn.h"
#include "mattermost_send.h"

#define MOST_PEOPLE 100  /* asked for at once */
#define MOST_CHANNELS 20 /* of one card; the others stay without a name */

static json_t *
list_of(struct mattermost_job *j, const char *name)
{
	json_t *list = json_object_get(j->unknown, name);

	if (list == NULL) {
		list = json_array();
		json_object_set_new(j->unknown, name, list);
	}
	return list;
}

/* Fills in what is missing, once a job. */
static void
look_through(struct mattermost_job *j)
{
	struct mattermost_encode with = mattermost_send_encode(
		j->send, j->say.person, j->say.place, j->say.key);

	if (j->say.card != NULL)
		j->unknown =
			mattermost_encode_unknown(j->say.card, &with.names);
	if (j->unknown == NULL)
		j->unknown = json_object();
	if (j->say.act == CHAT_DIRECT &&
		!mattermost_book_has_person(j->book, j->say.person))
		json_array_append_new(
			list_of(j, "people"), json_string(j->say.person));
	while (json_array_size(list_of(j, "people")) > MOST_PEOPLE)
		json_array_remove(list_of(j, "people"), 0);
	while (json_array_size(list_of(j, "channels")) > MOST_CHANNELS)
		json_array_remove(list_of(j, "channels"), MOST_CHANNELS);
	j->learnt = true;
}

static void
put_users(struct mattermost_job *j, const json_t *asked, const json_t *users)
{
	json_t *id, *user;
	size_t i;

	json_array_foreach(asked, i, id)
	{
		mattermost_book_put_person(
			j->book, json_string_value(id), "", false);
	}
	json_array_foreach(users, i, user)
	{
		const char *person = json_text(user, "id", "");
		json_t *gone = json_object_get(user, "delete_at");

		mattermost_book_put_person(j->book, person,
			json_text(user, "username", ""),
			json_integer_value(gone) != 0);
	}
}

static void
on_people(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_job *j = arg;

	j->call = NULL;
	if (reply->outcome != MATTERMOST_OK) {
		mattermost_job_refused(j, reply);
		return;
	}
	put_users(j, list_of(j, "people"), reply->body);
	json_object_del(j->unknown, "people");
	mattermost_job_go(j);
}

static void
on_channel(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_job *j = arg;
	json_t *channels = list_of(j, "channels");
	const char *id = json_string_value(json_array_get(channels, 0));
	bool answered = reply->outcome == MATTERMOST_OK ||
			reply->outcome == MATTERMOST_GONE ||
			reply->outcome == MATTERMOST_REFUSED;

	j->call = NULL;
	if (!answered) {
		mattermost_job_refused(j, reply);
		return;
	}
	mattermost_book_put_channel(
		j->book, id, json_text(reply->body, "name", ""));
	json_array_remove(channels, 0);
	mattermost_job_go(j);
}

/* True when something is being asked. */
static bool
ask_names(struct mattermost_job *j)
{
	json_t *people = json_object_get(j->unknown, "people");
	json_t *channels = json_object_get(j->unknown, "channels");

	if (json_array_size(people) > 0) {
		mattermost_job_call(j, "POST", xstrdup("/users/ids"),
			json_incref(people), on_people);
		return true;
	}
	if (json_array_size(channels) == 0)
		return false;
	mattermost_job_call(j, "GET",
		xasprintf("/channels/%s",
			json_string_value(json_array_get(channels, 0))),
		NULL, on_channel);
	return true;
}

static void
on_opened(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_job *j = arg;
	const char *channel = json_text(reply->body, "id", NULL);

	j->call = NULL;
	if (reply->outcome != MATTERMOST_OK || channel == NULL) {
		mattermost_job_refused(j, reply);
		return;
	}
	mattermost_book_put_direct(j->book, j->say.person, channel);
	mattermost_job_go(j);
}

/* True when it is being opened, or must not be. */
static bool
open_direct(struct mattermost_job *j)
{
	const char *known = mattermost_book_direct(j->book, j->say.person);

	if (mattermost_book_is_gone(j->book, j->say.person)) {
		j->say.gone = true;
		chat_job_finish(
			&j->say, CHAT_NEVER, 0, "this person is deactivated");
		return true;
	}
	if (known != NULL) {
		j->say.place = xstrdup(known);
		return false;
	}
	mattermost_job_call(j, "POST", xstrdup("/channels/direct"),
		json_pack(
			"[s, s]", mattermost_send_self(j->send), j->say.person),
		on_opened);
	return true;
}

bool
mattermost_learn(struct mattermost_job *j)
{
	if (!j->learnt)
		look_through(j);
	if (ask_names(j))
		return true;
	return j->say.act == CHAT_DIRECT && j->say.place == NULL &&
	       open_direct(j);
}
