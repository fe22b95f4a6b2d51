#ifndef ADVOCATED_MONEY_H
#define ADVOCATED_MONEY_H

#include <stdbool.h>
#include <stdint.h>

/* Money: whole minor units (cents) of a currency by its ISO 4217 code. */

#define MONEY_MOST INT64_C(100000000000) /* minor units */

/* "20 EUR", "EUR 19.90", "19,90 eur", "20 €". False when it is no amount above
 * nothing, or has more digits than the currency. */
bool money_read(const char *text, int64_t *minor, char currency[4]);

/* Digits after the point: 2 of most currencies. */
int money_digits(const char *currency);

/* "19.90", without the currency, for tables. Yours to free. */
char *money_write(int64_t minor, const char *currency);

#endif
