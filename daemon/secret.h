#ifndef ADVOCATED_SECRET_H
#define ADVOCATED_SECRET_H

struct err;

/*
 * A secret by name, from the first that has it: the file (when file is not
 * ""), ADVOCATED_<OWNER>_<NAME> in the environment (upper case, - as _), the
 * systemd credential <owner>.<name>. owner NULL is left out. White space at
 * its ends is dropped. Yours to secret_free(); NULL with e naming all three
 * ways.
 */
char *secret_read(
	const char *file, const char *owner, const char *name, struct err *e);
/* The same of one that need not be there: *out is NULL when none of the three
 * has it, and file is "". */
int secret_find(const char *file, const char *owner, const char *name,
	char **out, struct err *e);
void secret_free(char *secret); /* wipes it; NULL is fine */

#endif
