"""auth, team and chat: who we are, and messages."""

from .method import (content, conversation, metadata_of, method, need,
                     writable)
from .world import ApiError


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
