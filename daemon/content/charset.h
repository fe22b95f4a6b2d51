#ifndef ADVOCATED_CHARSET_H
#define ADVOCATED_CHARSET_H

#include <stddef.h>

/*
 * The text of a document as UTF-8, whatever it was written in: a byte order
 * mark decides, else the charset of type (a Content-Type, or NULL), else what
 * the document declares (<?xml encoding=""?>, <meta charset>), else UTF-8 if
 * the bytes are that, else Windows-1252. What cannot be read becomes U+FFFD,
 * NULs become spaces, a byte order mark is dropped. Yours to free.
 */
char *charset_decode(const char *bytes, size_t size, const char *type);

/* size, or at most max so that no character of UTF-8 is cut through. */
size_t charset_bound(const char *bytes, size_t size, size_t max);

#endif
