#ifndef ADVOCATED_ITEM_VALUE_H
#define ADVOCATED_ITEM_VALUE_H

#include <stdbool.h>

#include <jansson.h>

struct err;
struct item;
struct turn;

/* What an item says, as a form or a line changes it. Nothing is saved here. */
enum item_field { ITEM_TITLE, ITEM_SUMMARY, ITEM_WHY, ITEM_IMAGE };

struct item_value {
	enum item_field field;
	const char *value;
	/* why it was not taken: a phrase of words.json with its values, which
	 * are yours; NULL: it was */
	const char *phrase;
	json_t *values;
};

/* Takes a value. "" brings back what the page says (of why: the proposal);
 * "-" leaves summary and image out. */
int item_value_set(
	struct turn *t, struct item *i, struct item_value *v, struct err *e);

/* Whether that says yes or no, in any of our languages; false: neither. */
bool item_value_flag(const char *value, bool *out);

#endif
