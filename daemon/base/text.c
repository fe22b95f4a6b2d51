#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

#include "text.h"

#define WORD_MAX_SIZE 64 /* text_nearest() looks no further */

/* Makes room for size further bytes and a NUL. */
static void
grow(struct text *t, size_t size)
{
	size_t need = t->size + size + 1;

	if (need <= t->room)
		return;
	t->room = t->room ? t->room : 64;
	while (t->room < need)
		t->room *= 2;
	t->bytes = xrealloc(t->bytes, t->room);
}

void
text_add_bytes(struct text *t, const char *s, size_t size)
{
	grow(t, size);
	if (size)
		memcpy(t->bytes + t->size, s, size);
	t->size += size;
	t->bytes[t->size] = '\0';
}

void
text_add(struct text *t, const char *s)
{
	if (s)
		text_add_bytes(t, s, strlen(s));
}

void
text_add_char(struct text *t, char c)
{
	text_add_bytes(t, &c, 1);
}

void
text_addf(struct text *t, const char *fmt, ...)
{
	va_list args;
	int size;

	grow(t, 64);
	va_start(args, fmt);
	size = vsnprintf(t->bytes + t->size, t->room - t->size, fmt, args);
	va_end(args);
	if (size < 0) {
		t->bytes[t->size] = '\0';
		return;
	}
	if ((size_t)size >= t->room - t->size) {
		grow(t, (size_t)size);
		va_start(args, fmt);
		vsnprintf(t->bytes + t->size, t->room - t->size, fmt, args);
		va_end(args);
	}
	t->size += (size_t)size;
}

static bool
is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void
text_add_percent(struct text *t, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; s && *s; s++) {
		unsigned char c = (unsigned char)*s;
		char code[3] = {'%', hex[c >> 4], hex[c & 15]};

		if (is_unreserved(c))
			text_add_char(t, *s);
		else
			text_add_bytes(t, code, sizeof(code));
	}
}

static const char *
html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
text_add_html(struct text *t, const char *s)
{
	for (; s && *s; s++) {
		const char *entity = html_entity(*s);

		if (entity)
			text_add(t, entity);
		else
			text_add_char(t, *s);
	}
}

char *
text_take(struct text *t)
{
	char *bytes = t->bytes ? t->bytes : xstrdup("");

	memset(t, 0, sizeof(*t));
	return bytes;
}

void
text_free(struct text *t)
{
	free(t->bytes);
	memset(t, 0, sizeof(*t));
}

bool
text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
text_same(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	while (*a && fold(*a) == fold(*b)) {
		a++;
		b++;
	}
	return fold(*a) == fold(*b);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Three rows at a time. */
size_t
text_distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX_SIZE + 1];
	size_t *old = rows[0], *last = rows[1], *row = rows[2], *free_row;
	size_t width = strlen(b);

	if (width > WORD_MAX_SIZE)
		return SIZE_MAX;
	for (size_t j = 0; j <= width; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		free_row = old;
		old = last;
		last = row;
		row = free_row;
		row[0] = i;
		for (size_t j = 1; j <= width; j++) {
			row[j] = least(last[j], row[j - 1]) + 1;
			row[j] = least(row[j],
				last[j - 1] +
					(fold(a[i - 1]) != fold(b[j - 1])));
			if (i > 1 && j > 1 &&
				fold(a[i - 1]) == fold(b[j - 2]) &&
				fold(a[i - 2]) == fold(b[j - 1]))
				row[j] = least(row[j], old[j - 2] + 1);
		}
	}
	return row[width];
}

int
text_nearest(const char *s, const char *const *words)
{
	size_t size = strlen(s);
	size_t best = (size + 1) / 2;
	int found = -1;

	if (size > WORD_MAX_SIZE)
		return -1;
	for (int i = 0; words[i]; i++) {
		size_t d;

		d = text_distance(s, words[i]);
		if (d < best || (found < 0 && d == 0)) {
			best = d;
			found = i;
		}
	}
	return found;
}

void
text_copy(char *into, size_t room, const char *s)
{
	size_t size = strnlen(s, room);

	if (size == room) {
		size--;
		while (size > 0 && ((unsigned char)s[size] & 0xc0) == 0x80)
			size--;
	}
	memmove(into, s, size);
	into[size] = '\0';
}
