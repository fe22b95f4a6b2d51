#ifndef ADVOCATED_PRIVACY_H
#define ADVOCATED_PRIVACY_H

#include <stddef.h>

/* Everything that is stored about people, and for how long: what
 * "/advocate privacy" prints, and what a test holds against the schema. */
struct privacy_row {
	const char *what, *kept; /* phrases of words.json */
	const char *tables;      /* of the store, with a space after each */
};

/* NULL past the last. */
const struct privacy_row *privacy_at(size_t i);

#endif
