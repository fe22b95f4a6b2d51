/*
 * Ends the daemon with SIGKILL at an exact boundary, from outside: preloaded,
 * it watches the calls the daemon makes and dies before the n-th of a kind.
 *
 *   KILL_AT=wal:17    before the 17th write to the write-ahead log: nothing of
 *                     that transaction is committed
 *   KILL_AT=ack:5     before the 5th text frame on a websocket: committed, not
 *                     acknowledged
 *   KILL_AT=answer:5  before the 5th 200 of our own leaves: committed, not
 *                     answered
 *   KILL_AT=post:3    before the 3rd POST: acknowledged, not sent
 *   KILL_AT=posted:3  after the 3rd POST left: sent, the answer never read
 *   KILL_AT=noted:3   before the first write to the log after the 3rd POST:
 *                     sent and answered, not noted
 *   KILL_AT=redirect:2 before the 2nd 302 leaves: recorded, not answered
 *
 * The product knows nothing of this.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>
#include <sys/uio.h>

enum boundary { WAL, ACK, ANSWER, POST, POSTED, NOTED, REDIRECT, BOUNDARIES };

static const char *const names[BOUNDARIES] = {
	"wal", "ack", "answer", "post", "posted", "noted", "redirect"};

static struct {
	int ready;
	int wanted; /* enum boundary, or -1 */
	long left;
	int posted; /* NOTED: its POST has left */
} plan;

static void
read_plan(void)
{
	const char *text = getenv("KILL_AT");
	const char *colon = text == NULL ? NULL : strchr(text, ':');
	int i;

	plan.ready = 1;
	plan.wanted = -1;
	for (i = 0; colon != NULL && i < BOUNDARIES; i++)
		if (strncmp(text, names[i], (size_t)(colon - text)) == 0 &&
			names[i][colon - text] == '\0') {
			plan.wanted = i;
			plan.left = strtol(colon + 1, NULL, 10);
		}
}

static void
reach(enum boundary b)
{
	if (!plan.ready)
		read_plan();
	if ((int)b == plan.wanted && --plan.left == 0)
		kill(getpid(), SIGKILL);
}

static int
is_wal(int fd)
{
	char link[64], path[512];
	ssize_t size;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	size = readlink(link, path, sizeof(path) - 1);
	return size > 4 && memcmp(path + size - 4, "-wal", 4) == 0;
}

static int
starts(const void *data, size_t size, const char *with)
{
	return size >= strlen(with) && memcmp(data, with, strlen(with)) == 0;
}

static int
is_text_frame(const void *data, size_t size)
{
	const unsigned char *bytes = data;

	return size > 6 && bytes[0] == 0x81 && (bytes[1] & 0x80) != 0;
}

static void
before_send(const void *data, size_t size)
{
	if (is_text_frame(data, size))
		reach(ACK);
	else if (starts(data, size, "POST "))
		reach(POST);
	else if (starts(data, size, "HTTP/1.1 200"))
		reach(ANSWER);
	else if (starts(data, size, "HTTP/1.1 302"))
		reach(REDIRECT);
}

static void
after_send(const void *data, size_t size)
{
	if (!starts(data, size, "POST "))
		return;
	reach(POSTED);
	if (plan.wanted == NOTED && --plan.left == 0)
		plan.posted = 1;
}

static void
before_wal(int fd)
{
	if (!is_wal(fd))
		return;
	reach(WAL);
	if (plan.posted)
		kill(getpid(), SIGKILL);
}

typedef ssize_t write_fn(int, const void *, size_t);
typedef ssize_t pwrite_fn(int, const void *, size_t, off_t);
typedef ssize_t send_fn(int, const void *, size_t, int);
typedef ssize_t sendmsg_fn(int, const struct msghdr *, int);
typedef ssize_t writev_fn(int, const struct iovec *, int);

/* POSIX gives dlsym() no other way than through a pointer to an object. */
#define NEXT(type, name)                                                       \
	static type *next;                                                     \
	if (next == NULL)                                                      \
	*(void **)&next = dlsym(RTLD_NEXT, name)

ssize_t
pwrite64(int fd, const void *data, size_t size, off_t at)
{
	NEXT(pwrite_fn, "pwrite64");
	before_wal(fd);
	return next(fd, data, size, at);
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
	NEXT(pwrite_fn, "pwrite");
	before_wal(fd);
	return next(fd, data, size, at);
}

ssize_t
write(int fd, const void *data, size_t size)
{
	NEXT(write_fn, "write");
	before_send(data, size);
	return next(fd, data, size);
}

ssize_t
send(int fd, const void *data, size_t size, int flags)
{
	ssize_t sent;

	NEXT(send_fn, "send");
	before_send(data, size);
	sent = next(fd, data, size, flags);
	if (sent > 0)
		after_send(data, size);
	return sent;
}

ssize_t
sendmsg(int fd, const struct msghdr *m, int flags)
{
	NEXT(sendmsg_fn, "sendmsg");
	if (m->msg_iovlen > 0)
		before_send(m->msg_iov[0].iov_base, m->msg_iov[0].iov_len);
	return next(fd, m, flags);
}

ssize_t
writev(int fd, const struct iovec *v, int count)
{
	NEXT(writev_fn, "writev");
	if (count > 0)
		before_send(v[0].iov_base, v[0].iov_len);
	return next(fd, v, count);
}
