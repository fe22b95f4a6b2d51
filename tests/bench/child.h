#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include <stdint.h>

#include <sys/types.h>

/* The client under test. */
struct child {
	pid_t pid;
	int64_t started; /* ns, just before it was made */
};

int64_t child_clock(void); /* ns, monotonic */

void child_start(struct child *c, char **argv);
/* "VmRSS" or "VmHWM" of it, in KiB. */
long child_memory(const struct child *c, const char *what);
/* Processor time it used so far, in us. */
int64_t child_cpu(const struct child *c);
/* Ends the program when the child is gone: there is nothing to measure. */
void child_check(const struct child *c);
void child_stop(struct child *c);

#endif
