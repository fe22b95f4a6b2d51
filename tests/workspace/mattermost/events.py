"""What is told to the websockets of everybody concerned."""

import re

from .ids import dumps
from .shapes import channel_view, post_view, user_view


class Told:
    """An event that went out; for the runner it looks like a delivery that
    is over at once, and can be heard again, as on two sockets at once."""

    outcome = "acked"
    envelope_id = None

    def __init__(self, hub, event):
        self.hub = hub
        self.event = event
        self.payload = event

    async def done(self):
        return self.outcome

    def again(self):
        self.hub.tell(self.event)


class Events:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world
        self.hub = workspace.socket

    # posts

    def posted(self, post):
        world = self.world
        channel = world.channels[post["channel_id"]]
        author = world.users[post["user_id"]]
        system = post["type"].startswith("system_")
        sender = "System" if system else \
            post["props"].get("override_username") or "@" + author["name"]
        data = {
            "channel_display_name": f"@{author['name']}"
            if channel.type == "D" else channel.display_name,
            "channel_name": channel.name, "channel_type": channel.type,
            "post": dumps(post_view(world, post)), "sender_name": sender,
            "set_online": True, "team_id": channel.team_id}
        mentions = self.mentions(channel, post)
        if mentions and not world.modern:
            data["mentions"] = dumps(mentions)
        if post["file_ids"]:
            data["otherFile"] = "true"
            if any(world.files[i]["mime_type"].startswith("image/")
                   for i in post["file_ids"]):
                data["image"] = "true"
        return Told(self.hub, self.hub.publish(
            "posted", data, channel_id=channel.id,
            mentions=mentions if world.modern else None))

    def mentions(self, channel, post):
        """Ids of those a post calls."""
        world = self.world
        found = []
        if channel.type == "D":
            found = [i for i in channel.members if i != post["user_id"]]
        added = post["props"].get("addedUserId")
        if added:
            found.append(added)
        if post["type"]:
            return found
        words = re.findall(r"(?<![\w@])@([a-z0-9._-]+)",
                           post["message"].lower())
        for word in words:
            if word in ("channel", "all", "here"):
                found += [i for i in channel.members
                          if i != post["user_id"]]
            for user in world.users.values():
                if user["name"] in (word, word.rstrip("._-")) \
                        and user["id"] in channel.members:
                    found.append(user["id"])
        return list(dict.fromkeys(found))

    def edited(self, post):
        return Told(self.hub, self.hub.publish(
            "post_edited", {"post": dumps(post_view(self.world, post))},
            channel_id=post["channel_id"]))

    def deleted(self, post):
        """post: as it was."""
        view = post_view(self.world, post, not self.world.modern)
        return Told(self.hub, self.hub.publish(
            "post_deleted", {"post": dumps(view)},
            channel_id=post["channel_id"], sanitized=True))

    def whispered(self, channel, user_id, view):
        self.hub.publish("ephemeral_message", {"post": dumps(view)},
                         user_id=user_id, channel_id=channel.id)

    def whisper_edited(self, channel, user_id, view):
        self.hub.publish("post_edited", {"post": dumps(view)},
                         user_id=user_id, channel_id=channel.id)

    def reaction(self, kind, channel, reaction):
        """kind: reaction_added or reaction_removed."""
        return Told(self.hub, self.hub.publish(
            kind, {"reaction": dumps(reaction)}, channel_id=channel.id))

    # people and channels

    def direct_added(self, channel, creator, teammate):
        self.hub.publish("direct_added", {
            "creator_id": creator, "teammate_id": teammate},
            channel_id=channel.id)

    def joined(self, channel, user_id, by=None):
        """Somebody is in the channel now; by: who added them."""
        world = self.world
        told = Told(self.hub, self.hub.publish(
            "user_added", {"team_id": channel.team_id, "user_id": user_id},
            channel_id=channel.id))
        name = world.users[user_id]["name"]
        if by and by != user_id:
            adder = world.users[by]["name"]
            self._system(channel, by, f"{name} added to the channel by "
                         f"{adder}.", "system_add_to_channel", {
                             "addedUserId": user_id, "addedUsername": name,
                             "userId": by, "username": adder})
        else:
            self._system(channel, user_id, f"{name} joined the channel.",
                         "system_join_channel", {"username": name})
        return told

    def left(self, channel, user_id, by=None):
        """Somebody was removed, or went."""
        world = self.world
        remover = by or user_id
        self.hub.publish("user_removed", {
            "remover_id": remover, "user_id": user_id}, channel_id=channel.id)
        told = Told(self.hub, self.hub.publish("user_removed", {
            "channel_id": channel.id, "remover_id": remover},
            user_id=user_id))
        name = world.users[user_id]["name"]
        if by and by != user_id:
            self._system(channel, by, f"@{name} removed from the channel.",
                         "system_remove_from_channel", {
                             "removedUserId": user_id,
                             "removedUsername": name})
        else:
            self._system(channel, user_id, f"{name} left the channel.",
                         "system_leave_channel", {"username": name})
        return told

    def _system(self, channel, user_id, text, kind, props):
        post = self.world.new_post(channel, user_id, text, type=kind,
                                   props=props)
        self.world.store(channel, post)
        self.posted(post)

    def channel_gone(self, what, channel):
        """what: archive, or left (the bot is not in it any more)."""
        world = self.world
        admin = world.user("admin")
        if what == "left":
            return self.left(channel, world.app["user"], admin["id"])
        self._system(channel, admin["id"],
                     f"{admin['name']} archived the channel.",
                     "system_channel_deleted", {"username": admin["name"]})
        channel.update_at = world.now()
        return Told(self.hub, self.hub.publish("channel_deleted", {
            "channel_id": channel.id, "delete_at": channel.update_at},
            team_id=channel.team_id))

    def channel_restored(self, channel):
        channel.update_at = self.world.now()
        return Told(self.hub, self.hub.publish(
            "channel_restored", {"channel_id": channel.id},
            team_id=channel.team_id))

    def channel_updated(self, channel):
        channel.update_at = self.world.now()
        self.hub.publish("channel_updated", {
            "channel": dumps(channel_view(channel, self.world.modern))}, channel_id=channel.id)

    def user(self, kind, user):
        """team_join or user_change, as the Slack side calls them."""
        if kind == "team_join":
            return Told(self.hub, self.hub.publish(
                "new_user", {"user_id": user["id"]}))
        self.world.touch(user)
        modern = self.world.modern
        data = {"user": user_view(user, modern=modern)}
        if modern:
            self.hub.publish("user_updated", data, user_id=user["id"])
        return Told(self.hub, self.hub.publish(
            "user_updated", data, omit=modern and user["id"],
            sanitized=True))

    def team(self, name, team, user_id):
        """added_to_team (which is told twice) or leave_team."""
        data = {"team_id": team["id"], "user_id": user_id}
        if name == "added_to_team":
            for _ in range(2):
                self.hub.publish(name, data, user_id=user_id)
        else:
            self.hub.publish(name, data, team_id=team["id"])

    def preferences(self, user_id, rows):
        self.hub.publish("preferences_changed", {
            "preferences": dumps(rows)}, user_id=user_id)

    def dialog(self, user_id, request):
        self.hub.publish("open_dialog", {"dialog": dumps(request)},
                         user_id=user_id)
