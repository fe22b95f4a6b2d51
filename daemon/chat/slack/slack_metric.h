#ifndef ADVOCATED_SLACK_METRIC_H
#define ADVOCATED_SLACK_METRIC_H

#include <stdint.h>

/* Metrics of one workspace: the label chat is its name. For what happens now
 * and then; what happens often keeps its struct metric. */
void slack_metric_count(const char *chat, const char *name, const char *help);
void slack_metric_set(
	const char *chat, const char *name, int64_t value, const char *help);

#endif
