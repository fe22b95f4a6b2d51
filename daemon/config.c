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
#include "config_chat.h"
#include "options.h"
#include "secret.h"

/* Where a complaint belongs. */
struct place {
	const char *path;
	const config_setting_t *setting; /* NULL: the default of an option */
};

static int
complain(const struct place *at, struct err *e)
{
	unsigned line = at->setting == NULL
				? 0
				: config_setting_source_line(at->setting);

	if (line == 0)
		return err_add(e, "%s", at->path);
	return err_add(e, "%s:%u", at->path, line);
}

static void *
own(struct config *c, void *thing)
{
	c->owned = xrealloc(c->owned, (c->owned_count + 1) * sizeof(*c->owned));
	c->owned[c->owned_count++] = thing;
	return thing;
}

/* Reads values ------------------------------------------------------------ */

static int
check_weektime(const char *text)
{
	static const char *const days[] = {"monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday"};
	const char *space = strchr(text, ' ');
	size_t i;

	if (strcmp(text, "never") == 0)
		return 0;
	if (space == NULL || strlen(space) != 6 || space[3] != ':')
		return -1;
	if (space[1] < '0' || space[1] > '2' || space[4] > '5')
		return -1;
	if (strspn(space, " 0123456789:") != 6 || strtol(space, NULL, 10) > 23)
		return -1;
	for (i = 0; i < 7; i++)
		if (strncmp(text, days[i], (size_t)(space - text)) == 0 &&
			days[i][space - text] == '\0')
			return (int)i + 1;
	return -1;
}

static bool
is_choice(const char *choices, const char *value)
{
	size_t size = strlen(value);
	const char *at;

	for (at = choices; at != NULL && size > 0;
		at = strchr(at, ' ') == NULL ? NULL : strchr(at, ' ') + 1)
		if (strncmp(at, value, size) == 0 &&
			(at[size] == ' ' || at[size] == '\0'))
			return true;
	return false;
}

static int
check_url(const char *value, struct err *e)
{
	if (url_check(value, e) == -1)
		return -1;
	if (value[strlen(value) - 1] == '/')
		return err_set(e, "leave out the slash at the end");
	return 0;
}

static int
check_text(const struct option *o, const char *value, struct err *e)
{
	switch (o->type) {
	case OPTION_TEXT:
		return value[0] != '\0' ? 0 : err_set(e, "must not be empty");
	case OPTION_CHOICE:
		if (is_choice(o->standard, value))
			return 0;
		return err_set(e, "\"%s\" is none of: %s", value, o->standard);
	case OPTION_URL:
		if (value[0] == '\0' && o->standard != NULL &&
			strcmp(o->standard, "\"\"") == 0)
			return 0;
		return check_url(value, e);
	case OPTION_ZONE:
		if (when_is_zone(value))
			return 0;
		return err_set(e, "no such time zone: %s", value);
	case OPTION_WEEKTIME:
		if (check_weektime(value) != -1)
			return 0;
		return err_set(
			e, "write it like \"monday 09:00\", or \"never\"");
	default:
		return 0;
	}
}

static int
check_range(const struct option *o, int64_t value, struct err *e)
{
	if (value >= o->min && value <= o->max)
		return 0;
	return err_set(e, "must be from %lld to %lld%s", (long long)o->min,
		(long long)o->max,
		o->type == OPTION_SPAN ? " milliseconds" : "");
}

static int
read_text(struct config *c, const struct option *o,
	const config_setting_t *setting, void *field, struct err *e)
{
	const char *value = config_setting_get_string(setting);

	if (value == NULL)
		return err_set(e, "must be text in quotes");
	if (strlen(value) > 2000)
		return err_set(e, "is longer than 2000 bytes");
	if (check_text(o, value, e) == -1)
		return -1;
	*(const char **)field = own(c, xstrdup(value));
	return 0;
}

static int
read_number(const struct option *o, const config_setting_t *setting,
	int64_t *field, struct err *e)
{
	int type = config_setting_type(setting);

	if (o->type == OPTION_SPAN) {
		const char *text = config_setting_get_string(setting);

		*field = text == NULL ? -1 : options_read_span(text);
		if (*field == -1)
			return err_set(e, "must be a time like \"90s\", "
					  "\"10m\", \"48h\" or \"30d\"");
	} else {
		if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64)
			return err_set(e, "must be a whole number");
		*field = config_setting_get_int64(setting);
	}
	return check_range(o, *field, e);
}

static int
read_list(struct config *c, const struct option *o,
	const config_setting_t *setting, void *field, struct err *e)
{
	int count = config_setting_length(setting), i;
	const struct option one = {.min = 0, .max = INT64_MAX};
	const char **texts;
	int64_t *numbers;

	if (!config_setting_is_aggregate(setting) ||
		config_setting_is_group(setting))
		return err_set(e, "must be a list: (\"a\", \"b\")");
	if (count < o->min || count > o->max)
		return err_set(e, "must have from %lld to %lld entries",
			(long long)o->min, (long long)o->max);
	texts = own(c, xcalloc((size_t)count + 1, sizeof(*texts)));
	numbers = own(c, xcalloc((size_t)count + 1, sizeof(*numbers)));
	numbers[count] = INT64_MIN;
	for (i = 0; i < count; i++) {
		const config_setting_t *element =
			config_setting_get_elem(setting, (unsigned)i);
		int result =
			o->type == OPTION_NUMBERS
				? read_number(&one, element, &numbers[i], e)
				: read_text(c,
					  &(struct option){.type = OPTION_TEXT},
					  element, &texts[i], e);

		if (result == -1)
			return err_add(e, "entry %d", i + 1);
	}
	if (o->type == OPTION_NUMBERS)
		*(int64_t **)field = numbers;
	else
		*(const char ***)field = texts;
	return 0;
}

static int
read_value(struct config *c, const struct option *o,
	const config_setting_t *setting, void *field, struct err *e)
{
	switch (o->type) {
	case OPTION_NUMBER:
	case OPTION_SPAN:
		return read_number(o, setting, field, e);
	case OPTION_TEXTS:
	case OPTION_NUMBERS:
		return read_list(c, o, setting, field, e);
	default:
		return read_text(c, o, setting, field, e);
	}
}

/* The default, written as in the file, is read the same way. */
static int
read_standard(
	struct config *c, const struct option *o, void *field, struct err *e)
{
	config_t standard;
	char *line;
	int result;

	if (o->type == OPTION_CHOICE)
		line = xasprintf("v = \"%.*s\";",
			(int)strcspn(o->standard, " "), o->standard);
	else
		line = xasprintf("v = %s;", o->standard);
	config_init(&standard);
	result = config_read_string(&standard, line) == CONFIG_TRUE
			 ? read_value(c, o, config_lookup(&standard, "v"),
				   field, e)
			 : err_set(e, "bad default");
	config_destroy(&standard);
	free(line);
	return result;
}

/* Reads sections ---------------------------------------------------------- */

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
		const struct place at = {path, setting};

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
		return complain(&at, e);
	}
	return 0;
}

/* Fills the struct at base from a group (NULL: all defaults). */
static int
read_group(struct config *c, const struct option_section *s,
	const config_setting_t *group, const char *path, void *base,
	struct err *e)
{
	const struct place whole = {path, group};
	const struct option *o;

	if (group != NULL && !config_setting_is_group(group)) {
		err_set(e, "%s must be a group: { ... }", s->name);
		return complain(&whole, e);
	}
	if (group != NULL && check_known(s, group, path, e) == -1)
		return -1;
	for (o = s->options; o->name != NULL; o++) {
		void *field = (char *)base + o->offset;
		const config_setting_t *setting =
			group == NULL
				? NULL
				: config_setting_get_member(group, o->name);
		const struct place at = {
			path, setting != NULL ? setting : group};
		int result;

		if (setting != NULL)
			result = read_value(c, o, setting, field, e);
		else if (o->standard != NULL)
			result = read_standard(c, o, field, e);
		else
			result = err_set(e, "is missing");
		if (result == -1) {
			err_add(e, "%s%s%s", s->name == NULL ? "" : s->name,
				s->name == NULL ? "" : ".", o->name);
			return complain(&at, e);
		}
	}
	return 0;
}

static int
read_repeated(struct config *c, const struct option_section *s,
	const config_setting_t *list, const char *path, struct err *e)
{
	const struct place at = {path, list};
	int count = list == NULL ? 0 : config_setting_length(list), i;
	char *elements;

	if (list != NULL && !config_setting_is_list(list)) {
		err_set(e, "%s must be a list of groups: ( { ... } )", s->name);
		return complain(&at, e);
	}
	elements = own(c, xcalloc((size_t)count + 1, s->size));
	*(char **)((char *)c + s->list_offset) = elements;
	*(size_t *)((char *)c + s->count_offset) = (size_t)count;
	for (i = 0; i < count; i++) {
		const config_setting_t *group =
			config_setting_get_elem(list, (unsigned)i);

		const struct option_section *of = section_of(s, group);
		const struct place kind = {path, group};

		if (of == NULL) {
			err_set(e, "%s.kind: \"%s\" is none of: %s", s->name,
				kind_of(group),
				find_option(s, "kind")->standard);
			return complain(&kind, e);
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
	p->admins = c->admins;
	p->curators = c->curators;
	p->auditors = c->auditors;
	p->minimum_group = (int)c->minimum_group;
	p->consent_version = (int)c->consent_version;
	p->chats = c->chat_count;
	p->command_prefix = c->chat_count > 0 ? c->chats[0].command_prefix : "";
	p->digest_weekday = check_weektime(c->digest_at);
	if (clock != NULL) {
		p->digest_hour = (int)strtol(clock + 1, NULL, 10);
		p->digest_minute = (int)strtol(clock + 4, NULL, 10);
	}
	for (network = c->networks; *network != NULL; network++)
		if (network_find(*network) == NULL)
			return err_set(
				e, "sharing.networks: %s is unknown", *network);
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
check_whole(struct config *c, struct err *e)
{
	size_t i;

	if (c->chat_count == 0)
		return err_set(e, "chats: name at least one workspace");
	for (i = 0; i < c->chat_count; i++)
		if (config_chat_check(c, i, e) == -1)
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
	for (i = 0; i < c->owned_count; i++)
		free(c->owned[i]);
	free(c->owned);
	free(c);
}
