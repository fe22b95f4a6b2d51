#ifndef ADVOCATED_CONFIG_H
#define ADVOCATED_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "chat.h"
#include "log.h"
#include "programme.h"

struct err;

/*
 * The configuration (libconfig): what the option table in options.c declares,
 * and nothing else: an unknown setting, a wrong type or a value out of range
 * is refused with file and line. Secrets come from files, the environment or
 * systemd credentials, never from the configuration's text.
 */
struct config_chat {
	const char *name, *kind, *api_url, *command_prefix;
	const char *bot_token_file, *app_token_file, *command_tokens_file;
	const char *ca_file, *callback_url, *triggers;
	/* read from the files */
	char *bot_token, *app_token, *command_tokens;
	int64_t ping, dead, connections, per_channel, per_workspace;
};

struct config_campaign {
	const char *name, *goal;
	int64_t milestone;
	const char *promise;
	const char **channels; /* "chat:place", NULL ends */
	int64_t budget;
};

struct config_feed {
	const char *name, *url, *mode, *campaign;
	int64_t interval, most_a_day;
};

struct config_team {
	const char *name, *of;
	const char **members; /* "chat:person", NULL ends */
};

struct config {
	const char *data, *listen, *templates, *log_level;
	const char *master_secret_file, *content_token_file;
	char *master_secret;
	char *content_token; /* NULL: none was given */
	const char *content_mode;
	const char **admins, **curators, **auditors;
	const char **networks, **company_networks;
	const char **trusted_proxies, **allow_addresses;
	const char *digest_at;
	const int64_t *reader_steps, *reader_points; /* INT64_MIN ends */
	const int64_t *badge_shares, *badge_readers; /* likewise */
	const int64_t *badge_networks, *badge_weeks;
	const char **badges_own; /* "Storyteller: 25 shares" */
	int64_t minimum_group, consent_version, readers_needed;
	struct programme programme;
	struct config_chat *chats;
	size_t chat_count;
	struct config_campaign *campaigns;
	size_t campaign_count;
	struct config_feed *feeds;
	size_t feed_count;
	struct config_team *teams;
	size_t team_count;
	void **owned; /* every allocation above, freed together */
	size_t owned_count;
};

/* Reads and checks the file and the secrets it names. NULL with e saying
 * "bot.conf:12: ...". */
struct config *config_load(const char *path, struct err *e);
void config_free(struct config *c); /* wipes the secrets */

/* The settings of a chat for chat_open(); lent. */
void config_chat_settings(
	const struct config *c, size_t number, struct chat_settings *out);

#endif
