#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"
#include "behaviour.h"
#include "handlers.h"

#define WORDS_MAX 64

static const struct handler table[] = {
	/* what members and those who may become one do */
	{EVENT_COMMAND, "/advocate", NULL, WHO_ANYONE, help_run},
	{EVENT_COMMAND, "/advocate", "help", WHO_ANYONE, help_run},

	/* what admins do */
};

#define ROWS (sizeof table / sizeof *table)

static bool
row_fits(const struct handler *h, enum event_kind kind, const char *name)
{
	return h->kind == kind &&
	       (h->name == NULL ||
		       (name != NULL && strcmp(h->name, name) == 0));
}

/* The line for an event that is no command. */
static const struct handler *
find_row(enum event_kind kind, const char *name)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (row_fits(&table[i], kind, name))
			return &table[i];
	return NULL;
}

/* The line for a command and its first word (NULL: none was written). */
static const struct handler *
find_word(const char *command, const char *word)
{
	const struct handler *any = NULL;
	size_t i;

	for (i = 0; i < ROWS; i++) {
		if (!row_fits(&table[i], EVENT_COMMAND, command))
			continue;
		if (table[i].word != NULL && strcmp(table[i].word, "*") == 0)
			any = &table[i];
		else if (text_same(table[i].word, word))
			return &table[i];
	}
	return word == NULL ? NULL : any;
}

static bool
is_member(const struct turn *t)
{
	return t->member.id != 0 && (t->member.state == MEMBER_ACTIVE ||
					    t->member.state == MEMBER_PAUSED);
}

/* The guard: who may do what this line does. */
static int
run_row(struct turn *t, const struct handler *h, struct err *e)
{
	bool needed;

	switch (h->needs) {
	case WHO_ANYONE:
		break;
	case WHO_MEMBER:
		if (!is_member(t))
			return invite_short(t, e);
		break;
	case WHO_SHARER:
		if (invite_is_needed(t, &needed, e) == -1)
			return -1;
		if (needed)
			return invite_sharer(t, e);
		break;
	case WHO_ADMIN:
		if (!t->admin)
			return refuse_not_admin(t, e);
		break;
	}
	return h->run(t, e);
}

/* The words of a command that who acts may use, for a suggestion. */
static void
words_of(const struct turn *t, const char *command,
	const char *words[WORDS_MAX + 1])
{
	size_t i, count = 0;

	for (i = 0; i < ROWS && count < WORDS_MAX; i++) {
		if (!row_fits(&table[i], EVENT_COMMAND, command) ||
			table[i].word == NULL ||
			strcmp(table[i].word, "*") == 0 ||
			(table[i].needs == WHO_ADMIN && !t->admin))
			continue;
		words[count++] = table[i].word;
	}
	words[count] = NULL;
}

/* Runs "/command word rest", however it was said. line is changed. */
static int
run_line(struct turn *t, const char *command, char *line, struct err *e)
{
	const char *words[WORDS_MAX + 1], *word;
	const struct handler *h;
	char *rest = line, *whole;
	int result;

	whole = xstrdup(line);
	word = text_word(&rest);
	h = find_word(command, word);
	if (h != NULL && h->word != NULL && strcmp(h->word, "*") == 0)
		t->text = text_trim(whole);
	else
		t->text = text_trim(rest);
	if (h != NULL) {
		result = run_row(t, h, e);
	} else {
		words_of(t, command, words);
		result = refuse_unknown(t, command, word, words, e);
	}
	t->text = "";
	free(whole);
	return result;
}

static int
run_command(struct turn *t, struct err *e)
{
	char *line;
	int result;

	if (t->event->name == NULL)
		return err_set(e, "a command without a name");
	line = xstrdup(t->event->text == NULL ? "" : t->event->text);
	result = run_line(t, t->event->name, line, e);
	free(line);
	return result;
}

/* A "Did you mean" button: its value is the whole corrected command. */
static int
run_button(struct turn *t, struct err *e)
{
	char *value, *rest;
	const char *command;
	int result = 0;

	value = xstrdup(t->event->value == NULL ? "" : t->event->value);
	rest = value;
	command = text_word(&rest);
	if (command != NULL)
		result = run_line(t, command, rest, e);
	free(value);
	return result;
}

/* A direct message of one or two words that are a command works as one;
 * longer ones are talk. */
static bool
message_is_command(const char *text)
{
	const struct handler *h;
	char *copy, *rest;
	const char *word;
	bool result = false;

	copy = xstrdup(text);
	rest = copy;
	word = text_word(&rest);
	if (word != NULL) {
		h = find_word("/advocate", word);
		(void)text_word(&rest);
		result = h != NULL && text_word(&rest) == NULL;
	}
	free(copy);
	return result;
}

int
handlers_run(struct turn *t, struct err *e)
{
	const struct event *event = t->event;
	const struct handler *h;
	char *line;
	int result;

	t->text = "";
	if (event->kind == EVENT_COMMAND)
		return run_command(t, e);
	if (event->kind == EVENT_BUTTON && event->name != NULL &&
		strcmp(event->name, "run") == 0)
		return run_button(t, e);
	if (event->kind == EVENT_MESSAGE && event->text != NULL &&
		message_is_command(event->text)) {
		line = xstrdup(event->text);
		result = run_line(t, "/advocate", line, e);
		free(line);
		return result;
	}
	h = find_row(event->kind, event->name);
	return h == NULL ? 0 : run_row(t, h, e);
}
