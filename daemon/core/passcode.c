#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "seal.h"

#include "passcode.h"

#define HALF 5

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
passcode_make(char out[PASSCODE_SIZE])
{
	unsigned char random[2 * HALF];
	int i;

	seal_random(random, sizeof(random));
	for (i = 0; i < 2 * HALF; i++)
		out[i < HALF ? i : i + 1] = letters[random[i] & 31];
	out[HALF] = '-';
	out[PASSCODE_SIZE - 1] = '\0';
	seal_wipe(random, sizeof(random));
}

/* The letter as it was made: what looks alike reads alike. '\0': none. */
static char
letter_of(char c)
{
	c = (char)toupper((unsigned char)c);
	if (c == 'O')
		return '0';
	if (c == 'I' || c == 'L')
		return '1';
	return c != '\0' && strchr(letters, c) != NULL ? c : '\0';
}

int
passcode_read(const char *typed, char out[PASSCODE_SIZE])
{
	int count = 0;
	char c;

	for (; *typed != '\0'; typed++) {
		if (*typed == '-' || *typed == ' ' || *typed == '`')
			continue;
		c = letter_of(*typed);
		if (c == '\0' || count == 2 * HALF)
			return -1;
		out[count < HALF ? count : count + 1] = c;
		count++;
	}
	out[HALF] = '-';
	out[PASSCODE_SIZE - 1] = '\0';
	return count == 2 * HALF ? 0 : -1;
}
