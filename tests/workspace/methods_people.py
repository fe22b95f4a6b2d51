"""conversations, users and usergroups."""

from .method import (READ_CHANNELS, READ_HISTORY, conversation, method, page)
from .world import ApiError


def describe(ws, channel):
    world = ws.world
    common = {"id": channel.id, "created": 1_700_000_000,
              "is_archived": channel.archived, "is_org_shared": False,
              "context_team_id": world.team["id"]}
    if channel.kind == "im":
        return {**common, "is_im": True, "user": channel.members[0],
                "is_channel": False, "is_group": False, "is_mpim": False}
    return {**common, "name": channel.name, "name_normalized": channel.name,
            "is_channel": not channel.private, "is_group": False,
            "is_im": False, "is_mpim": False, "is_private": channel.private,
            "is_general": channel.name == "general", "is_shared": False,
            "is_ext_shared": False, "creator": "U0MIA",
            "is_member": world.is_member(channel, world.app["user"]),
            "topic": {"value": channel.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [], "updated": 1_700_000_000_000}


@method("conversations.open", 3, "im:write")
def conversations_open(ws, args):
    if args.get("channel"):
        channel = conversation(ws, args)
        if channel.kind != "im":
            raise ApiError("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}, "no_op": True,
                "already_open": True}
    users = [u for u in str(args.get("users") or "").split(",") if u]
    if not users:
        raise ApiError("not_enough_users")
    if len(users) > 8:
        raise ApiError("too_many_users")
    if any(u not in ws.world.users for u in users):
        raise ApiError("user_not_found")
    if len(users) > 1:
        raise ApiError("missing_scope", needed="mpim:write")
    known = ws.world.dm_of(users[0])
    channel = ws.world.dm(users[0])
    found = describe(ws, channel) if args.get("return_im") \
        else {"id": channel.id}
    extra = {"no_op": True, "already_open": True} if known else {}
    return {"channel": found, **extra}


@method("conversations.info", 3, *READ_CHANNELS, json=False)
def conversations_info(ws, args):
    channel = conversation(ws, args)
    found = describe(ws, channel)
    if args.get("include_num_members"):
        found["num_members"] = len(channel.members)
    if args.get("include_locale"):
        found["locale"] = "en-US"
    return {"channel": found}


@method("conversations.members", 4, *READ_CHANNELS, json=False)
def conversations_members(ws, args):
    channel = conversation(ws, args)
    rows, more = page(args, channel.members, 100, 1000)
    return {"members": rows, "response_metadata": more}


def listed(ws, args, wanted):
    kinds = str(args.get("types") or "public_channel").split(",")
    rows = []
    for channel in ws.world.channels.values():
        kind = "im" if channel.kind == "im" else (
            "private_channel" if channel.private else "public_channel")
        if kind in kinds and wanted(channel) and not (
                args.get("exclude_archived") and channel.archived):
            rows.append(describe(ws, channel))
    rows, more = page(args, rows, 100, 999)
    return {"channels": rows, "response_metadata": more}


@method("conversations.list", 2, *READ_CHANNELS, json=False)
def conversations_list(ws, args):
    bot = ws.world.app["user"]
    return listed(ws, args, lambda c: not c.private
                  or ws.world.is_member(c, bot))


@method("users.conversations", 3, *READ_CHANNELS, json=False)
def users_conversations(ws, args):
    user = args.get("user") or ws.world.app["user"]
    return listed(ws, args, lambda c: ws.world.is_member(c, user))


@method("conversations.join", 3, "channels:join")
def conversations_join(ws, args):
    channel = conversation(ws, args)
    if channel.kind != "channel" or channel.private:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    bot = ws.world.app["user"]
    warning = {}
    if ws.world.is_member(channel, bot):
        warning = {"warning": "already_in_channel", "response_metadata": {
            "warnings": ["already_in_channel"]}}
    else:
        channel.members.append(bot)
        ws.events.joined(channel, bot)
    return {"channel": describe(ws, channel), **warning}


def shown(message, whole_metadata):
    if message.get("metadata") and not whole_metadata:
        return {**message, "metadata": {
            "event_type": message["metadata"]["event_type"]}}
    return message


@method("conversations.history", 3, *READ_HISTORY)
def conversations_history(ws, args):
    channel = conversation(ws, args)
    if not ws.world.is_member(channel, ws.world.app["user"]):
        raise ApiError("not_in_channel")
    needed = ("im" if channel.kind == "im" else "groups" if channel.private
              else "channels") + ":history"
    if needed not in ws.scopes:
        raise ApiError("missing_scope", needed=needed)
    oldest = float(args.get("oldest") or 0)
    latest = float(args.get("latest") or "inf")
    inclusive = bool(args.get("inclusive"))
    rows = [m for m in reversed(channel.messages)
            if oldest < float(m["ts"]) < latest
            or inclusive and float(m["ts"]) in (oldest, latest)]
    rows, more = page(args, rows, 100, 999)
    rows = [shown(m, args.get("include_all_metadata")) for m in rows]
    return {"messages": rows, "has_more": bool(more["next_cursor"]),
            "pin_count": 0, "response_metadata": more}


@method("conversations.replies", 3, *READ_HISTORY, json=False)
def conversations_replies(ws, args):
    channel = conversation(ws, args)
    first = channel.find(args.get("ts"))
    if first is None:
        raise ApiError("thread_not_found")
    rows = [m for m in channel.messages
            if first["ts"] in (m["ts"], m.get("thread_ts"))]
    rows, more = page(args, rows, 1000, 1000)
    rows = [shown(m, args.get("include_all_metadata")) for m in rows]
    return {"messages": rows, "has_more": bool(more["next_cursor"]),
            "response_metadata": more}


@method("users.info", 4, "users:read", json=False)
def users_info(ws, args):
    user = ws.world.users.get(args.get("user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user_as_asked(ws, user, args.get("include_locale"))}


def user_as_asked(ws, user, locale):
    user = dict(user, profile=dict(user["profile"]))
    if not locale:
        user.pop("locale")
    if "users:read.email" not in ws.scopes:
        user["profile"].pop("email", None)
    return user


@method("users.list", 2, "users:read", json=False)
def users_list(ws, args):
    rows, more = page(args, list(ws.world.users.values()), 1000, 1000)
    rows = [user_as_asked(ws, u, args.get("include_locale")) for u in rows]
    return {"members": rows, "cache_ts": int(ws.world.clock.now()),
            "response_metadata": more}


@method("users.lookupByEmail", 3, "users:read.email", json=False)
def users_lookup_by_email(ws, args):
    for user in ws.world.users.values():
        if user["profile"].get("email") == args.get("email"):
            return {"user": user_as_asked(ws, user, False)}
    raise ApiError("users_not_found")


@method("usergroups.list", 2, "usergroups:read", json=False)
def usergroups_list(ws, args):
    groups = []
    for group in ws.world.usergroups:
        group = dict(group, team_id=ws.world.team["id"], is_usergroup=True,
                     user_count=len(group["users"]))
        if not args.get("include_users"):
            group.pop("users")
        groups.append(group)
    return {"usergroups": groups}


@method("usergroups.users.list", 2, "usergroups:read", json=False)
def usergroups_users_list(ws, args):
    for group in ws.world.usergroups:
        if group["id"] == args.get("usergroup"):
            return {"users": group["users"]}
    raise ApiError("no_such_subteam")
