#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <unistd.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "mem.h"
#include "loop.h"
#include "text.h"

/* What happened, in order, one letter each. */
struct story {
	struct loop *loop;
	struct text told;
	struct loop_watch *watch[2];
	struct loop_timer *timer;
	int fd[2];
};

static int
begin(void **state)
{
	struct story *s = xcalloc(1, sizeof(*s));
	struct err e = {""};

	s->loop = loop_new(&e);
	assert_non_null(s->loop);
	text_add(&s->told, "");
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	loop_free(s->loop);
	text_free(&s->told);
	free(s);
	return 0;
}

static void
tell_a(void *arg)
{
	text_add_char(&((struct story *)arg)->told, 'a');
}

static void
tell_b(void *arg)
{
	text_add_char(&((struct story *)arg)->told, 'b');
}

static void
tell_c_and_stop(void *arg)
{
	struct story *s = arg;

	text_add_char(&s->told, 'c');
	loop_stop(s->loop);
}

static void
a_timer_fires_once_after_its_time(void **state)
{
	struct story *s = *state;
	struct loop_timer *t = loop_timer_new(s->loop, tell_c_and_stop, s);
	int64_t start = clock_steady();

	loop_timer_set(t, 30);
	assert_int_equal(loop_run(s->loop, NULL), 0);
	assert_true(clock_steady() - start >= 29);
	assert_string_equal(s->told.bytes, "c");
	loop_turn(s->loop, 50, NULL);
	assert_string_equal(s->told.bytes, "c");
	loop_timer_free(t);
}

static void
a_timer_can_be_moved_and_stopped(void **state)
{
	struct story *s = *state;
	struct loop_timer *moved = loop_timer_new(s->loop, tell_c_and_stop, s);
	struct loop_timer *stopped = loop_timer_new(s->loop, tell_a, s);

	loop_timer_set(stopped, 5);
	loop_timer_set(moved, 60000);
	loop_timer_set(moved, 20);
	loop_timer_stop(stopped);
	loop_timer_stop(stopped);
	assert_int_equal(loop_run(s->loop, NULL), 0);
	assert_string_equal(s->told.bytes, "c");
	loop_timer_free(moved);
	loop_timer_free(stopped);
	loop_timer_free(NULL);
}

static void
a_timer_at_zero_fires_in_the_next_pass(void **state)
{
	struct story *s = *state;
	struct loop_timer *t = loop_timer_new(s->loop, tell_a, s);

	loop_timer_set(t, 0);
	for (int i = 0; i < 3 && !s->told.size; i++)
		loop_turn(s->loop, 1000, NULL);
	assert_string_equal(s->told.bytes, "a");
	loop_timer_free(t);
}

static void
a_turn_waits_no_longer_than_told(void **state)
{
	struct story *s = *state;
	int64_t start = clock_steady();

	loop_turn(s->loop, 20, NULL);
	loop_turn(s->loop, 0, NULL);
	loop_again(s->loop);
	loop_turn(s->loop, 60000, NULL);
	assert_true(clock_steady() - start < 10000);
}

static void
on_first_ready(void *arg, uint32_t events)
{
	struct story *s = arg;

	assert_true(events & EPOLLIN);
	text_add_char(&s->told, '1');
	loop_unwatch(s->watch[1]);
	s->watch[1] = NULL;
}

static void
on_second_ready(void *arg, uint32_t events)
{
	struct story *s = arg;

	(void)events;
	text_add_char(&s->told, '2');
	loop_unwatch(s->watch[0]);
	s->watch[0] = NULL;
}

/* Both are ready in one pass; whoever is served first unwatches the other. */
static void
an_unwatched_descriptor_is_not_served(void **state)
{
	struct story *s = *state;

	s->fd[0] = eventfd(1, EFD_NONBLOCK);
	s->fd[1] = eventfd(1, EFD_NONBLOCK);
	s->watch[0] = loop_watch(s->loop, s->fd[0], EPOLLIN, on_first_ready, s);
	s->watch[1] =
		loop_watch(s->loop, s->fd[1], EPOLLIN, on_second_ready, s);
	loop_turn(s->loop, 1000, NULL);
	assert_int_equal(s->told.size, 1);
	loop_unwatch(s->watch[0]);
	loop_unwatch(s->watch[1]);
	loop_unwatch(NULL);
	close(s->fd[0]);
	close(s->fd[1]);
}

static void
on_ready(void *arg, uint32_t events)
{
	struct story *s = arg;
	uint64_t count;

	(void)events;
	assert_int_equal(read(s->fd[0], &count, sizeof(count)), 8);
	text_add_char(&s->told, 'r');
}

/* Closed before it was unwatched, and its number is another's by then. */
static void
a_descriptors_number_may_be_used_again(void **state)
{
	struct story *s = *state;
	struct loop_watch *old;
	int fd = eventfd(0, EFD_NONBLOCK);

	old = loop_watch(s->loop, fd, EPOLLIN, on_first_ready, s);
	close(fd);
	s->fd[0] = eventfd(1, EFD_NONBLOCK);
	assert_int_equal(s->fd[0], fd);
	s->watch[0] = loop_watch(s->loop, fd, EPOLLIN, on_ready, s);
	loop_watch_change(old, EPOLLOUT);
	loop_unwatch(old);
	loop_turn(s->loop, 1000, NULL);
	assert_string_equal(s->told.bytes, "r");
	loop_watch_change(s->watch[0], 0);
	assert_int_equal(eventfd_write(fd, 1), 0);
	loop_turn(s->loop, 20, NULL);
	assert_string_equal(s->told.bytes, "r");
	loop_unwatch(s->watch[0]);
	close(fd);
}

static void
a_pass_ends_in_order(void **state)
{
	struct story *s = *state;
	int other = 0;

	s->fd[0] = eventfd(1, EFD_NONBLOCK);
	loop_after_pass(s->loop, tell_b, s);
	loop_on_pass(s->loop, tell_a, s);
	loop_on_pass(s->loop, tell_a, &other);
	loop_off_pass(s->loop, &other);
	s->watch[0] = loop_watch(s->loop, s->fd[0], EPOLLIN, on_ready, s);
	loop_turn(s->loop, 1000, NULL);
	assert_string_equal(s->told.bytes, "rab");
	loop_off_pass(s->loop, s);
	loop_turn(s->loop, 0, NULL);
	assert_string_equal(s->told.bytes, "rab");
	loop_unwatch(s->watch[0]);
	close(s->fd[0]);
}

static void
signals_arrive_in_the_loop(void **state)
{
	struct story *s = *state;

	assert_int_equal(loop_on_signal(s->loop, SIGUSR1, tell_a, s, NULL), 0);
	assert_int_equal(
		loop_on_signal(s->loop, SIGUSR2, tell_c_and_stop, s, NULL), 0);
	kill(getpid(), SIGUSR1);
	loop_turn(s->loop, 1000, NULL);
	kill(getpid(), SIGUSR2);
	assert_int_equal(loop_run(s->loop, NULL), 0);
	assert_string_equal(s->told.bytes, "ac");
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(a_timer_fires_once_after_its_time),
		STORY(a_timer_can_be_moved_and_stopped),
		STORY(a_timer_at_zero_fires_in_the_next_pass),
		STORY(a_turn_waits_no_longer_than_told),
		STORY(an_unwatched_descriptor_is_not_served),
		STORY(a_descriptors_number_may_be_used_again),
		STORY(a_pass_ends_in_order),
		STORY(signals_arrive_in_the_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
