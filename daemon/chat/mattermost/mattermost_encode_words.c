#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "mattermost_encode_text.h"

#define JOINER "\xe2\x81\xa0" /* U+2060: seen by nobody */

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80) != 0 || c == '_';
}

static bool
is_blank(char c)
{
	return c == '\0' || c == ' ' || c == '\n';
}

/* The last byte written, NUL at the start. */
static char
last(const struct mattermost_mark *m)
{
	return m->out.size == 0 ? '\0' : m->out.bytes[m->out.size - 1];
}

static bool
at_line_start(const struct mattermost_mark *m)
{
	return m->out.size == 0 || last(m) == '\n';
}

/* Whether what was written ends in s, ASCII case folded. */
static bool
ends_in(const struct mattermost_mark *m, size_t upto, const char *s)
{
	size_t size = strlen(s), i;

	if (upto < size)
		return false;
	for (i = 0; i < size; i++)
		if (tolower((unsigned char)m->out.bytes[upto - size + i]) !=
			s[i])
			return false;
	return true;
}

/* "www" or "www2": a dot behind it would make an address. */
static bool
ends_in_www(const struct mattermost_mark *m)
{
	size_t at = m->out.size, digits = 0;

	while (at > 0 && digits < 3 &&
		isdigit((unsigned char)m->out.bytes[at - 1])) {
		at--;
		digits++;
	}
	return ends_in(m, at, "www");
}

/* ".com": a slash behind it would make an address. */
static bool
ends_in_domain(const struct mattermost_mark *m)
{
	size_t at = m->out.size;

	while (at > 0 && (isalpha((unsigned char)m->out.bytes[at - 1]) ||
				 (m->out.bytes[at - 1] & 0x80) != 0))
		at--;
	return at > 0 && at < m->out.size && m->out.bytes[at - 1] == '.';
}

/* Whether ":name:" stands at s. */
static bool
is_shortcode(const char *s)
{
	size_t size = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");

	return size > 0 && s[1 + size] == ':';
}

/* A colon opens shortcodes, smileys and addresses; one in a time does not. */
static bool
is_opening_colon(const struct mattermost_mark *m, const char *s)
{
	if (is_blank(s[1]))
		return false;
	return is_shortcode(s) || !isdigit((unsigned char)last(m)) ||
	       !isdigit((unsigned char)s[1]);
}

/* What begins a block at the start of a line. Returns what is left of s; s
 * itself when it begins none. */
static const char *
add_line_start(struct mattermost_mark *m, const char *s)
{
	size_t digits = strspn(s, "0123456789");
	size_t hashes = strspn(s, "#");

	if (*s == '>' || *s == '+' || *s == '-' ||
		(hashes > 0 && is_blank(s[hashes]))) {
		text_add_char(&m->out, '\\');
		text_add_char(&m->out, *s);
		return s + 1;
	}
	if (*s == '=')
		text_add(&m->out, JOINER);
	if (digits == 0 || (s[digits] != '.' && s[digits] != ')'))
		return s;
	text_add_bytes(&m->out, s, digits);
	text_add_char(&m->out, '\\');
	text_add_char(&m->out, s[digits]);
	return s + digits + 1;
}

/* Marks, which a backslash makes plain. */
static void
add_mark(struct mattermost_mark *m, const char *s)
{
	/* brackets end the words of a link in spite of it */
	if (m->linked && (*s == '[' || *s == ']')) {
		text_add(&m->out, *s == '[' ? "&#91;" : "&#93;");
		return;
	}
	text_add_char(&m->out, '\\');
	text_add_char(&m->out, *s);
	/* "](" would end a link before it in spite of the backslash */
	if ((*s == '~' && !is_blank(s[1])) || (*s == ']' && s[1] == '('))
		text_add(&m->out, JOINER);
}

/* What opens something with what follows. Where that is enough it is written as
 * a character reference, which copies as it was; the server reads references
 * before it looks for names. */
static void
add_opening(struct mattermost_mark *m, const char *s)
{
	bool opens = !is_blank(s[1]);

	switch (*s) {
	case '#': /* "#1" is no hashtag */
		opens = is_word(s[1]) && !isdigit((unsigned char)s[1]);
		break;
	case '&':
		opens = isalnum((unsigned char)s[1]) || s[1] == '#';
		break;
	case ':':
		opens = is_opening_colon(m, s);
		break;
	case ';':
		opens = s[1] == ')' || s[1] == '-';
		break;
	default: /* @ and < */
		break;
	}
	/* a bare "<" is closed by any ">" that comes, even one in code */
	if (*s == '<')
		text_add(&m->out, "&lt;");
	else if (opens && (*s == '#' || *s == ':'))
		text_addf(&m->out, "&#%d;", *s);
	else
		text_add_char(&m->out, *s);
	if (opens && *s != '#' && *s != ':')
		text_add(&m->out, JOINER);
}

/* What ends or goes on with something that stands before it. */
static void
add_ending(struct mattermost_mark *m, const char *s)
{
	bool ends = false;

	switch (*s) {
	case '.':
		ends = ends_in_www(m);
		break;
	case '/':
		ends = ends_in_domain(m);
		break;
	default: /* "x-d" is a smiley */
		ends = ends_in(m, m->out.size, "x") &&
		       (s[1] == 'd' || s[1] == 'D');
		break;
	}
	if (ends && *s != '-') {
		text_addf(&m->out, "&#%d;", *s);
		return;
	}
	text_add(&m->out, ends ? JOINER : NULL);
	text_add_char(&m->out, *s);
}

/* A backslash before a letter is just that, before anything else it hides
 * it. */
static void
add_backslash(struct mattermost_mark *m, const char *s)
{
	text_add(&m->out, isalnum((unsigned char)s[1]) ? "\\" : "\\\\");
}

static void
add_one(struct mattermost_mark *m, const char *s)
{
	if (*s == '\n') {
		while (last(m) == ' ')
			m->out.bytes[--m->out.size] = '\0';
		text_add_char(&m->out, '\n');
	} else if (*s == '\\') {
		add_backslash(m, s);
	} else if (strchr("`*_[]|~", *s) != NULL) {
		add_mark(m, s);
	} else if (strchr("@#:;<&", *s) != NULL) {
		add_opening(m, s);
	} else if (strchr("./-", *s) != NULL) {
		add_ending(m, s);
	} else {
		text_add_char(&m->out, *s);
	}
}

/* Keeps what stands there apart from what comes. */
static void
part(struct mattermost_mark *m, const char *s)
{
	char before = last(m);

	if (is_blank(*s) || before == '\0')
		return;
	if ((m->named && (is_word(*s) || *s == '.' || *s == '-')) ||
		strchr("@#:;&~\\]", before) != NULL)
		text_add(&m->out, JOINER);
}

void
mattermost_encode_words(struct mattermost_mark *m, const char *s)
{
	char *clean = text_clean(s);
	const char *at = clean, *next;

	if (*at != '\0') {
		part(m, at);
		m->named = false;
	}
	while (*at != '\0') {
		if (at_line_start(m)) {
			at += strspn(at, " ");
			next = add_line_start(m, at);
			if (next != at) {
				at = next;
				continue;
			}
			if (*at == '\0')
				break;
		}
		add_one(m, at++);
	}
	free(clean);
}
