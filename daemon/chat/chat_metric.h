#ifndef ADVOCATED_CHAT_METRIC_H
#define ADVOCATED_CHAT_METRIC_H

#include <stdint.h>

/* Metrics of one chat: the label is its name. For what happens now
 * and then; what happens often keeps its struct metric. */
void chat_metric_count(const char *chat, const char *name, const char *help);
void chat_metric_set(
	const char *chat, const char *name, int64_t value, const char *help);
/* A connection ended unplanned; reason is a word of our own. */
void chat_metric_lost(const char *chat, const char *reason);

#endif
