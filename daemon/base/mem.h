#ifndef ADVOCATED_MEM_H
#define ADVOCATED_MEM_H

#include <stddef.h>

/* Allocate or end: no caller need check. Free with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);               /* NULL gives NULL */
char *xstrndup(const char *text, size_t size); /* at most size bytes */
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Gives back to the system what only the start needed: free memory, and the
 * pages of our own and the libraries' code and constants, which come back from
 * their files when they are used.
 */
void mem_trim(void);

#endif
