#ifndef ADVOCATED_ADDRESS_H
#define ADVOCATED_ADDRESS_H

#include "url.h"

struct err;
struct turn;

/* Web addresses as people write them into a command. */

/* The word without quotes or brackets around it, and without the label that
 * some clients add ("<https://a|label>"). In place. */
char *address_bare(char *word);

/* The phrase of words.json that says what is wrong; its values are example and
 * most. */
const char *address_phrase(enum url_fault fault);

/* Tells who acts what is wrong with it. */
int address_refuse(
	struct turn *t, const char *word, enum url_fault fault, struct err *e);

#endif
