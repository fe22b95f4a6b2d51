#include <stdlib.h>
#include <string.h>

#include "err.h"

#include "config.h"
#include "config_chat.h"
#include "secret.h"

static bool
is_plain_name(const char *name)
{
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] ==
		       '\0' &&
	       strlen(name) < 32;
}

int
config_chat_check(const struct config *c, size_t i, struct err *e)
{
	const char *name = c->chats[i].name;
	size_t other;

	if (!is_plain_name(name))
		return err_set(e,
			"chats.name: `%s` may have a-z, 0-9 and - only", name);
	for (other = 0; other < i; other++)
		if (strcmp(c->chats[other].name, name) == 0)
			return err_set(
				e, "chats.name: two have the name `%s`", name);
	return 0;
}

bool
config_chat_has_place(const struct config *c, const char *written)
{
	const char *colon = strchr(written, ':');
	size_t i, size = colon == NULL ? 0 : (size_t)(colon - written);

	for (i = 0; colon != NULL && colon[1] != '\0' && i < c->chat_count; i++)
		if (strlen(c->chats[i].name) == size &&
			strncmp(c->chats[i].name, written, size) == 0)
			return true;
	return *written == '\0';
}

static bool
is_mattermost(const struct config_chat *chat)
{
	return strcmp(chat->kind, "mattermost") == 0;
}

static int
read_second(struct config_chat *chat, struct err *e)
{
	if (is_mattermost(chat)) {
		chat->command_tokens = secret_read(chat->command_tokens_file,
			chat->name, "command_tokens", e);
		return chat->command_tokens == NULL ? -1 : 0;
	}
	chat->app_token =
		secret_read(chat->app_token_file, chat->name, "app_token", e);
	return chat->app_token == NULL ? -1 : 0;
}

int
config_chat_read(struct config_chat *chat, struct err *e)
{
	chat->bot_token =
		secret_read(chat->bot_token_file, chat->name, "bot_token", e);
	return chat->bot_token == NULL ? -1 : read_second(chat, e);
}

void
config_chat_wipe(struct config_chat *chat)
{
	secret_free(chat->bot_token);
	secret_free(chat->app_token);
	secret_free(chat->command_tokens);
}

void
config_chat_settings(
	const struct config *all, size_t number, struct chat_settings *out)
{
	const struct config_chat *c = &all->chats[number];

	*out = (struct chat_settings){
		.name = c->name,
		.kind = c->kind,
		.api_url = c->api_url,
		.bot_token = c->bot_token,
		.app_token = c->app_token,
		.ca_file = c->ca_file[0] == '\0' ? NULL : c->ca_file,
		.ping_ms = (int)c->ping,
		.dead_ms = (int)c->dead,
		.connections = (int)c->connections,
		.per_channel_per_minute = (int)c->per_channel,
		.per_workspace_per_minute = (int)c->per_workspace,
		.command_prefix = c->command_prefix,
		.command_tokens = c->command_tokens,
		.callback_url = all->programme.links_url,
	};
	if (!is_mattermost(c))
		return;
	out->log_triggers = strcmp(c->triggers, "log") == 0;
	if (c->callback_url[0] != '\0')
		out->callback_url = c->callback_url;
}
