#ifndef ADVOCATED_RECEIPT_H
#define ADVOCATED_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a platform needs to hear "got it" for one event. Made by the platform
 * that received it, carried by the event, taken by chat_ack().
 */
struct receipt {
	uint64_t connection; /* serial of the socket that brought it */
	int64_t arrived;     /* clock_steady() */
	bool answerable;     /* an answer may ride in the ack */
	bool is_form;        /* the answer is about a form that was sent in */
	char *payload;   /* the answer as chat_can_answer() wrote it, or NULL */
	uint64_t *open;  /* counted down at the end; NULL is fine */
	char envelope[]; /* the platform's id of the delivery */
};

/* A receipt for the delivery of that id. */
struct receipt *receipt_new(const char *envelope);

/* NULL is fine. */
void receipt_free(struct receipt *r);

#endif
