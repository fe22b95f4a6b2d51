#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "template_markup.h"

static const char name_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789_.";

static void
free_pieces(struct markup_pieces *p)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		free(p->list[i].text);
	free(p->list);
}

void
template_markup_free(struct markup *m)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		free_pieces(&m->runs[i].text);
		free_pieces(&m->runs[i].address);
	}
	free(m->runs);
	*m = (struct markup){0};
}

static void
add_piece(struct markup_pieces *p, char *text, bool is_name)
{
	p->list = xrealloc(p->list, (p->count + 1) * sizeof *p->list);
	p->list[p->count++] = (struct markup_piece){text, is_name};
}

static void
flush(struct markup_pieces *p, struct text *literal)
{
	if (literal->size > 0)
		add_piece(p, text_take(literal), false);
}

/* "{name}" at s: its length, or 0 with e set. */
static size_t
parse_name(struct markup_pieces *p, const char *s, struct err *e)
{
	size_t size = strspn(s + 1, name_chars);

	if (size == 0 || s[1 + size] != '}') {
		err_set(e, "a { that starts no {name}; {{ is a brace");
		return 0;
	}
	add_piece(p, xstrndup(s + 1, size), true);
	return size + 2;
}

/* Placeholders and braces of s up to end; escapes where styled. */
static int
parse_pieces(struct markup_pieces *p, const char *s, const char *end,
	bool styled, struct err *e)
{
	struct text literal = {0};
	size_t size;

	while (s < end) {
		if ((s[0] == '{' || s[0] == '}') && s[1] == s[0]) {
			text_add_char(&literal, *s);
			s += 2;
		} else if (s[0] == '{') {
			flush(p, &literal);
			size = parse_name(p, s, e);
			if (size == 0)
				return -1;
			s += size;
		} else if (s[0] == '}') {
			text_free(&literal);
			return err_set(e, "a } without its {; }} is a brace");
		} else {
			if (styled && s[0] == '\\' && s + 1 < end)
				s++;
			text_add_char(&literal, *s++);
		}
	}
	flush(p, &literal);
	text_free(&literal);
	return 0;
}

static struct markup_run *
add_run(struct markup *m, enum markup_style style)
{
	m->runs = xrealloc(m->runs, (m->count + 1) * sizeof *m->runs);
	m->runs[m->count] = (struct markup_run){.style = style};
	return &m->runs[m->count++];
}

/* Where the closing mark stands, escapes skipped; NULL when nowhere. */
static const char *
find_mark(const char *s, const char *mark)
{
	size_t size = strlen(mark);

	for (; *s != '\0'; s++) {
		if (strncmp(s, mark, size) == 0)
			return s;
		if (*s == '\\' && s[1] != '\0')
			s++;
	}
	return NULL;
}

/* The end of "[text](address)" at s, its middle in *middle; NULL if none. */
static const char *
find_link(const char *s, const char **middle)
{
	const char *close;

	*middle = find_mark(s, "](");
	if (*middle == NULL || memchr(s + 1, '[', (size_t)(*middle - s - 1)))
		return NULL;
	close = strchr(*middle, ')');
	return close == NULL ? NULL : close + 1;
}

/* The size of ":emoji:" at s, 0 if it is none. before is the byte ahead. */
static size_t
emoji_size(const char *s, char before)
{
	size_t size = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz0123456789_+-");
	size_t digits = strspn(s + 1, "0123456789");

	if (isalnum((unsigned char)before) || size == 0 || s[1 + size] != ':' ||
		digits == size)
		return 0;
	return size + 2;
}

static const struct {
	const char *mark;
	enum markup_style style;
} marks[] = {{"**", MARKUP_BOLD}, {"*", MARKUP_ITALIC}, {"`", MARKUP_CODE}};

/* A marked run at s: its size, 0 if there is none, -1 with e set. */
static long
parse_marked(struct markup *m, const char *s, struct err *e)
{
	const char *end;
	size_t i, size;

	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		size = strlen(marks[i].mark);
		if (strncmp(s, marks[i].mark, size) != 0)
			continue;
		if (strchr(" \t\n", s[size]) != NULL && s[size] != '\0')
			return 0;
		end = find_mark(s + size, marks[i].mark);
		if (end == NULL || end == s + size)
			return err_set(e,
				"%s is not closed; \\%c is a plain one",
				marks[i].mark, marks[i].mark[0]);
		if (parse_pieces(&add_run(m, marks[i].style)->text, s + size,
			    end, true, e) == -1)
			return -1;
		return end + size - s;
	}
	return 0;
}

static long
parse_link(struct markup *m, const char *s, struct err *e)
{
	const char *middle, *end = find_link(s, &middle);
	struct markup_run *run;

	if (end == NULL)
		return 0;
	run = add_run(m, MARKUP_LINK);
	if (parse_pieces(&run->text, s + 1, middle, true, e) == -1 ||
		parse_pieces(&run->address, middle + 2, end - 1, false, e) ==
			-1)
		return -1;
	return end - s;
}

static long
parse_emoji(struct markup *m, const char *s, char before)
{
	size_t size = emoji_size(s, before);

	if (size > 0)
		add_piece(&add_run(m, MARKUP_EMOJI)->text,
			xstrndup(s + 1, size - 2), false);
	return (long)size;
}

static long
parse_special(
	struct markup *m, const char *string, const char *s, struct err *e)
{
	switch (*s) {
	case '*':
	case '`':
		return parse_marked(m, s, e);
	case '[':
		return parse_link(m, s, e);
	case ':':
		return parse_emoji(m, s, s == string ? ' ' : s[-1]);
	default:
		return 0;
	}
}

/* Plain text from start up to end becomes a run of its own. */
static int
add_plain(struct markup *m, size_t at, const char *start, const char *end,
	struct err *e)
{
	struct markup_run run = {.style = MARKUP_NONE};

	if (start == end)
		return 0;
	if (parse_pieces(&run.text, start, end, true, e) == -1) {
		free_pieces(&run.text);
		return -1;
	}
	add_run(m, MARKUP_NONE);
	memmove(m->runs + at + 1, m->runs + at,
		(m->count - 1 - at) * sizeof *m->runs);
	m->runs[at] = run;
	return 0;
}

static int
parse_styled(struct markup *m, const char *string, struct err *e)
{
	const char *start = string, *s = string;
	size_t runs;
	long size;

	while (*s != '\0') {
		runs = m->count;
		size = parse_special(m, string, s, e);
		if (size == -1)
			return -1;
		if (size == 0) {
			s += *s == '\\' && s[1] != '\0' ? 2 : 1;
			continue;
		}
		if (add_plain(m, runs, start, s, e) == -1)
			return -1;
		start = s += size;
	}
	return add_plain(m, m->count, start, s, e);
}

int
template_markup_parse(
	struct markup *m, const char *string, bool styled, struct err *e)
{
	int status;

	*m = (struct markup){0};
	if (styled)
		status = parse_styled(m, string, e);
	else
		status = *string == '\0'
				 ? 0
				 : parse_pieces(&add_run(m, MARKUP_NONE)->text,
					   string, string + strlen(string),
					   false, e);
	if (status == -1)
		template_markup_free(m);
	return status;
}
