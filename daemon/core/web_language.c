#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "template.h"

#include "web_language.h"

#define MOST 20 /* languages looked at */

/* "de-AT;q=0.7": cuts the tag off at its end; how much it is liked, 0 to
 * 1,000. */
static int
read_liking(char *entry)
{
	char *end = entry + strcspn(entry, "; \t"), *q = strstr(end, "q=");
	int liking = 1000, digit = 100;

	if (q != NULL) {
		q += 2;
		liking = *q == '1' ? 1000 : 0;
		if (*q == '0' && q[1] == '.')
			for (q += 2; *q >= '0' && *q <= '9' && digit > 0;
				q++, digit /= 10)
				liking += (*q - '0') * digit;
	}
	*end = '\0';
	return liking;
}

const char *
web_language_choose(const struct templates *t, const char *accepted)
{
	char *copy = xstrdup(accepted == NULL ? "" : accepted), *rest = copy;
	const char *best = NULL, *found;
	int most = 0, looked, liking;
	char *entry;

	for (looked = 0; looked < MOST; looked++) {
		entry = strsep(&rest, ",");
		if (entry == NULL)
			break;
		entry = text_trim(entry);
		liking = read_liking(entry);
		found = liking > most ? templates_language(t, entry) : NULL;
		if (found != NULL) {
			best = found;
			most = liking;
		}
	}
	free(copy);
	return best;
}
