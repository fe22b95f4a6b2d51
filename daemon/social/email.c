#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "post.h"
#include "rows.h"

/* Mail programs take addresses of up to about 2,000 characters, so it is the
 * encoded text that has a limit. Both together stay below it. */
enum { MAX_BODY = 1450, MAX_SUBJECT = 500, SUBJECT_GRAPHEMES = 150 };

/* Adds s encoded, each line end as the CRLF that mail wants. */
static void
add_lines(struct text *out, const char *s)
{
	while (*s != '\0') {
		size_t size = strcspn(s, "\r\n");
		char line[1024];

		if (size >= sizeof(line))
			size = sizeof(line) - 1;
		memcpy(line, s, size);
		line[size] = '\0';
		text_add_percent(out, line);
		s += size;
		if (*s == '\r' || *s == '\n') {
			text_add(out, "%0D%0A");
			s += s[0] == '\r' && s[1] == '\n' ? 2 : 1;
		}
	}
}

static size_t
length(const char *text)
{
	struct text out = {0};
	size_t size;

	add_lines(&out, text);
	size = out.size;
	text_free(&out);
	return size;
}

/* The title on one line, cut to what fits. */
static char *
subject_of(const char *title)
{
	char *clean = text_clean(title != NULL ? title : "");
	char *cut;

	for (char *c = clean; *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	cut = text_cut(text_trim(clean), SUBJECT_GRAPHEMES);
	for (size_t most = SUBJECT_GRAPHEMES; length(cut) > MAX_SUBJECT;) {
		free(cut);
		most = most * 3 / 4;
		cut = text_cut(clean, most);
	}
	free(clean);
	return cut;
}

static char *
compose(const struct network_post *post)
{
	struct text out = {0};
	char *subject = subject_of(post->title);
	char *body = post_refit(&email_network, post);

	text_add(&out, "mailto:?subject=");
	add_lines(&out, subject);
	text_add(&out, "&body=");
	add_lines(&out, body);
	free(subject);
	free(body);
	return text_take(&out);
}

const struct network email_network = {
	.name = "email",
	.label = "E-mail",
	.has_composer = true,
	.takes_text = true,
	.max_length = MAX_BODY,
	.length = length,
	.compose = compose,
};
