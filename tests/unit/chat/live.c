#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "mem.h"

#include "http.h"
#include "loop.h"

#include "chat.h"
#include "event.h"
#include "live.h"

static void
spawn(struct live *w, const char *config)
{
	w->pid = fork();
	assert_true(w->pid != -1);
	if (w->pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		execl("/usr/bin/python3", "python3",
			SOURCE_DIR "/tests/workspace", "--config", config,
			"--faster", "2", (char *)NULL);
		_exit(127);
	}
}

void
live_start(struct live *w)
{
	char dir[] = "/tmp/live.XXXXXX", *config;
	struct timespec nap = {.tv_nsec = 20000000};
	struct http_options options = {0};
	int i;

	*w = (struct live){0};
	assert_non_null(mkdtemp(dir));
	config = xasprintf("%s/config", dir);
	spawn(w, config);
	for (i = 0; i < 1000 && w->told == NULL; i++) {
		nanosleep(&nap, NULL);
		w->told = json_load_file(config, 0, NULL);
	}
	assert_non_null(w->told);
	unlink(config);
	rmdir(dir);
	free(config);
	w->loop = loop_new(NULL);
	assert_non_null(w->loop);
	w->http = http_new(w->loop, &options, NULL);
	assert_non_null(w->http);
}

void
live_stop(struct live *w)
{
	live_close(w);
	http_free(w->http);
	loop_free(w->loop);
	json_decref(w->told);
	kill(w->pid, SIGTERM);
	waitpid(w->pid, NULL, 0);
}

static void
on_event(void *arg, struct event *event)
{
	struct live *w = arg;
	struct chat_answer answer = {.card = w->reply};

	assert_true(w->count < sizeof w->events / sizeof *w->events);
	w->events[w->count++] = event;
	if (!w->hold && event->receipt != NULL) {
		w->rode = chat_ack(w->chat, event->receipt, &answer);
		event->receipt = NULL;
	}
}

void
live_open(
	struct live *w, const char *app_token, const char *bot_token, int dead)
{
	struct err e;
	struct chat_settings settings = {.name = "acme",
		.kind = "slack",
		.api_url = json_text(w->told, "api_url", ""),
		.app_token = json_text(w->told, "app_token", ""),
		.bot_token = json_text(w->told, "bot_token", ""),
		.ping_ms = dead / 3,
		.dead_ms = dead,
		.per_channel_per_minute = 6000,
		.per_workspace_per_minute = 6000};

	if (app_token != NULL)
		settings.app_token = app_token;
	if (bot_token != NULL)
		settings.bot_token = bot_token;
	w->chat = chat_open(w->loop, &settings, on_event, w, &e);
	assert_non_null(w->chat);
}

void
live_forget(struct live *w)
{
	while (w->count > 0)
		event_free(w->events[--w->count]);
}

void
live_close(struct live *w)
{
	live_forget(w);
	chat_close(w->chat);
	w->chat = NULL;
	w->hold = false;
	w->reply = NULL;
}

bool
live_until(struct live *w, bool (*done)(void *arg), void *arg, int ms)
{
	int64_t until = clock_steady() + ms;

	while (!done(arg) && clock_steady() < until)
		assert_int_equal(loop_turn(w->loop, 20, NULL), 0);
	return done(arg);
}

static bool
is_never(void *arg)
{
	(void)arg;
	return false;
}

void
live_run(struct live *w, int ms)
{
	live_until(w, is_never, NULL, ms);
}

bool
live_ready(void *arg)
{
	struct live *w = arg;

	return chat_is_ready(w->chat, NULL);
}

struct answer {
	bool done;
	json_t *json;
};

static void
on_answer(void *arg, const struct http_answer *answer)
{
	struct answer *a = arg;

	a->done = true;
	a->json = json_parse(answer->body, answer->size, NULL);
}

static bool
is_answered(void *arg)
{
	return ((struct answer *)arg)->done;
}

json_t *
live_control(struct live *w, const char *path, const char *body)
{
	char *url = xasprintf(
		"%s/control/%s", json_text(w->told, "address", ""), path);
	const char *const headers[] = {"Content-Type: application/json", NULL};
	struct http_request request = {.method = body == NULL ? "GET" : "POST",
		.url = url,
		.headers = headers,
		.body = body,
		.body_size = body == NULL ? 0 : strlen(body),
		.max_bytes = 16 << 20};
	struct answer a = {0};

	http_ask(w->http, &request, on_answer, &a);
	assert_true(live_until(w, is_answered, &a, 10000));
	assert_non_null(a.json);
	if (body != NULL && !json_is_true(json_object_get(a.json, "ok")))
		fail_msg("%s %s: %s", path, body,
			json_text(a.json, "error", "?"));
	free(url);
	return a.json;
}

void
live_act(struct live *w, const char *body)
{
	json_decref(live_control(w, "act", body));
}

struct wanted {
	struct live *live;
	int kind;
	const char *name;
	struct event *found;
};

static bool
is_there(void *arg)
{
	struct wanted *wanted = arg;
	size_t i;

	for (i = 0; i < wanted->live->count; i++) {
		struct event *e = wanted->live->events[i];

		if ((int)e->kind == wanted->kind &&
			(wanted->name == NULL ||
				(e->name != NULL &&
					strcmp(e->name, wanted->name) == 0)))
			wanted->found = e;
	}
	return wanted->found != NULL;
}

struct event *
live_event(struct live *w, int kind, const char *name)
{
	struct wanted wanted = {.live = w, .kind = kind, .name = name};

	if (!live_until(w, is_there, &wanted, 5000))
		fail_msg("no event %s %s came",
			event_kind_name((enum event_kind)kind),
			name == NULL ? "" : name);
	return wanted.found;
}

static void
on_sent(void *arg, const struct chat_sent *sent)
{
	struct live_sent *out = arg;

	out->done = true;
	out->result = (int)sent->result;
	out->retry_ms = sent->retry_ms;
	out->gone = sent->gone;
	snprintf(out->place, sizeof out->place, "%s",
		sent->place == NULL ? "" : sent->place);
	snprintf(out->message, sizeof out->message, "%s",
		sent->message == NULL ? "" : sent->message);
	snprintf(out->why, sizeof out->why, "%s",
		sent->why == NULL ? "" : sent->why);
}

static bool
is_sent(void *arg)
{
	return ((struct live_sent *)arg)->done;
}

struct live_sent
live_say(struct live *w, const struct chat_say *say)
{
	struct live_sent sent = {0};

	chat_send(w->chat, say, on_sent, &sent);
	assert_false(sent.done); /* never before the return */
	assert_true(live_until(w, is_sent, &sent, 15000));
	return sent;
}

size_t
live_facts(struct live *w, const char *kind, const char *method)
{
	char *path = xasprintf("log?kind=%s", kind);
	json_t *log = live_control(w, path, NULL), *fact;
	size_t i, n = 0;

	json_array_foreach(json_object_get(log, "facts"), i, fact)
	{
		if (method == NULL ||
			strcmp(json_text(fact, "method", ""), method) == 0)
			n++;
	}
	json_decref(log);
	free(path);
	return n;
}
