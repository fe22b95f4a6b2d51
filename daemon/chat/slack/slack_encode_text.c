#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "text.h"

#include "card.h"
#include "slack_encode_text.h"

#define WORD_JOINER "\xe2\x81\xa0"

json_t *
slack_encode_typed(const char *type)
{
	json_t *object = json_object();

	slack_encode_set_text(object, "type", type);
	return object;
}

void
slack_encode_set(json_t *object, const char *key, json_t *value)
{
	if (value != NULL)
		json_object_set_new_nocheck(object, key, value);
}

void
slack_encode_set_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new_nocheck(object, key, json_string_nocheck(text));
}

size_t
slack_encode_units(const char *s, bool escaped)
{
	size_t units = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x80 && c < 0xc0)
			continue;
		units += c >= 0xf0 ? 2 : 1;
		if (escaped && c == '&')
			units += strlen("&amp;") - 1;
		else if (escaped && (c == '<' || c == '>'))
			units += strlen("&lt;") - 1;
	}
	return units;
}

/* Most texts are plain and short: nothing to clean, nothing to cut. */
static bool
is_fine(const char *s, size_t max, bool escaped)
{
	size_t units = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c < ' ' && c != '\n') || c > '~')
			return false;
		units += escaped && (c == '&' || c == '<' || c == '>') ? 5 : 1;
	}
	return units <= max;
}

char *
slack_encode_cut(const char *s, size_t max, bool escaped)
{
	size_t units, graphemes = max;
	char *clean, *cut;

	if (is_fine(s, max, escaped))
		return xstrdup(s);
	clean = text_clean(s);
	units = slack_encode_units(clean, escaped);
	while (units > max) {
		cut = text_cut(clean, graphemes);
		units = slack_encode_units(cut, escaped);
		if (units <= max || graphemes <= 1) {
			free(clean);
			clean = cut;
			break;
		}
		free(cut);
		graphemes = graphemes * max / units;
		if (graphemes == 0)
			graphemes = 1;
	}
	if (units > max) /* a single character made of very many */
		*clean = '\0';
	return clean;
}

/* Whether s starts with a word that calls everybody. */
static bool
is_call(const char *s)
{
	static const char *const calls[] = {
		"here", "channel", "everyone", "group"};
	size_t i;

	for (i = 0; i < sizeof calls / sizeof *calls; i++)
		if (strncasecmp(s, calls[i], strlen(calls[i])) == 0)
			return true;
	return false;
}

static void
add_escaped(struct text *out, const char *s)
{
	size_t run;

	for (; *s != '\0'; s++) {
		run = strcspn(s, "&<>@");
		text_add_bytes(out, s, run);
		s += run;
		if (*s == '\0')
			return;
		if (*s == '&')
			text_add(out, "&amp;");
		else if (*s == '<')
			text_add(out, "&lt;");
		else if (*s == '>')
			text_add(out, "&gt;");
		else
			text_add_char(out, '@');
		if (*s == '@' && is_call(s + 1))
			text_add(out, WORD_JOINER);
	}
}

json_t *
slack_encode_plain(const char *s, size_t max, bool emoji)
{
	char *cut = text_trim(slack_encode_cut(s == NULL ? "" : s, max, true));
	struct text out = {0};
	json_t *object = NULL;

	add_escaped(&out, cut);
	if (out.size > 0) {
		object = slack_encode_typed("plain_text");
		slack_encode_set_text(object, "text", out.bytes);
		slack_encode_set(object, "emoji", json_boolean(emoji));
	}
	text_free(&out);
	free(cut);
	return object;
}

/* Whether a shortcode like :tada: stands in s. */
static bool
has_shortcode(const char *s)
{
	size_t size;

	for (; (s = strchr(s, ':')) != NULL; s++) {
		size = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");
		if (size > 0 && s[1 + size] == ':')
			return true;
	}
	return false;
}

static bool
is_safe_text(const char *s)
{
	return strpbrk(s, "*_~`") == NULL && s[0] != '>' &&
	       strstr(s, "\n>") == NULL && !has_shortcode(s);
}

static const char *
get(const json_t *span, const char *key)
{
	return json_string_value(json_object_get(span, key));
}

/* The words people see of a span that has some, else NULL. */
static const char *
words_of(const json_t *span)
{
	static const char *const keys[] = {"b", "i", "code", "text", "link"};
	const char *words = json_string_value(span);
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys && words == NULL; i++)
		words = get(span, keys[i]);
	return words;
}

bool
slack_encode_is_safe(const json_t *spans)
{
	const char *words;
	json_t *span;
	size_t i;

	if (json_is_string(spans))
		return is_safe_text(json_string_value(spans));
	json_array_foreach(spans, i, span)
	{
		words = words_of(span);
		if (words != NULL && !is_safe_text(words))
			return false;
	}
	return true;
}

bool
slack_encode_is_plain(const json_t *spans, bool bold_too)
{
	bool emoji = false, shortcode = false;
	const char *words;
	json_t *span;
	size_t i;

	if (json_is_string(spans))
		return true;
	json_array_foreach(spans, i, span)
	{
		words = json_string_value(span);
		if (words == NULL && bold_too)
			words = get(span, "b");
		if (words != NULL)
			shortcode = shortcode || has_shortcode(words);
		else if (get(span, "emoji") != NULL)
			emoji = true;
		else
			return false;
	}
	return !(emoji && shortcode);
}

/* Languages that people can set their Slack to. */
static bool
is_spoken(const char *language)
{
	static const char *const spoken[] = {
		"de", "en", "es", "fr", "it", "ja", "ko", "pt", "ru", "zh"};
	size_t i;

	for (i = 0; i < sizeof spoken / sizeof *spoken; i++)
		if (strncmp(language, spoken[i], 2) == 0)
			return true;
	return false;
}

const char *
slack_encode_date_format(const json_t *span)
{
	const char *style = get(span, "style");
	const char *language = get(span, "language");

	if (language != NULL && !is_spoken(language))
		return NULL;
	if (style != NULL && strcmp(style, "date_time") == 0)
		return "{date_long}, {time}";
	if (style != NULL && strcmp(style, "day") == 0)
		return "{date_long_pretty}";
	return "{date_long}";
}

bool
slack_encode_is_id(const char *s)
{
	return *s != '\0' &&
	       s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] == '\0';
}

bool
slack_encode_is_emoji(const char *s)
{
	return *s != '\0' &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_+-'")] == '\0';
}

char *
slack_encode_address(const char *s)
{
	struct text out = {0};

	if (!text_starts(s, "https://") && !text_starts(s, "http://") &&
		!text_starts(s, "mailto:"))
		return NULL;
	for (; *s != '\0'; s++) {
		if (strchr("<>|\"\\^`{}", *s) != NULL ||
			(unsigned char)*s <= ' ')
			text_addf(&out, "%%%02X", (unsigned char)*s);
		else
			text_add_char(&out, *s);
	}
	return text_take(&out);
}

static void
add_link(struct text *out, const json_t *span)
{
	const char *address = get(span, "link"), *words = get(span, "text");
	char *fine = slack_encode_address(address);

	if (words == NULL || *words == '\0')
		words = address;
	if (fine == NULL) {
		add_escaped(out, words);
		return;
	}
	text_add_char(out, '<');
	add_escaped(out, fine);
	if (strcmp(words, address) != 0) {
		text_add_char(out, '|');
		add_escaped(out, words);
	}
	text_add_char(out, '>');
	free(fine);
}

static void
add_date(struct text *out, const json_t *span)
{
	const char *format = slack_encode_date_format(span);
	char *fallback = card_plain_spans(span);
	char *bar;

	if (format == NULL) {
		add_escaped(out, fallback);
		free(fallback);
		return;
	}
	while ((bar = strpbrk(fallback, "|<>")) != NULL)
		*bar = '/';
	text_addf(out, "<!date^%" JSON_INTEGER_FORMAT "^%s|",
		json_integer_value(json_object_get(span, "time")), format);
	add_escaped(out, fallback);
	text_add_char(out, '>');
	free(fallback);
}

/* Ids go between < and >: nothing but letters and digits may. */
static void
add_id(struct text *out, char mark, const char *id)
{
	if (slack_encode_is_id(id))
		text_addf(out, "<%c%s>", mark, id);
	else
		add_escaped(out, id);
}

static void
add_emoji(struct text *out, const char *name)
{
	if (slack_encode_is_emoji(name))
		text_addf(out, ":%s:", name);
	else
		add_escaped(out, name);
}

static void
add_mrkdwn(struct text *out, const json_t *span, bool styled)
{
	static const char *const styles[][2] = {
		{"b", "*"}, {"i", "_"}, {"code", "`"}};
	size_t i;

	if (json_is_string(span))
		add_escaped(out, json_string_value(span));
	else if (get(span, "link") != NULL)
		add_link(out, span);
	else if (json_object_get(span, "time") != NULL)
		add_date(out, span);
	else if (get(span, "person") != NULL)
		add_id(out, '@', get(span, "person"));
	else if (get(span, "channel") != NULL)
		add_id(out, '#', get(span, "channel"));
	else if (get(span, "emoji") != NULL)
		add_emoji(out, get(span, "emoji"));
	for (i = 0; i < sizeof styles / sizeof *styles; i++) {
		if (get(span, styles[i][0]) == NULL)
			continue;
		text_add(out, styled ? styles[i][1] : NULL);
		add_escaped(out, get(span, styles[i][0]));
		text_add(out, styled ? styles[i][1] : NULL);
	}
}

/* The span with its words cut to max units, yours; NULL when that is no use
 * because the span is no words. */
static json_t *
cut_span(const json_t *span, size_t max)
{
	const char *words = words_of(span), *key;
	char *cut;
	json_t *copy;

	if (words == NULL || get(span, "link") != NULL)
		return NULL;
	cut = slack_encode_cut(words, max, true);
	if (json_is_string(span)) {
		copy = json_string(cut);
	} else {
		key = json_object_iter_key(json_object_iter((json_t *)span));
		copy = json_pack("{s:s}", key, cut);
	}
	free(cut);
	return copy;
}

/* Adds the span if it fits in *left units; false: it was cut, nothing more
 * fits. */
static bool
add_fitting(struct text *out, const json_t *span, size_t *left, bool styled)
{
	size_t before = out->size, units;
	json_t *cut;

	add_mrkdwn(out, span, styled);
	if (out->size == before)
		return true;
	units = slack_encode_units(out->bytes + before, false);
	if (units <= *left) {
		*left -= units;
		return true;
	}
	out->bytes[out->size = before] = '\0';
	if (*left <= 8)
		return false;
	cut = cut_span(span, *left - 8);
	if (cut != NULL)
		add_mrkdwn(out, cut, styled);
	else
		text_add(out, "\xe2\x80\xa6");
	json_decref(cut);
	return false;
}

size_t
slack_encode_weight(const json_t *spans)
{
	const char *words = words_of(spans);
	size_t units = 0, i;
	json_t *span;

	if (words != NULL)
		return slack_encode_units(words, true);
	json_array_foreach(spans, i, span)
	{
		units += slack_encode_weight(span);
	}
	return units + 1;
}

char *
slack_encode_mrkdwn(const json_t *spans, size_t max, bool styled)
{
	struct text out = {0};
	size_t left = max, i;
	char *raw, *clean;
	json_t *span;

	if (!json_is_array(spans))
		add_fitting(&out, spans, &left, styled);
	json_array_foreach(spans, i, span)
	{
		if (!add_fitting(&out, span, &left, styled))
			break;
	}
	raw = text_take(&out);
	clean = text_clean(raw);
	free(raw);
	return text_trim(clean);
}
