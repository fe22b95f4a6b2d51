#ifndef ADVOCATED_SET64_H
#define ADVOCATED_SET64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct set64;

/* A set of evenly spread 64-bit values (hashes), eight bytes each and some
 * air. It grows in small parts, so that no single addition takes long. */
struct set64 *set64_new(void);
void set64_free(struct set64 *s); /* wipes it; NULL is fine */

bool set64_has(const struct set64 *s, uint64_t value);
void set64_add(struct set64 *s, uint64_t value); /* once is enough */
size_t set64_count(const struct set64 *s);

#endif
