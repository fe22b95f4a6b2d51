#ifndef ADVOCATED_NAMED_H
#define ADVOCATED_NAMED_H

#include <jansson.h>

/* What teams and topics have in common: names that people write. */

/* The words that were written, one space between them; yours. */
char *named_words(const char *written);

/* The one among names (texts) that is nearest to a wrong one, lent; NULL when
 * none is near, or it is not among the first two hundred. */
const char *named_nearest(const char *wrong, const json_t *names);

#endif
