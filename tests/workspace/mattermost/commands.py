"""Slash commands: the request, the reply, and addresses for later replies."""

import json
import re
from urllib.parse import urlencode

from .actions import baked_view, slack_links
from .calls import Unreachable
from .errors import AppError, forbidden
from .ids import new_id
from .shapes import normal_attachment

LIFE_SECONDS, USES = 30 * 60, 5
BUILT_IN = {"away", "code", "collapse", "custom_status", "dnd", "echo",
            "expand", "groupmsg", "header", "help", "invite", "join", "kick",
            "leave", "logout", "me", "msg", "mute", "offline", "online",
            "open", "purpose", "remove", "rename", "search", "settings",
            "share-channel", "shortcuts", "shrug", "status"}
REPLY = {"response_type": "", "text": "", "username": "", "channel_id": "",
         "icon_url": "", "type": "", "props": None, "goto_location": "",
         "trigger_id": "", "skip_slack_parsing": False, "attachments": None,
         "extra_responses": None}


class Commands:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world
        self.hooks = {}                 # id -> what a later reply needs

    def find(self, team_id, trigger):
        for command in self.world.custom.values():
            if command["team_id"] == team_id and not command["delete_at"] \
                    and command["trigger"] == trigger.lower():
                return command
        return None

    async def execute(self, user, channel, line, team_id, call=None):
        """What a client's POST /commands/execute does; gives its answer."""
        call = call or self.ws.calls.new("command")
        try:
            answer = await self._execute(user, channel, line, team_id, call)
            call.end("acked")
            return answer
        except AppError as no:
            call.end(no.id)
            raise
        finally:
            call.end("failed")

    async def _execute(self, user, channel, line, team_id, call):
        team = self.world.teams.get(team_id)
        if not self.world.is_member(channel, user["id"]) or team is None \
                or user["id"] not in team["members"]:
            raise forbidden()
        trigger, text = split(line)
        command = self.find(team_id, trigger)
        if command is None:
            raise AppError(
                "api.command.execute_command.not_found.app_error", 404,
                f"Command with a trigger of '{trigger}' not found. To send a "
                'message beginning with "/", try adding an empty space at '
                "the beginning of the message.")
        client, signed = self.ws.triggers.give(user["id"])
        self.ws.note_place(user, channel, client)
        fields = self._fields(command, user, channel, team, text)
        fields["trigger_id"] = signed
        answer = await self._ask(call, command, fields)
        self.reply(command, user, channel, answer)
        shown = {**REPLY, **{k: answer[k] for k in REPLY if k in answer}}
        shown["trigger_id"] = client
        return shown

    def _fields(self, command, user, channel, team, text):
        hook = new_id()
        self.hooks[hook] = {
            "command": command, "user": user, "channel": channel,
            "until": self.world.clock.now() + LIFE_SECONDS, "uses": 0}
        fields = {
            "token": command["token"], "team_id": team["id"],
            "team_domain": team["name"], "channel_id": channel.id,
            "channel_name": channel.name, "user_id": user["id"],
            "user_name": user["name"], "command": "/" + command["trigger"],
            "text": text, "response_url":
                f"{self.ws.site_url}/hooks/commands/{hook}"}
        people = [self.world.user(n) for n in dict.fromkeys(
            re.findall(r"(?<![\w@])@([a-z0-9._-]*[a-z0-9])", text.lower()))
            if n in {self.world.users[i]["name"] for i in team["members"]}]
        open_ones = {c.name: c for c in self.world.channels.values()
                     if c.type == "O" and c.team_id == team["id"]}
        places = [open_ones[n] for n in dict.fromkeys(
            re.findall(r"(?<![\w~])~([a-z0-9_-]+)", text.lower()))
            if n in open_ones]
        if people:
            fields["user_mentions"] = [p["name"] for p in people]
            fields["user_mentions_ids"] = [p["id"] for p in people]
        if places:
            fields["channel_mentions"] = [c.name for c in places]
            fields["channel_mentions_ids"] = [c.id for c in places]
        return fields

    async def _ask(self, call, command, fields):
        """The reply as a mapping, with its attachments filled in."""
        failed = AppError(
            "api.command.execute_command.failed.app_error", 500,
            f"Command with a trigger of '{command['trigger']}' failed.")
        body = urlencode(sorted(fields.items()), doseq=True).encode()
        try:
            status, kind, text = await self.ws.calls.ask(
                call, command["url"], body, {
                    "Authorization": "Token " + command["token"],
                    "Content-Type": "application/x-www-form-urlencoded"})
        except Unreachable:
            raise failed from None
        if status != 200:
            raise AppError(
                "api.command.execute_command.failed_resp.app_error", 500,
                f"Command with a trigger of '{command['trigger']}' returned "
                f"response {status}.")
        try:
            return read_reply(kind, text)
        except ValueError:
            raise failed from None

    def reply(self, command, user, channel, answer):
        """Shows it, and those that it brings along."""
        for one in [answer] + (answer.get("extra_responses") or []):
            self._show(command, user, channel, one)

    def _show(self, command, user, channel, answer):
        world, ws = self.world, self.ws
        if answer.get("channel_id"):
            channel = world.channels.get(answer["channel_id"])
            if channel is None or not world.is_member(channel, user["id"]):
                raise AppError(
                    "api.command.command_post.forbidden.app_error", 403)
        props = dict(answer.get("props") or {})
        name = command["username"] or answer.get("username")
        if name and ws.config["EnablePostUsernameOverride"]:
            props["override_username"] = name
        if ws.config["EnablePostIconOverride"]:
            props["override_icon_url"] = \
                command["icon_url"] or answer.get("icon_url") or ""
        props["from_webhook"] = "true"
        if answer.get("attachments"):
            props["attachments"] = answer["attachments"]
        text = answer.get("text") or ""
        if not answer.get("skip_slack_parsing"):
            text = slack_links(text)
        post = world.new_post(channel, user["id"], text, props=props,
                              type=answer.get("type") or "")
        if answer.get("response_type") == "in_channel":
            world.store(channel, post)
            ws.events.posted(post)
        elif text or answer.get("attachments"):
            ws.whisper(channel, user["id"], post)
            if answer.get("attachments"):
                answer["attachments"] = baked_view(
                    ws, channel, post)["props"]["attachments"]

    # later

    def later(self, hook_id, kind, text):
        """A reply to a response_url."""
        try:
            answer = read_reply(kind, text)
        except ValueError:
            raise AppError("web.command_webhook.parse.app_error",
                           400) from None
        hook = self.hooks.get(hook_id)
        if hook is None or self.world.clock.now() > hook["until"]:
            raise AppError("app.command_webhook.get.missing", 404)
        if hook["uses"] >= USES:
            raise AppError("app.command_webhook.try_use.invalid", 400)
        hook["uses"] += 1
        self.reply(hook["command"], hook["user"], hook["channel"], answer)


def split(line):
    """('advocate', ' b  c'): the trigger ends at the first blank or line."""
    found = re.match(r"/(\S*)(?:[ \n](.*))?$", line, re.S)
    if not found:
        raise AppError("api.command.execute_command.start.app_error", 400,
                       "No command trigger found.")
    return found[1].lower(), found[2] or ""


def read_reply(kind, text):
    """kind: the Content-Type. Anything but JSON is plain words."""
    if kind.split(";")[0].strip().lower() != "application/json":
        return {"text": text.decode("utf-8", "replace")}
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise ValueError("no object")
    for one in [answer] + (answer.get("extra_responses") or []):
        if one.get("attachments"):
            one["attachments"] = [normal_attachment(a)
                                  for a in one["attachments"]]
    return answer
