#ifndef BENCH_SLACK_H
#define BENCH_SLACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What stands for Slack: enough of its Web API to start a client and to take
 * what it says, and Socket Mode's server side. A bare epoll loop, so that it
 * is never the limit.
 */
struct slack;

struct slack_link {
	int number; /* of websockets, from 1; 0: an HTTP connection */
	bool open;  /* said hello and nobody said goodbye: takes events */
};

struct slack_events {
	void (*on_open)(void *arg, struct slack_link *l);
	/* the text of an ack, lent */
	void (*on_ack)(
		void *arg, struct slack_link *l, const char *text, size_t size);
	void (*on_gone)(void *arg, struct slack_link *l);
	/* a call of the Web API was answered */
	void (*on_call)(void *arg, const char *method);
};

struct slack *slack_new(int port, const struct slack_events *events, void *arg);
void slack_free(struct slack *s);

/* Serves what is ready, waiting at most so long. */
void slack_turn(struct slack *s, int64_t wait_ns);

/* The next open link in turn, or NULL. */
struct slack_link *slack_next(struct slack *s);
/* Sends a text frame; written out at the end of the turn or by flush. */
void slack_send(struct slack_link *l, const char *text, size_t size);
void slack_flush(struct slack *s);

/* Says on every open link that it will go away soon; those links still take
 * events until the client closes them or slack_part() does. */
int slack_warn(struct slack *s);
/* Closes the links that were warned. */
void slack_part(struct slack *s);

#endif
