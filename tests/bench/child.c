#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/wait.h>

#include "child.h"

#define STOP_SECONDS 15

int64_t
child_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void
child_start(struct child *c, char **argv)
{
	c->started = child_clock();
	c->pid = fork();
	if (c->pid == -1)
		err(1, "fork");
	if (c->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* standard output is for the result alone */
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
}

long
child_memory(const struct child *c, const char *what)
{
	char path[64], line[256];
	size_t size = strlen(what);
	long found = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)c->pid);
	f = fopen(path, "r");
	if (f == NULL)
		err(1, "%s", path);
	while (found == 0 && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, what, size) == 0)
			found = strtol(line + size + 1, NULL, 10);
	fclose(f);
	return found;
}

int64_t
child_cpu(const struct child *c)
{
	char path[64], line[1024] = "", *at;
	int64_t ticks;
	int field;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)c->pid);
	f = fopen(path, "r");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		err(1, "%s", path);
	fclose(f);
	/* "pid (name) state ..."; utime and stime are fields 14 and 15. */
	at = strrchr(line, ')');
	for (field = 2; at != NULL && field < 14; field++)
		at = strchr(at + 1, ' ');
	if (at == NULL)
		errx(1, "%s: too short", path);
	ticks = strtoll(at, &at, 10);
	ticks += strtoll(at, NULL, 10);
	return ticks * 1000000 / sysconf(_SC_CLK_TCK);
}

void
child_check(const struct child *c)
{
	if (waitpid(c->pid, NULL, WNOHANG) == c->pid)
		errx(1, "the client ended by itself");
}

void
child_stop(struct child *c)
{
	const struct timespec moment = {0, 10 * 1000 * 1000};
	int64_t end = child_clock() + STOP_SECONDS * INT64_C(1000000000);

	kill(c->pid, SIGTERM);
	while (waitpid(c->pid, NULL, WNOHANG) != c->pid) {
		if (child_clock() > end)
			kill(c->pid, SIGKILL);
		nanosleep(&moment, NULL);
	}
}
