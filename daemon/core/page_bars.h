#ifndef ADVOCATED_PAGE_BARS_H
#define ADVOCATED_PAGE_BARS_H

#include <jansson.h>

struct text;

/* Numbers of a card (card.h) as drawings in a page: they need no script, no
 * style of their own and nothing from elsewhere, and grow with the page. */

/* A chart: bars that stand side by side, with its words for who cannot see. */
void page_bars_stand(
	struct text *out, const json_t *chart, const char *language);

/* "bars": they lie one below the other, each with its words as text. */
void page_bars_lie(struct text *out, const json_t *bars, const char *language);

#endif
