#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "config.h"
#include "config_people.h"
#include "config_value.h"

#define ID_MAX 63

/* The chat that "chat:..." names, or NULL; *id gets what follows. */
static const struct config_chat *
find_chat(const struct config *c, const char *written, const char **id)
{
	size_t i, size = strcspn(written, ":");

	*id = written[size] == ':' ? written + size + 1 : "";
	for (i = 0; i < c->chat_count; i++)
		if (strlen(c->chats[i].name) == size &&
			strncmp(c->chats[i].name, written, size) == 0)
			return &c->chats[i];
	return NULL;
}

static bool
is_slack(const struct config_chat *chat)
{
	return strcmp(chat->kind, "slack") == 0;
}

/* As the platforms make ids: Slack's in capitals, Mattermost's 26 long. */
static bool
is_id(const struct config_chat *chat, const char *id)
{
	size_t size = strlen(id);

	if (is_slack(chat))
		return size > 1 && size <= ID_MAX &&
		       id[strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] ==
			       '\0';
	return size == 26 &&
	       id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789")] == '\0';
}

/* On Slack who is in a channel chose to be, so a channel gives no role. */
static int
check_role(const struct config *c, const char *written, struct err *e)
{
	const char *id;
	const struct config_chat *chat = find_chat(c, written, &id);
	bool group = *id == '@';

	if (chat == NULL)
		return err_set(e,
			"`%s` names no chat of yours; write \"chat:person\" or "
			"\"chat:@group\"",
			written);
	if (!is_id(chat, group ? id + 1 : id))
		return err_set(e,
			"`%s`: %s is no id; copy the id and not the name",
			written, group ? id + 1 : id);
	if (is_slack(chat) && (id[group ? 1 : 0] == 'S') != group)
		return err_set(e,
			group ? "`%s` is no user group, whose ids begin with S"
			      : "`%s` is a user group; write an @ before its "
				"id",
			written);
	return 0;
}

static int
check_person(const struct config *c, const char *written, struct err *e)
{
	const char *id;
	const struct config_chat *chat = find_chat(c, written, &id);

	if (chat == NULL || !is_id(chat, id))
		return err_set(e,
			"`%s` is not written \"chat:person\", the person by "
			"the platform's id",
			written);
	return 0;
}

static int
check_source(const struct config *c, const char *written, struct err *e)
{
	const char *id;
	const struct config_chat *chat = find_chat(c, written, &id);

	if (*id == '#' || *id == '@')
		id++;
	if (chat == NULL || !is_id(chat, id) ||
		(is_slack(chat) && strchr("CGS", id[0]) == NULL))
		return err_set(e,
			"`%s` is not written \"chat:#channel\" or "
			"\"chat:@group\", by the platform's id",
			written);
	return 0;
}

typedef int check_fn(
	const struct config *c, const char *written, struct err *e);

/* Each entry of a list, which is one already. */
static int
check_list(const struct config *c, const config_setting_t *list,
	check_fn *check, const char *path, struct err *e)
{
	int i, count = list == NULL ? 0 : config_setting_length(list);

	for (i = 0; i < count; i++) {
		if (check(c, config_setting_get_string_elem(list, i), e) == 0)
			continue;
		err_add(e, "%s", config_setting_name(list));
		return config_complain(
			path, config_setting_get_elem(list, (unsigned)i), e);
	}
	return 0;
}

static int
check_team(const struct config *c, size_t i, const config_setting_t *group,
	const char *path, struct err *e)
{
	const struct config_team *team = &c->teams[i];
	const config_setting_t *of = config_setting_get_member(group, "of");
	size_t other;

	for (other = 0; other < i; other++)
		if (text_same(c->teams[other].name, team->name)) {
			err_set(e, "teams.name: two have the name `%s`",
				team->name);
			return config_complain(path, group, e);
		}
	if (strlen(team->name) > TEAM_NAME_MAX) {
		err_set(e, "teams.name: has more than %d bytes", TEAM_NAME_MAX);
		return config_complain(path, group, e);
	}
	if (team->of[0] == '\0' && team->members[0] == NULL) {
		err_set(e, "teams: `%s` has neither `of` nor `members`",
			team->name);
		return config_complain(path, group, e);
	}
	if (team->of[0] != '\0' && check_source(c, team->of, e) == -1) {
		err_add(e, "teams.of");
		return config_complain(path, of, e);
	}
	return check_list(c, config_setting_get_member(group, "members"),
		check_person, path, e);
}

int
config_people_check(const struct config *c, const config_setting_t *root,
	const char *path, struct err *e)
{
	static const char *const roles[] = {"admins", "curators", "auditors"};
	const config_setting_t *teams =
		config_setting_get_member(root, "teams");
	size_t i;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (check_list(c, config_setting_get_member(root, roles[i]),
			    check_role, path, e) == -1)
			return -1;
	for (i = 0; i < c->team_count; i++)
		if (check_team(c, i,
			    config_setting_get_elem(teams, (unsigned)i), path,
			    e) == -1)
			return -1;
	return 0;
}

static struct programme_team
team_of(struct config *c, const struct config_team *t)
{
	struct programme_team out = {.name = t->name,
		.kind = "list",
		.chat = "",
		.source = "",
		.members = t->members};
	const struct config_chat *chat;
	const char *id;

	if (t->of[0] == '\0')
		return out;
	chat = find_chat(c, t->of, &id);
	out.chat = chat->name;
	if (*id == '#' || *id == '@')
		id++;
	out.source = id;
	out.kind = is_slack(chat) && *id == 'S' ? "group" : "channel";
	return out;
}

void
config_people_fill(struct config *c)
{
	struct programme *p = &c->programme;
	struct programme_team *teams =
		config_own(c, xcalloc(c->team_count + 1, sizeof(*teams)));
	size_t i;

	p->admins = c->admins;
	p->curators = c->curators;
	p->auditors = c->auditors;
	for (i = 0; i < c->team_count; i++)
		teams[i] = team_of(c, &c->teams[i]);
	p->teams = teams;
	p->team_count = c->team_count;
}
