#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "plural.h"
#include "text.h"
#include "when.h"

#include "card.h"
#include "template_node.h"

/* One rendering under way. */
struct render {
	const json_t *values;
	const struct node_language *language;
	const json_t *scopes[NODE_MAX_SCOPES];
	int depth;
	bool failed;
	struct err *e;
};

/* Spans being written: strings next to each other become one. */
struct spans {
	json_t *list;
	struct text plain;
};

static json_t *value_of(struct render *r, const struct node *n);
static json_t *object_of(struct render *r, const struct node *n);
static void spans_into(
	struct render *r, struct spans *out, const struct node *n);

static const json_t *
find(const struct render *r, const struct node_path *p)
{
	const json_t *at = p->scope == -1 ? r->values : r->scopes[p->scope];
	size_t i;

	for (i = 0; i < p->count && at != NULL; i++)
		at = json_object_get(at, p->keys[i]);
	return at;
}

static void
fail(struct render *r, const struct node_path *p)
{
	struct text name = {0};
	size_t i;

	for (i = 0; i < p->count; i++)
		text_addf(&name, "%s%s", i > 0 ? "." : "", p->keys[i]);
	err_set(r->e, "no value for %s", name.bytes ? name.bytes : "an entry");
	text_free(&name);
	r->failed = true;
}

/* The value, or NULL with the rendering failed. */
static const json_t *
need(struct render *r, const struct node_path *p)
{
	const json_t *value = find(r, p);

	if (value == NULL)
		fail(r, p);
	return value;
}

static bool
is_true(const json_t *v)
{
	if (json_is_string(v))
		return json_string_length(v) > 0;
	if (json_is_integer(v))
		return json_integer_value(v) != 0;
	if (json_is_real(v))
		return json_real_value(v) != 0;
	if (json_is_array(v))
		return json_array_size(v) > 0;
	return json_is_true(v) || json_is_object(v);
}

static void
add_number(
	const struct render *r, struct text *out, const json_t *v, bool human)
{
	json_int_t whole = json_integer_value(v);
	char *written;

	if (json_is_real(v)) {
		written = when_write_number(
			json_real_value(v), 1, r->language->name);
	} else if (human && (whole >= 1000 || whole <= -1000)) {
		written =
			when_write_number((double)whole, 0, r->language->name);
	} else {
		text_addf(out, "%" JSON_INTEGER_FORMAT, whole);
		return;
	}
	text_add(out, written);
	free(written);
}

/* A value as plain characters. */
static void
add_plain(const struct render *r, struct text *out, const json_t *v, bool human)
{
	char *plain;

	if (json_is_string(v)) {
		text_add_bytes(
			out, json_string_value(v), json_string_length(v));
	} else if (json_is_number(v)) {
		add_number(r, out, v, human);
	} else if (json_is_array(v) || json_is_object(v)) {
		plain = card_plain_spans(v);
		text_add(out, plain);
		free(plain);
	}
}

/* Writes pieces as plain characters; at is the next path of the node. */
static void
add_pieces(struct render *r, struct text *out, const struct markup_pieces *p,
	const struct node_path **at, bool human)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		if (p->list[i].is_name)
			add_plain(r, out, need(r, (*at)++), human);
		else
			text_add(out, p->list[i].text);
	}
}

static void
flush(struct spans *out)
{
	if (out->plain.size == 0)
		return;
	json_array_append_new(
		out->list, json_stringn(out->plain.bytes, out->plain.size));
	text_free(&out->plain);
	out->plain = (struct text){0};
}

static void
add_object(struct spans *out, json_t *object)
{
	flush(out);
	json_array_append_new(out->list, object);
}

/* A value among spans: texts and numbers are plain, spans stay spans. */
static void
add_value(struct render *r, struct spans *out, const json_t *v)
{
	json_t *entry;
	size_t i;

	if (json_is_object(v)) {
		add_object(out, json_incref((json_t *)v));
	} else if (json_is_array(v)) {
		json_array_foreach(v, i, entry)
		{
			add_value(r, out, entry);
		}
	} else {
		add_plain(r, &out->plain, v, true);
	}
}

static json_t *
text_span(const char *key, const char *words)
{
	json_t *span = json_object();

	json_object_set_new_nocheck(span, key, json_string_nocheck(words));
	return span;
}

static void
add_styled(struct spans *out, const char *key, struct text *words)
{
	if (words->size > 0)
		add_object(out, text_span(key, words->bytes));
	text_free(words);
	*words = (struct text){0};
}

/* A bold, italic or code run. Values that are spans keep their own kind. */
static void
add_styled_run(struct render *r, struct spans *out,
	const struct markup_run *run, const struct node_path **at)
{
	static const char *const keys[] = {[MARKUP_BOLD] = "b",
		[MARKUP_ITALIC] = "i",
		[MARKUP_CODE] = "code"};
	struct text words = {0};
	const json_t *value;
	size_t i;

	for (i = 0; i < run->text.count; i++) {
		if (!run->text.list[i].is_name) {
			text_add(&words, run->text.list[i].text);
			continue;
		}
		value = need(r, (*at)++);
		if (json_is_object(value) || json_is_array(value)) {
			add_styled(out, keys[run->style], &words);
			add_value(r, out, value);
		} else {
			add_plain(r, &words, value, true);
		}
	}
	add_styled(out, keys[run->style], &words);
}

static void
add_link(struct render *r, struct spans *out, const struct markup_run *run,
	const struct node_path **at)
{
	struct text words = {0}, address = {0};

	add_pieces(r, &words, &run->text, at, true);
	add_pieces(r, &address, &run->address, at, false);
	add_object(out, json_pack("{s:s, s:s}", "link",
				address.bytes ? address.bytes : "", "text",
				words.bytes ? words.bytes : ""));
	text_free(&words);
	text_free(&address);
}

static void
add_plain_run(struct render *r, struct spans *out, const struct markup_run *run,
	const struct node_path **at)
{
	size_t i;

	for (i = 0; i < run->text.count; i++) {
		if (run->text.list[i].is_name)
			add_value(r, out, need(r, (*at)++));
		else
			text_add(&out->plain, run->text.list[i].text);
	}
}

static void
runs_into(struct render *r, struct spans *out, const struct node *n)
{
	const struct node_path *at = n->paths;
	size_t i;

	for (i = 0; i < n->markup.count; i++) {
		const struct markup_run *run = &n->markup.runs[i];

		if (run->style == MARKUP_NONE)
			add_plain_run(r, out, run, &at);
		else if (run->style == MARKUP_LINK)
			add_link(r, out, run, &at);
		else if (run->style == MARKUP_EMOJI)
			add_object(out,
				text_span("emoji", run->text.list[0].text));
		else
			add_styled_run(r, out, run, &at);
	}
}

/* The child for a number: that of the form it takes in the language, else
 * "other". Numbers with a fraction are never "one". */
static const struct node *
choose_form(struct render *r, const struct node *n)
{
	const json_t *v = need(r, n->paths);
	const char *form = "other";
	const struct node *other = NULL;
	size_t i;

	if (json_is_integer(v))
		form = plural_form(r->language->plural, json_integer_value(v));
	for (i = 0; i < n->count; i++) {
		if (strcmp(n->keys[i], form) == 0)
			return n->children[i];
		if (strcmp(n->keys[i], "other") == 0)
			other = n->children[i];
	}
	return other;
}

/* Which child of an $if or a $count holds; NULL: nothing. */
static const struct node *
choose(struct render *r, const struct node *n)
{
	if (n->kind == NODE_COUNT)
		return choose_form(r, n);
	if (is_true(find(r, n->paths)))
		return n->children[0];
	return n->count > 1 ? n->children[1] : NULL;
}

/* Calls the node's child with each entry in scope. */
static void
each_spans(struct render *r, struct spans *out, const struct node *n)
{
	json_t *entry;
	size_t i;

	json_array_foreach(need(r, n->paths), i, entry)
	{
		if (i > 0)
			text_add(&out->plain, n->between);
		r->scopes[r->depth++] = entry;
		spans_into(r, out, n->children[0]);
		r->depth--;
	}
}

static void
spans_into(struct render *r, struct spans *out, const struct node *n)
{
	const struct node *chosen;
	json_t *value;
	size_t i;

	switch (n->kind) {
	case NODE_SPANS:
		runs_into(r, out, n);
		return;
	case NODE_LIST:
		for (i = 0; i < n->count; i++)
			spans_into(r, out, n->children[i]);
		return;
	case NODE_EACH:
		each_spans(r, out, n);
		return;
	case NODE_IF:
	case NODE_COUNT:
		chosen = choose(r, n);
		if (chosen != NULL)
			spans_into(r, out, chosen);
		return;
	default:
		value = n->kind == NODE_OBJECT ? object_of(r, n)
					       : json_incref(n->value);
		add_value(r, out, value);
		json_decref(value);
	}
}

static json_t *
spans_of(struct render *r, const struct node *n)
{
	struct spans out = {.list = json_array()};

	spans_into(r, &out, n);
	flush(&out);
	text_free(&out.plain);
	return out.list;
}

/* Adds what the node gives to a list: nothing, one entry, or several. */
static void
entries_into(struct render *r, json_t *list, const struct node *n)
{
	const struct node *chosen;
	json_t *entry;
	size_t i;

	if (n->spans) {
		json_array_append_new(list, spans_of(r, n));
	} else if (n->kind == NODE_IF) {
		chosen = choose(r, n);
		if (chosen != NULL)
			entries_into(r, list, chosen);
	} else if (n->kind == NODE_EACH) {
		json_array_foreach(need(r, n->paths), i, entry)
		{
			r->scopes[r->depth++] = entry;
			entries_into(r, list, n->children[0]);
			r->depth--;
		}
	} else if (n->kind == NODE_LIST && n->splice) {
		for (i = 0; i < n->count; i++)
			entries_into(r, list, n->children[i]);
	} else if ((entry = value_of(r, n)) != NULL) {
		json_array_append_new(list, entry);
	}
}

static json_t *
object_of(struct render *r, const struct node *n)
{
	json_t *object = json_object(), *value;
	size_t i;

	for (i = 0; i < n->count; i++) {
		value = value_of(r, n->children[i]);
		if (value != NULL)
			json_object_set_new_nocheck(object, n->keys[i], value);
	}
	return object;
}

static json_t *
list_of(struct render *r, const struct node *n)
{
	json_t *list = json_array();
	size_t i;

	if (n->kind == NODE_EACH)
		entries_into(r, list, n);
	else
		for (i = 0; i < n->count; i++)
			entries_into(r, list, n->children[i]);
	return list;
}

static json_t *
plain_of(struct render *r, const struct node *n)
{
	const struct node_path *at = n->paths;
	struct text out = {0};
	json_t *value;
	size_t i;

	for (i = 0; i < n->markup.count; i++)
		add_pieces(r, &out, &n->markup.runs[i].text, &at, n->human);
	value = json_stringn(out.bytes ? out.bytes : "", out.size);
	text_free(&out);
	return value;
}

/* "{name}" alone, not for people: lists, flags and objects as they are. */
static json_t *
whole_of(struct render *r, const struct node *n)
{
	const json_t *value = need(r, n->paths);

	if (json_is_number(value) && !n->number)
		return plain_of(r, n);
	return json_is_null(value) ? NULL : json_incref((json_t *)value);
}

/* What the node gives, or NULL when it gives nothing. */
static json_t *
value_of(struct render *r, const struct node *n)
{
	const struct node *chosen;

	if (n->spans)
		return spans_of(r, n);
	switch (n->kind) {
	case NODE_OBJECT:
		return object_of(r, n);
	case NODE_LIST:
	case NODE_EACH:
		return list_of(r, n);
	case NODE_PLAIN:
		return plain_of(r, n);
	case NODE_VALUE:
		return whole_of(r, n);
	case NODE_IF:
	case NODE_COUNT:
		chosen = choose(r, n);
		return chosen == NULL ? NULL : value_of(r, chosen);
	default:
		return json_incref(n->value);
	}
}

json_t *
template_render_node(const struct node *n, const json_t *values,
	const struct node_language *language, struct err *e)
{
	struct render r = {.values = values, .language = language, .e = e};
	json_t *out = value_of(&r, n);

	if (!r.failed)
		return out;
	json_decref(out);
	return NULL;
}
