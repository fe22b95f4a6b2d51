#ifndef ADVOCATED_TEMPLATE_SAID_H
#define ADVOCATED_TEMPLATE_SAID_H

#include <stdbool.h>

#include <jansson.h>

/*
 * What a template said last, if it says the same to everybody: its values are
 * flags and what the programme is called, and nothing of a person's. Help,
 * refusals and thanks are made once and said again until a value changes.
 */
struct template_said;

/* Whether a card with such a sample is one: it may not be a form, which is made
 * for one person. */
bool template_said_is_for_all(const json_t *card, const json_t *sample);

/* Takes names: an object whose keys are the values that the card uses. */
struct template_said *template_said_new(json_t *names);
void template_said_free(struct template_said *s);

/* The card for these values, yours; NULL: it has to be made. s may be NULL. */
json_t *template_said_again(
	const struct template_said *s, const json_t *values);

/* Keeps card, which is shared from now on, so that nobody may change it. */
void template_said_keep(
	struct template_said *s, const json_t *values, json_t *card);

#endif
