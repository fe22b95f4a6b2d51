#include <stdlib.h>

#include "mem.h"
#include "metric.h"

#include "chat_metric.h"

void
chat_metric_count(const char *chat, const char *name, const char *help)
{
	char *labels = xasprintf("chat=\"%s\"", chat);

	metric_add(metric_get(METRIC_COUNTER, name, labels, help), 1);
	free(labels);
}

void
chat_metric_set(
	const char *chat, const char *name, int64_t value, const char *help)
{
	char *labels = xasprintf("chat=\"%s\"", chat);

	metric_set(metric_get(METRIC_GAUGE, name, labels, help), (double)value);
	free(labels);
}

void
chat_metric_lost(const char *chat, const char *reason)
{
	char *labels = xasprintf("chat=\"%s\",reason=\"%s\"", chat, reason);

	metric_add(metric_get(METRIC_COUNTER, "socket_lost_total", labels,
			   "Connections that ended unplanned."),
		1);
	free(labels);
}
