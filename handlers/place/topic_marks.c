#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "turn.h"

#include "topic_marks.h"
#include "topic_name.h"

/* Where the next mark begins: a + or - after a blank; NULL: nowhere. */
static char *
next_mark(char *at)
{
	for (at++; *at != '\0'; at++)
		if ((*at == '+' || *at == '-') && at[-1] == ' ')
			return at;
	return NULL;
}

/* One name with its mark; out->count grows. */
static int
read_one(struct turn *t, char *marked, const char *command,
	struct topic_marks *out, bool *fine, struct err *e)
{
	char *line = xasprintf("%s %c", command, marked[0]);
	struct topic topic;
	int result = topic_name_find(t, text_trim(marked + 1), line, &topic, e);

	free(line);
	*fine = topic.id != 0;
	if (result == -1 || !*fine || out->count == TOPICS_MOST)
		return result;
	out->list[out->count].topic = topic;
	out->list[out->count++].on = marked[0] == '+';
	return 0;
}

static int
read_all(struct turn *t, char *at, const char *command, struct topic_marks *out,
	bool *fine, struct err *e)
{
	char *next;

	for (*fine = true; at != NULL && *fine; at = next) {
		next = next_mark(at);
		if (next != NULL)
			next[-1] = '\0';
		if (read_one(t, at, command, out, fine, e) == -1)
			return -1;
	}
	return 0;
}

static int
refuse(struct turn *t, const char *command, struct err *e)
{
	json_t *names = topic_name_list(t, e);

	if (names == NULL)
		return -1;
	return turn_reply(t, "topic_marks_wrong",
		json_pack("{s:s, s:o}", "typed", command + 1, "topics", names),
		e);
}

int
topic_marks_read(struct turn *t, const char *text, const char *command,
	struct topic_marks *out, bool *fine, struct err *e)
{
	char *copy = text_clean(text), *line = text_trim(copy);
	int result;

	*out = (struct topic_marks){.count = 0};
	*fine = true;
	out->none = text_same(line, "none");
	if (out->none)
		result = 0;
	else if (*line != '+' && *line != '-') {
		*fine = false;
		result = refuse(t, command, e);
	} else
		result = read_all(t, line, command, out, fine, e);
	free(copy);
	return result;
}
