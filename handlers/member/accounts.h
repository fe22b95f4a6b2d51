#ifndef ADVOCATED_ACCOUNTS_H
#define ADVOCATED_ACCOUNTS_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct turn;

/* The chats on which who acts has an account of the same member, in words
 * ("acme, town"); "" when it is one alone. Yours; NULL with e set. */
json_t *accounts_words(struct turn *t, struct err *e);

#endif
