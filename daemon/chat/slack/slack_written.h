#ifndef ADVOCATED_SLACK_WRITTEN_H
#define ADVOCATED_SLACK_WRITTEN_H

#include <stdbool.h>

struct chat_answer;

/*
 * Answers as they ride in an ack. Writing a card out costs most of a slash
 * command's time, so what shared cards (card_is_shared) came to is kept; a few
 * of them, the oldest goes first.
 */
struct slack_written;

struct slack_written *slack_written_new(void);
void slack_written_free(struct slack_written *w);

/* slack_encode_answer() as JSON text, yours to free; NULL when there is
 * nothing to say. */
char *slack_written_answer(struct slack_written *w,
	const struct chat_answer *answer, bool is_form);

#endif
