"""What Mattermost's API shows of things: users, channels, posts."""

import copy

from .ids import new_id, ordered

NOTIFY = {"channel": "true", "comments": "never", "desktop": "mention",
          "desktop_sound": "true", "email": "true", "first_name": "false",
          "mention_keys": "", "push": "mention", "push_status": "away"}
THREADS = {"desktop_threads": "all", "email_threads": "all",
           "push_threads": "all"}
MEMBER_NOTIFY = {"desktop": "default", "email": "default",
                 "ignore_channel_mentions": "default", "mark_unread": "all",
                 "push": "default"}
ATTACHMENT = {"id": 0, "fallback": "", "color": "", "pretext": "",
              "author_name": "", "author_link": "", "author_icon": "",
              "title": "", "title_link": "", "text": "", "fields": None,
              "image_url": "", "thumb_url": "", "footer": "",
              "footer_icon": "", "ts": None}
ACTION = ("id", "type", "name", "disabled", "style", "data_source", "options",
          "default_option", "integration", "cookie")


def user_view(user, full=False, modern=True):
    """full: as somebody sees themselves."""
    view = {k: user[k] for k in (
        "id", "create_at", "update_at", "delete_at")}
    view.update(username=user["name"], auth_data="", auth_service="",
                email=user["email"], nickname=user["nickname"],
                first_name=user["first_name"], last_name=user["last_name"],
                position=user["title"], roles=user["roles"])
    if full:
        view.update(notify_props={**NOTIFY, **(
            THREADS if modern else {}), **(
                {"channel_mention_auto_follow_threads": "false"}
                if modern > 1 else {})}, last_password_update=user[
                "create_at"])
        if modern:
            del view["auth_data"]
    view.update(locale=user["locale"], timezone=zone(user))
    if user["is_bot"]:
        view.update(is_bot=True, bot_description=user["title"])
        view["position"] = ""
    elif modern:
        view["remote_id"] = ""
    view["disable_welcome_email"] = False
    return view


def zone(user):
    return {"automaticTimezone": "" if user["manual"] else user["tz"] or "",
            "manualTimezone": user["tz"] if user["manual"] else "",
            "useAutomaticTimezone": "false" if user["manual"] else "true"}


def bot_view(bot):
    return {k: bot[k] for k in (
        "user_id", "username", "display_name", "description", "owner_id",
        "create_at", "update_at", "delete_at")}


def channel_view(channel, modern=True):
    view = {
        "id": channel.id, "create_at": channel.create_at,
        "update_at": channel.update_at, "delete_at": channel.delete_at,
        "team_id": channel.team_id, "type": channel.type,
        "display_name": channel.display_name, "name": channel.name,
        "header": channel.topic, "purpose": "",
        "last_post_at": channel.last_post_at,
        "total_msg_count": channel.count, "extra_update_at": 0,
        "creator_id": channel.creator, "scheme_id": None, "props": None,
        "group_constrained": None,
        "shared": False if channel.type == "D" else None,
        "total_msg_count_root": channel.count_root, "policy_id": None}
    if modern > 1:
        view.update(discoverable=False, managed_category_name="")
    if modern:
        view.update(last_root_post_at=channel.last_post_at, banner_info=None,
                    policy_enforced=False, policy_is_active=False,
                    autotranslation=False, default_category_name="")
    return view


def member_view(channel, user_id, asker, modern=True):
    """asker: who looks; newer servers hide when others were there."""
    admin = user_id == channel.creator and channel.type != "D"
    more = {"urgent_mention_count": 0} if modern else {}
    if modern > 1:
        more["autotranslation_disabled"] = False
    notify = {"channel_auto_follow_threads": "off"} if modern else {}
    view = {
        "channel_id": channel.id, "user_id": user_id,
        "roles": "channel_user channel_admin" if admin else "channel_user",
        "last_viewed_at": 0, "msg_count": 0, "mention_count": 0,
        "mention_count_root": 0, "msg_count_root": 0,
        "notify_props": {**notify, **MEMBER_NOTIFY}, **more,
        "last_update_at": channel.create_at, "scheme_guest": False,
        "scheme_user": True, "scheme_admin": admin, "explicit_roles": ""}
    if modern > 1 and asker != user_id:
        del view["last_viewed_at"], view["last_update_at"]
    return view


def team_member_view(team, user_id):
    admin = user_id in team["admins"]
    return {"team_id": team["id"], "user_id": user_id,
            "roles": "team_user team_admin" if admin else "team_user",
            "delete_at": 0, "scheme_guest": False, "scheme_user": True,
            "scheme_admin": admin, "explicit_roles": ""}


def team_view(team, admin=False, modern=True):
    more = {"cloud_limits_archived": False} if modern else {}
    if modern > 1:
        more.update(policy_enforced=False, policy_is_active=False)
    return {"id": team["id"], "create_at": team["create_at"],
            "update_at": team["create_at"], "delete_at": 0,
            "display_name": team["display_name"], "name": team["name"],
            "description": "", "email": team["email"] if admin else "",
            "type": "O", "company_name": "", "allowed_domains": "",
            "invite_id": team["invite_id"], "allow_open_invite": False,
            "scheme_id": None, "group_constrained": None, "policy_id": None,
            **more}


def normal_props(props):
    """As they are kept: attachments with all their members, actions with
    ids."""
    props = copy.deepcopy(props or {})
    if isinstance(props.get("attachments"), list):
        props["attachments"] = [normal_attachment(a)
                                for a in props["attachments"]
                                if isinstance(a, dict)]
    return ordered(props)


def normal_attachment(attachment):
    kept = {k: attachment.get(k, default) for k, default in ATTACHMENT.items()}
    if isinstance(kept["fields"], list):
        kept["fields"] = [{"title": f.get("title", ""),
                           "value": f.get("value"),
                           "short": bool(f.get("short"))}
                          for f in kept["fields"] if isinstance(f, dict)]
    actions = attachment.get("actions")
    if actions:
        kept["actions"] = [normal_action(a) for a in actions]
    return kept


def normal_action(action):
    kept = {k: action[k] for k in ACTION if action.get(k)}
    kept.setdefault("id", new_id())
    kept.setdefault("name", "")
    return {k: kept[k] for k in ACTION if k in kept}


def actions_of(post):
    for attachment in post["props"].get("attachments") or []:
        yield from attachment.get("actions") or []


def without_integrations(props):
    props = copy.deepcopy(props)
    for attachment in props.get("attachments") or []:
        for action in attachment.get("actions") or []:
            action.pop("integration", None)
    return props


def post_view(world, post, metadata=True):
    """As every client sees it, its author too: without integrations."""
    view = {k: post[k] for k in (
        "id", "create_at", "update_at", "edit_at", "delete_at", "is_pinned",
        "user_id", "channel_id", "root_id")}
    if not world.modern:
        view["parent_id"] = post["root_id"] \
            if post["type"] != "system_ephemeral" else ""
    view.update({k: post[k] for k in (
        "original_id", "message", "type")})
    view["props"] = ordered(without_integrations(post["props"]))
    view["hashtags"] = post["hashtags"]
    ephemeral = post["type"] == "system_ephemeral"
    if post["file_ids"] or world.modern:
        view["file_ids"] = None if ephemeral or post["dropped"] \
            else list(post["file_ids"])
    view["pending_post_id"] = post["pending_post_id"]
    reactions = world.reactions.get(post["id"])
    if reactions:
        view["has_reactions"] = True
    if world.modern and not post["type"].startswith("system_"):
        view["remote_id"] = ""
    view.update(reply_count=world.replies(post), last_reply_at=0,
                participants=None)
    if metadata:
        view["metadata"] = metadata_of(world, post, reactions)
    return view


def metadata_of(world, post, reactions):
    found = {}
    if post["delete_at"]:
        return found
    if post["props"].get("attachments"):
        found["embeds"] = [{"type": "message_attachment"}]
    if post.get("file_ids"):
        found["files"] = [file_view(world.files[i], world.modern)
                          for i in post["file_ids"]]
    if reactions:
        found["reactions"] = [dict(r) for r in reactions]
    return found


def file_view(info, modern=True):
    view = {k: v for k, v in info.items() if k != "data"}
    return {**view, "archived": False} if modern else view


def command_view(command):
    return {k: command[k] for k in (
        "id", "token", "create_at", "update_at", "delete_at", "creator_id",
        "team_id", "trigger", "method", "username", "icon_url",
        "auto_complete", "auto_complete_desc", "auto_complete_hint",
        "display_name", "description", "url", "plugin_id")}
