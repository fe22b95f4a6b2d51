#ifndef ADVOCATED_SLACK_ENCODE_BLOCK_H
#define ADVOCATED_SLACK_ENCODE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

/* Blocks being written for one message or view. */
struct slack_blocks {
	json_t *list;
	size_t max;  /* blocks */
	size_t left; /* units of text */
	bool pictures;
	const char *chart; /* the file of the first chart, or NULL */
	bool full;         /* something was left out */
	json_t *actions;   /* action ids used so far */
};

/* Adds one block of a card as the blocks Slack has for it. */
void slack_encode_block(struct slack_blocks *b, const json_t *block);

/* Adds a block, takes it; NULL adds nothing. Beyond max an ellipsis ends it. */
void slack_encode_push(struct slack_blocks *b, json_t *block);

/* {"type":"input"} of an input block, and Slack's options of a card's. */
json_t *slack_encode_input(const json_t *block);
json_t *slack_encode_options(const json_t *options);

/* The option of that value, a new reference, or NULL. */
json_t *slack_encode_chosen(const json_t *options, const char *value);

#endif
