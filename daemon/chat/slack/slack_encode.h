#ifndef ADVOCATED_SLACK_ENCODE_H
#define ADVOCATED_SLACK_ENCODE_H

#include <stdbool.h>

#include <jansson.h>

struct chat_answer;

/*
 * Cards in Slack's words. Pure. What a card says is made to fit Slack's limits
 * by cutting with an ellipsis, splitting and leaving out, so that Slack never
 * refuses it. Paragraphs and quotes are rich_text, where no text is markup;
 * small print and fields are plain_text or mrkdwn as long as nothing in them
 * would be read as markup, else rich_text too. Message blocks get no block_id:
 * Slack makes fresh ones, as it wants for updates; inputs have their names.
 */
enum slack_detail {
	SLACK_WHOLE,
	SLACK_NO_PICTURES, /* when Slack could not fetch one of them */
};

/* {"text", "blocks"}; yours, as all below. */
json_t *slack_encode_message(const json_t *card, enum slack_detail detail);

/* The same with the picture of its chart, a file of Slack's; NULL: none. */
json_t *slack_encode_drawn(
	const json_t *card, enum slack_detail detail, const char *chart);

/* A modal view; its callback_id is the form's name. */
json_t *slack_encode_modal(const json_t *form);

/* A home view. */
json_t *slack_encode_home(const json_t *card);

/* The payload that answers in an ack: a message, or for a form what becomes
 * of it. NULL when there is nothing to say that way. */
json_t *slack_encode_answer(const struct chat_answer *answer, bool is_form);

/* The ack frame; payload is JSON text or NULL. Yours to free. */
char *slack_encode_ack(const char *envelope, const char *payload);

#endif
