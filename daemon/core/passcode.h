#ifndef ADVOCATED_PASSCODE_H
#define ADVOCATED_PASSCODE_H

/* One-time codes that people read on one screen and type on another: 50
 * random bits, "7HQ2K-M9D4X", without letters that look alike. */
#define PASSCODE_SIZE 12

void passcode_make(char out[PASSCODE_SIZE]);

/* What somebody typed, in any case, with or without the hyphen, as it was
 * made; -1 when it can be no code. */
int passcode_read(const char *typed, char out[PASSCODE_SIZE]);

#endif
