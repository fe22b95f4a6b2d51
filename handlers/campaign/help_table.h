#ifndef ADVOCATED_HELP_TABLE_H
#define ADVOCATED_HELP_TABLE_H

#include <stddef.h>

/*
 * What "/campaign help" says of each command, grouped. To add one: a row in
 * help_table.c, and in words.json of each language "help_<word>" (a few words
 * after the command, as in a list) and "help_<word>_more" (what it does and
 * does not, in two or three sentences). test_help wants both for every word
 * of /campaign that handlers.c has.
 */
struct help_entry {
	const char *word;
	const char *group;       /* its phrase: "help_group_content" */
	const char *usage;       /* "announce 12 #news": in the list */
	const char *examples[2]; /* in its own help */
};

/* The entry at i, in the order in which they are shown; NULL after the last. */
const struct help_entry *help_table_at(size_t i);

/* NULL: no such word. */
const struct help_entry *help_table_find(const char *word);

#endif
