#ifndef ADVOCATED_SCHEMA_H
#define ADVOCATED_SCHEMA_H

#include <stddef.h>

/* The numbered migrations of schema/, put into the program at build time
 * (cmake/schema.cmake). */
struct schema_step {
	int version;
	const char *name; /* "001-start" */
	const char *sql;
};

/* All steps, in the order of their numbers, the first of which is 1. */
const struct schema_step *schema_steps(size_t *count);

#endif
