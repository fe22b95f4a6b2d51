#ifndef ADVOCATED_ERR_H
#define ADVOCATED_ERR_H

/*
 * Why something failed, in words a person can act on. A function that can
 * fail takes a struct err * last, returns 0 or -1 (or a pointer or NULL) and
 * on the way up whoever knows more puts it in front with err_add().
 * A NULL struct err * is allowed everywhere and drops the words.
 */
struct err {
	char text[512];
};

/* Sets the words and returns -1, so that failing is one line. */
int err_set(struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "words: " in front of what is there and returns -1. */
int err_add(struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Like err_set() for functions that return a pointer: returns NULL. */
void *err_null(struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
