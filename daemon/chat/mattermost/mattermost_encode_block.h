#ifndef ADVOCATED_MATTERMOST_ENCODE_BLOCK_H
#define ADVOCATED_MATTERMOST_ENCODE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "text.h"

struct mattermost_encode;

/*
 * One post being written. Words go to the message as long as nothing else
 * came: that is what notifications show and search finds. From the first
 * thing that only an attachment can hold everything goes to attachments: words
 * first, then a picture, fields, small print and at most five buttons, the
 * order in which clients show them. What comes after buttons or fields begins
 * the next one, of the same colour.
 */
struct mattermost_post {
	const struct mattermost_encode *with;
	const char *color;   /* or NULL */
	bool ephemeral;      /* seen by one person alone */
	size_t left;         /* characters of words that may still come */
	struct text message; /* Markdown */
	bool attached;       /* the message is closed */
	json_t *list;        /* of finished attachments */
	json_t *open;        /* the attachment being written, or NULL */
	struct text words;   /* its text */
	bool line;           /* a divider is due before the next words */
	size_t actions;      /* made so far: their ids must differ */
};

/* Adds one block of a card. */
void mattermost_encode_block(struct mattermost_post *p, const json_t *block);

/* Finishes the attachment being written. */
void mattermost_encode_close(struct mattermost_post *p);

/* Words (Markdown, taken) as a paragraph of their own. */
void mattermost_encode_paragraph(struct mattermost_post *p, char *words);

/* The words of a block that is nothing but words, as Markdown, yours; NULL
 * when it is another one. */
char *mattermost_encode_worded(
	const json_t *block, size_t max, const struct mattermost_encode *with);

/* {"type":"button"|"select"} of a button or menu that calls us, yours; NULL
 * when there is nothing in it. number: of the action within the post. */
json_t *mattermost_encode_button(
	const struct mattermost_post *p, const json_t *button, size_t number);
json_t *mattermost_encode_menu(
	const struct mattermost_post *p, const json_t *menu, size_t number);

/* Buttons that are links, in one line of Markdown, yours; "" without any. */
char *mattermost_encode_links(const json_t *buttons);

#endif
