#ifndef ADVOCATED_CONFIG_VALUE_H
#define ADVOCATED_CONFIG_VALUE_H

struct config;
struct config_setting_t;
struct err;
struct option;

/* Values of settings, for the configuration's own files alone. */

/* Puts "bot.conf:12", where the setting is (NULL: path alone), before what e
 * says. -1. */
int config_complain(const char *path, const struct config_setting_t *setting,
	struct err *e);

/* Reads and checks it into the field that its row describes. */
int config_value_read(struct config *c, const struct option *o,
	const struct config_setting_t *setting, void *field, struct err *e);
/* The default, written as in the file, is read the same way. */
int config_value_standard(
	struct config *c, const struct option *o, void *field, struct err *e);

/* "monday 09:00" -> 1 (to 7), "never" -> 0; -1 when it is neither. */
int config_value_weektime(const char *text);

/* Freed with the configuration; returns it. */
void *config_own(struct config *c, void *thing);

#endif
