"""reactions and files."""

from .method import conversation, method, need, number, writable
from .world import ApiError, new_id


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
