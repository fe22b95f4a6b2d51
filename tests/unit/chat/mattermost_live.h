#ifndef TESTS_MATTERMOST_LIVE_H
#define TESTS_MATTERMOST_LIVE_H

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "clock.h"
#include "json.h"
#include "mem.h"

#include "http.h"
#include "loop.h"

/* The test workspace's Mattermost side in a process of its own, our loop, and
 * a pool to control it by. */
struct mattermost_live {
	pid_t pid;
	json_t *told; /* its address, bot_token, team ... */
	struct loop *loop;
	struct http *http;
};

/* Starts it beside a loop that is there; all its waits are that many times
 * shorter, and it asks of us at callback. */
static inline void
mattermost_live_spawn(
	struct mattermost_live *w, const char *faster, const char *callback)
{
	static const struct http_options options;
	const struct timespec nap = {.tv_nsec = 20000000};
	char dir[] = "/tmp/live.XXXXXX", *config;
	int i;

	assert_non_null(mkdtemp(dir));
	config = xasprintf("%s/config", dir);
	w->pid = fork();
	assert_true(w->pid != -1);
	if (w->pid == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execl("/usr/bin/python3", "python3",
			SOURCE_DIR "/tests/workspace", "--platform",
			"mattermost", "--callback", callback, "--config",
			config, "--faster", faster, (char *)NULL);
		_exit(127);
	}
	for (i = 0; i < 1000 && w->told == NULL; i++) {
		nanosleep(&nap, NULL);
		w->told = json_load_file(config, 0, NULL);
	}
	assert_non_null(w->told);
	unlink(config);
	rmdir(dir);
	free(config);
	w->http = http_new(w->loop, &options, NULL);
}

/* The same for what hears, and is never asked. */
static inline void
mattermost_live_start(struct mattermost_live *w, const char *faster)
{
	*w = (struct mattermost_live){.loop = loop_new(NULL)};
	mattermost_live_spawn(w, faster, "http://127.0.0.1:9/m");
}

static inline void
mattermost_live_stop(struct mattermost_live *w)
{
	http_free(w->http);
	loop_free(w->loop);
	json_decref(w->told);
	kill(w->pid, SIGKILL);
	waitpid(w->pid, NULL, 0);
}

/* Turns the loop until it is so; false when ms were not enough. */
static inline bool
mattermost_live_until(
	struct mattermost_live *w, bool (*is_so)(void *arg), void *arg, int ms)
{
	int64_t until = clock_steady() + ms;

	while (!is_so(arg) && clock_steady() < until)
		assert_int_equal(loop_turn(w->loop, 20, NULL), 0);
	return is_so(arg);
}

static inline void
mattermost_live_run(struct mattermost_live *w, int ms)
{
	int64_t until = clock_steady() + ms;

	while (clock_steady() < until)
		assert_int_equal(loop_turn(w->loop, 20, NULL), 0);
}

static inline void
mattermost_live_on_answer(void *arg, const struct http_answer *answer)
{
	*(json_t **)arg = json_parse(answer->body, answer->size, NULL);
	if (*(json_t **)arg == NULL)
		*(json_t **)arg = json_object();
}

static inline bool
mattermost_live_has_answer(void *arg)
{
	return *(json_t **)arg != NULL;
}

static inline void
mattermost_live_on_status(void *arg, const struct http_answer *answer)
{
	*(int *)arg = answer->status == 0 ? -1 : answer->status;
}

static inline bool
mattermost_live_has_status(void *arg)
{
	return *(int *)arg != 0;
}

/* GET of a path of the control API, or POST with JSON text. Yours. */
static inline json_t *
mattermost_live_ask(
	struct mattermost_live *w, const char *path, const char *body)
{
	char *url = xasprintf(
		"%s/control/%s", json_text(w->told, "address", ""), path);
	struct http_request request = {.method = body == NULL ? "GET" : "POST",
		.url = url,
		.body = body,
		.body_size = body == NULL ? 0 : strlen(body),
		.max_bytes = 16 << 20};
	json_t *answer = NULL;

	http_ask(w->http, &request, mattermost_live_on_answer, &answer);
	assert_true(mattermost_live_until(
		w, mattermost_live_has_answer, &answer, 10000));
	if (body != NULL && !json_is_true(json_object_get(answer, "ok")))
		fail_msg("%s %s: %s", path, body,
			json_text(answer, "error", "?"));
	free(url);
	return answer;
}

/* Orders something to happen to sockets, the bot or the server. */
static inline void
mattermost_live_order(struct mattermost_live *w, const char *body)
{
	json_decref(mattermost_live_ask(w, "socket", body));
}

/* What a person does. */
static inline void
mattermost_live_act(struct mattermost_live *w, const char *body)
{
	json_decref(mattermost_live_ask(w, "act", body));
}

/* How many facts of that kind the log has whose key has that text. */
static inline size_t
mattermost_live_facts(struct mattermost_live *w, const char *kind,
	const char *key, const char *text)
{
	char *path = xasprintf("log?kind=%s", kind);
	json_t *log = mattermost_live_ask(w, path, NULL), *fact;
	size_t i, n = 0;

	json_array_foreach(json_object_get(log, "facts"), i, fact)
	{
		n += strcmp(json_text(fact, key, ""), text) == 0;
	}
	json_decref(log);
	free(path);
	return n;
}

#endif
