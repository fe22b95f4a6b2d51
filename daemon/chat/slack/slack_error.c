#include <stddef.h>
#include <string.h>

#include "text.h"

#include "slack_error.h"

/* service_unavailable, request_timeout and the like may come from a machine
 * that has passed the request on: they are not sure. */
static const struct {
	const char *code;
	enum slack_outcome outcome;
} codes[] = {
	{"ratelimited", SLACK_LIMITED},
	{"rate_limited", SLACK_LIMITED},
	{"message_limit_exceeded", SLACK_LIMITED},
	{"internal_error", SLACK_UNSURE},
	{"fatal_error", SLACK_UNSURE},
	{"service_unavailable", SLACK_UNSURE},
	{"request_timeout", SLACK_UNSURE},
	{"team_added_to_org", SLACK_UNSURE},
	{"fetch_members_failed", SLACK_UNSURE},
	{"update_failed", SLACK_UNSURE},
	{"not_authed", SLACK_DENIED},
	{"invalid_auth", SLACK_DENIED},
	{"account_inactive", SLACK_DENIED},
	{"user_removed_from_team", SLACK_DENIED},
	{"team_disabled", SLACK_DENIED},
	{"token_revoked", SLACK_DENIED},
	{"token_expired", SLACK_DENIED},
	{"no_permission", SLACK_DENIED},
	{"org_login_required", SLACK_DENIED},
	{"team_access_not_granted", SLACK_DENIED},
	{"two_factor_setup_required", SLACK_DENIED},
	{"access_denied", SLACK_DENIED},
	{"accesslimited", SLACK_DENIED},
	{"forbidden_team", SLACK_DENIED},
	{"enterprise_is_restricted", SLACK_DENIED},
	{"not_allowed_token_type", SLACK_DENIED},
	{"channel_not_found", SLACK_GONE},
	{"is_archived", SLACK_GONE},
	{"is_inactive", SLACK_GONE},
	{"not_in_channel", SLACK_GONE},
	{"user_not_found", SLACK_GONE},
	{"user_not_visible", SLACK_GONE},
	{"user_disabled", SLACK_GONE},
	{"user_not_in_channel", SLACK_GONE},
	{"messages_tab_disabled", SLACK_GONE},
	{"ekm_access_denied", SLACK_GONE},
	{"posting_to_channel_denied", SLACK_GONE},
	{"message_not_found", SLACK_GONE},
	{"cannot_dm_bot", SLACK_GONE},
};

enum slack_outcome
slack_error_outcome(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].outcome;
	if (text_starts(code, "restricted_action"))
		return SLACK_GONE;
	return SLACK_REFUSED;
}

enum slack_outcome
slack_error_status(int status)
{
	if (status == 429)
		return SLACK_LIMITED;
	if (status == 408 || status >= 500)
		return SLACK_UNSURE;
	if (status == 401 || status == 403)
		return SLACK_DENIED;
	return SLACK_REFUSED;
}
