#ifndef ADVOCATED_FIELD_H
#define ADVOCATED_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct turn;

/* The fields of a form that was sent (EVENT_FORM). What cannot be taken is
 * refused with words at its field, and the form stays open. -1 on failure. */
enum field_result { FIELD_FINE, FIELD_REFUSED };

/* The text of a field, cleaned and trimmed; "" when it was left empty. Yours
 * to free. */
char *field_text(const struct turn *t, const char *name);

/* The same into a struct. */
void field_copy(const struct turn *t, const char *name, char *out, size_t room);

/* The beginning of the day that was chosen, 0 when none was. */
int field_start(struct turn *t, const char *name, int64_t *out, struct err *e);

/* The end of the day that was chosen, 0 when none was. */
int field_until(struct turn *t, const char *name, int64_t *out, struct err *e);

/* A whole number from 0 to most into *out, which stays as it was when the
 * field was left empty. */
int field_number(struct turn *t, const char *name, int64_t most, int64_t *out,
	struct err *e);

/* The same of what was written in a line: FIELD_FINE or FIELD_REFUSED, and
 * whether it is a whole number. */
int field_read_until(const struct turn *t, const char *text, int64_t *out);
/* The beginning of the day that is written, "" is 0; what is before today is
 * refused. */
int field_read_start(const struct turn *t, const char *text, int64_t *out);
bool field_read_number(const char *text, int64_t *out);

/* The day that begins then as a form wants it, "" when at is 0. Yours. */
char *field_first_day(const struct turn *t, int64_t at);

/* The day of such an end as a form wants it: "2026-12-24", "" when at is 0.
 * Yours to free. */
char *field_day(const struct turn *t, int64_t at);

#endif
