#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "when.h"

#include "url.h"

#include "config.h"
#include "config_value.h"
#include "options.h"

int
config_complain(
	const char *path, const config_setting_t *setting, struct err *e)
{
	unsigned line =
		setting == NULL ? 0 : config_setting_source_line(setting);

	if (line == 0)
		return err_add(e, "%s", path);
	return err_add(e, "%s:%u", path, line);
}

void *
config_own(struct config *c, void *thing)
{
	c->owned = xrealloc(c->owned, (c->owned_count + 1) * sizeof(*c->owned));
	c->owned[c->owned_count++] = thing;
	return thing;
}

int
config_value_weektime(const char *text)
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
		if (config_value_weektime(value) != -1)
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
	*(const char **)field = config_own(c, xstrdup(value));
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
read_flag(const config_setting_t *setting, bool *field, struct err *e)
{
	if (config_setting_type(setting) != CONFIG_TYPE_BOOL)
		return err_set(e, "must be true or false");
	*field = config_setting_get_bool(setting) != 0;
	return 0;
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
	texts = config_own(c, xcalloc((size_t)count + 1, sizeof(*texts)));
	numbers = config_own(c, xcalloc((size_t)count + 1, sizeof(*numbers)));
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

int
config_value_read(struct config *c, const struct option *o,
	const config_setting_t *setting, void *field, struct err *e)
{
	switch (o->type) {
	case OPTION_NUMBER:
	case OPTION_SPAN:
		return read_number(o, setting, field, e);
	case OPTION_FLAG:
		return read_flag(setting, field, e);
	case OPTION_TEXTS:
	case OPTION_NUMBERS:
		return read_list(c, o, setting, field, e);
	default:
		return read_text(c, o, setting, field, e);
	}
}

int
config_value_standard(
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
			 ? config_value_read(c, o,
				   config_lookup(&standard, "v"), field, e)
			 : err_set(e, "bad default");
	config_destroy(&standard);
	free(line);
	return result;
}
