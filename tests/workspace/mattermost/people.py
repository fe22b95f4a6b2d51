"""What people do on Mattermost: press, react, type, fill in, each as a web
client would do it, and shows them what comes of it."""

import re

from ..elements import Unable
from ..people import Deed
from .actions import baked_view
from .errors import AppError
from .reading import find_usable, same, says
from .shapes import post_view


class People:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world
        self.empty = ""                 # what an untouched field sends: "",
        #                                 None, or "missing"

    # finding what is meant

    def visible(self, user, channel):
        """What that person sees there, oldest first."""
        if not self.world.is_member(channel, user["id"]):
            return []
        own = [baked_view(self.ws, channel, w) for w in channel.whispers
               if w["to"] == user["id"]]
        rows = [post_view(self.world, p) for p in channel.messages
                if not p["type"]]
        return sorted(rows + own, key=lambda p: p["create_at"])

    def find_message(self, user, channel, text=None, button=None, ts=None,
                     lasting=False):
        """The newest visible post that says text and has that button; with
        lasting none that is ephemeral. ts: its id."""
        for post in reversed(self.visible(user, channel)):
            if ts is not None and post["id"] != ts:
                continue
            if lasting and post["type"] == "system_ephemeral":
                continue
            if text and not says(post, text):
                continue
            if button and find_usable(post, button) is None:
                continue
            return post
        wanted = f'"{text}"' if text else "such"
        raise Unable(f"{user['name']} sees no message {wanted}"
                     + (f' with "{button}"' if button else "")
                     + f" in {channel.name}")

    def sees_button(self, user, where, button, text=None):
        """How new it is: larger is newer."""
        kind, place = self.surface(user, where)
        if kind == "view":
            raise Unable("a dialog has no buttons but its own two")
        return float(self.find_message(
            user, place, text, button)["create_at"])

    def surface(self, user, where):
        """('message', channel) or ('view', dialog) for #news, dm, form."""
        if where == "form":
            stack = self.world.modals.get(user["id"])
            if not stack:
                raise Unable(f"{user['name']} has no form open")
            return "view", stack[-1]
        if where == "home":
            raise Unable("Mattermost has no App Home")
        return "message", self.place(user, where)

    def place(self, user, where):
        if where in (None, "dm"):
            return self.world.dm(user["id"])
        return self.world.channel(where)

    # deeds

    def press(self, name, where, button, text=None, **more):
        """more: ts (id of the post), action_id, choose (the option of a
        menu)."""
        user = self.world.user(name)
        kind, channel = self.surface(user, where)
        if kind == "view":
            raise Unable("a dialog has no buttons but its own two")
        post = self.find_message(user, channel, text, button, more.get("ts"))
        what, found = find_usable(post, button)
        if what == "link":
            return Deed(None, found)
        action, option = found if what == "option" else (found, None)
        if more.get("choose"):
            option = self._option(action, more["choose"])
        sent = {}
        if option is not None:
            sent["selected_option"] = option["value"]
        if action.get("cookie"):
            sent["cookie"] = action["cookie"]
        call = self.ws.calls.new("action")
        self.ws.socket.spawn(self._press(user, post, action, sent, call))
        return Deed(call)

    def _option(self, action, wanted):
        source = action.get("data_source")
        if source == "users":
            return {"value": self.world.user(wanted.lstrip("@"))["id"]}
        if source == "channels":
            return {"value": self.world.channel(wanted).id}
        for option in action.get("options") or []:
            if same(option["text"], wanted) or option["value"] == wanted:
                return option
        raise Unable(f'there is no "{wanted}" to choose: ' + ", ".join(
            o["text"] for o in action.get("options") or []))

    async def _press(self, user, post, action, sent, call):
        try:
            if not self.ws.actions.takes(action["id"]):
                call.end("404")
                raise AppError("api.context.404.app_error", 404,
                               "Sorry, we could not find the page.")
            await self.ws.actions.press(user, post["id"], action["id"], sent,
                                        call)
        except AppError as no:
            self.world.notice(user["id"], no.message,
                              f"the button {action['name']}")

    def command(self, name, where, line):
        user = self.world.user(name)
        channel = self.place(user, where)
        call = self.ws.calls.new("command")
        self.ws.socket.spawn(self._command(user, channel, line.strip(), call))
        return Deed(call)

    async def _command(self, user, channel, line, call):
        try:
            await self.ws.commands.execute(
                user, channel, self._tildes(line),
                channel.team_id or self.world.team["id"], call)
        except AppError as no:
            self.world.notice(user["id"], no.message, line)

    def shortcut(self, name, callback, where=None, text=None, ts=None):
        raise Unable("Mattermost has no message shortcuts")

    def react(self, name, where, emoji, text=None, ts=None, remove=False):
        user = self.world.user(name)
        channel = self.place(user, where)
        found = self.find_message(user, channel, text, None, ts, True)
        post, emoji = self.world.posts[found["id"]], emoji.strip(":")
        change = self.world.unreact if remove else self.world.react
        return Deed(self.ws.events.reaction(
            "reaction_removed" if remove else "reaction_added", channel,
            change(post, user["id"], emoji)))

    def say(self, name, where, text):
        user = self.world.user(name)
        channel = self.place(user, where)
        if not self.world.is_member(channel, user["id"]):
            raise Unable(f"{name} is not in {channel.name}")
        if channel.kind == "im" and not channel.posts:
            self.ws.events.direct_added(channel, user["id"],
                                        self.world.app["user"])
        post = self.world.new_post(channel, user["id"], text)
        self.world.store(channel, post)
        return Deed(self.ws.events.posted(post))

    def home(self, name, tab="home"):
        raise Unable("Mattermost has no App Home")

    def join(self, name, where):
        user = self.world.user(name)
        channel = self.world.channel(where)
        if user["id"] in channel.members:
            return Deed()
        channel.members.append(user["id"])
        return Deed(self.ws.events.joined(channel, user["id"]))

    def leave(self, name, where):
        user = self.world.user(name)
        channel = self.world.channel(where)
        if user["id"] not in channel.members:
            return Deed()
        channel.members.remove(user["id"])
        return Deed(self.ws.events.left(channel, user["id"]))

    def join_group(self, name, handle):
        return self.join(name, self.world.group(handle).name)

    def leave_group(self, name, handle):
        return self.leave(name, self.world.group(handle).name)

    def promote(self, name, admin):
        """A system administrator from now on, or no more."""
        user = self.world.user(name)
        user["roles"] = "system_admin system_user" if admin \
            else "system_user"
        user["is_admin"] = admin
        self.world.touch(user)
        return Deed(self.ws.events.user("user_change", user))

    def invite_bot(self, name, where):
        channel = self.world.channel(where)
        bot = self.world.app["user"]
        if bot in channel.members:
            return Deed()
        channel.members.append(bot)
        return Deed(self.ws.events.joined(
            channel, bot, self.world.user(name)["id"]))

    # coming and going

    def arrive(self, name):
        """Somebody new in the company, in every public channel."""
        user = self.world.add_user({
            "name": name, "real_name": name.title() + " Newton",
            "title": "New", "tz": "Europe/Helsinki", "locale": "en-US",
            "color": "475569"})
        for channel in self.world.open_channels():
            channel.members.append(user["id"])
        return Deed(self.ws.events.user("team_join", user))

    def depart(self, name):
        return Deed(self.ws.set_active(self.world.user(name), False))

    def read(self, name, locale):
        """Their Mattermost is in that language from now on."""
        user = self.world.user(name)
        user["locale"] = locale.split("-")[0]
        return Deed(self.ws.events.user("user_change", user))

    def archive(self, where):
        return Deed(self.ws.archive(self.world.channel(where)))

    def unarchive(self, where):
        return Deed(self.ws.unarchive(self.world.channel(where)))

    def remove_bot(self, where):
        channel = self.world.channel(where)
        channel.members.remove(self.world.app["user"])
        return Deed(self.ws.events.channel_gone("left", channel))

    # forms

    def fill(self, name, label, value):
        """Puts a value into the field of that label of the open form."""
        user = self.world.user(name)
        _, view = self.surface(user, "form")
        for element in view["dialog"]["elements"] or []:
            if same(element["display_name"], label) \
                    or element["name"].lower() == label.lower():
                view["values"][element["name"]] = self._value(element, value)
                self.world.journal.note("seen", what="field")
                return Deed()
        raise Unable(f'the form has no field "{label}"')

    def _value(self, element, value):
        kind = element["type"]
        if kind == "bool":
            return str(value).lower() in ("true", "yes", "on", "1")
        if kind in ("select", "radio") and value:
            return self._option({**element, "data_source":
                                 element["data_source"]}, value)["value"]
        if element["subtype"] == "number" and value:
            return float(value) if "." in str(value) else int(value)
        return self._tildes(value)

    def _tildes(self, text):
        """Channels are ~news here; #words that are none stay."""
        names = "|".join(re.escape(c.name) for c in
                         self.world.channels.values() if c.kind != "im")
        return re.sub(rf"(?<!\S)#({names})(?!\w)", r"~\1", text)

    def submit(self, name):
        user = self.world.user(name)
        _, view = self.surface(user, "form")
        view["errors"] = missing(view)
        if view["errors"]:
            self.world.journal.note("seen", what="errors")
            return Deed()
        call = self.ws.calls.new("dialog")
        self.ws.socket.spawn(self._submit(user, view, call))
        return Deed(call)

    def request(self, view, cancelled=False):
        """What a web client sends of a dialog."""
        values = {} if cancelled else {
            k: self.empty if v in ("", None) else v
            for k, v in view["values"].items()
            if v not in ("", None) or self.empty != "missing"}
        return {"url": view["url"],
                "callback_id": view["dialog"]["callback_id"],
                "state": view["dialog"]["state"], "user_id": "",
                "channel_id": view["channel_id"],
                "team_id": self.world.team["id"], "submission": values,
                "cancelled": cancelled}

    async def _submit(self, user, view, call):
        stack = self.world.modals.get(user["id"]) or []
        try:
            answer = await self.ws.dialogs.submit(
                user, self.request(view), call)
        except AppError as no:
            self.world.notice(user["id"], no.message,
                              view["dialog"]["title"])
            return
        errors = dict(answer.get("errors") or {})
        if answer.get("error"):
            errors[""] = answer["error"]
        if errors:
            view["errors"] = errors
            self.world.show_view("errors", user["id"], view)
        elif view in stack:
            stack.remove(view)
            self.world.journal.note("seen", what="form closed")

    def close(self, name):
        user = self.world.user(name)
        _, view = self.surface(user, "form")
        self.world.modals[user["id"]].remove(view)
        self.world.journal.note("seen", what="form closed")
        if not view["dialog"]["notify_on_cancel"]:
            return Deed()
        call = self.ws.calls.new("dialog")
        self.ws.socket.spawn(self._cancel(user, view, call))
        return Deed(call)

    async def _cancel(self, user, view, call):
        try:
            await self.ws.dialogs.submit(user, self.request(view, True), call)
        except AppError:
            self.world.journal.note("seen", what="cancel failed")


def missing(view):
    """What a web client says about fields before it sends anything."""
    errors = {}
    for element in view["dialog"]["elements"] or []:
        value = view["values"].get(element["name"])
        if value in ("", None):
            if not element["optional"] and element["type"] != "bool":
                errors[element["name"]] = "This field is required."
        elif element["type"] in ("text", "textarea"):
            size = len(str(value))
            if element["min_length"] and size < element["min_length"]:
                errors[element["name"]] = "Minimum input length is " \
                    f"{element['min_length']}."
    return errors
