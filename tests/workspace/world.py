"""The state of the chat: people, channels, messages, forms. It knows nothing
of HTTP; what becomes visible to somebody is noted in the journal as 'said'."""

import copy
import json
import os
import secrets
import string

from .journal import Journal

HERE = os.path.dirname(os.path.abspath(__file__))


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


class Channel:
    def __init__(self, id_, name, kind, members, topic="", private=False):
        self.id = id_
        self.name = name
        self.kind = kind                # "channel" or "im"
        self.members = list(members)
        self.topic = topic
        self.private = private
        self.archived = False
        self.messages = []
        self.whispers = []              # ephemeral: seen by one, until reload

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


class World:
    def __init__(self, clock, people=None):
        self.clock = clock
        self.journal = Journal(clock)
        with open(people or os.path.join(HERE, "people.json"),
                  encoding="utf-8") as file:
            data = json.load(file)
        self.team = data["team"]
        self.app = data["app"]
        self.bot_token = "xoxb-1-" + secrets.token_hex(12)
        self.app_token = f"xapp-1-{self.app['id']}-{secrets.token_hex(16)}"
        self.commands = data["commands"]
        self.shortcuts = data["shortcuts"]
        self.usergroups = data["usergroups"]
        self.users = {}
        self.channels = {}
        self.files = {}
        self.homes = {}                 # user id -> published view
        self.modals = {}                # user id -> stack of views
        self.notices = {}               # user id -> what Slack itself told them
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
        self.channels[data["id"]] = Channel(
            data["id"], data["name"], "channel", members, data["topic"],
            bool(data.get("private")))

    def people(self):
        return [u for u in self.users.values() if not u["is_bot"]]

    def user(self, name):
        """By id or by name."""
        for user in self.users.values():
            if name in (user["id"], user["name"]):
                return user
        raise KeyError(f"nobody is called {name}")

    def channel(self, name):
        """By id or by name, with or without #."""
        for channel in self.channels.values():
            if name in (channel.id, channel.name, "#" + channel.name):
                return channel
        raise KeyError(f"no channel {name}")

    def dm(self, user_id):
        """The direct conversation of that person with the bot."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members[0] == user_id:
                return channel
        channel = Channel("D0" + user_id[1:], user_id, "im",
                          [user_id, self.app["user"]])
        self.channels[channel.id] = channel
        return channel

    def dm_of(self, user_id):
        return any(c.kind == "im" and c.members[0] == user_id
                   for c in self.channels.values())

    def is_member(self, channel, user_id):
        return user_id in channel.members

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
        self.journal.note("said", how=how, channel=channel.id, to=to,
                          name=channel.name, message=copy.deepcopy(message))

    def notice(self, user_id, text, where=None):
        """What Slack itself tells somebody, for example that an app did not
        answer."""
        entry = {"text": text, "where": where, "ts": self.next_ts()}
        self.notices.setdefault(user_id, []).append(entry)
        self.journal.note("notice", to=[user_id], text=text, where=where)

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

    def show_view(self, how, user_id, view):
        self.journal.note("said", how=how, channel=None, to=[user_id],
                          name=view["type"], view=copy.deepcopy(view))

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
