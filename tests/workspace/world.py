"""The state of the chat on Slack: people, channels, messages, forms. It knows
nothing of HTTP; what becomes visible is noted in the journal as 'said'."""

import copy
import secrets
import string

from .town import Channel, Town


class ApiError(Exception):
    """A refusal in Slack's words."""

    def __init__(self, code, messages=(), **more):
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.more = more


def new_id(letter):
    alphabet = string.ascii_uppercase + string.digits
    return letter + "0" + "".join(secrets.choice(alphabet) for _ in range(9))


class SlackChannel(Channel):
    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.messages = []

    def find(self, ts):
        for message in self.messages:
            if message["ts"] == ts:
                return message
        return None

    def find_whisper(self, ts):
        for message in self.whispers:
            if message["ts"] == ts:
                return message
        return None


class World(Town):
    def __init__(self, clock, people=None):
        super().__init__(clock, people)
        data = self.data
        self.team = data["team"]
        self.bot_token = "xoxb-1-" + secrets.token_hex(12)
        self.app_token = f"xapp-1-{self.app['id']}-{secrets.token_hex(16)}"
        self.shortcuts = data["shortcuts"]
        self.usergroups = data["usergroups"]
        self.at_home = set()            # users who look at the Home tab
        self.last_ts = 0
        self._add_bot()
        for user in data["users"]:
            self.add_user(user)
        for channel in data["channels"]:
            self._add_channel(channel)

    # people and channels

    def _add_bot(self):
        self.add_user({"id": self.app["user"], "name": "advocate",
                       "real_name": self.app["name"], "title": "", "tz": None,
                       "locale": "en-US", "color": "1d3557", "bot": True})

    def add_user(self, data):
        first = data["real_name"].split()[0]
        user = {
            "id": data["id"], "team_id": self.team["id"],
            "name": data["name"], "deleted": False, "color": data["color"],
            "real_name": data["real_name"],
            "profile": {
                "real_name": data["real_name"], "title": data["title"],
                "real_name_normalized": data["real_name"],
                "display_name": first, "display_name_normalized": first,
                "email": f"{data['name']}@acme.example",
                "team": self.team["id"]},
            "is_admin": bool(data.get("admin")), "is_owner": False,
            "is_primary_owner": False, "is_restricted": False,
            "is_ultra_restricted": False, "is_bot": bool(data.get("bot")),
            "is_app_user": False, "is_email_confirmed": True,
            "updated": int(self.clock.now()), "locale": data["locale"]}
        if data["tz"]:
            user.update(tz=data["tz"], tz_label=data["tz"],
                        tz_offset=data.get("tz_offset", 0))
        if user["is_bot"]:
            user["profile"]["bot_id"] = self.app["bot"]
            user["profile"]["api_app_id"] = self.app["id"]
            del user["profile"]["email"]
        self.users[user["id"]] = user
        return user

    def _add_channel(self, data):
        members = data.get("members") or [
            u["id"] for u in self.users.values() if not u["is_bot"]]
        if data["bot"]:
            members = members + [self.app["user"]]
        self.channels[data["id"]] = SlackChannel(
            data["id"], data["name"], "channel", members, data["topic"],
            bool(data.get("private")))

    def dm(self, user_id):
        """The direct conversation of that person with the bot."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members[0] == user_id:
                return channel
        channel = SlackChannel("D0" + user_id[1:], user_id, "im",
                               [user_id, self.app["user"]])
        self.channels[channel.id] = channel
        return channel

    def group(self, handle):
        """A user group by its handle."""
        for group in self.usergroups:
            if group["handle"] == handle:
                return group
        raise KeyError(f"no user group {handle}")

    def dm_of(self, user_id):
        return any(c.kind == "im" and c.members[0] == user_id
                   for c in self.channels.values())

    # messages

    def next_ts(self):
        micro = max(int(self.clock.now() * 1_000_000), self.last_ts + 1)
        self.last_ts = micro
        return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"

    def bot_fields(self):
        return {"user": self.app["user"], "bot_id": self.app["bot"],
                "app_id": self.app["id"], "team": self.team["id"]}

    def post(self, channel, author, text, **more):
        message = {"type": "message", "ts": self.next_ts(), "user": author,
                   "team": self.team["id"], "text": text}
        if author == self.app["user"]:
            message.update(self.bot_fields())
        message.update({k: v for k, v in more.items() if v is not None})
        channel.messages.append(message)
        self.said("post", channel, message)
        return message

    def whisper(self, channel, user_id, text, **more):
        message = {"type": "message", "ts": self.next_ts(),
                   "is_ephemeral": True, "to": user_id, "text": text,
                   **self.bot_fields()}
        message.update({k: v for k, v in more.items() if v is not None})
        channel.whispers.append(message)
        self.said("whisper", channel, message)
        return message

    def edit(self, channel, message, fields):
        """Replaces text, blocks and attachments; metadata stays unless it
        is given."""
        for name in ("text", "blocks", "attachments"):
            message.pop(name, None)
        message.update({k: v for k, v in fields.items() if v is not None})
        message.setdefault("text", "")
        message["edited"] = {"user": self.app["user"], "ts": self.next_ts()}
        self.said("edit", channel, message)

    def remove(self, channel, message):
        for place in (channel.messages, channel.whispers):
            if message in place:
                place.remove(message)
        self.said("remove", channel, message)

    def react(self, channel, message, user_id, name):
        """False when it stood there already."""
        for reaction in message.setdefault("reactions", []):
            if reaction["name"] == name:
                if user_id in reaction["users"]:
                    return False
                reaction["users"].append(user_id)
                reaction["count"] = len(reaction["users"])
                break
        else:
            message["reactions"].append(
                {"name": name, "users": [user_id], "count": 1})
        self.journal.note("seen", what="reaction", channel=channel.id)
        return True

    def unreact(self, channel, message, user_id, name):
        for reaction in message.get("reactions", []):
            if reaction["name"] == name and user_id in reaction["users"]:
                reaction["users"].remove(user_id)
                reaction["count"] = len(reaction["users"])
                message["reactions"] = [
                    r for r in message["reactions"] if r["users"]]
                self.journal.note("seen", what="reaction", channel=channel.id)
                return True
        return False

    def said(self, how, channel, message):
        """Notes what the bot showed, with a copy of how it looked then."""
        if message.get("user") != self.app["user"]:
            self.journal.note("seen", what=how, channel=channel.id)
            return
        if message.get("to"):
            to = [message["to"]]
        elif channel.kind == "im":
            to = [channel.members[0]]
        else:
            to = None
        self.shown(how, channel, message, to)

    # views

    def new_view(self, kind, view, root=None, previous=None):
        view_id = new_id("V")
        stored = copy.deepcopy(view)
        stored.update(
            id=view_id, team_id=self.team["id"], type=kind,
            hash=self.view_hash(), state={"values": {}},
            root_view_id=root or view_id, previous_view_id=previous,
            app_id=self.app["id"], bot_id=self.app["bot"],
            app_installed_team_id=self.team["id"])
        for name, default in (("callback_id", ""), ("private_metadata", ""),
                              ("external_id", ""), ("clear_on_close", False),
                              ("notify_on_close", False)):
            stored.setdefault(name, default)
        return stored

    def view_hash(self):
        ts = self.next_ts()
        return f"{ts}.{secrets.token_hex(4)}"

    def find_view(self, view_id=None, external_id=None):
        """The stack's owner and the view, or (None, None)."""
        for user_id, stack in self.modals.items():
            for view in stack:
                if view["id"] == view_id or (
                        external_id and view["external_id"] == external_id):
                    return user_id, view
        for user_id, view in self.homes.items():
            if view["id"] == view_id or (
                    external_id and view["external_id"] == external_id):
                return user_id, view
        return None, None
