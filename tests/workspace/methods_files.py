"""reactions and files."""

from . import blockkit
from .method import conversation, method, need, number, writable
from .world import ApiError, new_id

IMAGES = (".png", ".jpg", ".jpeg", ".gif")


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
        "data": None, "completed": False, "shared": False}
    return {"file_id": file_id,
            "upload_url": f"{ws.address}/upload/v1/{file_id}"}


def shown_file(ws, file):
    """A file as messages and answers have it."""
    image = file["name"].lower().endswith(IMAGES)
    return {"id": file["id"], "title": file["title"], "name": file["name"],
            "size": file["length"], "user": ws.world.app["user"],
            "mimetype": "image/png" if image else "text/csv",
            "url_private": f"{ws.address}/files/{file['id']}"}


@method("files.completeUploadExternal", 4, "files:write")
def files_complete_upload(ws, args):
    """Without a channel the file is the app's own. With one it is a message
    there, with the comment, else the blocks; it has no metadata and its ts is
    not in the answer."""
    files = args.get("files")
    if not isinstance(files, list) or not files:
        raise ApiError("invalid_arguments", ["[ERROR] no files"])
    channel = None
    if args.get("channel_id"):
        channel = writable(ws, {"channel": args["channel_id"]})
    comment, blocks = args.get("initial_comment"), args.get("blocks")
    if blocks is not None:
        blockkit.check_message_blocks(blocks, ws.world.files)
    done = []
    for entry in files:
        file = ws.world.files.get(entry.get("id"))
        if file is None or file["data"] is None or file["shared"]:
            raise ApiError("file_not_found")
        file["title"] = entry.get("title") or file["title"]
        file["completed"] = True
        file["shared"] = channel is not None
        done.append(shown_file(ws, file))
    if channel is not None:
        ws.world.post(channel, ws.world.app["user"], comment or "",
                      blocks=None if comment else blocks, files=done)
    return {"files": done}


@method("files.info", 4, "files:read", json=False)
def files_info(ws, args):
    file = ws.world.files.get(args.get("file"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": {k: v for k, v in file.items() if k != "data"}}
