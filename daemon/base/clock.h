#ifndef ADVOCATED_CLOCK_H
#define ADVOCATED_CLOCK_H

#include <stdint.h>

struct err;

/* The only source of time, so that tests can move it. */

/* Milliseconds since 1970-01-01 UTC, moved by the clock file if there is one.
 */
int64_t clock_now(void);

/* Milliseconds that only go forward, for timeouts; never moved. */
int64_t clock_steady(void);

/*
 * Lets a file move clock_now(): its text is the number of milliseconds to
 * add, read again at every call. For tests and the demo; the path comes from
 * ADVOCATED_CLOCK_FILE in the environment. The file holds a decimal number
 * padded to 20 bytes and is written in place, never replaced by another.
 */
int clock_use_file(const char *path, struct err *e);

/* Whether a clock file is in use: timers that wait for clock_now() then look
 * more often. */
int clock_is_moved(void);

#endif
