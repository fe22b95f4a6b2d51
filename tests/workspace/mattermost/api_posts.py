"""REST: posts and reactions."""

import copy
import json

from .actions import baked_view
from .errors import AppError, bad_body, forbidden
from .ids import is_id
from .route import OK, route
from .shapes import post_view

LONGEST, PROPS, MOST = 16_383, 800_000, 1_000
# Of the thousands that there are, those that anybody here uses.
EMOJI = set("""+1 -1 100 bell books bulb calendar clap confetti_ball dart
    earth_africa eyes fire grin hammer handshake heart hearts hugs hundred key
    link loudspeaker mag mega memo muscle ok_hand one outbox_tray pencil
    point_up pray question raised_hands recycle rocket seedling smile smiley
    sparkles star star2 sunglasses sunny tada thinking thumbsdown thumbsup
    trophy two wave white_check_mark x zap""".split())


def post_of(request):
    """A post that is there and that who calls may read."""
    post = request.world.find(request.id("post_id"))
    if post is None:
        raise AppError("app.post.get.app_error", 404)
    channel = request.world.channels[post["channel_id"]]
    if not request.world.may_read(request.user, channel):
        raise forbidden()
    return post


def own_post(request):
    post = request.world.find(request.id("post_id"))
    if post is None or post["user_id"] != request.user["id"] or \
            not request.world.may_post(
                request.user, request.world.channels[post["channel_id"]]):
        raise forbidden()
    return post


def check(world, message, props):
    if len(message) > LONGEST:
        raise AppError("model.post.is_valid.message_length.app_error"
                       if world.modern else
                       "model.post.is_valid.msg.app_error", 400)
    if len(json.dumps(props, ensure_ascii=False,
                      separators=(",", ":"))) > PROPS:
        raise AppError("model.post.is_valid.props.app_error", 400)


def check_type(world, kind):
    if kind.startswith("system_"):
        raise AppError("api.context.invalid_param.app_error", 400) \
            if world.modern else forbidden()
    if kind and not kind.startswith("custom_"):
        raise AppError("model.post.is_valid.type.app_error", 400)


@route("POST", "/posts", also="chat.postMessage")
async def create(request):
    world = request.world
    body = request.json("post")
    channel = world.channels.get(body.get("channel_id"))
    if channel is None or not world.may_post(request.user, channel):
        raise forbidden()
    key = body.get("pending_post_id") or ""
    known = request.ws.pending.seen(key, request.user)
    if known is not None:
        return 201, post_view(world, known, metadata=False)
    try:
        await request.ws.faults.linger("POST /posts")
        post = made(request, channel, body, key)
    except BaseException:
        request.ws.pending.forget(key)
        raise
    request.ws.pending.done(key, post)
    request.ws.events.posted(post)
    view = post_view(world, post)
    post["pending_post_id"] = ""
    return 201, view


def made(request, channel, body, key):
    world = request.world
    if channel.archived:
        raise AppError("api.post.create_post.can_not_post_to_deleted.error",
                       400)
    root = body.get("root_id") or ""
    if root:
        above = world.find(root)
        if above is None or above["root_id"] \
                or above["channel_id"] != channel.id:
            raise AppError("api.post.create_post.root_id.app_error", 400)
    message, props = body.get("message") or "", body.get("props") or {}
    check_type(world, str(body.get("type") or ""))
    check(world, message, props)
    files = [i for i in body.get("file_ids") or []
             if i in world.files and not world.files[i].get("post_id")
             and world.files[i]["user_id"] == request.user["id"]]
    post = world.new_post(
        channel, request.user["id"], message, root_id=root, props=props,
        type=body.get("type") or "", file_ids=files, pending_post_id=key)
    post["dropped"] = bool(body.get("file_ids")) and not files
    world.store(channel, post)
    return post


@route("POST", "/posts/ephemeral", also="chat.postEphemeral")
def ephemeral(request):
    """Only system admins hold the right for it."""
    world = request.world
    body = request.json("body")
    if not world.is_system_admin(request.user):
        raise forbidden()
    given = body.get("post") or {}
    channel = world.channels.get(given.get("channel_id"))
    if channel is None or body.get("user_id") not in channel.members:
        raise bad_body("user_id")
    post = world.new_post(channel, request.user["id"],
                          given.get("message") or "",
                          props=given.get("props"))
    request.ws.whisper(channel, body["user_id"], post)
    return 201, baked_view(request.ws, channel, post)


@route("GET", "/posts/{post_id}")
def get(request):
    return post_view(request.world, post_of(request))


@route("POST", "/posts/ids")
def get_many(request):
    found = [request.world.find(i) for i in request.texts("post_ids")]
    return [post_view(request.world, p) for p in found
            if p and request.world.may_read(
                request.user, request.world.channels[p["channel_id"]])]


@route("PUT", "/posts/{post_id}/patch", also="chat.update")
def patch(request):
    post = own_post(request)
    body = request.json("post")
    fields = {k: body[k] for k in ("message", "props", "is_pinned")
              if body.get(k) is not None}
    check(request.world, fields.get("message", ""), fields.get("props", {}))
    request.world.change(post, fields)
    request.ws.events.edited(post)
    return post_view(request.world, post)


@route("PUT", "/posts/{post_id}")
def put(request):
    """Everything anew: what is missing is gone, props too."""
    body = request.json("post")
    if body.get("id") != request.id("post_id"):
        raise bad_body("id")
    post = own_post(request)
    kept = post["props"] if request.world.modern > 1 else {}
    fields = {"message": body.get("message") or "",
              "props": body.get("props") or kept}
    check(request.world, fields["message"], fields["props"])
    request.world.change(post, fields)
    request.ws.events.edited(post)
    return post_view(request.world, post)


@route("DELETE", "/posts/{post_id}", also="chat.delete")
def delete(request):
    post = request.world.find(request.id("post_id"))
    if post is None:
        raise AppError("app.post.get.app_error", 404)
    if post["user_id"] != request.user["id"] \
            and not request.world.is_system_admin(request.user):
        raise forbidden()
    request.ws.events.deleted(copy.deepcopy(post))
    request.world.delete(post, request.user["id"])
    return OK


# many posts

def listed(world, rows, next_id="", previous_id=""):
    """rows: newest first."""
    more = {"first_inaccessible_post_time": 0} if world.modern else {}
    return {"order": [p["id"] for p in rows],
            "posts": {p["id"]: seen(world, p) for p in rows},
            "next_post_id": next_id, "prev_post_id": previous_id, **more}


def seen(world, post):
    """A deleted one has no words any more."""
    return post_view(world, dict(post, message="", file_ids=[])
                     if post["delete_at"] else post)


@route("GET", "/channels/{channel_id}/posts", also="conversations.history")
def posts(request):
    channel = request.world.channels.get(request.id("channel_id"))
    if channel is None:
        raise AppError("app.channel.get.existing.app_error", 404)
    if not request.world.may_read(request.user, channel):
        raise forbidden()
    if request.query.get("since"):
        return since(request, channel)
    rows = channel.messages
    for name in ("after", "before"):
        if request.query.get(name):
            return beside(request, rows, name)
    return listed(request.world, request.page(rows[::-1]))


def since(request, channel):
    """Whatever changed after that moment: new, edited, deleted, reacted to,
    and the old versions of what was edited. Never more than 1,000, and no
    second page."""
    try:
        moment = int(request.query["since"])
    except ValueError:
        raise bad_body("since") from None
    rows = [p for p in channel.posts if p["update_at"] > moment
            and (not p["original_id"] or not request.world.modern)]
    rows = sorted(rows, key=lambda p: p["create_at"])[::-1]
    return listed(request.world, rows[:MOST])


def beside(request, rows, name):
    """after or before a post, page by page."""
    wanted = request.query[name]
    places = [n for n, p in enumerate(rows) if p["id"] == wanted]
    if not is_id(wanted):
        raise bad_body(name)
    if not places:
        return listed(request.world, [])
    size = request.number("per_page", 60, 200) or 60
    skip = request.number("page", 0) * size
    if name == "after":
        first = places[0] + 1 + skip
        last = min(first + size, len(rows))
    else:
        last = max(places[0] - skip, 0)
        first = max(last - size, 0)
    part = rows[first:last]
    return listed(request.world, part[::-1],
                  rows[last]["id"] if last < len(rows) else "",
                  rows[first - 1]["id"] if first > 0 else "")


# reactions

@route("POST", "/reactions", also="reactions.add")
def react(request):
    body = request.json("reaction")
    name = body.get("emoji_name")
    if not is_id(body.get("post_id")) or not name or len(name) > 64:
        raise AppError("api.reaction.save_reaction.invalid.app_error", 400)
    if body.get("user_id") != request.user["id"]:
        raise AppError("api.reaction.save_reaction.user_id.app_error", 403)
    if body["post_id"] not in request.world.posts:
        raise forbidden()
    post = request.world.find(body["post_id"])
    if post is None:
        raise AppError("app.post.get.app_error", 404)
    if request.world.modern and name not in EMOJI:
        raise AppError("app.emoji.get_by_name.no_result", 404)
    channel = request.world.channels[post["channel_id"]]
    if not request.world.is_member(channel, request.user["id"]):
        raise forbidden()
    row = request.world.react(post, request.user["id"], name)
    request.ws.events.reaction("reaction_added", channel, row)
    return row


@route("DELETE", "/users/{user_id}/posts/{post_id}/reactions/{emoji:emoji}",
       also="reactions.remove")
def unreact(request):
    post = post_of(request)
    if request.id("user_id") != request.user["id"]:
        raise forbidden()
    row = request.world.unreact(post, request.user["id"],
                                request.given["emoji"])
    request.ws.events.reaction("reaction_removed", request.world.channels[
        post["channel_id"]], row)
    return OK


@route("GET", "/posts/{post_id}/reactions", also="reactions.get")
def reactions(request):
    rows = request.world.reactions.get(post_of(request)["id"], [])
    return rows or (None if request.world.modern else [])


@route("POST", "/posts/ids/reactions", also="reactions.get")
def many_reactions(request):
    found = {}
    for post_id in request.texts("post_ids"):
        post = request.world.posts.get(post_id)
        readable = post and request.world.may_read(
            request.user, request.world.channels[post["channel_id"]])
        if readable:
            found[post_id] = request.world.reactions.get(post_id, [])
        elif request.world.modern:
            raise forbidden()
    return found
