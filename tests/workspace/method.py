"""What every method of the Web API needs: the table it stands in, with what is
true of it before it runs, and its arguments."""

import json

from . import blockkit
from .world import ApiError

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


# conversations and messages as arguments

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
