#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "when.h"

#include "campaigns.h"

#include "card.h"
#include "template.h"

#include "addressee.h"
#include "tongues.h"
#include "turn_say.h"

/* A member without a zone of their own has the programme's. */
static void
set_member(const struct turn *t, const struct member *m, struct addressee *out)
{
	out->member = m;
	out->own_zone = m->id != 0 && m->zone[0] != '\0';
	out->zone = out->own_zone ? m->zone : t->programme->zone;
}

/* That of channels, and of people whose own is not known or not spoken. */
static const char *
language_or_usual(const struct turn *t, const char *tag)
{
	const struct templates *templates = t->say->parts->templates;
	const char *found = templates_language(templates, tag);

	if (found == NULL)
		found = templates_language(templates, t->programme->language);
	return found != NULL ? found : t->programme->language;
}

void
addressee_actor(const struct turn *t, struct addressee *out)
{
	set_member(t, &t->member, out);
	out->chat = t->event->chat;
	out->person = t->event->person;
	out->language = t->language;
	out->zone = t->zone;
}

void
addressee_person(const struct turn *t, const char *chat, const char *person,
	const struct member *m, struct addressee *out)
{
	const struct dispatch_parts *parts = t->say->parts;
	const char *tag = NULL;

	set_member(t, m, out);
	out->chat = chat;
	out->person = person;
	if (m->id != 0 && m->language[0] != '\0')
		tag = m->language;
	else if (person != NULL && parts->tongues != NULL)
		tag = tongues_find(parts->tongues, chat, person);
	out->language = language_or_usual(t, tag);
}

void
addressee_everybody(
	const struct turn *t, const char *language, struct addressee *out)
{
	static const struct member nobody = {.id = 0};

	set_member(t, &nobody, out);
	out->chat = out->person = NULL;
	out->language = language_or_usual(t, language);
}

int
addressee_channel(const struct turn *t, const char *chat, const char *place,
	struct addressee *out, struct err *e)
{
	struct channel c;

	if (channel_find(t->db, chat, place, &c, e) == -1)
		return -1;
	addressee_everybody(t, c.language[0] == '\0' ? NULL : c.language, out);
	out->chat = chat;
	return 0;
}

/* Languages being listed. */
struct list {
	const struct templates *templates;
	json_t *languages;
};

static int
on_language(void *arg, const char *language, struct err *e)
{
	const struct list *l = arg;
	json_t *values = json_object(), *spans;
	char *name;
	size_t i;

	spans = templates_words(
		l->templates, language, "language_name", values, e);
	json_decref(values);
	if (spans == NULL)
		return -1;
	name = card_plain_spans(spans);
	json_decref(spans);
	for (i = 0; i < json_array_size(l->languages); i++)
		if (strcmp(name, json_text(json_array_get(l->languages, i),
					 "name", "")) < 0)
			break;
	json_array_insert_new(l->languages, i,
		json_pack("{s:s, s:s}", "language", language, "name", name));
	free(name);
	return 0;
}

json_t *
addressee_languages(const struct turn *t, struct err *e)
{
	struct list list = {t->say->parts->templates, json_array()};

	if (templates_each_language(list.templates, on_language, &list, e) == 0)
		return list.languages;
	json_decref(list.languages);
	return NULL;
}

static enum when_style
style_named(const char *style)
{
	if (strcmp(style, "date_time") == 0)
		return WHEN_DATE_TIME;
	return strcmp(style, "day") == 0 ? WHEN_DAY_NAME : WHEN_DATE;
}

static bool
is_time(const json_t *value)
{
	return json_is_integer(json_object_get(value, "time")) &&
	       json_is_string(json_object_get(value, "style"));
}

/* What takes the place of a time; yours. */
static json_t *
write_time(const struct addressee *to, json_t *time)
{
	int64_t at = json_integer_value(json_object_get(time, "time"));
	char *words = when_write(at * WHEN_SECOND, to->zone, to->language,
		style_named(json_text(time, "style", "")));
	json_t *text = json_string(words);

	free(words);
	if (to->own_zone)
		return text;
	json_object_set_new(time, "text", text);
	json_object_set_new(time, "language", json_string(to->language));
	return json_incref(time);
}

void
addressee_write_times(const struct addressee *to, json_t *values)
{
	void *at = json_object_iter(values);
	json_t *value;
	size_t i;

	json_array_foreach(values, i, value)
	{
		if (is_time(value))
			json_array_set_new(values, i, write_time(to, value));
		else
			addressee_write_times(to, value);
	}
	for (; at != NULL; at = json_object_iter_next(values, at)) {
		value = json_object_iter_value(at);
		if (is_time(value))
			json_object_iter_set_new(
				values, at, write_time(to, value));
		else
			addressee_write_times(to, value);
	}
}

/* Takes the place of a phrase; NULL with e set. Yours. */
static json_t *
write_phrase(const struct turn *t, const struct addressee *to,
	const json_t *phrase, struct err *e)
{
	return templates_words(t->say->parts->templates, to->language,
		json_text(phrase, "phrase", ""), phrase, e);
}

static bool
is_phrase(const json_t *value)
{
	return json_is_string(json_object_get(value, "phrase"));
}

/* The words for a channel or a person of another chat; NULL: the value is
 * something else, or of their own chat. */
static const char *
foreign_words(const struct addressee *to, json_t *value)
{
	const char *chat = json_text(value, "chat", NULL);
	const char *words = NULL;

	if (chat == NULL)
		return NULL;
	if (json_object_get(value, "channel") != NULL)
		words = "channel_elsewhere";
	else if (json_object_get(value, "person") != NULL)
		words = "person_elsewhere";
	if (words != NULL &&
		(to->chat == NULL || strcmp(to->chat, chat) == 0)) {
		json_object_del(value, "chat");
		return NULL;
	}
	return words;
}

/* What takes the place of a value; NULL: it stays. */
static int
write_value(const struct turn *t, const struct addressee *to, json_t *value,
	json_t **out, struct err *e)
{
	const char *words = foreign_words(to, value);

	*out = NULL;
	if (words != NULL)
		*out = templates_words(t->say->parts->templates, to->language,
			words, value, e);
	else if (is_phrase(value))
		*out = write_phrase(t, to, value, e);
	else
		return addressee_write_phrases(t, to, value, e);
	return *out == NULL ? -1 : 0;
}

int
addressee_write_phrases(const struct turn *t, const struct addressee *to,
	json_t *values, struct err *e)
{
	json_t *value, *words;
	const char *name;
	void *safe;
	size_t i;

	json_array_foreach(values, i, value)
	{
		if (write_value(t, to, value, &words, e) == -1)
			return -1;
		if (words != NULL)
			json_array_set_new(values, i, words);
	}
	json_object_foreach_safe(values, safe, name, value)
	{
		if (write_value(t, to, value, &words, e) == -1)
			return -1;
		if (words != NULL)
			json_object_set_new(values, name, words);
	}
	return 0;
}
