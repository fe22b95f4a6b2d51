#ifndef ADVOCATED_OPTIONS_H
#define ADVOCATED_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Every setting there is, as rows: name, type, range, default, words. The
 * reader, the checks and bot.conf.sample all come from here. */
enum option_type {
	OPTION_TEXT,   /* const char * */
	OPTION_WORDS,  /* const char *: may be empty */
	OPTION_CHOICE, /* const char *, one of the words in `standard`, the
			  first is the default */
	OPTION_NUMBER, /* int64_t within min..max */
	OPTION_FLAG,   /* bool */
	OPTION_SPAN, /* int64_t ms: "90s" "10m" "48h" "30d", within min..max */
	OPTION_URL,  /* const char *, http(s), no slash at the end; empty only
			if that is the default */
	OPTION_ZONE, /* const char *, IANA */
	OPTION_WEEKTIME, /* const char *: "monday 09:00" or "never" */
	OPTION_TEXTS,    /* const char **, NULL at the end */
	OPTION_NUMBERS   /* const int64_t *, INT64_MIN at the end */
};

struct option {
	const char *name;
	enum option_type type;
	size_t offset;        /* in the struct that the section fills */
	const char *standard; /* default as written; NULL: must be given */
	int64_t min, max;     /* numbers, spans (ms), entries of lists */
	const char *words;    /* what it is for, in a line or two */
	const char *sample;   /* in bot.conf.sample, if other than standard */
};

/* A group of settings: the top level (name NULL), a group, or a list of
 * groups (repeated). Groups that differ by their setting `kind` have a section
 * for each kind, side by side; the first is what one without `kind` is. */
struct option_section {
	const char *name;
	const char *kind; /* NULL: all are of one shape */
	bool repeated;
	size_t size;                      /* of one element, if repeated */
	size_t list_offset, count_offset; /* in struct config, if repeated */
	const struct option *options;     /* ends with a NULL name */
	const char *words;                /* NULL: a further kind */
};

/* Ends with a NULL options. */
const struct option_section *options_sections(void);

/* Writes bot.conf.sample: every setting with its words and default. */
void options_print(FILE *out);

/* "48h" -> ms; -1 when it cannot be read. */
int64_t options_read_span(const char *text);

#endif
