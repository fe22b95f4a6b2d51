#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "seal.h"
#include "text.h"
#include "when.h"

#include "network.h"
#include "url.h"

#include "config.h"
#include "config_badges.h"
#include "config_chat.h"
#include "config_people.h"
#include "config_value.h"
#include "options.h"
#include "secret.h"

/* Reads sections ---------------------------------------------------------- */

/* Shorter ones could be guessed. */
#define CONTENT_TOKEN_LEAST 20

static const struct option *
find_option(const struct option_section *s, const char *name)
{
	const struct option *o;

	for (o = s->options; o->name != NULL; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

static const struct option_section *
find_section(const char *name)
{
	const struct option_section *s = options_sections() + 1;

	for (; s->options != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

static const char *
kind_of(const config_setting_t *group)
{
	const char *kind = NULL;

	if (config_setting_is_group(group))
		config_setting_lookup_string(group, "kind", &kind);
	return kind;
}

/* The section of that group: by its kind where it has one; NULL when there is
 * no such kind. */
static const struct option_section *
section_of(const struct option_section *s, const config_setting_t *group)
{
	const struct option_section *of = s;
	const char *kind = kind_of(group);

	if (s->kind == NULL || kind == NULL)
		return s;
	for (; of->name != NULL && strcmp(of->name, s->name) == 0; of++)
		if (strcmp(of->kind, kind) == 0)
			return of;
	return NULL;
}

/* The kind that has such a setting where s has none, or NULL. */
static const char *
other_kind(const struct option_section *s, const char *name)
{
	const struct option_section *of;

	if (s->kind == NULL || s->name == NULL)
		return NULL;
	for (of = options_sections(); of->options != NULL; of++)
		if (of->kind != NULL && strcmp(of->name, s->name) == 0 &&
			find_option(of, name) != NULL)
			return of->kind;
	return NULL;
}

/* Refuses what no row declares, naming the nearest that one does. */
static int
check_known(const struct option_section *s, const config_setting_t *group,
	const char *path, struct err *e)
{
	const char *names[64] = {NULL};
	const struct option *o;
	int i, nearest;
	size_t n = 0;

	for (o = s->options; o->name != NULL; o++)
		names[n++] = o->name;
	for (i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *setting =
			config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(setting);

		if (find_option(s, name) != NULL ||
			(s->name == NULL && find_section(name) != NULL))
			continue;
		nearest = text_nearest(name, names);
		if (other_kind(s, name) != NULL)
			err_set(e, "`%s` is a setting of %s, not of %s", name,
				other_kind(s, name), s->kind);
		else
			err_set(e, "there is no setting `%s`%s%s%s", name,
				nearest == -1 ? "" : "; did you mean `",
				nearest == -1 ? "" : names[nearest],
				nearest == -1 ? "" : "`?");
		return config_complain(path, setting, e);
	}
	return 0;
}

/* Fills the struct at base from a group (NULL: all defaults). */
static int
read_group(struct config *c, const struct option_section *s,
	const config_setting_t *group, const char *path, void *base,
	struct err *e)
{
	const struct option *o;

	if (group != NULL && !config_setting_is_group(group)) {
		err_set(e, "%s must be a group: { ... }", s->name);
		return config_complain(path, group, e);
	}
	if (group != NULL && check_known(s, group, path, e) == -1)
		return -1;
	for (o = s->options; o->name != NULL; o++) {
		void *field = (char *)base + o->offset;
		const config_setting_t *setting =
			group == NULL
				? NULL
				: config_setting_get_member(group, o->name);
		int result;

		if (setting != NULL)
			result = config_value_read(c, o, setting, field, e);
		else if (o->standard != NULL)
			result = config_value_standard(c, o, field, e);
		else
			result = err_set(e, "is missing");
		if (result == -1) {
			err_add(e, "%s%s%s", s->name == NULL ? "" : s->name,
				s->name == NULL ? "" : ".", o->name);
			return config_complain(
				path, setting != NULL ? setting : group, e);
		}
	}
	return 0;
}

static int
read_repeated(struct config *c, const struct option_section *s,
	const config_setting_t *list, const char *path, struct err *e)
{
	int count = list == NULL ? 0 : config_setting_length(list), i;
	char *elements;

	if (list != NULL && !config_setting_is_list(list)) {
		err_set(e, "%s must be a list of groups: ( { ... } )", s->name);
		return config_complain(path, list, e);
	}
	elements = config_own(c, xcalloc((size_t)count + 1, s->size));
	*(char **)((char *)c + s->list_offset) = elements;
	*(size_t *)((char *)c + s->count_offset) = (size_t)count;
	for (i = 0; i < count; i++) {
		const config_setting_t *group =
			config_setting_get_elem(list, (unsigned)i);

		const struct option_section *of = section_of(s, group);

		if (of == NULL) {
			err_set(e, "%s.kind: \"%s\" is none of: %s", s->name,
				kind_of(group),
				find_option(s, "kind")->standard);
			return config_complain(path, group, e);
		}
		if (read_group(c, of, group, path,
			    elements + (size_t)i * s->size, e) == -1)
			return -1;
	}
	return 0;
}

static int
read_sections(struct config *c, const config_setting_t *root, const char *path,
	struct err *e)
{
	const struct option_section *s;

	for (s = options_sections(); s->options != NULL; s++) {
		const config_setting_t *group =
			s->name == NULL
				? root
				: config_setting_get_member(root, s->name);
		int result;

		if (s->name != NULL && s->words == NULL)
			continue; /* read with the first of its kinds */
		result = s->repeated ? read_repeated(c, s, group, path, e)
				     : read_group(c, s, group, path, c, e);
		if (result == -1)
			return -1;
	}
	return 0;
}

/* Puts it together -------------------------------------------------------- */

static int
fill_rules(struct config *c, struct err *e)
{
	struct rules *r = &c->programme.rules;
	size_t i;

	for (i = 0; c->reader_steps[i] != INT64_MIN &&
		    c->reader_points[i] != INT64_MIN;
		i++) {
		r->step_readers[i] = (int)c->reader_steps[i];
		r->step_points[i] = c->reader_points[i];
		if (c->reader_steps[i] < 1 || c->reader_steps[i] > 1000000 ||
			(i > 0 && c->reader_steps[i] <= c->reader_steps[i - 1]))
			return err_set(e, "rules.reader_steps must rise");
	}
	r->steps = i;
	if (c->reader_steps[i] != c->reader_points[i])
		return err_set(e, "rules.reader_steps and rules.reader_points "
				  "must be of the same length");
	return 0;
}

static int
fill_programme(struct config *c, struct err *e)
{
	struct programme *p = &c->programme;
	const char *clock = strchr(c->digest_at, ' ');
	const char **network;

	p->rules.readers_needed = (int)c->readers_needed;
	p->networks = c->networks;
	config_people_fill(c);
	p->minimum_group = (int)c->minimum_group;
	p->content_review = strcmp(c->content_mode, "review") == 0;
	p->consent_version = (int)c->consent_version;
	p->chats = c->chat_count;
	p->command_prefix = c->chat_count > 0 ? c->chats[0].command_prefix : "";
	p->digest_weekday = config_value_weektime(c->digest_at);
	if (clock != NULL) {
		p->digest_hour = (int)strtol(clock + 1, NULL, 10);
		p->digest_minute = (int)strtol(clock + 4, NULL, 10);
	}
	for (network = c->networks; *network != NULL; network++)
		if (network_find(*network) == NULL)
			return err_set(
				e, "sharing.networks: %s is unknown", *network);
	if (config_badges_fill(c, e) == -1)
		return -1;
	return fill_rules(c, e);
}

static bool
has_campaign(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->campaign_count; i++)
		if (text_same(c->campaigns[i].name, name))
			return true;
	return false;
}

static int
check_place(const struct config *c, const char *name, const char *place,
	struct err *e)
{
	if (config_chat_has_place(c, place))
		return 0;
	return err_set(e,
		"%s: `%s` is not written chat:channel, "
		"with the name of one of `chats`",
		name, place);
}

static int
check_whole(struct config *c, struct err *e)
{
	size_t i;

	if (c->chat_count == 0)
		return err_set(e, "chats: name at least one workspace");
	for (i = 0; i < c->chat_count; i++)
		if (config_chat_check(c, i, e) == -1)
			return -1;
	if (check_place(c, "review_channel", c->programme.review_channel, e) ==
			-1 ||
		check_place(c, "reward_channel", c->programme.reward_channel,
			e) == -1)
		return -1;
	for (i = 0; i < c->feed_count; i++) {
		if (!has_campaign(c, c->feeds[i].campaign))
			return err_set(e,
				"feeds: `%s` belongs to campaign "
				"`%s`, which `campaigns` does not "
				"name",
				c->feeds[i].name, c->feeds[i].campaign);
		if (url_check(c->feeds[i].url, e) == -1)
			return err_add(e, "feeds: `%s`", c->feeds[i].name);
	}
	return 0;
}

static int
read_secrets(struct config *c, struct err *e)
{
	size_t i;

	c->master_secret =
		secret_read(c->master_secret_file, NULL, "master_secret", e);
	if (c->master_secret == NULL)
		return -1;
	if (secret_find(c->content_token_file, "content", "token",
		    &c->content_token, e) == -1)
		return err_add(e, "content");
	if (c->content_token != NULL &&
		strlen(c->content_token) < CONTENT_TOKEN_LEAST)
		return err_set(e,
			"content token: it has fewer than %d characters",
			CONTENT_TOKEN_LEAST);
	for (i = 0; i < c->chat_count; i++)
		if (config_chat_read(&c->chats[i], e) == -1)
			return -1;
	return 0;
}

struct config *
config_load(const char *path, struct err *e)
{
	struct config *c = xcalloc(1, sizeof(*c));
	config_t file;
	int result;

	config_init(&file);
	if (config_read_file(&file, path) != CONFIG_TRUE) {
		result = config_error_type(&file) == CONFIG_ERR_FILE_IO
				 ? err_set(e, "%s: cannot be read", path)
				 : err_set(e, "%s:%d: %s", path,
					   config_error_line(&file),
					   config_error_text(&file));
	} else {
		result = read_sections(c, config_root_setting(&file), path, e);
		if (result == 0)
			result = config_people_check(
				c, config_root_setting(&file), path, e);
	}
	config_destroy(&file);
	if (result == 0 &&
		(check_whole(c, e) == -1 || fill_programme(c, e) == -1))
		result = err_add(e, "%s", path);
	if (result == 0)
		result = read_secrets(c, e);
	if (result == -1) {
		config_free(c);
		return NULL;
	}
	return c;
}

void
config_free(struct config *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->chat_count; i++)
		config_chat_wipe(&c->chats[i]);
	secret_free(c->master_secret);
	secret_free(c->content_token);
	for (i = 0; i < c->owned_count; i++)
		free(c->owned[i]);
	free(c->owned);
	free(c);
}
