#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "text.h"

#include "mattermost_error.h"

/* failed_to_get: a post with our pending_post_id was made and cannot be read,
 * because it was deleted since or a database lags behind: to be looked for. */
static const struct {
	const char *id;
	enum mattermost_outcome outcome;
} ids[] = {
	{"api.post.deduplicate_create_post.pending", MATTERMOST_BUSY},
	{"api.post.deduplicate_create_post.failed_to_get", MATTERMOST_UNSURE},
	{"api.channel.create_direct_channel.invalid_user.app_error",
		MATTERMOST_GONE},
	{"api.post.create_post.town_square_read_only", MATTERMOST_GONE},
	{"api.post.update_post.find.app_error", MATTERMOST_GONE},
	{"api.post.update_post.permissions_details.app_error", MATTERMOST_GONE},
	{"app.command_webhook.try_use.invalid", MATTERMOST_GONE},
	{"api.context.404.app_error", MATTERMOST_REFUSED}, /* no such route */
};

/* Parts of the ids that each kind of writing to an archived channel has. */
static const char *const archived[] = {
	"_to_deleted", "_in_deleted", "archived_channel"};

/* Where "no permission" means that we are not, or no longer, a member. */
static const char *const places[] = {
	"/posts", "/files", "/channels/", "/reactions"};

static bool
is_archived(const char *id)
{
	size_t i;

	for (i = 0; i < sizeof archived / sizeof *archived; i++)
		if (strstr(id, archived[i]) != NULL)
			return true;
	return false;
}

static bool
is_about_a_place(const char *path)
{
	size_t i;

	if (text_starts(path, "/posts/ephemeral"))
		return false;
	for (i = 0; i < sizeof places / sizeof *places; i++)
		if (text_starts(path, places[i]))
			return true;
	return false;
}

/* Something between us and the server answered. With a 404, a 503 or a
 * redirect it had nobody to pass the request on to. */
static enum mattermost_outcome
by_status(int status)
{
	if (status == 404 || status == 503 || (status >= 300 && status < 400))
		return MATTERMOST_UNSENT;
	if (status == 408 || status >= 500)
		return MATTERMOST_UNSURE;
	return MATTERMOST_REFUSED;
}

enum mattermost_outcome
mattermost_error_outcome(const char *path, int status, const char *id)
{
	size_t i;

	if (status == 429)
		return MATTERMOST_LIMITED;
	if (status == 401)
		return MATTERMOST_DENIED;
	if (*id == '\0')
		return by_status(status);
	for (i = 0; i < sizeof ids / sizeof *ids; i++)
		if (strcmp(ids[i].id, id) == 0)
			return ids[i].outcome;
	if (status == 404 || is_archived(id))
		return MATTERMOST_GONE;
	if (status == 403)
		return is_about_a_place(path) ? MATTERMOST_GONE
					      : MATTERMOST_REFUSED;
	if (status == 408 || (status >= 500 && status != 501))
		return MATTERMOST_UNSURE;
	return MATTERMOST_REFUSED;
}
