"""What people do: press, react, type, fill in. Each deed builds the payload
that Slack would send and shows its author what comes of it."""

import copy
import re
import uuid

from . import methods_views as views
from .elements import Unable, act_on, empty, find_element, initial, remember
from .promises import answered
from .reading import label_of, says
from .world import ApiError


class Deed:
    """What a person did; carries the delivery and, for a button with an
    address, where their browser goes."""

    def __init__(self, delivery=None, url=None):
        self.delivery = delivery
        self.url = url


class People:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world
        self.messages_state = {}        # (user, ts) -> state values

    # finding what is meant

    def visible(self, user, channel):
        """What that person sees there, oldest first."""
        if not self.world.is_member(channel, user["id"]):
            return []
        own = [w for w in channel.whispers if w["to"] == user["id"]]
        return sorted(channel.messages + own, key=lambda m: float(m["ts"]))

    def find_message(self, user, channel, text=None, button=None, ts=None,
                     lasting=False):
        """The newest visible message that says text and has that button;
        with lasting no whisper, which nobody can react to."""
        for message in reversed(self.visible(user, channel)):
            if ts is not None and message["ts"] != ts:
                continue
            if lasting and message.get("is_ephemeral"):
                continue
            if text and not says(message, text):
                continue
            if button and find_element(message.get("blocks"), button) is None:
                continue
            return message
        wanted = f'"{text}"' if text else "such"
        raise Unable(f"{user['name']} sees no message {wanted}"
                     + (f' with "{button}"' if button else "")
                     + f" in {channel.name}")

    def sees_button(self, user, where, button, text=None):
        """How new it is: larger is newer. An open form is the newest."""
        kind, view = self.surface(user, where)
        if kind == "view":
            if find_element(view["blocks"], button) is None:
                raise Unable(f'there is no "{button}" in {view["type"]}')
            return float("inf")
        return float(self.find_message(user, view, text, button)["ts"])

    def surface(self, user, where):
        """('message', channel) or ('view', view) for #news, dm, form, home."""
        if where == "form":
            stack = self.world.modals.get(user["id"])
            if not stack:
                raise Unable(f"{user['name']} has no form open")
            return "view", stack[-1]
        if where == "home":
            view = self.world.homes.get(user["id"])
            if view is None:
                raise Unable(f"{user['name']} has no App Home yet")
            return "view", view
        return "message", self.place(user, where)

    def place(self, user, where):
        if where in (None, "dm"):
            return self.world.dm(user["id"])
        return self.world.channel(where)

    # deeds

    def press(self, name, where, button, text=None, **more):
        """more: ts (of the message), action_id, block_id, choose (the option
        of a menu)."""
        user = self.world.user(name)
        kind, target = self.surface(user, where)
        if kind == "view":
            return self._press_in_view(user, target, button, more)
        message = self.find_message(user, target, text, button,
                                    more.get("ts"))
        found = find_element(message["blocks"], button, more)
        return self._press_in_message(user, target, message, found, more)

    def _press_in_message(self, user, channel, message, found, more):
        block, element = found
        action, url = act_on(element, block, more.get("choose"), self.world)
        whisper = bool(message.get("is_ephemeral"))
        state = self.messages_state.setdefault((user["id"], message["ts"]), {})
        remember(state, block, element, action)
        shown = {"type": "message", "ts": message["ts"],
                 **self.world.bot_fields()} if whisper else {
                     k: v for k, v in message.items() if k != "reactions"}
        payload = {
            **self._common("block_actions", user),
            "container": {"type": "message", "message_ts": message["ts"],
                          "channel_id": channel.id, "is_ephemeral": whisper},
            "channel": self._channel(channel), "message": shown,
            "state": {"values": state}, "actions": [action],
            "response_url": self.ws.responses.give(
                "actions", channel, user["id"], message)}
        return self._ask(user, payload, url, f"the button in {channel.name}")

    def _press_in_view(self, user, view, button, more):
        found = find_element(view["blocks"], button, more)
        if found is None:
            raise Unable(f'there is no "{button}" in {view["type"]}')
        block, element = found
        action, url = act_on(element, block, more.get("choose"), self.world)
        remember(view["state"]["values"], block, element, action)
        payload = {
            **self._common("block_actions", user),
            "container": {"type": "view", "view_id": view["id"]},
            "view": copy.deepcopy(view),
            "state": copy.deepcopy(view["state"]), "actions": [action]}
        return self._ask(user, payload, url, "the form"
                         if view["type"] == "modal" else "App Home")

    def _ask(self, user, payload, url, what):
        delivery = self.ws.socket.ask("interactive", payload)
        self.ws.socket.spawn(self._watch(user, delivery, what))
        return Deed(delivery, url)

    async def _watch(self, user, delivery, what):
        if await delivery.done() != "acked":
            self.world.notice(user["id"], "Something went wrong: "
                              f"{what} got no answer ({delivery.outcome}).")

    def command(self, name, where, line):
        user = self.world.user(name)
        channel = self.place(user, where)
        command, _, text = line.strip().partition(" ")
        known = [c["command"] for c in self.world.commands]
        if command not in known:
            self.world.notice(user["id"], f"{command} is not a valid command. "
                              "In Slack, all messages that start with the / "
                              "character are interpreted as commands.")
            return Deed()
        payload = {
            "token": "deprecated", "team_id": self.world.team["id"],
            "team_domain": self.world.team["domain"],
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.kind == "im" else
            "privategroup" if channel.private else channel.name,
            "user_id": user["id"], "user_name": user["name"],
            "command": command, "text": self._escape(text),
            "api_app_id": self.world.app["id"],
            "is_enterprise_install": "false",
            "response_url": self.ws.responses.give(
                "commands", channel, user["id"]),
            "trigger_id": self.ws.triggers.give(user["id"])}
        delivery = self.ws.socket.ask("slash_commands", payload)
        self.ws.socket.spawn(
            self._after_command(user, channel, command, delivery))
        return Deed(delivery)

    def _escape(self, text):
        """should_escape: @ana, @support and #news arrive with their ids."""
        def person(match):
            for user in self.world.users.values():
                if user["name"] == match[1]:
                    return f"<@{user['id']}|{user['name']}>"
            return match[0]

        def channel(match):
            for one in self.world.channels.values():
                if one.name == match[1] and one.kind == "channel":
                    return f"<#{one.id}|{one.name}>"
            return match[0]
        def group(match):
            for one in self.world.usergroups:
                if one["handle"] == match[1]:
                    return f"<!subteam^{one['id']}|@{one['handle']}>"
            return match[0]
        text = re.sub(r"(?<!\S)@([a-z0-9._-]+)", person, text)
        text = re.sub(r"(?<!\S)@([a-z0-9._-]+)", group, text)
        return re.sub(r"(?<!\S)#([a-z0-9_-]+)", channel, text)

    async def _after_command(self, user, channel, command, delivery):
        outcome = await delivery.done()
        if outcome != "acked":
            self.world.notice(user["id"], f"{command} failed with the error "
                              f'"{outcome}"')
        elif delivery.answer:
            error = answered(self.ws, channel, user["id"], delivery.answer)
            if error and error.code != "no_text":
                self.world.notice(user["id"], f"{command} failed with the "
                                  f'error "{error.code}"')

    def shortcut(self, name, callback, where=None, text=None, ts=None):
        """A shortcut by its name: on a message, or global."""
        user = self.world.user(name)
        for known in self.world.shortcuts:
            if callback in (known["name"], known["callback_id"]):
                break
        else:
            raise Unable(f'there is no shortcut "{callback}"')
        if known["type"] == "global":
            payload = self._common("shortcut", user)
        else:
            channel = self.place(user, where)
            message = self.find_message(user, channel, text, None, ts, True)
            payload = {
                **self._common("message_action", user),
                "message_ts": message["ts"],
                "channel": self._channel(channel), "message": message,
                "response_url": self.ws.responses.give(
                    "app", channel, user["id"])}
        payload.update(callback_id=known["callback_id"],
                       action_ts=self.world.next_ts())
        return self._ask(user, payload, None, f"“{known['name']}”")

    def react(self, name, where, emoji, text=None, ts=None, remove=False):
        user = self.world.user(name)
        channel = self.place(user, where)
        message = self.find_message(user, channel, text, None, ts, True)
        emoji = emoji.strip(":")
        change = self.world.unreact if remove else self.world.react
        if not change(channel, message, user["id"], emoji):
            return Deed()
        return Deed(self.ws.events.reaction(
            "reaction_removed" if remove else "reaction_added",
            channel, message, user["id"], emoji))

    def say(self, name, where, text):
        user = self.world.user(name)
        channel = self.place(user, where)
        if not self.world.is_member(channel, user["id"]):
            raise Unable(f"{name} is not in {channel.name}")
        text = text.replace("&", "&amp;").replace("<", "&lt;") \
            .replace(">", "&gt;")
        text = text.replace("@advocate", f"<@{self.world.app['user']}>")
        text = re.sub(r"(?<![<|])(https?://[^\s|<]+)", r"<\1>", text)
        message = self.world.post(
            channel, user["id"], text, client_msg_id=str(uuid.uuid4()))
        return Deed(self.ws.events.message(channel, message))

    def home(self, name, tab="home"):
        user = self.world.user(name)
        return Deed(self.ws.events.home_opened(user["id"], tab))

    def join(self, name, where):
        user = self.world.user(name)
        channel = self.world.channel(where)
        if user["id"] not in channel.members:
            channel.members.append(user["id"])
        return Deed(self.ws.events.joined(channel, user["id"]))

    def leave(self, name, where):
        user = self.world.user(name)
        channel = self.world.channel(where)
        if user["id"] not in channel.members:
            return Deed()
        channel.members.remove(user["id"])
        return Deed(self.ws.events.parted(channel, user["id"]))

    def join_group(self, name, handle):
        return self._regroup(name, handle, list.append)

    def leave_group(self, name, handle):
        return self._regroup(name, handle, list.remove)

    def _regroup(self, name, handle, change):
        user = self.world.user(name)
        group = self.world.group(handle)
        before = list(group["users"])
        change(group["users"], user["id"])
        return Deed(self.ws.events.group(group, before))

    def promote(self, name, admin):
        """The platform's own administrator from now on, or no more."""
        user = self.world.user(name)
        user["is_admin"] = admin
        return Deed(self.ws.events.user("user_change", user))

    def invite_bot(self, name, where):
        channel = self.world.channel(where)
        bot = self.world.app["user"]
        if bot not in channel.members:
            channel.members.append(bot)
        return Deed(self.ws.events.joined(
            channel, bot, self.world.user(name)["id"]))

    # coming and going

    def arrive(self, name):
        """Somebody new in the company, in every public channel."""
        user = self.world.add_user({
            "id": "U0" + name.upper(), "name": name, "real_name":
            name.title() + " Newton", "title": "New",
            "tz": "Europe/Helsinki", "locale": "en-US", "color": "475569"})
        for channel in self.world.channels.values():
            if channel.kind == "channel" and not channel.private:
                channel.members.append(user["id"])
        return Deed(self.ws.events.user("team_join", user))

    def depart(self, name):
        user = self.world.user(name)
        user["deleted"] = True
        return Deed(self.ws.events.user("user_change", user))

    def read(self, name, locale):
        """Their Slack is in that language from now on."""
        user = self.world.user(name)
        user["locale"] = locale
        return Deed(self.ws.events.user("user_change", user))

    def archive(self, where):
        channel = self.world.channel(where)
        channel.archived = True
        return Deed(self.ws.events.channel_gone("archive", channel))

    def unarchive(self, where):
        channel = self.world.channel(where)
        channel.archived = False
        return Deed(self.ws.events.channel_gone("unarchive", channel))

    def remove_bot(self, where):
        channel = self.world.channel(where)
        channel.members.remove(self.world.app["user"])
        return Deed(self.ws.events.channel_gone("left", channel))

    # forms

    def fill(self, name, label, value):
        """Puts a value into the field of that label of the open form."""
        user = self.world.user(name)
        _, view = self.surface(user, "form")
        for block in view["blocks"]:
            if block["type"] == "input" and label.lower() in (
                    label_of(block).lower(), block["block_id"].lower()):
                element = block["element"]
                action, _ = act_on(element, block, value, self.world)
                remember(view["state"]["values"], block, element, action)
                self.world.journal.note("seen", what="field")
                if not block.get("dispatch_action"):
                    return Deed()
                return self._tell_of(user, view, element, action)
        raise Unable(f'the form has no field "{label}"')

    def _tell_of(self, user, view, element, action):
        """An input that dispatches: a choice at once, a text as it is
        written or, unless it says so, when Enter is pressed."""
        when = element.get("dispatch_action_config", {}).get(
            "trigger_actions_on", ["on_enter_pressed"])
        if "text" in element["type"] and "on_character_entered" not in when:
            return Deed()
        self._prefill(view)
        payload = {
            **self._common("block_actions", user),
            "container": {"type": "view", "view_id": view["id"]},
            "view": copy.deepcopy(view),
            "state": copy.deepcopy(view["state"]), "actions": [action]}
        return self._ask(user, payload, None, "the form")

    def submit(self, name):
        user = self.world.user(name)
        _, view = self.surface(user, "form")
        missing = self._prefill(view)
        if missing:
            view["errors"] = {b: "Please complete this required field."
                              for b in missing}
            self.world.journal.note("seen", what="errors")
            return Deed()
        view.pop("errors", None)
        payload = {**self._common("view_submission", user),
                   "view": copy.deepcopy(view), "response_urls": []}
        delivery = self.ws.socket.ask("interactive", payload)
        self.ws.socket.spawn(self._after_submit(user, view, delivery))
        return Deed(delivery)

    def _prefill(self, view):
        """State for every input, as Slack sends it; names of required ones
        that are empty."""
        missing = []
        values = view["state"]["values"]
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            own = values.setdefault(block["block_id"], {})
            if element["action_id"] not in own:
                own[element["action_id"]] = initial(element)
            if not block.get("optional") and empty(own[element["action_id"]]):
                missing.append(block["block_id"])
        return missing

    async def _after_submit(self, user, view, delivery):
        outcome = await delivery.done()
        if outcome != "acked":
            self.world.notice(user["id"], "We had some trouble connecting. "
                              f"Try again? ({outcome})")
            return
        answer = delivery.answer or {}
        action = answer.get("response_action")
        stack = self.world.modals.get(user["id"]) or []
        # views.update may have replaced it meanwhile: the same view still.
        view = next((one for one in stack if one["id"] == view["id"]), None)
        if view is None:
            return
        try:
            self._follow(user, view, stack, action, answer)
        except ApiError as error:
            self.world.notice(user["id"], "The form failed with the error "
                              f'"{error.code}" {error.messages}')

    def _follow(self, user, view, stack, action, answer):
        if action == "errors":
            known = {b["block_id"] for b in view["blocks"]
                     if b["type"] == "input"}
            errors = answer.get("errors") or {}
            if not errors or set(errors) - known:
                raise ApiError("invalid_errors", sorted(set(errors) - known))
            view["errors"] = errors
            self.world.show_view("errors", user["id"], view)
        elif action == "update":
            views.checked_view(answer, "modal")
            views.replace_view(self.ws, user["id"], view, answer["view"])
        elif action == "push":
            views.checked_view(answer, "modal")
            views.push(self.ws, user["id"], answer["view"])
        elif action == "clear":
            stack.clear()
            self.world.journal.note("seen", what="form closed")
        else:
            stack.remove(view)
            self.world.journal.note("seen", what="form closed")

    def close(self, name):
        user = self.world.user(name)
        _, view = self.surface(user, "form")
        self.world.modals[user["id"]].remove(view)
        self.world.journal.note("seen", what="form closed")
        if not view["notify_on_close"]:
            return Deed()
        payload = {**self._common("view_closed", user), "view": dict(
            view, state={"values": {}}), "is_cleared": False}
        payload.pop("trigger_id")
        return self._ask(user, payload, None, "the form")

    # parts of payloads

    def _common(self, kind, user):
        return {"type": kind, "user": {
            "id": user["id"], "username": user["name"],
            "name": user["name"], "team_id": self.world.team["id"]},
            "api_app_id": self.world.app["id"], "token": "deprecated",
            "trigger_id": self.ws.triggers.give(user["id"]),
            "team": {"id": self.world.team["id"],
                     "domain": self.world.team["domain"]},
            "enterprise": None, "is_enterprise_install": False}

    @staticmethod
    def _channel(channel):
        return {"id": channel.id, "name": "directmessage"
                if channel.kind == "im" else channel.name}
