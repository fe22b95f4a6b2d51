#ifndef ADVOCATED_PLURAL_H
#define ADVOCATED_PLURAL_H

#include <stdint.h>

/* Which form of a word goes with a number, by the rules of a language (ICU):
 * English has "one" and "other", Polish "one", "few" and "many" as well. */
struct plural;

/* The rules of a language (BCP 47); one that is not known has
 * "other" alone. */
struct plural *plural_new(const char *language);
void plural_free(struct plural *p);

/* "zero", "one", "two", "few", "many" or "other". */
const char *plural_form(const struct plural *p, int64_t number);

#endif
