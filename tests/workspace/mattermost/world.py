"""The state of the chat on Mattermost. It knows nothing of HTTP; what becomes
visible to somebody is noted in the journal as 'said'."""

import copy
import re

from ..town import Channel, Town
from .ids import id_of, new_id
from .shapes import normal_props, post_view

SERVICE = "admin"           # owns the bot and sets things up; nobody's account


class MattermostChannel(Channel):
    def __init__(self, id_, name, kind, members, **more):
        super().__init__(id_, name, kind, members, more.get("topic", ""),
                         bool(more.get("private")))
        self.type = "D" if kind == "im" else "P" if self.private else "O"
        self.team_id = more.get("team_id", "")
        self.display_name = more.get("display_name", "")
        self.creator = more.get("creator", "")
        self.create_at = self.update_at = more["now"]
        self.last_post_at = 0
        self.count = self.count_root = 0
        self.posts = []                 # all, what is deleted too

    @property
    def messages(self):
        return [p for p in self.posts if not p["delete_at"]]

    @property
    def delete_at(self):
        return self.update_at if self.archived else 0


class MattermostWorld(Town):
    def __init__(self, clock, people=None):
        super().__init__(clock, people)
        self.modern = 1                 # 0: as 5.37; 1: as 10.11 and 11.4;
        #                                 2: as 11.11
        self.app.update(user=None, bot=None)
        self.posts = {}
        self.answers = {}               # post id -> how many replies it has
        self.reactions = {}             # post id -> list
        self.bots = {}                  # user id -> bot
        self.tokens = {}                # token -> its record
        self.custom = {}                # command id -> command
        self.preferences = {}           # (user, category, name) -> value
        self.teams = {}
        self.commands = []              # as the page offers them
        self.add_user({"name": SERVICE, "real_name": "System Admin",
                       "title": "", "tz": "", "locale": "en", "admin": True,
                       "color": "475569"})
        self.users[id_of("user", SERVICE)]["service"] = True
        data = self.data["team"]
        team = self.add_team(data["domain"], data["name"],
                             self.user(SERVICE)["id"])
        self.team = {"id": team["id"], "name": data["name"],
                     "domain": data["domain"]}
        for user in self.data["users"]:
            self.add_user(user)
        for channel in self.data["channels"]:
            self._add_channel(channel)

    def now(self):
        return int(self.clock.now() * 1000)

    # people, teams, channels

    def add_user(self, data):
        """data as in people.json; its id is not Mattermost's."""
        first, _, last = data["real_name"].partition(" ")
        now = self.now()
        bot = bool(data.get("bot"))
        roles = "system_admin system_user" if data.get("admin") \
            else "system_user"
        user = {
            "id": data.get("user_id") or id_of("user", data["name"]),
            "name": data["name"], "real_name": data["real_name"],
            "first_name": data["real_name"] if bot else first,
            "last_name": "" if bot else last, "nickname": "",
            "email": f"{data['name']}@"
                     + ("localhost" if bot else "acme.example"),
            "title": data.get("title", ""), "tz": data.get("tz") or "",
            "manual": False, "locale": data["locale"].split("-")[0],
            "color": data["color"], "is_bot": bot, "roles": roles,
            "is_admin": bool(data.get("admin")), "deleted": False,
            "profile": {"title": data.get("title", "")},
            "create_at": now, "update_at": now, "delete_at": 0}
        self.users[user["id"]] = user
        if not bot:
            for team in self.teams.values():
                team["members"].append(user["id"])
        return user

    def touch(self, user):
        """Somebody was changed."""
        user["update_at"] = max(self.now(), user["update_at"] + 1)
        user["delete_at"] = user["update_at"] if user["deleted"] else 0

    def add_team(self, name, display_name, creator):
        user = self.users[creator]
        team = {"id": id_of("team", name), "name": name,
                "display_name": display_name, "create_at": self.now(),
                "email": user["email"], "invite_id": new_id(),
                "members": [creator], "admins": [creator]}
        self.teams[team["id"]] = team
        return team

    def _add_channel(self, data):
        names = {d["id"]: d["name"] for d in self.data["users"]}
        members = [self.user(names[i])["id"] for i in data["members"]] \
            if data.get("members") else [u["id"] for u in self.people()]
        channel = self.new_channel(
            data["name"], data["name"].title(), members, topic=data["topic"],
            private=data.get("private"))
        channel.wants_bot = data["bot"]

    def new_channel(self, name, display_name, members, **more):
        team_id = more.pop("team_id", self.team["id"])
        channel = MattermostChannel(
            id_of("channel", f"{team_id}/{name}" if team_id
                  != self.team["id"] else name), name, "channel", members,
            display_name=display_name, team_id=team_id, now=self.now(),
            creator=more.pop("creator", self.user(SERVICE)["id"]), **more)
        channel.wants_bot = False
        self.channels[channel.id] = channel
        return channel

    def group(self, handle):
        """Who would be a user group on Slack is a private channel here, with
        our bot in it: made when it is first named."""
        try:
            return self.channel(handle)
        except KeyError:
            pass
        names = {d["id"]: d["name"] for d in self.data["users"]}
        for group in self.data["usergroups"]:
            if group["handle"] == handle:
                break
        else:
            raise KeyError(f"no group {handle}")
        members = [self.user(names[i])["id"] for i in group["users"]]
        channel = self.new_channel(
            handle, group["name"], members, private=True)
        channel.wants_bot = True
        if self.app["user"]:
            channel.members.append(self.app["user"])
        return channel

    def direct(self, one, other, creator=None):
        """(their conversation, whether it is new)"""
        name = "__".join(sorted((one, other)))
        for channel in self.channels.values():
            if channel.name == name:
                return channel, False
        members = sorted({one, other},
                         key=lambda i: self.users[i]["is_bot"])
        channel = MattermostChannel(
            id_of("direct", "dm" + name), name, "im", members, now=self.now(),
            creator=creator or one)
        self.channels[channel.id] = channel
        return channel, True

    def dm(self, user_id):
        """The direct conversation of that person with our bot."""
        if not self.app["user"]:
            raise KeyError("there is no bot")
        return self.direct(user_id, self.app["user"])[0]

    def add_bot(self, username, display_name, description, owner):
        user = self.add_user({
            "name": username, "real_name": display_name or username,
            "title": description, "tz": "", "locale": "en",
            "color": "1d3557", "bot": True})
        if not display_name:
            user["first_name"] = ""
        bot = {"user_id": user["id"], "username": username,
               "display_name": display_name, "description": description,
               "owner_id": owner, "create_at": user["create_at"],
               "update_at": user["create_at"], "delete_at": 0}
        self.bots[user["id"]] = bot
        if self.app["user"] is None:
            self.app.update(user=user["id"], bot=user["id"])
        return bot

    def add_token(self, user_id, description):
        record = {"id": new_id(), "token": new_id(), "user_id": user_id,
                  "description": description, "is_active": True}
        self.tokens[record["token"]] = record
        return record

    def session(self, token):
        """Whose token it is; None: nobody's, or not any more."""
        record = self.tokens.get(token)
        if record is None or not record["is_active"]:
            return None
        user = self.users[record["user_id"]]
        return None if user["deleted"] else user

    # rights

    def is_system_admin(self, user):
        return "system_admin" in user["roles"].split()

    def may_read(self, user, channel):
        if self.is_member(channel, user["id"]) or self.is_system_admin(user):
            return True
        team = self.teams.get(channel.team_id)
        return channel.type == "O" and team is not None \
            and user["id"] in team["members"]

    def may_post(self, user, channel):
        return self.is_member(channel, user["id"]) \
            or bool({"system_admin", "system_post_all"}
                    & set(user["roles"].split()))

    def may_manage_team(self, user, team):
        return self.is_system_admin(user) or user["id"] in team["admins"]

    # posts

    def new_post(self, channel, user_id, message, **more):
        """more: root_id, type, props, file_ids, pending_post_id."""
        now = self.now()
        props = dict(more.get("props") or {})
        if self.users[user_id]["is_bot"]:
            props["from_bot"] = "true"
        return {
            "id": new_id(), "create_at": now, "update_at": now, "edit_at": 0,
            "delete_at": 0, "is_pinned": False, "user_id": user_id,
            "channel_id": channel.id, "root_id": more.get("root_id", ""),
            "original_id": "", "message": message,
            "type": more.get("type", ""), "props": normal_props(props),
            "hashtags": hashtags(message),
            "file_ids": list(more.get("file_ids") or []),
            "dropped": False,           # it was to have files and has none
            "pending_post_id": more.get("pending_post_id", "")}

    def store(self, channel, post):
        self.posts[post["id"]] = post
        channel.posts.append(post)
        channel.last_post_at = max(channel.last_post_at, post["create_at"])
        if not post["type"].startswith("system_"):
            channel.count += 1
            channel.count_root += not post["root_id"]
        if post["root_id"]:
            self.answers[post["root_id"]] = self.replies(post) + 1
        for file_id in post["file_ids"]:
            self.files[file_id]["post_id"] = post["id"]
        self.said("post", channel, post)

    def replies(self, post):
        return self.answers.get(post["root_id"] or post["id"], 0)

    def change(self, post, fields):
        """fields: message, props, is_pinned. The old one is kept aside, as a
        post of its own that looks deleted."""
        channel = self.channels[post["channel_id"]]
        now = max(self.now(), post["update_at"] + 1)
        old = copy.deepcopy(post)
        old.update(id=new_id(), original_id=post["id"], delete_at=now,
                   update_at=now)
        self.posts[old["id"]] = old
        channel.posts.insert(channel.posts.index(post), old)
        post.update(fields, update_at=now, pending_post_id="")
        if self.modern > 1 and self.users[post["user_id"]]["is_bot"]:
            post["props"] = {**post["props"], "from_bot": "true"}
        post["props"] = normal_props(post["props"])
        if any(old[k] != post[k] for k in ("message", "file_ids")) or \
                old["props"].get("attachments") \
                != post["props"].get("attachments"):
            post["edit_at"] = now
        post["hashtags"] = hashtags(post["message"])
        self.said("edit", channel, post)

    def delete(self, post, by):
        channel = self.channels[post["channel_id"]]
        now = max(self.now(), post["update_at"] + 1)
        self.said("remove", channel, post)
        post.update(delete_at=now, update_at=now)
        post["props"] = dict(post["props"], deleteBy=by)

    def find(self, post_id):
        """A post that is not deleted, or None."""
        post = self.posts.get(post_id)
        return None if post is None or post["delete_at"] else post

    def find_whisper(self, post_id):
        """(channel, whisper) or (None, None)"""
        for channel in self.channels.values():
            for whisper in channel.whispers:
                if whisper["id"] == post_id:
                    return channel, whisper
        return None, None

    def whisper(self, channel, user_id, post):
        """Ephemeral: only that person sees it, and nobody keeps it."""
        post.update(type="system_ephemeral", update_at=0, to=user_id)
        post["props"] = normal_props(post["props"])
        channel.whispers.append(post)
        self.shown("whisper", channel, post_view(self, post), [user_id])

    def change_whisper(self, channel, whisper, message, props):
        """Newer servers let the answer to a press do that."""
        whisper.update(message=message, props=normal_props(props),
                       create_at=0, update_at=self.now())
        self.shown("edit", channel, post_view(self, whisper),
                   [whisper["to"]])

    # reactions

    def react(self, post, user_id, name):
        now = self.now()
        rows = self.reactions.setdefault(post["id"], [])
        for row in rows:
            if (row["user_id"], row["emoji_name"]) == (user_id, name):
                row["update_at"] = now
                break
        else:
            row = {"user_id": user_id, "post_id": post["id"],
                   "emoji_name": name, "create_at": now, "update_at": now,
                   "delete_at": 0, "remote_id": "", **self._where(post)}
            rows.append(row)
        post["update_at"] = max(now, post["update_at"] + 1)
        self.journal.note("seen", what="reaction", channel=post["channel_id"])
        return dict(row)

    def unreact(self, post, user_id, name):
        """What was taken away; Mattermost tells of it even if it was not
        there."""
        rows = self.reactions.get(post["id"], [])
        self.reactions[post["id"]] = [
            r for r in rows
            if (r["user_id"], r["emoji_name"]) != (user_id, name)]
        post["update_at"] = max(self.now(), post["update_at"] + 1)
        self.journal.note("seen", what="reaction", channel=post["channel_id"])
        return {"user_id": user_id, "post_id": post["id"], "emoji_name": name,
                "create_at": 0, "update_at": self.now(), "delete_at": 0,
                "remote_id": "", **self._where(post)}

    def _where(self, post):
        return {"channel_id": post["channel_id"]} if self.modern else {}

    # what becomes visible

    def said(self, how, channel, post):
        if not self.users[post["user_id"]]["is_bot"] \
                and post["props"].get("from_webhook") != "true":
            self.journal.note("seen", what=how, channel=channel.id)
            return
        if post["type"].startswith("system_"):
            return
        to = [i for i in channel.members
              if not self.users[i]["is_bot"]] if channel.kind == "im" else None
        self.shown(how, channel, post_view(self, post), to)


def hashtags(message):
    found = re.findall(r"(?<![\w&/])#[^\W\d_][\w.-]{2,}", message or "")
    return " ".join(found)
