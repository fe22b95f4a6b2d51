#include <stdlib.h>
#include <string.h>

#include "seal.h"

#include "turn_say.h"

/* Codes of gift cards. */

void
turn_code_hash(const struct turn *t, const char *code, unsigned char out[16])
{
	seal_mac(t->say->parts->seal, SEAL_REWARD, code, strlen(code), out);
}

char *
turn_code_close(const struct turn *t, const char *code)
{
	return seal_close_text(t->say->parts->seal, SEAL_REWARD, code);
}

json_t *
turn_code_span(const struct turn *t, const char *box)
{
	char *code = seal_open_text(t->say->parts->seal, SEAL_REWARD, box);

	if (code == NULL)
		return NULL;
	seal_wipe(code, strlen(code));
	free(code);
	return json_pack("{s:s}", "sealed", box);
}
