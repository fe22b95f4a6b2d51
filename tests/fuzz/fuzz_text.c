#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

/* What people write, of any bytes: what comes out is fit to show and no
 * longer than asked for. */

static void
must(bool held)
{
	if (!held)
		abort();
}

static void
shape(const char *s)
{
	char *clean = text_clean(s);
	char *cut;

	must(text_is_utf8(clean, strlen(clean)));
	for (size_t max = 0; max < 40; max += 13) {
		cut = text_cut(clean, max);
		must(text_graphemes(cut) <= max);
		must(text_is_utf8(cut, strlen(cut)));
		free(cut);
	}
	text_trim(clean);
	cut = text_clean(clean);
	must(strcmp(cut, clean) == 0); /* clean stays clean */
	free(cut);
	free(clean);
}

static void
split(const char *s)
{
	static const char *const words[] = {"join", "leave", "pause", NULL};
	char *line = xstrdup(s), *rest = line, *word;

	while ((word = text_word(&rest))) {
		must(*word != '\0');
		must(text_nearest(word, words) < 3);
	}
	free(line);
}

static void
escape(const char *s)
{
	struct text t = {0};

	text_add_html(&t, s);
	must(t.size == 0 || strpbrk(t.bytes, "<>\"'") == NULL);
	t.size = 0;
	text_add_percent(&t, s);
	must(t.size == 0 || strpbrk(t.bytes, " &=?#<>\"'/\\\n") == NULL);
	text_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);

	shape(s);
	split(s);
	escape(s);
	free(s);
	return 0;
}
