#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "making.h"
#include "mem.h"
#include "seal.h"
#include "text.h"
#include "when.h"

#include "table.h"
#include "turn.h"

#define NAME_MAX_LETTERS 40

/* A name that every system takes: "report-news-2026-11-28.csv"; yours. */
static char *
file_name(const struct turn *t, const struct table *table)
{
	struct text out = {NULL, 0, 0};
	struct when_local day;
	const char *s;
	size_t start;

	text_addf(&out, "%s-", table->kind);
	start = out.size;
	for (s = table->title;
		*s != '\0' && out.size - start < NAME_MAX_LETTERS; s++) {
		if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9'))
			text_add_char(&out, *s);
		else if (*s >= 'A' && *s <= 'Z')
			text_add_char(&out, (char)(*s - 'A' + 'a'));
		else if (out.bytes[out.size - 1] != '-')
			text_add_char(&out, '-');
	}
	when_to_local(t->now, "UTC", &day);
	text_addf(&out, "%s%04d-%02d-%02d.csv",
		out.bytes[out.size - 1] == '-' ? "" : "-", day.year, day.month,
		day.day);
	return text_take(&out);
}

int
table_send(struct turn *t, const struct table *table, struct err *e)
{
	const struct event *event = t->event;
	char *name = file_name(t, table), *key;
	uint64_t unique;
	int result;

	seal_random(&unique, sizeof(unique));
	key = xasprintf("file:%016" PRIx64, unique);
	result = turn_tell(t, event->chat, event->person, key,
		table->template == NULL ? "report_file" : table->template,
		json_pack("{s:s, s:s, s:s, s:I, s:b, s:i}", "file", table->of,
			"filename", name, "title", table->title, "rows",
			(json_int_t)table->rows, "cut",
			table->rows > MAKING_ROWS, "most", MAKING_ROWS),
		e);
	if (result == 0)
		result = turn_reply(t, "report_sent",
			json_pack("{s:s, s:s}", "filename", name, "title",
				table->title),
			e);
	free(name);
	free(key);
	return result;
}
