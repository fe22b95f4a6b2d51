#include <dirent.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "event.h"
#include "mattermost/mattermost_decode.h"
#include "mattermost/mattermost_seal.h"

/*
 * What a real server sent, in its shapes, with what is made of each: a line a
 * frame or request. The recordings themselves are looked at too where they
 * are, under the same names. UPDATE_GOLDEN=1 writes what is made now.
 */
#define SHAPES SOURCE_DIR "/tests/golden/mattermost/captures"

/* Describing ----------------------------------------------------------------
 */

/* Ids and times differ from recording to recording: #1 is the first id that is
 * met, T a time. Takes line. */
static char *
forget_ids(char *line)
{
	char *ids[64];
	struct text out = {0};
	size_t count = 0, i, size;
	const char *at = line;

	while (*at != '\0') {
		size = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789");
		if (size == 13 && strspn(at, "0123456789") >= 13) {
			text_add_char(&out, 'T');
		} else if (size == 26) {
			for (i = 0; i < count; i++)
				if (strncmp(ids[i], at, 26) == 0)
					break;
			if (i == count && count < 64)
				ids[count++] = xstrndup(at, 26);
			text_addf(&out, "#%zu", i + 1);
		} else {
			size = size == 0 ? 1 : size;
			text_add_bytes(&out, at, size);
		}
		at += size;
	}
	while (count > 0)
		free(ids[--count]);
	free(line);
	return text_take(&out);
}

static void
add(struct text *out, const char *name, const char *value)
{
	if (value != NULL)
		text_addf(out, " %s=%s", name, value);
}

static void
add_event(struct text *out, const struct event *e)
{
	char *fields;

	text_addf(out, " %s", event_kind_name(e->kind));
	add(out, "key", e->key);
	add(out, "person", e->person);
	add(out, "who", e->who);
	add(out, "place", e->place);
	add(out, "message", e->message);
	add(out, "name", e->name);
	add(out, "value", e->value);
	add(out, "text", e->text);
	add(out, "answer", e->answer);
	text_addf(out, " at=%" PRId64 "%s%s%s%s", e->at,
		e->direct ? " direct" : "", e->ephemeral ? " ephemeral" : "",
		e->answerable ? " answerable" : "",
		e->trigger != NULL ? " trigger" : "");
	if (e->fields == NULL)
		return;
	fields = json_dumps(e->fields, JSON_COMPACT | JSON_SORT_KEYS);
	text_addf(out, " %s", fields);
	free(fields);
}

/* What is made of a frame, as one line. Yours. */
static char *
describe_frame(const json_t *frame, const struct mattermost_self *self)
{
	static const char *const kinds[] = {"hello", "reply", "event", "other"};
	char *text = json_dumps(frame, 0);
	struct mattermost_frame f;
	struct text out = {0};
	struct err e;

	assert_int_equal(
		mattermost_decode_frame(&f, text, strlen(text), self, &e), 0);
	text_addf(&out, "%s", kinds[f.kind]);
	if (f.kind == MATTERMOST_HELLO)
		text_addf(&out, " connection=%s version=%s", f.connection,
			f.version);
	if (f.kind == MATTERMOST_REPLY)
		text_addf(&out, " to=%" PRId64 " %s%s", f.reply_to,
			f.ok ? "ok" : "failed: ", f.error);
	if (f.kind == MATTERMOST_EVENT)
		text_addf(&out, " %s seq=%" PRId64, f.name, f.seq);
	add(&out, "canary", f.canary);
	if (f.event != NULL)
		add_event(&out, f.event);
	mattermost_decode_free(&f);
	free(text);
	return forget_ids(text_take(&out));
}

static const char *
describe_why(struct text *out, const struct err *e)
{
	text_addf(out, "refused: %s", e->text);
	return out->bytes;
}

/* The context of the recordings is none of ours: what the seal says of it. */
static void
add_seal(struct text *out, const struct mattermost_press *press)
{
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);
	struct mattermost_caller caller = {
		"acme", press->event->person, press->event->place};
	struct mattermost_bound bound;
	struct err e;

	if (mattermost_seal_check(seal, press->context, &caller, &bound, &e) ==
		-1)
		text_addf(out, " then refused: %s", e.text);
	seal_free(seal);
}

static void
add_state(struct text *out, const struct mattermost_dialog *d)
{
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);
	struct mattermost_caller caller = {"acme", d->event->person, ""};
	struct mattermost_form form;
	struct err e;
	json_t *box =
		mattermost_seal_open(seal, d->state, &caller, 1, &form, &e);

	assert_null(box);
	text_addf(out, " state=%s%s then refused: %s", d->state,
		d->cancelled ? " cancelled" : "", e.text);
	seal_free(seal);
}

/* What is made of a callback's body, as one line. Yours. */
static char *
describe_request(
	const char *path, const char *body, const struct mattermost_self *self)
{
	struct mattermost_press press = {0};
	struct mattermost_dialog dialog = {0};
	struct event *event = NULL;
	struct text out = {0};
	const char *token;
	struct err e;
	int status;

	if (strcmp(path, "/cmd") == 0)
		status = mattermost_decode_command(
			&event, &token, body, strlen(body), self, &e);
	else if (strcmp(path, "/act") == 0)
		status = mattermost_decode_press(
			&press, body, strlen(body), self, &e);
	else
		status = mattermost_decode_dialog(
			&dialog, body, strlen(body), self, &e);
	if (status == -1) {
		describe_why(&out, &e);
		return forget_ids(text_take(&out));
	}
	event = press.event != NULL    ? press.event
		: dialog.event != NULL ? dialog.event
				       : event;
	add_event(&out, event);
	if (strcmp(path, "/cmd") == 0)
		add(&out, "token", token);
	add(&out, "chosen", press.chosen);
	if (press.event != NULL)
		add_seal(&out, &press);
	if (dialog.event != NULL)
		add_state(&out, &dialog);
	event_free(event);
	return forget_ids(text_take(&out));
}

/* Frames stand anywhere in a recording. */
static void
describe_frames(
	json_t *lines, const json_t *value, const struct mattermost_self *self)
{
	const char *key;
	json_t *child;
	size_t i;
	char *line;

	if ((json_object_get(value, "event") != NULL &&
		    json_is_integer(json_object_get(value, "seq"))) ||
		(json_object_get(value, "seq_reply") != NULL &&
			json_object_get(value, "status") != NULL)) {
		line = describe_frame(value, self);
		json_array_append_new(lines, json_string(line));
		free(line);
		return;
	}
	json_array_foreach(value, i, child)
	{
		describe_frames(lines, child, self);
	}
	json_object_foreach((json_t *)value, key, child)
	{
		describe_frames(lines, child, self);
	}
}

static json_t *
describe(const json_t *file, const struct mattermost_self *self)
{
	const char *body = json_text(file, "body_raw", NULL);
	json_t *lines = json_array();
	char *line;

	if (body == NULL) {
		describe_frames(lines, file, self);
		return lines;
	}
	line = describe_request(json_text(file, "path", ""), body, self);
	json_array_append_new(lines, json_string(line));
	free(line);
	return lines;
}

/* Recordings -----------------------------------------------------------------
 */

static json_t *
load(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	json_t *file = json_load_file(path, 0, NULL);

	free(path);
	return file;
}

/* Where recordings lie, if they do. */
static const char *
find_recordings(void)
{
	static const char *const folders[] = {SOURCE_DIR
		"/../shared/captures/mattermost",
		SOURCE_DIR "/../../shared/captures/mattermost"};
	size_t i;
	DIR *dir;

	for (i = 0; i < sizeof folders / sizeof *folders; i++) {
		dir = opendir(folders[i]);
		if (dir != NULL) {
			closedir(dir);
			return folders[i];
		}
	}
	return NULL;
}

/* Who the bot was in the recordings of a folder: the first hello says it. */
static char *
find_self(const char *folder)
{
	json_t *file = load(folder, "ws-01-hello-header-auth.json");
	char *id =
		xstrdup(json_text(file, "frames[0].broadcast.user_id", NULL));

	json_decref(file);
	return id;
}

/* Names in the recordings by those in the shapes. Takes line. */
static char *
rename_people(char *line)
{
	static const char *const names[][2] = {
		{"alice", "ana"}, {"Ally", "Annie"}, {"news", "stories"}};
	struct text out = {0};
	const char *at = line;
	size_t i;

	while (*at != '\0') {
		for (i = 0; i < sizeof names / sizeof *names; i++)
			if (text_starts(at, names[i][0]))
				break;
		if (i < sizeof names / sizeof *names) {
			text_add(&out, names[i][1]);
			at += strlen(names[i][0]);
		} else {
			text_add_char(&out, *at++);
		}
	}
	free(line);
	return text_take(&out);
}

static void
compare(const char *name, const json_t *meant, const json_t *made)
{
	const char *a, *b;
	char *renamed;
	size_t i;

	for (i = 0; i < json_array_size(meant) || i < json_array_size(made);
		i++) {
		a = json_string_value(json_array_get(meant, i));
		b = json_string_value(json_array_get(made, i));
		renamed = rename_people(xstrdup(b == NULL ? "" : b));
		if (a == NULL || strcmp(a, renamed) != 0)
			fail_msg("%s, line %zu:\nmeant %s\nmade  %s", name, i,
				a == NULL ? "(nothing)" : a, renamed);
		free(renamed);
	}
}

/* Whose eyes a folder's recordings are seen with. */
struct folder {
	const char *path;
	char *self;
};

static json_t *
look(const struct folder *folder, const json_t *file)
{
	struct mattermost_self self = {.person = folder->self,
		.prefix = "",
		.connection = "cccccccccccccccccccccccccc"};

	return describe(file, &self);
}

static void
check_shapes(const char *name, const struct folder *folder)
{
	json_t *file = load(folder->path, name), *made = look(folder, file);
	char *path;

	if (getenv("UPDATE_GOLDEN") != NULL) {
		path = xasprintf("%s/%s", folder->path, name);
		json_object_set(file, "expect", made);
		json_dump_file(file, path, JSON_INDENT(1));
		free(path);
	}
	compare(name, json_object_get(file, "expect"), made);
	json_decref(made);
	json_decref(file);
}

/* A recording says what its shape says. */
static void
check_recording(const char *name, const struct folder *folder)
{
	json_t *shape = load(SHAPES, name), *file = load(folder->path, name);
	json_t *made = look(folder, file);

	if (json_array_size(made) > 0 && shape == NULL)
		fail_msg("%s has no shape", name);
	if (json_array_size(made) > 0)
		compare(name, json_object_get(shape, "expect"), made);
	json_decref(made);
	json_decref(file);
	json_decref(shape);
}

static int
check_folder(const char *path,
	void (*check)(const char *name, const struct folder *folder))
{
	struct folder folder = {path, find_self(path)};
	DIR *dir = opendir(path);
	struct dirent *entry;
	int count = 0;

	assert_non_null(dir);
	assert_non_null(folder.self);
	while ((entry = readdir(dir)) != NULL) {
		if (!text_starts(entry->d_name, "ws-") &&
			!text_starts(entry->d_name, "integ-"))
			continue;
		check(entry->d_name, &folder);
		count++;
	}
	closedir(dir);
	free(folder.self);
	return count;
}

static void
test_shapes_of_recordings(void **state)
{
	(void)state;
	assert_true(check_folder(SHAPES, check_shapes) >= 40);
}

static void
test_recordings(void **state)
{
	const char *folder = find_recordings();

	(void)state;
	if (folder == NULL) {
		print_message("[  NOTE  ] captures/mattermost is not here\n");
		skip();
	}
	assert_true(check_folder(folder, check_recording) >= 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes_of_recordings),
		cmocka_unit_test(test_recordings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
