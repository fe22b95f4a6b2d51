#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "metric.h"
#include "text.h"

static int
forget(void **state)
{
	(void)state;
	metric_free_all();
	return 0;
}

static char *
print(void)
{
	struct text t = {0};

	metric_print(&t);
	return text_take(&t);
}

static void
counters_are_grouped_by_name(void **state)
{
	char *out;

	(void)state;
	metric_add(metric_get(METRIC_COUNTER, "sends_total", "result=\"sent\"",
			   "Messages sent."),
		1);
	metric_add(metric_get(METRIC_GAUGE, "sockets", "", "Open sockets."), 2);
	metric_add(metric_get(METRIC_COUNTER, "sends_total", "result=\"later\"",
			   NULL),
		1);
	metric_add(metric_get(METRIC_COUNTER, "sends_total", "result=\"sent\"",
			   NULL),
		2);
	metric_set(metric_get(METRIC_GAUGE, "sockets", "", NULL), 1);
	out = print();
	assert_string_equal(out, "# HELP advocated_sends_total Messages sent.\n"
				 "# TYPE advocated_sends_total counter\n"
				 "advocated_sends_total{result=\"sent\"} 3\n"
				 "advocated_sends_total{result=\"later\"} 1\n"
				 "# HELP advocated_sockets Open sockets.\n"
				 "# TYPE advocated_sockets gauge\n"
				 "advocated_sockets 1\n");
	free(out);
}

static void
latency_falls_into_buckets(void **state)
{
	struct metric *m = metric_get(
		METRIC_SECONDS, "ack_seconds", "chat=\"acme\"", "Ack.");
	char *out;

	(void)state;
	metric_observe(m, 0.001);
	metric_observe(m, 0.2);
	metric_observe(m, 60);
	out = print();
	assert_non_null(strstr(out, "# TYPE advocated_ack_seconds histogram"));
	assert_non_null(strstr(out, "{chat=\"acme\",le=\"0.0005\"} 0\n"));
	assert_non_null(strstr(out, "{chat=\"acme\",le=\"0.001\"} 1\n"));
	assert_non_null(strstr(out, "{chat=\"acme\",le=\"0.1\"} 1\n"));
	assert_non_null(strstr(out, "{chat=\"acme\",le=\"0.25\"} 2\n"));
	assert_non_null(strstr(out, "{chat=\"acme\",le=\"10\"} 2\n"));
	assert_non_null(strstr(out, "{chat=\"acme\",le=\"+Inf\"} 3\n"));
	assert_non_null(strstr(out, "ack_seconds_sum{chat=\"acme\"} 60.201\n"));
	assert_non_null(strstr(out, "ack_seconds_count{chat=\"acme\"} 3\n"));
	free(out);
}

static void
labels_are_escaped(void **state)
{
	char *out = metric_label("a\"b\\c\nd");

	(void)state;
	assert_string_equal(out, "a\\\"b\\\\c\\nd");
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(counters_are_grouped_by_name, forget),
		cmocka_unit_test_teardown(latency_falls_into_buckets, forget),
		cmocka_unit_test(labels_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
