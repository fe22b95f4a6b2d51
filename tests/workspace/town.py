"""What a chat is on every platform: people, channels, what was shown to whom.
The platforms' own worlds stand on it."""

import copy
import json
import os

from .journal import Journal

HERE = os.path.dirname(os.path.abspath(__file__))


class Channel:
    def __init__(self, id_, name, kind, members, topic="", private=False):
        self.id = id_
        self.name = name
        self.kind = kind                # "channel" or "im"
        self.members = list(members)
        self.topic = topic
        self.private = private
        self.archived = False
        self.whispers = []              # ephemeral: seen by one, until reload


class Town:
    def __init__(self, clock, people=None):
        self.clock = clock
        self.journal = Journal(clock)
        with open(people or os.path.join(HERE, "people.json"),
                  encoding="utf-8") as file:
            self.data = json.load(file)
        self.app = dict(self.data["app"])
        self.commands = self.data["commands"]
        self.shortcuts = []
        self.users = {}
        self.channels = {}
        self.files = {}
        self.homes = {}                 # user id -> published view
        self.modals = {}                # user id -> stack of forms
        self.notices = {}               # user id -> what the chat told them

    def people(self):
        return [u for u in self.users.values()
                if not u["is_bot"] and not u.get("service")]

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

    @staticmethod
    def is_member(channel, user_id):
        return user_id in channel.members

    def open_channels(self):
        """Those that everybody who is new gets into."""
        return [c for c in self.channels.values()
                if c.kind == "channel" and not c.private]

    # what became visible

    def shown(self, how, channel, message, to):
        """Notes what the bot showed, with a copy of how it looked then; to:
        ids of those who alone see it, or None."""
        self.journal.note("said", how=how, channel=channel.id, to=to,
                          name=channel.name, direct=channel.kind == "im",
                          message=copy.deepcopy(message))

    def show_view(self, how, user_id, view):
        self.journal.note("said", how=how, channel=None, to=[user_id],
                          name=view["type"], direct=False,
                          view=copy.deepcopy(view))

    def notice(self, user_id, text, where=None):
        """What the chat itself tells somebody, for example that an app did
        not answer."""
        entry = {"text": text, "where": where, "at": self.clock.now()}
        self.notices.setdefault(user_id, []).append(entry)
        self.journal.note("notice", to=[user_id], text=text, where=where)
