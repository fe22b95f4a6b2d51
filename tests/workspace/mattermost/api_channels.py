"""REST: teams and channels, and who is in them."""

from .errors import AppError, bad_body, forbidden
from .ids import is_id
from .route import OK, route
from .shapes import channel_view, member_view, team_member_view, team_view


def view(request, channel):
    return channel_view(channel, request.world.modern)


def member(request, channel, user_id):
    return member_view(channel, user_id, request.user["id"],
                       request.world.modern)


def channel_of(request, channel_id):
    channel = request.world.channels.get(channel_id)
    if channel is None:
        raise AppError("app.channel.get.existing.app_error", 404)
    return channel


def readable(request):
    channel = channel_of(request, request.id("channel_id"))
    if not request.world.may_read(request.user, channel):
        raise forbidden()
    return channel


def inside(request):
    channel = channel_of(request, request.id("channel_id"))
    if request.user["id"] not in channel.members \
            and not request.world.is_system_admin(request.user):
        raise forbidden()
    return channel


def team_of(request):
    team = request.world.teams.get(request.id("team_id"))
    if team is None:
        raise AppError("app.team.get.find.app_error", 404)
    return team


def view_team(request, team):
    return team_view(team, request.world.may_manage_team(request.user, team),
                     request.world.modern)


def need_team(request, team):
    if request.user["id"] not in team["members"] \
            and not request.world.is_system_admin(request.user):
        raise forbidden()


# teams

@route("GET", "/teams")
def teams(request):
    return [view_team(request, t) for t in request.page(
        list(request.world.teams.values()))
        if request.user["id"] in t["members"]
        or request.world.is_system_admin(request.user)]


@route("POST", "/teams")
def new_team(request):
    body = request.json("team")
    if any(t["name"] == body.get("name")
           for t in request.world.teams.values()):
        raise AppError("store.sql_team.save.domain_exists.app_error", 400)
    team = request.world.add_team(body["name"], body.get("display_name", ""),
                                  request.user["id"])
    return 201, team_view(team, True, request.world.modern)


@route("GET", "/teams/{team_id}")
def team(request):
    found = team_of(request)
    need_team(request, found)
    return view_team(request, found)


def team_named(request):
    for found in request.world.teams.values():
        if found["name"] == request.given["team_name"]:
            return found
    raise AppError("app.team.get_by_name.missing.app_error", 404)


@route("GET", "/teams/name/{team_name:name}")
def team_by_name(request):
    found = team_named(request)
    need_team(request, found)
    return view_team(request, found)


@route("GET", "/users/{user_id}/teams")
def teams_of(request):
    user_id = request.id("user_id")
    return [view_team(request, t) for t in request.world.teams.values()
            if user_id in t["members"]]


@route("GET", "/teams/{team_id}/members")
def team_members(request):
    found = team_of(request)
    need_team(request, found)
    return [team_member_view(found, i)
            for i in request.page(found["members"])]


@route("GET", "/teams/{team_id}/members/{user_id}")
def team_member(request):
    found, user_id = team_of(request), request.id("user_id")
    need_team(request, found)
    if user_id not in found["members"]:
        raise AppError("app.team.get_member.missing.app_error", 404)
    return team_member_view(found, user_id)


@route("POST", "/teams/{team_id}/members")
def add_team_member(request):
    found = team_of(request)
    user_id = request.json("team_member").get("user_id")
    if not is_id(user_id) or user_id not in request.world.users:
        raise bad_body("user_id")
    need_team(request, found)
    if user_id not in found["members"]:
        found["members"].append(user_id)
        request.ws.events.team("added_to_team", found, user_id)
    return 201, team_member_view(found, user_id)


@route("DELETE", "/teams/{team_id}/members/{user_id}")
def remove_team_member(request):
    found, user_id = team_of(request), request.id("user_id")
    if not request.world.may_manage_team(request.user, found):
        raise forbidden()
    if user_id in found["members"]:
        request.ws.events.team("leave_team", found, user_id)
        found["members"].remove(user_id)
        for channel in request.world.channels.values():
            if channel.team_id == found["id"] and user_id in channel.members:
                channel.members.remove(user_id)
    return OK


@route("PUT", "/teams/{team_id}/members/{user_id}/roles")
def team_roles(request):
    found, user_id = team_of(request), request.id("user_id")
    if not request.world.may_manage_team(request.user, found):
        raise forbidden()
    roles = str(request.json("roles").get("roles") or "").split()
    if user_id in found["admins"]:
        found["admins"].remove(user_id)
    if "team_admin" in roles:
        found["admins"].append(user_id)
    return OK


# channels

@route("POST", "/channels")
def new_channel(request):
    body = request.json("channel")
    world = request.world
    if any(c.name == body.get("name") and c.team_id == body.get("team_id")
           for c in world.channels.values()):
        raise AppError("store.sql_channel.save_channel.exists.app_error", 400)
    channel = world.new_channel(
        body["name"], body.get("display_name", ""), [request.user["id"]],
        private=body.get("type") == "P", topic=body.get("header", ""),
        team_id=body["team_id"], creator=request.user["id"])
    return 201, view(request, channel)


@route("POST", "/channels/direct", also="conversations.open")
def direct(request):
    pair = request.texts("user_ids")
    if request.world.modern and len(pair) == 1:
        pair = pair * 2                 # notes to oneself
    if len(pair) != 2:
        raise bad_body("user_ids")
    me = request.user["id"]
    if me not in pair:
        raise forbidden()
    if not all(i in request.world.users for i in pair):
        raise AppError("api.channel.create_direct_channel.invalid_user."
                       "app_error", 400)
    other = pair[0] if pair[1] == me else pair[1]
    channel, new = request.world.direct(me, other, me)
    if new:
        request.ws.events.direct_added(channel, me, other)
    return 201, view(request, channel)


@route("GET", "/channels/{channel_id}", also="conversations.info")
def channel(request):
    return view(request, readable(request))


def named(request, team):
    for found in request.world.channels.values():
        if found.name == request.given["channel_name"] \
                and found.team_id == team["id"]:
            if request.world.may_read(request.user, found):
                return view(request, found)
            break
    raise AppError("app.channel.get_by_name.missing.app_error", 404)


@route("GET", "/teams/{team_id}/channels/name/{channel_name:name}")
def channel_by_name(request):
    return named(request, team_of(request))


@route("GET", "/teams/name/{team_name:name}/channels/name/"
              "{channel_name:name}")
def channel_by_names(request):
    return named(request, team_named(request))


@route("GET", "/teams/{team_id}/channels")
def open_channels(request):
    found = team_of(request)
    need_team(request, found)
    return [view(request, c) for c in request.page(
        [c for c in request.world.channels.values()
         if c.team_id == found["id"] and c.type == "O" and not c.archived])]


@route("GET", "/users/{user_id}/channels")
def all_channels_of(request):
    return channels_in(request, None)


@route("GET", "/users/{user_id}/teams/{team_id}/channels")
def channels_of(request):
    return channels_in(request, request.id("team_id"))


def channels_in(request, team_id):
    """Somebody's channels of that team, or of all, and direct ones."""
    user_id = request.id("user_id")
    if user_id != request.user["id"] \
            and not request.world.is_system_admin(request.user):
        raise forbidden()
    hidden = request.query.get("include_deleted") != "true"
    rows = [c for c in request.world.channels.values()
            if user_id in c.members
            and (team_id is None or c.team_id in ("", team_id))
            and not (hidden and c.archived)]
    return [view(request, c) for c in sorted(
        rows, key=lambda c: (c.display_name, c.name))]


@route("PUT", "/channels/{channel_id}/patch")
def patch_channel(request):
    found = readable(request)
    body = request.json("channel")
    found.display_name = body.get("display_name", found.display_name)
    found.topic = body.get("header", found.topic)
    found.name = body.get("name", found.name)
    request.ws.events.channel_updated(found)
    return view(request, found)


@route("DELETE", "/channels/{channel_id}")
def archive(request):
    found = readable(request)
    request.ws.archive(found)
    return OK


@route("GET", "/channels/{channel_id}/members")
def members(request):
    found = inside(request)
    return [member(request, found, i)
            for i in request.page(sorted(found.members))]


@route("GET", "/channels/{channel_id}/members/{user_id}")
def one_member(request):
    found, user_id = inside(request), request.id("user_id")
    if user_id not in found.members:
        raise AppError("app.channel.get_member.missing.app_error", 404)
    return member(request, found, user_id)


@route("POST", "/channels/{channel_id}/members", also="conversations.join")
def add_member(request):
    """Whoever is in it may bring others; anybody may enter an open one."""
    world = request.world
    found = channel_of(request, request.id("channel_id"))
    user_id = request.json("channel_member").get("user_id")
    if not is_id(user_id):
        raise bad_body("user_id")
    if user_id not in world.users:
        raise AppError("app.user.missing_account.const", 404)
    me = request.user["id"]
    team = world.teams.get(found.team_id)
    allowed = me in found.members or world.is_system_admin(request.user) or (
        user_id == me and found.type == "O" and me in team["members"])
    if not allowed or found.type == "D":
        raise forbidden()
    if user_id not in team["members"]:
        raise AppError("api.channel.add_user.to.channel.failed.deleted."
                       "app_error", 400, "Failed to add user to channel "
                       "because they have been removed from the team.")
    if user_id not in found.members:
        found.members.append(user_id)
        request.ws.events.joined(found, user_id, me)
    return 201, member(request, found, user_id)


@route("DELETE", "/channels/{channel_id}/members/{user_id}")
def remove_member(request):
    found, user_id = readable(request), request.id("user_id")
    if user_id not in found.members:
        raise AppError("app.channel.get_member.missing.app_error", 404)
    found.members.remove(user_id)
    request.ws.events.left(found, user_id, request.user["id"])
    return OK
