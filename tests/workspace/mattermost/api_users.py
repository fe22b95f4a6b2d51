"""REST: people, bots, their tokens, preferences."""

from .errors import AppError, bad_body, forbidden
from .ids import new_id
from .route import OK, route
from .shapes import bot_view, user_view


def view(request, user):
    return user_view(user, user is request.user, request.world.modern)


def many(request, name):
    """A list of texts, as these calls want it."""
    wanted = request.texts(name)
    if not wanted:
        raise bad_body(name)
    return wanted


def user_of(request, user_id):
    user = request.world.users.get(user_id)
    if user is None:
        raise AppError("app.user.missing_account.const", 404)
    return user


def need_admin(request):
    if not request.world.is_system_admin(request.user):
        raise forbidden()


def self_or_admin(request, user_id):
    if user_id != request.user["id"]:
        need_admin(request)


@route("POST", "/users/login", open=True)
def login(request):
    """Nobody has a password here but the service account: any will do."""
    from aiohttp import web
    from .ids import dumps
    body = request.json("user")
    for user in request.world.users.values():
        if body.get("login_id") in (user["name"], user["email"]) \
                and not user["is_bot"] and body.get("password"):
            record = request.world.add_token(user["id"], "session")
            record["session"] = True
            return web.Response(text=dumps(user_view(user, True, request.world.modern)),
                                content_type="application/json",
                                headers={"Token": record["token"]})
    raise AppError("api.user.login.invalid_credentials_email_username", 401)


@route("GET", "/users")
def users(request):
    rows = sorted(request.world.users.values(), key=lambda u: u["name"])
    return [view(request, u) for u in request.page(rows)]


@route("POST", "/users/ids", also="users.info")
def by_ids(request):
    wanted = many(request, "user_ids")
    return [view(request, u) for u in request.world.users.values()
            if u["id"] in wanted]


@route("POST", "/users/usernames")
def by_usernames(request):
    wanted = many(request, "usernames")
    return [view(request, u) for u in request.world.users.values()
            if u["name"] in wanted]


@route("GET", "/users/username/{username:name}", also="users.info")
def by_username(request):
    for user in request.world.users.values():
        if user["name"] == request.given["username"]:
            return view(request, user)
    raise AppError("app.user.get_by_username.app_error", 404)


@route("GET", "/users/{user_id}", also="users.info")
def user(request):
    found = user_of(request, request.id("user_id"))
    return view(request, found)


@route("PUT", "/users/{user_id}/patch")
def patch_user(request):
    found = user_of(request, request.id("user_id"))
    self_or_admin(request, found["id"])
    body = request.json("user")
    for name in ("nickname", "first_name", "last_name", "locale"):
        if name in body:
            found[name] = body[name]
    if "position" in body:
        found["title"] = body["position"]
    if "timezone" in body:
        zone = body["timezone"]
        found["manual"] = zone.get("useAutomaticTimezone") == "false"
        found["tz"] = zone.get("manualTimezone" if found["manual"]
                               else "automaticTimezone", "")
    request.ws.events.user("user_change", found)
    return view(request, found)


@route("PUT", "/users/{user_id}/active")
def activate(request):
    found = user_of(request, request.id("user_id"))
    self_or_admin(request, found["id"])
    request.ws.set_active(found, bool(request.json("active").get("active")))
    return OK


@route("PUT", "/users/{user_id}/roles")
def roles(request):
    need_admin(request)
    found = user_of(request, request.id("user_id"))
    found["roles"] = str(request.json("roles").get("roles") or "")
    request.ws.events.user("user_change", found)
    return OK


@route("PUT", "/users/{user_id}/preferences")
def put_preferences(request):
    user_id = request.id("user_id")
    self_or_admin(request, user_id)
    rows = request.json("preferences", list)
    if not 0 < len(rows) <= 100:
        raise bad_body("preferences")
    for row in rows:
        if row.get("user_id") != user_id:
            raise AppError("api.preference.update_preferences.set.app_error",
                           403, "Unable to set user preferences.")
        request.world.preferences[
            user_id, row.get("category"), row.get("name")] = row.get("value")
    request.ws.events.preferences(user_id, [
        {k: row.get(k, "") for k in ("user_id", "category", "name", "value")}
        for row in rows])
    return OK


@route("GET", "/users/{user_id}/preferences")
def preferences(request):
    user_id = request.id("user_id")
    self_or_admin(request, user_id)
    return [{"user_id": u, "category": c, "name": n, "value": v}
            for (u, c, n), v in request.world.preferences.items()
            if u == user_id]


@route("GET", "/users/{user_id}/status")
def status(request):
    user_id = request.id("user_id")
    return {"user_id": user_id, "status": request.ws.socket.status.get(
        user_id, "offline"), "manual": False, "last_activity_at": 0}


# tokens

def token_record(request, name="token_id"):
    wanted = request.json("token").get(name)
    for record in request.world.tokens.values():
        if record["id"] == wanted:
            self_or_admin(request, record["user_id"])
            return record
    raise AppError("app.user_access_token.get_by_user.app_error", 404)


@route("POST", "/users/{user_id}/tokens")
def new_token(request):
    user_id = request.id("user_id")
    self_or_admin(request, user_id)
    found = user_of(request, user_id)
    text = request.json("user_access_token").get("description")
    if not text:
        raise bad_body("description")
    return dict(request.world.add_token(found["id"], text))


@route("GET", "/users/{user_id}/tokens")
def tokens(request):
    user_id = request.id("user_id")
    self_or_admin(request, user_id)
    more = {"expires_at": 0} if request.world.modern > 1 else {}
    return [{**more, **{k: r[k] for k in ("id", "user_id", "description",
                                          "is_active")}}
            for r in request.world.tokens.values()
            if r["user_id"] == user_id and not r.get("session")]


@route("POST", "/users/tokens/disable")
def disable_token(request):
    request.ws.end_token(token_record(request), False)
    return OK


@route("POST", "/users/tokens/enable")
def enable_token(request):
    token_record(request)["is_active"] = True
    return OK


@route("POST", "/users/tokens/revoke")
def revoke_token(request):
    request.ws.end_token(token_record(request), True)
    return OK


# bots

def view_bot(request, bot):
    more = {"system_owned": False} if request.world.modern > 1 else {}
    return {**bot_view(bot), **more}


@route("POST", "/bots")
def new_bot(request):
    need_admin(request)
    if request.user["is_bot"] or not request.ws.config[
            "EnableBotAccountCreation"]:
        raise forbidden()
    body = request.json("bot")
    name = body.get("username") or ""
    if not (1 if request.world.modern else 3) <= len(name) <= 22:
        raise AppError("model.bot.is_valid.username.app_error", 400,
                       "Invalid username.")
    if any(u["name"] == name for u in request.world.users.values()):
        raise AppError("app.user.save.username_exists.app_error", 400)
    bot = request.world.add_bot(name, body.get("display_name", ""),
                                body.get("description", ""),
                                request.user["id"])
    request.ws.events.user("team_join", request.world.users[bot["user_id"]])
    return 201, view_bot(request, bot)


def bot_of(request):
    bot = request.world.bots.get(request.id("bot_user_id"))
    if bot is None or not request.world.is_system_admin(request.user):
        raise AppError("store.sql_bot.get.missing.app_error", 404)
    return bot


@route("GET", "/bots")
def bots(request):
    need_admin(request)
    hidden = request.query.get("include_deleted") != "true"
    return [view_bot(request, b) for b in request.page(
        [b for b in request.world.bots.values()
         if not (hidden and b["delete_at"])])]


@route("GET", "/bots/{bot_user_id}")
def get_bot(request):
    bot = bot_of(request)
    if bot["delete_at"] and request.query.get("include_deleted") != "true":
        raise AppError("store.sql_bot.get.missing.app_error", 404)
    return view_bot(request, bot)


@route("PUT", "/bots/{bot_user_id}")
def patch_bot(request):
    bot = bot_of(request)
    body = request.json("bot")
    for name in ("display_name", "description"):
        if name in body:
            bot[name] = body[name]
    bot["update_at"] = request.world.now()
    return view_bot(request, bot)


@route("POST", "/bots/{bot_user_id}/disable")
def disable_bot(request):
    return view_bot(request, request.ws.set_bot(bot_of(request), False))


@route("POST", "/bots/{bot_user_id}/enable")
def enable_bot(request):
    return view_bot(request, request.ws.set_bot(bot_of(request), True))


@route("POST", "/users")
def new_user(request):
    need_admin(request)
    body = request.json("user")
    name = body.get("username") or ""
    if any(u["name"] == name for u in request.world.users.values()):
        raise AppError("app.user.save.username_exists.app_error", 400)
    found = request.world.add_user({
        "user_id": new_id(), "name": name, "real_name": name.title(),
        "locale": body.get("locale", "en"), "color": "475569"})
    request.ws.events.user("team_join", found)
    return 201, view(request, found)
