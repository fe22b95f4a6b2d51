"""What the app hears of by the Events API, as its manifest subscribes."""

SUBSCRIBED = {
    "app_home_opened", "app_mention", "member_joined_channel", "message.im",
    "reaction_added", "reaction_removed", "team_join", "user_change",
    "channel_archive", "channel_left", "channel_rename", "group_left",
    "member_left_channel", "subteam_members_changed", "subteam_updated",
    "app_uninstalled", "tokens_revoked"}


class Events:
    """Builds events and gives them to the socket; each returns its Delivery,
    or None when the app does not hear of it."""

    def __init__(self, world, socket):
        self.world = world
        self.socket = socket
        self.subscribed = set(SUBSCRIBED)

    def _heard(self, channel):
        return self.world.is_member(channel, self.world.app["user"])

    def _tell(self, name, event):
        if name not in self.subscribed:
            return None
        return self.socket.event(event)

    def reaction(self, kind, channel, message, user_id, name):
        if not self._heard(channel):
            return None
        event = {"type": kind, "user": user_id, "reaction": name,
                 "item": {"type": "message", "channel": channel.id,
                          "ts": message["ts"]},
                 "event_ts": self.world.next_ts()}
        if message.get("user"):
            event["item_user"] = message["user"]
        return self._tell(kind, event)

    def message(self, channel, message):
        """A DM is heard as message.im; in channels only mentions are."""
        if not self._heard(channel):
            return None
        event = {"type": "message", "channel": channel.id,
                 "channel_type": "im" if channel.kind == "im"
                 else "group" if channel.private else "channel",
                 "event_ts": message["ts"],
                 **{k: v for k, v in message.items() if k != "reactions"}}
        if channel.kind == "im":
            return self._tell("message.im", event)
        told = None
        if f"<@{self.world.app['user']}>" in message["text"]:
            mention = dict(event, type="app_mention")
            mention.pop("channel_type")
            told = self._tell("app_mention", mention)
        kind = "message.groups" if channel.private else "message.channels"
        return self._tell(kind, event) or told

    def home_opened(self, user_id, tab):
        event = {"type": "app_home_opened", "user": user_id,
                 "channel": self.world.dm(user_id).id, "tab": tab,
                 "event_ts": self.world.next_ts().replace(".", "")}
        if user_id in self.world.homes:
            event["view"] = self.world.homes[user_id]
        return self._tell("app_home_opened", event)

    def joined(self, channel, user_id, inviter=None):
        if not self._heard(channel):
            return None
        event = {"type": "member_joined_channel", "user": user_id,
                 "channel": channel.id,
                 "channel_type": "G" if channel.private else "C",
                 "team": self.world.team["id"],
                 "event_ts": self.world.next_ts()}
        if inviter:
            event["inviter"] = inviter
        return self._tell("member_joined_channel", event)

    def parted(self, channel, user_id):
        if not self._heard(channel):
            return None
        return self._tell("member_left_channel", {
            "type": "member_left_channel", "user": user_id,
            "channel": channel.id,
            "channel_type": "G" if channel.private else "C",
            "team": self.world.team["id"],
            "event_ts": self.world.next_ts()})

    def group(self, group, before):
        """Somebody came into a user group or went."""
        added = [u for u in group["users"] if u not in before]
        removed = [u for u in before if u not in group["users"]]
        now = int(self.world.clock.now())
        return self._tell("subteam_members_changed", {
            "type": "subteam_members_changed", "subteam_id": group["id"],
            "team_id": self.world.team["id"], "date_previous_update": now,
            "date_update": now, "added_users": added,
            "added_users_count": len(added), "removed_users": removed,
            "removed_users_count": len(removed),
            "event_ts": self.world.next_ts()})

    def user(self, kind, user):
        """team_join or user_change."""
        return self._tell(kind, {"type": kind, "user": user,
                                 "cache_ts": int(self.world.clock.now()),
                                 "event_ts": self.world.next_ts()})

    def channel_gone(self, what, channel):
        """what: archive, left, or unarchive, which undoes the first."""
        kind = ("group_" if channel.private else "channel_") + what
        return self._tell(kind, {"type": kind, "channel": channel.id,
                                 "event_ts": self.world.next_ts()})
