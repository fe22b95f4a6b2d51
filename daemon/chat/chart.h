#ifndef ADVOCATED_CHART_H
#define ADVOCATED_CHART_H

#include <stddef.h>

#include <jansson.h>

#define CHART_WIDTH 800
#define CHART_HEIGHT 360

/* A picture of the chart of a card (card.h) as the bytes of a PNG file, the
 * same for the same chart. size gets how many. Yours to free; NULL when there
 * is nothing to draw or the picture cannot be made. */
char *chart_draw(const json_t *chart, size_t *size);

#endif
