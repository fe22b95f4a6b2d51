#ifndef ADVOCATED_METRIC_H
#define ADVOCATED_METRIC_H

struct text;
struct metric;

/* Counters, gauges and latency histograms, printed as Prometheus text
 * (exposition format 0.0.4). The registry is this module's own; a metric is
 * made at first use and lives until metric_free_all(). */
enum metric_kind { METRIC_COUNTER, METRIC_GAUGE, METRIC_SECONDS };

/*
 * The metric of that name (without "advocated_") and labels ("" or
 * `chat="acme",result="sent"`; values are the caller's own words or escaped
 * with metric_label()). help is kept from the first call.
 */
struct metric *metric_get(enum metric_kind kind, const char *name,
	const char *labels, const char *help);

void metric_add(struct metric *m, double amount); /* counter, gauge */
void metric_set(struct metric *m, double value);  /* gauge */
void metric_observe(struct metric *m, double seconds);

/* value with the escapes a label value needs; yours to free. */
char *metric_label(const char *value);

void metric_print(struct text *out);
void metric_free_all(void);

#endif
