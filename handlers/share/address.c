#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "turn.h"

#include "address.h"

/* People put an address in quotes or brackets, and some clients write it as
 * "<https://a|label>". */
char *
address_bare(char *word)
{
	static const char *const around[] = {"<>", "\"\"", "''", "()", NULL};
	size_t size = strlen(word);
	int i;

	for (i = 0; size > 2 && around[i] != NULL; i++) {
		if (word[0] != around[i][0] || word[size - 1] != around[i][1])
			continue;
		word[size - 1] = '\0';
		word++;
		if (i == 0)
			word[strcspn(word, "|")] = '\0';
		break;
	}
	return word;
}

const char *
address_phrase(enum url_fault fault)
{
	static const char *const phrases[] = {
		[URL_MISSING] = "fault_scheme",
		[URL_LONG] = "fault_long",
		[URL_UNSEEN] = "fault_unseen",
		[URL_SCHEME] = "fault_scheme",
		[URL_BROKEN] = "fault_broken",
		[URL_LOGIN] = "fault_login",
		[URL_HOST] = "fault_host",
	};

	return phrases[fault];
}

int
address_refuse(
	struct turn *t, const char *word, enum url_fault fault, struct err *e)
{
	char *shown = text_cut(word, 120), *guess = url_guess(word);
	json_t *why = turn_words(t, address_phrase(fault),
		json_pack("{s:s, s:i}", "example", guess, "most", URL_MAX), e);
	int result = -1;

	if (why != NULL)
		result = turn_reply(t, "address_wrong",
			json_pack("{s:s, s:o}", "wrong", shown, "why", why), e);
	free(guess);
	free(shown);
	return result;
}
