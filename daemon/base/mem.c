#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static _Noreturn void
give_up(void)
{
	/* No allocation here: stdio's buffer for stderr does not exist. */
	fputs("error out_of_memory\n", stderr);
	abort();
}

void *
xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		give_up();
	return p;
}

void *
xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		give_up();
	return p;
}

void *
xrealloc(void *old, size_t size)
{
	void *p = realloc(old, size ? size : 1);

	if (!p)
		give_up();
	return p;
}

char *
xstrdup(const char *text)
{
	size_t size;
	char *copy;

	if (!text)
		return NULL;
	size = strlen(text) + 1;
	copy = xmalloc(size);
	memcpy(copy, text, size);
	return copy;
}

char *
xstrndup(const char *text, size_t size)
{
	size_t used;
	char *copy;

	if (!text)
		return NULL;
	used = strnlen(text, size);
	copy = xmalloc(used + 1);
	memcpy(copy, text, used);
	copy[used] = '\0';
	return copy;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list args;
	char *out = NULL;
	int size;

	va_start(args, fmt);
	size = vasprintf(&out, fmt, args);
	va_end(args);
	if (size < 0)
		give_up();
	return out;
}
