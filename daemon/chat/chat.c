#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "log.h"
#include "mem.h"

#include "event.h"
#include "platform.h"
#include "receipt.h"

#define PING_MS 10000
#define DEAD_MS 30000
#define CONNECTIONS 2
#define PER_CHANNEL 60
#define PER_WORKSPACE 240

static const struct platform *const platforms[] = {
	&platform_slack, &platform_mattermost, NULL};

struct chat {
	const struct platform *platform;
	struct platform_link *link;
	struct chat_settings settings;
	chat_event_fn *on_event;
	void *arg;
};

static const char *const act_names[] = {
	[CHAT_POST] = "post",
	[CHAT_DIRECT] = "direct",
	[CHAT_WHISPER] = "whisper",
	[CHAT_UPDATE] = "update",
	[CHAT_ANSWER] = "answer",
	[CHAT_DELETE] = "delete",
	[CHAT_HOME] = "home",
	[CHAT_FORM] = "form",
	[CHAT_REACT] = "react",
	[CHAT_ASK] = "ask",
};

const char *
chat_act_name(enum chat_act act)
{
	if ((size_t)act >= sizeof act_names / sizeof *act_names)
		return "unknown";
	return act_names[act];
}

int
chat_act_find(const char *name, enum chat_act *out)
{
	size_t i;

	for (i = 0; i < sizeof act_names / sizeof *act_names; i++)
		if (strcmp(act_names[i], name) == 0) {
			*out = (enum chat_act)i;
			return 0;
		}
	return -1;
}

static const struct platform *
find_platform(const char *kind)
{
	const struct platform *const *p;

	for (p = platforms; *p != NULL; p++)
		if (strcmp((*p)->kind, kind) == 0)
			return *p;
	return NULL;
}

static int
or_default(int value, int otherwise)
{
	return value > 0 ? value : otherwise;
}

static void
copy_settings(struct chat_settings *to, const struct chat_settings *from)
{
	*to = *from;
	to->name = xstrdup(from->name);
	to->kind = xstrdup(from->kind);
	to->api_url = xstrdup(from->api_url);
	to->ca_file = xstrdup(from->ca_file);
	to->command_prefix = xstrdup(from->command_prefix);
	to->callback_url = xstrdup(from->callback_url);
	to->ping_ms = or_default(from->ping_ms, PING_MS);
	to->dead_ms = or_default(from->dead_ms, DEAD_MS);
	to->connections = or_default(from->connections, CONNECTIONS);
	to->per_channel_per_minute =
		or_default(from->per_channel_per_minute, PER_CHANNEL);
	to->per_workspace_per_minute =
		or_default(from->per_workspace_per_minute, PER_WORKSPACE);
}

static void
chat_free(struct chat *c)
{
	free((char *)c->settings.name);
	free((char *)c->settings.kind);
	free((char *)c->settings.api_url);
	free((char *)c->settings.ca_file);
	free((char *)c->settings.command_prefix);
	free((char *)c->settings.callback_url);
	free(c);
}

struct chat *
chat_open(struct loop *l, const struct chat_settings *settings,
	chat_event_fn *on_event, void *arg, struct err *e)
{
	const struct platform *platform = find_platform(settings->kind);
	struct chat *c;

	if (platform == NULL)
		return err_null(e, "chat %s: no platform %s", settings->name,
			settings->kind);
	c = xcalloc(1, sizeof *c);
	c->platform = platform;
	c->on_event = on_event;
	c->arg = arg;
	copy_settings(&c->settings, settings);
	c->link = platform->open(l, &c->settings, c, e);
	if (c->link != NULL)
		return c;
	err_add(e, "chat %s", settings->name);
	chat_free(c);
	return NULL;
}

void
chat_quiet(struct chat *c)
{
	log_info("chat_quiet", "chat=%s", c->settings.name);
	c->platform->quiet(c->link);
}

void
chat_close(struct chat *c)
{
	if (c == NULL)
		return;
	c->platform->close(c->link);
	log_info("chat_closed", "chat=%s", c->settings.name);
	chat_free(c);
}

const char *
chat_name(const struct chat *c)
{
	return c->settings.name;
}

const char *
chat_kind(const struct chat *c)
{
	return c->platform->kind;
}

bool
chat_is_ready(const struct chat *c, const char **why)
{
	return c->platform->is_ready(c->link, why);
}

const char *
chat_self(const struct chat *c)
{
	return c->platform->self(c->link);
}

char *
chat_address(const struct chat *c, const char *place, const char *message)
{
	return c->platform->address(c->link, place, message);
}

bool
chat_ack(struct chat *c, struct receipt *receipt,
	const struct chat_answer *answer)
{
	return c->platform->ack(c->link, receipt, answer);
}

bool
chat_can_answer(
	const struct chat *c, struct receipt *receipt, const json_t *card)
{
	return receipt != NULL && receipt->answerable &&
	       c->platform->can_answer(c->link, receipt, card);
}

void
chat_send(struct chat *c, const struct chat_say *say, chat_sent_fn *done,
	void *arg)
{
	log_debug("say", "chat=%s act=%s key=%s", c->settings.name,
		chat_act_name(say->act), say->key == NULL ? "" : say->key);
	c->platform->send(c->link, say, done, arg);
}

void
chat_ask_person(
	struct chat *c, const char *person, chat_person_fn *done, void *arg)
{
	c->platform->ask_person(c->link, person, done, arg);
}

void
chat_ask_members(
	struct chat *c, const char *group, chat_members_fn *done, void *arg)
{
	c->platform->ask_members(c->link, group, done, arg);
}

bool
chat_take_request(
	struct chat *c, const char *rest, struct httpd_request *request)
{
	return c->platform->hook != NULL &&
	       c->platform->hook(c->link, rest, request);
}

void
chat_on_event(struct chat *front, struct event *event)
{
	event->chat = front->settings.name;
	log_debug("event", "chat=%s key=%s kind=%s name=%s", event->chat,
		event->key, event_kind_name(event->kind),
		event->name == NULL ? "" : event->name);
	front->on_event(front->arg, event);
}
