#ifndef ADVOCATED_FILE_H
#define ADVOCATED_FILE_H

#include <stddef.h>

struct err;

/* All that is in a file, with a NUL behind its size bytes; yours. NULL with e
 * set (without the path). For files of our own: there is no limit. */
char *file_read(const char *path, size_t *size, struct err *e);

#endif
