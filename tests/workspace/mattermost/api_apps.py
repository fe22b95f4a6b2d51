"""REST: commands, presses, dialogs, and what a server tells of itself."""

from .commands import BUILT_IN
from .errors import AppError, bad_body, forbidden
from .ids import is_id, new_id
from .route import OK, route
from .shapes import command_view

EDITABLE = ("trigger", "method", "url", "display_name", "description",
            "auto_complete", "auto_complete_hint", "auto_complete_desc",
            "username", "icon_url")


def managed_team(request, team_id):
    team = request.world.teams.get(team_id)
    if team is None or not request.world.may_manage_team(request.user, team):
        raise forbidden()
    return team


def check_trigger(request, body, own=None):
    trigger = str(body.get("trigger") or "").lower()
    if not trigger or trigger.startswith("/") or " " in trigger:
        raise AppError("model.command.is_valid.trigger.app_error", 400,
                       "Invalid trigger.")
    if body.get("method", "P") not in ("P", "G"):
        raise AppError("model.command.is_valid.method.app_error", 400,
                       "Invalid Method.")
    if not str(body.get("url") or "").startswith(("http://", "https://")):
        raise AppError("model.command.is_valid.url_http.app_error", 400,
                       "Invalid URL. Must be a valid URL and start with "
                       "http:// or https://.")
    taken = request.ws.commands.find(body["team_id"], trigger)
    if trigger in BUILT_IN or taken not in (None, own):
        raise AppError("api.command.duplicate_trigger.app_error", 400)
    return trigger


@route("POST", "/commands")
def new_command(request):
    body = request.json("command")
    managed_team(request, body.get("team_id"))
    trigger = check_trigger(request, body)
    return 201, command_view(request.ws.add_command(
        request.user["id"], {**body, "trigger": trigger}))


@route("GET", "/commands")
def commands(request):
    team_id = request.query.get("team_id")
    if not is_id(team_id):
        raise bad_body("team_id")
    managed_team(request, team_id)
    return [command_view(c) for c in request.world.custom.values()
            if c["team_id"] == team_id]


def command_of(request):
    command = request.world.custom.get(request.id("command_id"))
    if command is None:
        raise AppError("store.sql_command.save.get.app_error", 404)
    managed_team(request, command["team_id"])
    return command


@route("GET", "/commands/{command_id}")
def get_command(request):
    return command_view(command_of(request))


@route("PUT", "/commands/{command_id}")
def change_command(request):
    command = command_of(request)
    body = request.json("command")
    if body.get("id") != command["id"]:
        raise bad_body("command")
    if body.get("team_id") != command["team_id"]:
        raise AppError("api.command.team_mismatch.app_error", 400,
                       "Unable to update commands across teams.")
    body["trigger"] = check_trigger(request, body, command)
    empty = request.ws.blank_command()
    for name in EDITABLE:
        command[name] = body.get(name, empty.get(name))
    command["update_at"] = request.world.now()
    request.ws.offer_commands()
    return command_view(command)


@route("PUT", "/commands/{command_id}/regen_token")
def regenerate(request):
    command = command_of(request)
    command["token"] = new_id()
    return {"token": command["token"]}


@route("DELETE", "/commands/{command_id}")
def delete_command(request):
    command = command_of(request)
    del request.world.custom[command["id"]]
    request.ws.offer_commands()
    return OK


@route("POST", "/commands/execute")
async def execute(request):
    body = request.json("command_args")
    line = body.get("command") or ""
    if len(line) <= 1 or not line.startswith("/") \
            or not is_id(body.get("channel_id")):
        raise bad_body("command")
    channel = request.world.channels.get(body["channel_id"])
    if channel is None:
        raise forbidden()
    return await request.ws.commands.execute(
        request.user, channel, line, channel.team_id or body.get("team_id"))


@route("POST", "/posts/{post_id}/actions/{action_id:action}")
async def press(request):
    body = request.json("body") if request.raw.strip() else {}
    word = await request.ws.actions.press(
        request.user, request.id("post_id"), request.given["action_id"], body)
    return {**OK, "trigger_id": word}


@route("POST", "/actions/dialogs/open", open=True, also="views.open")
def open_dialog(request):
    request.ws.dialogs.open(request.json("dialog"))
    return OK


@route("POST", "/actions/dialogs/submit")
async def submit_dialog(request):
    return await request.ws.dialogs.submit(
        request.user, request.json("submitDialog"))


# the server itself

@route("GET", "/config/client", open=True)
def client_config(request):
    if request.query.get("format") != "old":
        raise AppError("api.config.client.old_format.app_error",
                       501 if not request.query.get("format") else 400,
                       "New format for the client configuration is not "
                       "supported yet. Please specify format=old in the "
                       "query string.")
    ws = request.ws
    return {
        "AsymmetricSigningPublicKey": ws.triggers.public_key(),
        "BuildNumber": "", "DiagnosticId": ws.team_id(),
        "EnableBotAccountCreation":
            str(ws.config["EnableBotAccountCreation"]).lower(),
        "EnableCommands": "true", "EnablePostIconOverride":
            str(ws.config["EnablePostIconOverride"]).lower(),
        "EnablePostUsernameOverride":
            str(ws.config["EnablePostUsernameOverride"]).lower(),
        "EnableReliableWebSockets": "true", "EnableUserAccessTokens": "true",
        "MaxFileSize": "104857600", "MaxPostSize": "16383",
        "SiteName": "Mattermost", "SiteURL": ws.site_url,
        "Version": ws.release, "WebsocketPort": "80",
        "WebsocketSecurePort": "443", "WebsocketURL": ""}


@route("GET", "/config")
def config(request):
    if not request.world.is_system_admin(request.user):
        raise forbidden()
    calls = request.ws.calls
    return {"ServiceSettings": {
        "SiteURL": request.ws.site_url, "EnableCommands": True,
        "AllowedUntrustedInternalConnections": " ".join(calls.trusted or [])
        if calls.trusted is not None else "127.0.0.0/8",
        "EnableUserAccessTokens": True, "EnableBotAccountCreation":
            request.ws.config["EnableBotAccountCreation"],
        "EnablePostUsernameOverride":
            request.ws.config["EnablePostUsernameOverride"],
        "EnablePostIconOverride":
            request.ws.config["EnablePostIconOverride"],
        "OutgoingIntegrationRequestsTimeout": 30}}


@route("PUT", "/config/patch")
def patch_config(request):
    if not request.world.is_system_admin(request.user):
        raise forbidden()
    given = request.json("config").get("ServiceSettings") or {}
    for name in request.ws.config:
        if name in given:
            request.ws.config[name] = bool(given[name])
    if "AllowedUntrustedInternalConnections" in given:
        request.ws.calls.trusted = given[
            "AllowedUntrustedInternalConnections"].replace(",", " ").split()
    return config(request)


@route("GET", "/system/ping", open=True)
def ping(request):
    more = {"ActiveSearchBackend": "database"} if request.world.modern else {
        "DesktopLatestVersion": "", "DesktopMinVersion": ""}
    return {**more, "AndroidLatestVersion": "", "AndroidMinVersion": "",
            "IosLatestVersion": "", "IosMinVersion": "", "status": "OK"}


