#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <sys/mman.h>

#include "err.h"

#include "config.h"

/* libconfig's scanner forgets the text of a string that never ends. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

/* Any bytes as bot.conf: read or refused with words, nothing else. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {""};
	char path[64];
	int fd = memfd_create("bot.conf", MFD_CLOEXEC);

	if (fd == -1)
		return 0;
	if (write(fd, data, size) == (ssize_t)size) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		config_free(config_load(path, &e));
	}
	close(fd);
	return 0;
}
