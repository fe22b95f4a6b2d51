#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "err.h"
#include "log.h"

/* What log_* wrote to standard error since begin(); yours. */
struct capture {
	FILE *file;
	int saved;
};

static struct capture
begin(void)
{
	struct capture c = {tmpfile(), dup(STDERR_FILENO)};

	assert_non_null(c.file);
	assert_true(dup2(fileno(c.file), STDERR_FILENO) >= 0);
	return c;
}

static const char *
end(struct capture *c, char *out, size_t room)
{
	ssize_t got;

	dup2(c->saved, STDERR_FILENO);
	close(c->saved);
	got = pread(fileno(c->file), out, room - 1, 0);
	out[got > 0 ? got : 0] = '\0';
	fclose(c->file);
	return out;
}

static void
a_fact_is_one_line(void **state)
{
	struct capture c = begin();
	char out[512];

	(void)state;
	log_info("slack_hello", "chat=%s host=a\nfake=1\x1b[31m", "acme");
	log_debug("unheard", "x=1");
	end(&c, out, sizeof(out));
	assert_int_equal(out[4], '-');
	assert_int_equal(out[23], 'Z');
	assert_string_equal(
		out + 24, " info slack_hello chat=acme host=a?fake=1?[31m\n");
}

static void
secrets_never_reach_the_log(void **state)
{
	struct capture c = begin();
	char out[1024];

	(void)state;
	log_warn("x", "a=xoxb-Qx7-abc b=xapp-1-A b=xoxe.xoxp-1-Mi0y "
		      "h=\"Authorization: Bearer s3cr3t/+=\" "
		      "u=wss://h/?ticket=t1-2&a=1");
	end(&c, out, sizeof(out));
	assert_non_null(strstr(out, "a=xoxb-******* b="));
	assert_null(strstr(out, "Qx7"));
	assert_null(strstr(out, "Mi0y"));
	assert_null(strstr(out, "s3cr3t"));
	assert_null(strstr(out, "t1-2"));
	assert_non_null(strstr(out, "&a=1"));
}

static void
a_long_fact_is_cut(void **state)
{
	struct capture c = begin();
	static char out[8192];

	(void)state;
	log_error("long", "v=%05000d", 1);
	end(&c, out, sizeof(out));
	assert_true(strlen(out) <= 4096);
	assert_int_equal(out[strlen(out) - 1], '\n');
}

static void
levels_have_names(void **state)
{
	struct capture c = begin();
	enum log_level level;
	char out[256];

	(void)state;
	assert_int_equal(log_parse_level("warn", &level), 0);
	assert_int_equal(log_parse_level("loud", &level), -1);
	log_set_level(level);
	log_info("dropped", "x=1");
	log_set_level(LOG_DEBUG);
	log_debug("kept", "x=1");
	log_set_level(LOG_INFO);
	end(&c, out, sizeof(out));
	assert_null(strstr(out, "dropped"));
	assert_non_null(strstr(out, " debug kept x=1\n"));
}

static void
a_file_moves_the_clock(void **state)
{
	char path[] = "test_log_clock.XXXXXX";
	int fd = mkstemp(path);
	int64_t before = clock_now(), steady = clock_steady();
	struct err e = {""};

	(void)state;
	assert_false(clock_is_moved());
	assert_int_equal(clock_use_file("/nonexistent/clock", &e), -1);
	assert_non_null(strstr(e.text, "/nonexistent/clock"));
	assert_int_equal(pwrite(fd, "86400000            ", 20, 0), 20);
	assert_int_equal(clock_use_file(path, NULL), 0);
	assert_true(clock_is_moved());
	assert_true(clock_now() - before >= 86400000);
	assert_true(clock_now() - before < 86460000);
	assert_int_equal(pwrite(fd, "-1000               ", 20, 0), 20);
	assert_true(clock_now() < before + 60000);
	/* Nothing to read for a moment: the last word stands. */
	assert_int_equal(pwrite(fd, "3600000             ", 20, 0), 20);
	assert_true(clock_now() - before >= 3600000);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_true(clock_now() - before >= 3600000);
	assert_true(clock_steady() - steady < 60000);
	close(fd);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fact_is_one_line),
		cmocka_unit_test(secrets_never_reach_the_log),
		cmocka_unit_test(a_long_fact_is_cut),
		cmocka_unit_test(levels_have_names),
		cmocka_unit_test(a_file_moves_the_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
