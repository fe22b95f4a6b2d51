#ifndef ADVOCATED_CONFIG_PEOPLE_H
#define ADVOCATED_CONFIG_PEOPLE_H

struct config;
struct config_setting_t;
struct err;

/* Who runs the programme and who is ranked together, for config.c alone. */

/* Whether every account, group and channel is written as one, of a chat that
 * is configured; root is the whole file, path its name. */
int config_people_check(const struct config *c,
	const struct config_setting_t *root, const char *path, struct err *e);

/* Fills the programme with them. */
void config_people_fill(struct config *c);

#endif
