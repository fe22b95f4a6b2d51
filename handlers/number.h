#ifndef ADVOCATED_NUMBER_H
#define ADVOCATED_NUMBER_H

#include <stdint.h>

/* The number that text is, whole and above 0; else 0. NULL is fine. */
int64_t number_read(const char *text);

#endif
