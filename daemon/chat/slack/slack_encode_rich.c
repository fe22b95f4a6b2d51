#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "card.h"
#include "slack_encode_text.h"

/* A rich_text_section being written. */
struct rich {
	json_t *list;
	size_t left; /* units */
	bool bold;
};

static const char *
get(const json_t *span, const char *key)
{
	return json_string_value(json_object_get(span, key));
}

static void
add_text(struct rich *r, const char *words, const char *style)
{
	char *cut = slack_encode_cut(words, r->left, false);
	json_t *element, *styles;

	if (*cut != '\0') {
		element = slack_encode_typed("text");
		slack_encode_set_text(element, "text", cut);
		if (style != NULL) {
			styles = json_object();
			slack_encode_set(styles, style, json_true());
			slack_encode_set(element, "style", styles);
		}
		json_array_append_new(r->list, element);
		r->left -= slack_encode_units(cut, false);
	}
	free(cut);
}

static void
add_link(struct rich *r, const json_t *span)
{
	const char *address = get(span, "link"), *words = get(span, "text");
	char *fine = slack_encode_address(address), *cut;
	json_t *element;

	if (words == NULL || *words == '\0')
		words = address;
	if (fine == NULL) {
		add_text(r, words, NULL);
		return;
	}
	cut = slack_encode_cut(words, r->left, false);
	element = json_pack("{s:s, s:s, s:s}", "type", "link", "url", fine,
		"text", *cut == '\0' ? fine : cut);
	if (r->bold)
		json_object_set_new(
			element, "style", json_pack("{s:b}", "bold", 1));
	json_array_append_new(r->list, element);
	r->left -= slack_encode_units(cut, false);
	free(cut);
	free(fine);
}

static void
add_date(struct rich *r, const json_t *span)
{
	const char *format = slack_encode_date_format(span);
	char *fallback = card_plain_spans(span);

	if (format == NULL)
		add_text(r, fallback, r->bold ? "bold" : NULL);
	else
		json_array_append_new(r->list,
			json_pack("{s:s, s:O, s:s, s:s}", "type", "date",
				"timestamp", json_object_get(span, "time"),
				"format", format, "fallback", fallback));
	free(fallback);
}

/* Mentions and emoji; an id that cannot be one is only text. */
static const struct named {
	const char *key;
	const char *type;
	const char *theirs;
	bool (*check)(const char *name);
} names[] = {
	{"person", "user", "user_id", slack_encode_is_id},
	{"channel", "channel", "channel_id", slack_encode_is_id},
	{"emoji", "emoji", "name", slack_encode_is_emoji},
};

static void
add_named(struct rich *r, const json_t *span)
{
	const char *name;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		name = get(span, names[i].key);
		if (name == NULL)
			continue;
		if (names[i].check(name))
			json_array_append_new(r->list,
				json_pack("{s:s, s:s}", "type", names[i].type,
					names[i].theirs, name));
		else
			add_text(r, name, NULL);
	}
}

static void
add_span(struct rich *r, const json_t *span)
{
	const char *bold = r->bold ? "bold" : NULL, *words;

	if (json_is_string(span))
		add_text(r, json_string_value(span), bold);
	else if ((words = get(span, "b")) != NULL)
		add_text(r, words, "bold");
	else if ((words = get(span, "i")) != NULL)
		add_text(r, words, "italic");
	else if ((words = get(span, "code")) != NULL)
		add_text(r, words, "code");
	else if (get(span, "link") != NULL)
		add_link(r, span);
	else if (json_object_get(span, "time") != NULL)
		add_date(r, span);
	else
		add_named(r, span);
}

/* Whether there is anything to see: Slack refuses what is empty. */
static bool
is_blank(const json_t *spans)
{
	const char *words = json_string_value(spans);
	json_t *span;
	size_t i;

	if (words != NULL)
		return words[strspn(words, " \t\r\n")] == '\0';
	json_array_foreach(spans, i, span)
	{
		if (!is_blank(span))
			return false;
	}
	return json_is_array(spans);
}

json_t *
slack_encode_rich(const json_t *spans, size_t max, bool bold)
{
	struct rich r = {.left = max, .bold = bold};
	json_t *span;
	size_t i;

	if (is_blank(spans))
		return NULL;
	r.list = json_array();
	if (!json_is_array(spans))
		add_span(&r, spans);
	json_array_foreach(spans, i, span)
	{
		if (r.left > 0)
			add_span(&r, span);
	}
	if (json_array_size(r.list) > 0)
		return r.list;
	json_decref(r.list);
	return NULL;
}
