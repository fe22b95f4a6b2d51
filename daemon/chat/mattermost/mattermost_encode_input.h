#ifndef ADVOCATED_MATTERMOST_ENCODE_INPUT_H
#define ADVOCATED_MATTERMOST_ENCODE_INPUT_H

#include <stddef.h>

#include <jansson.h>

struct mattermost_names;

/* Adds the elements of a dialog that an input block becomes (none for another
 * block), and to kinds what mattermost_decode_form() reads them back by. */
void mattermost_encode_input(json_t *elements, json_t *kinds,
	const json_t *block, const struct mattermost_names *names);

/* The input's hint as Markdown with its label, when it is too long to stand
 * below the input; else NULL. Yours. */
char *mattermost_encode_hint(const json_t *block, size_t max);

#endif
