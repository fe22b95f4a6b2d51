"""The Web API's methods: arguments in, the fields of the answer out, refusals
as ApiError. TABLE says what is true of each method before it runs."""

import json

from . import blockkit
from .world import ApiError, new_id

READ_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
READ_HISTORY = ("channels:history", "groups:history", "im:history")
MAX_METADATA = 1_000        # the true figure is unknown; be strict


class Method:
    def __init__(self, run, tier, scopes=(), **flags):
        self.run = run
        self.tier = tier
        self.scopes = scopes
        self.json = flags.get("json", True)
        self.post_only = flags.get("post_only", False)
        self.posts = flags.get("posts", False)
        self.app_token = flags.get("app_token", False)


TABLE = {}


def method(name, tier, *scopes, **flags):
    def add(run):
        TABLE[name] = Method(run, tier, scopes, **flags)
        return run
    return add


def need(args, *names):
    for name in names:
        if args.get(name) in (None, ""):
            raise ApiError("invalid_arguments", [
                f"[ERROR] missing required field: {name}"])


def number(args, name, default, least, most):
    try:
        value = int(args.get(name) or default)
    except (TypeError, ValueError):
        raise ApiError("invalid_arguments", [
            f"[ERROR] {name} must be a number"]) from None
    return min(most, max(least, value))


def page(args, rows, default, most):
    """One page of rows and its next_cursor, as Slack pages."""
    limit = number(args, "limit", default, 1, most)
    cursor = args.get("cursor") or ""
    if cursor and not cursor.startswith("from="):
        raise ApiError("invalid_cursor")
    start = int(cursor[5:] or 0) if cursor else 0
    rest = start + limit < len(rows)
    return rows[start:start + limit], {
        "next_cursor": f"from={start + limit}" if rest else ""}


# who we are

@method("apps.connections.open", 3, post_only=True, app_token=True)
def apps_connections_open(ws, args):
    return {"url": ws.socket.ticket(ws.host)}


@method("auth.test", "special")
def auth_test(ws, args):
    world = ws.world
    return {"url": ws.address + "/", "team": world.team["name"],
            "user": "advocate", "team_id": world.team["id"],
            "user_id": world.app["user"], "bot_id": world.app["bot"],
            "is_enterprise_install": False}


@method("team.info", 3, "team:read")
def team_info(ws, args):
    return {"team": dict(ws.world.team, email_domain="acme.example")}


# messages

def conversation(ws, args, name="channel"):
    """The conversation an argument names. A person's id opens their DM."""
    wanted = args.get(name)
    if wanted in ws.world.users and not ws.world.users[wanted]["is_bot"]:
        return ws.world.dm(wanted)
    channel = ws.world.channels.get(wanted)
    if channel is None or (channel.private and not ws.world.is_member(
            channel, ws.world.app["user"])):
        raise ApiError("channel_not_found")
    return channel


def writable(ws, args):
    channel = conversation(ws, args)
    if channel.archived:
        raise ApiError("is_archived")
    if not ws.world.is_member(channel, ws.world.app["user"]):
        raise ApiError("not_in_channel")
    return channel


def content(ws, args, longest=40_000):
    """The checked fields of a message: text, blocks, attachments."""
    text = args.get("text")
    blocks = args.get("blocks")
    attachments = args.get("attachments")
    if args.get("markdown_text"):
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        text = args["markdown_text"]
    if not isinstance(text, (str, type(None))):
        raise ApiError("invalid_arguments", ["[ERROR] text must be a string"])
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    if text and blockkit.length(text) > longest:
        raise ApiError("msg_too_long")
    if blocks is not None:
        blockkit.check_message_blocks(blocks, ws.world.files)
    if attachments is not None and not isinstance(attachments, list):
        raise ApiError("invalid_attachments")
    if attachments and len(attachments) > 100:
        raise ApiError("too_many_attachments")
    return {"text": text or "", "blocks": blocks or None,
            "attachments": attachments or None}


def metadata_of(args):
    metadata = args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or \
            not isinstance(metadata.get("event_type"), str) or \
            not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    for value in metadata["event_payload"].values():
        if value is None or isinstance(value, list) and not all(
                isinstance(v, (str, dict)) for v in value):
            raise ApiError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > MAX_METADATA:
        raise ApiError("metadata_too_large")
    return metadata


@method("chat.postMessage", "special", "chat:write", posts=True)
def chat_post_message(ws, args):
    channel = writable(ws, args)
    thread = args.get("thread_ts")
    if thread and channel.find(thread) is None:
        raise ApiError("thread_not_found")
    fields = content(ws, args)
    message = ws.world.post(
        channel, ws.world.app["user"], fields.pop("text"), **fields,
        thread_ts=thread, metadata=metadata_of(args))
    ws.events.message(channel, message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def own_message(ws, args, refusal):
    channel = conversation(ws, args)
    if args.get("channel") != channel.id:
        raise ApiError("channel_not_found")     # a person's id will not do
    need(args, "ts")
    message = channel.find(args["ts"])
    if message is None:
        raise ApiError("message_not_found")
    if message.get("bot_id") != ws.world.app["bot"]:
        raise ApiError(refusal)
    return channel, message


@method("chat.update", 3, "chat:write")
def chat_update(ws, args):
    channel, message = own_message(ws, args, "cant_update_message")
    fields = content(ws, args, 4_000)
    fields["metadata"] = metadata_of(args)
    ws.world.edit(channel, message, fields)
    return {"channel": channel.id, "ts": message["ts"],
            "text": message["text"], "message": message}


@method("chat.delete", 3, "chat:write")
def chat_delete(ws, args):
    channel, message = own_message(ws, args, "cant_delete_message")
    ws.world.remove(channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", 4, "chat:write")
def chat_post_ephemeral(ws, args):
    channel = writable(ws, args)
    need(args, "user")
    if args["user"] not in ws.world.users:
        raise ApiError("user_not_found")
    if not ws.world.is_member(channel, args["user"]):
        raise ApiError("user_not_in_channel")
    fields = content(ws, args)
    message = ws.world.whisper(
        channel, args["user"], fields.pop("text"), **fields)
    return {"message_ts": message["ts"]}


@method("chat.getPermalink", "special")
def chat_get_permalink(ws, args):
    channel = conversation(ws, args)
    message = channel.find(args.get("message_ts"))
    if message is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id,
            "permalink": ws.permalink(channel, message)}


# views

def checked_view(args, kind):
    view = args.get("view")
    size = len(json.dumps(view, default=str))
    blockkit.check_view(view, kind, size)
    return view


def unique(ws, view, but=None):
    external = view.get("external_id")
    if external:
        _, other = ws.world.find_view(external_id=external)
        if other is not None and other is not but:
            raise ApiError("duplicate_external_id")


@method("views.open", 4)
def views_open(ws, args):
    user_id = ws.triggers.take(args.get("trigger_id"))
    view = checked_view(args, "modal")
    unique(ws, view)
    stored = ws.world.new_view("modal", view)
    ws.world.modals[user_id] = [stored]
    ws.world.show_view("form", user_id, stored)
    return {"view": stored}


@method("views.push", 4)
def views_push(ws, args):
    user_id = ws.triggers.take(args.get("trigger_id"))
    view = checked_view(args, "modal")
    unique(ws, view)
    return {"view": push(ws, user_id, view)}


def push(ws, user_id, view):
    stack = ws.world.modals.get(user_id) or []
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= 3:
        raise ApiError("push_limit_reached")
    stored = ws.world.new_view("modal", view, stack[0]["id"], stack[-1]["id"])
    stack.append(stored)
    ws.world.show_view("form", user_id, stored)
    return stored


@method("views.update", 4)
def views_update(ws, args):
    user_id, old = ws.world.find_view(
        args.get("view_id"), args.get("external_id"))
    if old is None or old["type"] != "modal":
        raise ApiError("not_found")
    if args.get("hash") and args["hash"] != old["hash"]:
        raise ApiError("hash_conflict")
    view = checked_view(args, "modal")
    unique(ws, view, old)
    return {"view": replace_view(ws, user_id, old, view)}


def replace_view(ws, user_id, old, view):
    stack = ws.world.modals[user_id]
    stored = ws.world.new_view("modal", view, old["root_view_id"],
                               old["previous_view_id"])
    stored["id"] = old["id"]
    stored["root_view_id"] = old["root_view_id"]
    stack[stack.index(old)] = stored
    ws.world.show_view("form", user_id, stored)
    return stored


@method("views.publish", 4)
def views_publish(ws, args):
    user_id = args.get("user_id")
    if user_id not in ws.world.users:
        raise ApiError("user_not_found")
    old = ws.world.homes.get(user_id)
    if old and args.get("hash") and args["hash"] != old["hash"]:
        raise ApiError("hash_conflict")
    view = checked_view(args, "home")
    stored = ws.world.new_view("home", view)
    if old:
        stored["id"] = stored["root_view_id"] = old["id"]
    ws.world.homes[user_id] = stored
    ws.world.show_view("home", user_id, stored)
    return {"view": stored}


# conversations

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


# people

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


# reactions

def reactable(ws, args):
    channel = conversation(ws, args)
    message = channel.find(args.get("timestamp"))
    if message is None:
        raise ApiError("message_not_found")
    return channel, message


@method("reactions.add", 3, "reactions:write")
def reactions_add(ws, args):
    name = str(args.get("name") or "").strip(":")
    if not name:
        raise ApiError("invalid_name")
    channel, message = reactable(ws, args)
    if channel.archived:
        raise ApiError("is_archived")
    bot = ws.world.app["user"]
    if not ws.world.react(channel, message, bot, name):
        raise ApiError("already_reacted")
    ws.events.reaction("reaction_added", channel, message, bot, name)
    return {}


@method("reactions.remove", 3, "reactions:write")
def reactions_remove(ws, args):
    channel, message = reactable(ws, args)
    bot, name = ws.world.app["user"], args.get("name")
    if not ws.world.unreact(channel, message, bot, name):
        raise ApiError("no_reaction")
    ws.events.reaction("reaction_removed", channel, message, bot, name)
    return {}


@method("reactions.get", 3, "reactions:read", json=False)
def reactions_get(ws, args):
    channel, message = reactable(ws, args)
    return {"type": "message", "channel": channel.id, "message": {
        **shown(message, False),
        "permalink": ws.permalink(channel, message)}}


# files, in three steps

@method("files.getUploadURLExternal", 4, "files:write", json=False)
def files_get_upload_url(ws, args):
    need(args, "filename", "length")
    length = number(args, "length", 0, 0, 1 << 30)
    if length <= 0:
        raise ApiError("invalid_arguments", ["[ERROR] length must be > 0"])
    file_id = new_id("F")
    ws.world.files[file_id] = {
        "id": file_id, "name": args["filename"], "length": length,
        "title": args["filename"], "alt": args.get("alt_txt", ""),
        "data": None, "shared": False}
    return {"file_id": file_id,
            "upload_url": f"{ws.address}/upload/v1/{file_id}"}


@method("files.completeUploadExternal", 4, "files:write")
def files_complete_upload(ws, args):
    files = args.get("files")
    if not isinstance(files, list) or not files:
        raise ApiError("invalid_arguments", ["[ERROR] no files"])
    done = []
    for entry in files:
        file = ws.world.files.get(entry.get("id"))
        if file is None or file["data"] is None:
            raise ApiError("file_not_found")
        file["title"] = entry.get("title") or file["title"]
        done.append({"id": file["id"], "title": file["title"],
                     "name": file["name"], "size": file["length"],
                     "url_private": f"{ws.address}/files/{file['id']}"})
    if args.get("channel_id"):
        channel = writable(ws, {"channel": args["channel_id"]})
        ws.world.post(channel, ws.world.app["user"],
                      args.get("initial_comment") or "", files=done)
    return {"files": done}


@method("files.info", 4, "files:read", json=False)
def files_info(ws, args):
    file = ws.world.files.get(args.get("file"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": {k: v for k, v in file.items() if k != "data"}}
