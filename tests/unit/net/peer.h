#ifndef ADVOCATED_TEST_PEER_H
#define ADVOCATED_TEST_PEER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <unistd.h>

#include <sys/wait.h>

/* A program on the other side of a real connection: started with a free port,
 * which it prints as its first line; ends when it is told to. */
struct peer {
	pid_t pid;
	int port;
};

static inline struct peer
peer_start(const char *script)
{
	struct peer p = {-1, 0};
	char path[1024], line[32] = "";
	int ends[2];
	size_t used = 0;
	ssize_t got;

	snprintf(
		path, sizeof(path), "%s/tests/unit/net/%s", SOURCE_DIR, script);
	if (pipe(ends) < 0)
		return p;
	p.pid = fork();
	if (p.pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl("/usr/bin/python3", "python3", path, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while (used < sizeof(line) - 1 && !memchr(line, '\n', used) &&
		(got = read(ends[0], line + used, sizeof(line) - 1 - used)) > 0)
		used += (size_t)got;
	close(ends[0]);
	p.port = (int)strtol(line, NULL, 10);
	return p;
}

static inline void
peer_stop(struct peer *p)
{
	if (p->pid <= 0)
		return;
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	p->pid = -1;
}

#endif
