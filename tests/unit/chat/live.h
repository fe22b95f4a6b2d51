#ifndef TESTS_LIVE_H
#define TESTS_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <jansson.h>

struct chat;
struct chat_say;
struct event;
struct loop;

/* A test workspace in a process of its own, and a chat connected to it. */
struct live {
	pid_t pid;
	json_t *told; /* its address, api_url, bot_token, app_token */
	struct loop *loop;
	struct http *http;
	struct chat *chat;
	/* events as they came; acked at once unless hold is set */
	struct event *events[256];
	size_t count;
	bool hold;
	const json_t *reply; /* rides in the acks, or NULL */
	bool rode;
};

/* What came back of a say, copied. */
struct live_sent {
	bool done;
	int result;
	char place[64], message[64], why[256];
	int64_t retry_ms;
	bool gone;
};

void live_start(struct live *w);
void live_stop(struct live *w);

/* Opens the chat with these tokens (NULL: the right ones). */
void live_open(struct live *w, const char *app_token, const char *bot_token,
	int dead_ms);
void live_close(struct live *w);

/* Turns the loop until done(arg), for at most ms; whether it was done. */
bool live_until(struct live *w, bool (*done)(void *arg), void *arg, int ms);
void live_run(struct live *w, int ms);

bool live_ready(void *arg); /* struct live */

/* The control API: POST path with JSON text, GET without. Yours. */
json_t *live_control(struct live *w, const char *path, const char *body);

/* What a person does; waits for nothing. */
void live_act(struct live *w, const char *body);

/* The next event of that kind (and name, unless NULL), within 5 s; lent. */
struct event *live_event(struct live *w, int kind, const char *name);
void live_forget(struct live *w);

/* Says it and waits for what became of it. */
struct live_sent live_say(struct live *w, const struct chat_say *say);

/* How many facts of the log have this kind and, unless NULL, method. */
size_t live_facts(struct live *w, const char *kind, const char *method);

#endif
