"""Refusals in Mattermost's words."""


class AppError(Exception):
    """id is stable, the message is for people and depends on their
    language."""

    def __init__(self, id_, status, message=None, detail=""):
        super().__init__(id_)
        self.detail = detail            # shown by developers' servers
        self.id = id_
        self.status = status
        self.message = message or TEXTS.get(id_, id_)


TEXTS = {
    "api.context.permissions.app_error":
        "You do not have the appropriate permissions.",
    "api.context.session_expired.app_error":
        "Invalid or expired session, please login again.",
    "app.post.get.app_error": "Unable to get the post.",
    "app.user.missing_account.const": "Unable to find the user.",
    "app.user.get_by_username.app_error":
        "Unable to find an existing account matching your username for this "
        "team. This team may require an invite from the team owner to join.",
    "app.channel.get.existing.app_error":
        "Unable to find the existing channel.",
    "app.channel.get_by_name.missing.app_error": "Channel does not exist.",
    "app.channel.get_member.missing.app_error":
        "No channel member found for that user ID and channel ID.",
    "app.team.get.find.app_error": "Unable to find the existing team.",
    "app.team.get_by_name.missing.app_error":
        "Unable to find the existing team.",
    "app.team.get_member.missing.app_error":
        "No team member found for that user ID and team ID.",
    "app.bot.getbot.app_error": "Unable to get the bot.",
    "store.sql_bot.get.missing.app_error": "Bot does not exist.",
    "api.channel.create_direct_channel.invalid_user.app_error":
        "Invalid user ID for direct channel creation.",
    "api.post.create_post.can_not_post_to_deleted.error":
        "Can not post to deleted channel.",
    "api.post.create_post.root_id.app_error": "Invalid RootId parameter.",
    "api.post.deduplicate_create_post.pending":
        "Rejected post since another client is making the same request.",
    "api.post.deduplicate_create_post.failed_to_get":
        "Failed to fetch original post after deduplicating a client "
        "repeating the same request.",
    "model.post.is_valid.msg.app_error": "Invalid message.",
    "model.post.is_valid.message_length.app_error":
        "Post Message property is longer than the maximum permitted length.",
    "model.post.is_valid.props.app_error": "Invalid props.",
    "api.post.do_action.action_id.app_error": "Invalid action id.",
    "api.post.do_action.action_integration.app_error":
        "Action integration error.",
    "api.command.duplicate_trigger.app_error":
        "This trigger word is already in use. Please choose another word.",
    "api.command.command_post.forbidden.app_error":
        "Specified user is not a member of specified channel.",
    "app.command_webhook.try_use.invalid": "Invalid webhook.",
    "app.command_webhook.get.missing": "Unable to find the webhook.",
    "web.command_webhook.parse.app_error": "Unable to parse incoming data.",
    "app.command.get.app_error": "Unable to get the command.",
    "interactive_message.decode_trigger_id.base64_decode_failed":
        "Failed to decode base64 for trigger ID for interactive dialog.",
    "interactive_message.decode_trigger_id.missing_data":
        "Trigger ID missing required data for interactive dialog.",
    "interactive_message.decode_trigger_id.verify_signature_failed":
        "Signature verification failed of trigger ID for interactive dialog.",
    "app.user_access_token.get_by_user.app_error":
        "Unable to get the personal access token.",
    "app.user_access_token.invalid_or_missing":
        "Invalid or missing token.",
    "app.user.save.username_exists.app_error":
        "An account with that username already exists.",
    "store.sql_team.save.domain_exists.app_error":
        "A team with that name already exists.",
    "store.sql_channel.save_channel.exists.app_error":
        "A channel with that name already exists on the same team.",
    "api.context.request_body_too_large.app_error":
        "Unable to process request. Request body too large.",
    "api.payload.parse.error": "An error occurred while parsing the payload.",
    "api.reaction.save_reaction.user_id.app_error":
        "You cannot save reaction for the other user.",
    "api.reaction.save_reaction.invalid.app_error":
        "Reaction is not valid.",
    "app.emoji.get_by_name.no_result": "We couldn’t find the emoji.",
    "model.post.is_valid.type.app_error": "Invalid type.",
    "api.context.invalid_param.app_error": "Invalid post.type parameter.",
    "store.sql_command.save.get.app_error": "Unable to get the command.",
    "app.file_info.get.app_error": "Unable to get the file info.",
    "api.user.login.invalid_credentials_email_username":
        "Enter a valid email or username and/or password.",
    "api.web_socket.connect.upgrade.app_error":
        "Failed to upgrade websocket connection.",
}


def forbidden():
    return AppError("api.context.permissions.app_error", 403)


def expired(token):
    return AppError("api.context.session_expired.app_error", 401,
                    detail=f"token={token}" if token else "UserRequired")


def bad_url(name):
    return AppError("api.context.invalid_url_param.app_error", 400,
                    f"Invalid or missing {name} parameter in request URL.")


def bad_body(name):
    return AppError("api.context.invalid_body_param.app_error", 400,
                    f"Invalid or missing {name} in request body.")


def failed_integration(status=400):
    return AppError("api.post.do_action.action_integration.app_error", status)
