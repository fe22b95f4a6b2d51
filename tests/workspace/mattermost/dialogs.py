"""Dialogs: opened by an app with a trigger, filled in by a person."""

import json

from .calls import Unreachable
from .errors import AppError, bad_body, failed_integration, forbidden
from .ids import dumps, ordered

DIALOG = {"callback_id": "", "title": "", "introduction_text": "",
          "icon_url": "", "elements": None, "submit_label": "",
          "notify_on_cancel": False, "state": ""}
ELEMENT = {"display_name": "", "name": "", "type": "", "subtype": "",
           "default": "", "placeholder": "", "help_text": "",
           "optional": False, "min_length": 0, "max_length": 0,
           "data_source": "", "options": None}


class Dialogs:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world

    def open(self, request):
        """What POST /actions/dialogs/open does; anybody with a trigger
        may."""
        if not isinstance(request, dict):
            raise bad_body("dialog")
        if not request.get("url"):
            raise bad_body("url")
        client, user_id = self.ws.triggers.take(request.get("trigger_id", ""))
        asked = request.get("dialog") or {}
        dialog = {k: asked.get(k, d) for k, d in DIALOG.items()}
        if dialog["elements"]:
            newer = {"multiselect": False} if self.world.modern else {}
            dialog["elements"] = [
                {k: e.get(k, d) for k, d in {**ELEMENT, **newer}.items()}
                for e in dialog["elements"]]
        wrong = faults_of(dialog)
        if wrong:
            self.ws.journal.note("broken", dialog=dialog["title"], why=wrong)
        shown = {"trigger_id": client, "url": request["url"],
                 "dialog": dialog}
        self.ws.events.dialog(user_id, shown)
        view = {"type": "dialog", "id": client, "url": request["url"],
                "dialog": dialog, "values": initial(dialog), "errors": {},
                "channel_id": self.ws.place_of(user_id, client)}
        # A web client has one dialog at a time.
        self.world.modals[user_id] = [view]
        self.world.show_view("form", user_id, view)

    async def submit(self, user, request, call=None):
        """What a client's POST /actions/dialogs/submit does; gives the
        answer for it: {} closes the form."""
        call = call or self.ws.calls.new("dialog")
        try:
            return await self._submit(user, request, call)
        finally:
            call.end("failed")

    async def _submit(self, user, request, call):
        if not request.get("url"):
            raise bad_body("url")
        channel = self.world.channels.get(request.get("channel_id"))
        team = self.world.teams.get(request.get("team_id"))
        if channel is None and self.world.modern:
            raise AppError("app.channel.get.existing.app_error", 404)
        if channel is None or not self.world.may_read(user, channel):
            raise forbidden()
        if not (team is None and self.world.modern > 1) and (
                team is None or user["id"] not in team["members"]):
            raise forbidden()
        body = {"type": "dialog_submission",
                "callback_id": request.get("callback_id", ""),
                "state": request.get("state", ""), "user_id": user["id"],
                "channel_id": channel.id, "team_id": team["id"] if team else "",
                "submission": ordered(request.get("submission") or {}),
                "cancelled": bool(request.get("cancelled"))}
        try:
            status, _, text = await self.ws.calls.ask(
                call, request["url"], dumps(body).encode(),
                {"Content-Type": "application/json"})
        except Unreachable:
            raise failed_integration() from None
        if status != 200:
            raise failed_integration(502 if self.world.modern > 1 else 400)
        call.end("acked")
        try:
            answer = json.loads(text)
        except ValueError:
            return {}
        return {k: answer[k] for k in ("error", "errors") if answer.get(k)} \
            if isinstance(answer, dict) else {}


def initial(dialog):
    """What stands in the fields before anybody touched them."""
    values = {}
    for element in dialog["elements"] or []:
        default = element["default"]
        values[element["name"]] = \
            str(default).lower() == "true" \
            if element["type"] == "bool" else default
    return values


def faults_of(dialog):
    """What a client would stumble over; the server only logs it."""
    wrong = []
    if not 0 < len(dialog["title"]) <= 24:
        wrong.append("title")
    names = set()
    for element in dialog["elements"] or []:
        if not 0 < len(element["display_name"]) <= 24 \
                or not 0 < len(element["name"]) <= 300 \
                or element["name"] in names \
                or len(element["help_text"] or "") > 150:
            wrong.append(element["name"] or "?")
        names.add(element["name"])
        if element["type"] not in ("text", "textarea", "select", "bool",
                                   "radio", "date", "datetime"):
            wrong.append(element["type"])
        most = 3000 if element["type"] == "textarea" else 150
        if element["type"] in ("text", "textarea") and \
                element["max_length"] > most:
            wrong.append(element["name"] + " max_length")
    return wrong
