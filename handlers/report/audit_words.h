#ifndef ADVOCATED_AUDIT_WORDS_H
#define ADVOCATED_AUDIT_WORDS_H

#include <jansson.h>

struct audit_row;
struct err;
struct turn;

/*
 * What a row of the audit says, for who acts: {"at", "who", "words", "before",
 * "after"}, yours; NULL with e set. Each `did` has a row in the table of
 * audit_words.c and a phrase in words.json ("did_item_add" for "item.add"); one
 * that has none is shown as it is.
 */
json_t *audit_words(struct turn *t, const struct audit_row *row, struct err *e);

#endif
