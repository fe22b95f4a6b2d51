#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucnv.h>

#include "mem.h"
#include "text.h"

#include "charset.h"

enum { NAME_MAX_SIZE = 40, LOOKED_AT = 4096 };

/* The charset's name after "charset=" or "encoding=" in s, into name; false
 * when there is none. */
static bool
find_name(const char *s, const char *key, char name[NAME_MAX_SIZE])
{
	const char *at = strcasestr(s, key);
	size_t size = 0;

	if (at == NULL)
		return false;
	at += strlen(key);
	while (*at == ' ' || *at == '"' || *at == '\'')
		at++;
	while (size < NAME_MAX_SIZE - 1 &&
		(isalnum((unsigned char)at[size]) ||
			(at[size] != '\0' && strchr("-_.:", at[size]))))
		size++;
	memcpy(name, at, size);
	name[size] = '\0';
	return size > 0;
}

/* What the document says of itself, in the part that is ASCII in any charset
 * that can say it. */
static bool
find_declared(const char *bytes, size_t size, char name[NAME_MAX_SIZE])
{
	char *head = xstrndup(bytes, size < LOOKED_AT ? size : LOOKED_AT);
	const char *from = head + strspn(head, " \t\r\n");
	bool found = false;

	if (text_starts(from, "<?xml")) {
		char *end = strstr(from, "?>");

		if (end != NULL)
			*end = '\0';
		found = find_name(from, "encoding=", name);
	} else if (*from == '<') {
		found = find_name(from, "charset=", name);
	}
	free(head);
	return found;
}

static const char *
name_by_mark(const char *bytes, size_t size)
{
	static const struct {
		const char *mark;
		size_t size;
		const char *name;
	} marks[] = {
		{"\xef\xbb\xbf", 3, "UTF-8"},
		{"\xff\xfe", 2, "UTF-16LE"},
		{"\xfe\xff", 2, "UTF-16BE"},
		{"<\0", 2, "UTF-16LE"},
		{"\0<", 2, "UTF-16BE"},
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (size >= marks[i].size &&
			memcmp(bytes, marks[i].mark, marks[i].size) == 0)
			return marks[i].name;
	return NULL;
}

static bool
is_known(const char *name)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &code);

	ucnv_close(converter);
	return U_SUCCESS(code);
}

static bool
is_utf8_name(const char *name)
{
	return text_same(name, "utf-8") || text_same(name, "utf8");
}

/* The web calls Windows-1252 by these names, and ICU does not. */
static bool
is_latin_name(const char *name)
{
	return text_same(name, "iso-8859-1") || text_same(name, "latin1") ||
	       text_same(name, "us-ascii") || text_same(name, "ascii");
}

/* Decides by the header, else the document; a header that says UTF-8 of bytes
 * that are not is not believed. */
static const char *
choose(const char *bytes, size_t size, const char *type,
	char name[NAME_MAX_SIZE])
{
	const char *marked = name_by_mark(bytes, size);
	bool is_utf8;

	if (marked != NULL)
		return marked;
	is_utf8 = text_is_utf8(bytes, size);
	if (type != NULL && find_name(type, "charset=", name) &&
		is_known(name) && (is_utf8 || !is_utf8_name(name)))
		return is_latin_name(name) ? "windows-1252" : name;
	if (find_declared(bytes, size, name) && is_known(name))
		return is_latin_name(name) ? "windows-1252" : name;
	return is_utf8 ? "UTF-8" : "windows-1252";
}

static char *
convert(const char *bytes, size_t size, const char *name, size_t *out_size)
{
	int32_t room = (int32_t)size * 2 + 16;

	for (;;) {
		UErrorCode code = U_ZERO_ERROR;
		char *out = xmalloc((size_t)room + 1);
		int32_t got = ucnv_convert(
			"UTF-8", name, out, room, bytes, (int32_t)size, &code);

		if (code == U_BUFFER_OVERFLOW_ERROR && got > room) {
			free(out);
			room = got;
			continue;
		}
		*out_size = U_SUCCESS(code) ? (size_t)got : 0;
		return out;
	}
}

char *
charset_decode(const char *bytes, size_t size, const char *type)
{
	char name[NAME_MAX_SIZE];
	const char *chosen;
	size_t out_size;
	char *out;

	if (size == 0 || size > INT32_MAX / 8)
		return xstrdup("");
	chosen = choose(bytes, size, type, name);
	if (is_utf8_name(chosen) && text_is_utf8(bytes, size)) {
		out = xstrndup(bytes, size);
		out_size = size;
	} else {
		out = convert(bytes, size, chosen, &out_size);
	}
	for (size_t i = 0; i < out_size; i++)
		if (out[i] == '\0')
			out[i] = ' ';
	out[out_size] = '\0';
	if (text_starts(out, "\xef\xbb\xbf"))
		memmove(out, out + 3, out_size - 2);
	return out;
}

size_t
charset_bound(const char *bytes, size_t size, size_t max)
{
	if (size <= max)
		return size;
	while (max > 0 && ((unsigned char)bytes[max] & 0xc0) == 0x80)
		max--;
	return max;
}
