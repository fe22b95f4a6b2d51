#ifndef ADVOCATED_TYPED_H
#define ADVOCATED_TYPED_H

struct text;

/* What people type, made plain: keyboards put smart quotes, odd spaces and
 * invisible characters where commands want simple ones. */

/* Adds the first character of s (not empty) as a plain one; returns what is
 * left of s. */
const char *typed_add(struct text *out, const char *s);

/* The text without what cannot be shown, trimmed; takes and returns. */
char *typed_finish(char *text);

#endif
