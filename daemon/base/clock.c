#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "err.h"

#include "clock.h"

/* Where the shift comes from; fd is -1 until clock_use_file(). */
struct shift {
	int fd;
	int64_t last;
};

static struct shift *
shift(void)
{
	static struct shift s = {-1, 0};

	return &s;
}

static int64_t
read_clock(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Read, not mapped: a writer that shortens the file for a moment would end
 * us with SIGBUS. What cannot be read leaves the last shift standing.
 */
static int64_t
read_shift(struct shift *s)
{
	char digits[32], *end;
	ssize_t got;
	long long ms;

	if (s->fd < 0)
		return 0;
	got = pread(s->fd, digits, sizeof(digits) - 1, 0);
	if (got <= 0)
		return s->last;
	digits[got] = '\0';
	errno = 0;
	ms = strtoll(digits, &end, 10);
	if (errno == 0 && end != digits)
		s->last = ms;
	return s->last;
}

int64_t
clock_now(void)
{
	return read_clock(CLOCK_REALTIME) + read_shift(shift());
}

int64_t
clock_steady(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int
clock_use_file(const char *path, struct err *e)
{
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, "clock file %s: %s", path, strerror(errno));
	if (shift()->fd >= 0)
		close(shift()->fd);
	shift()->fd = fd;
	shift()->last = 0;
	return 0;
}

int
clock_is_moved(void)
{
	return shift()->fd >= 0;
}
