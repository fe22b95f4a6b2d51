"""One websocket and what the server remembers of it: numbers, what was sent,
what waits while it is gone."""

from collections import deque

from .ids import dumps, new_id

SLOW, FULL, SENT = 128, 256, 128
NOISE = {"typing", "status_change", "multiple_channels_viewed"}


class Connection:
    """One websocket and what the server remembers of it; sock is None while
    it is gone."""

    def __init__(self, hub, number, sock):
        self.hub = hub
        self.number = number
        self.id = new_id()
        self.sock = sock
        self.token = None
        self.user = None                # id
        self.deaf = False               # a zombie: open, but hears nothing
        self.mute = False               # the same, and its pings work
        self.seq = 0
        self.waiting = deque()
        self.sent = deque(maxlen=SENT)  # (seq, text)
        self.pong = self.active = hub.clock.steady()

    def offer(self, event):
        """False when it misses too much and is to be forgotten."""
        if self.sock is not None:
            self._send(event)
            return True
        if event["event"] in NOISE and len(self.waiting) >= SLOW:
            return True
        if len(self.waiting) >= FULL:
            return False
        self.waiting.append(event)
        return True

    def _send(self, event):
        text = dumps({**event, "seq": self.seq}) + "\n"
        self.sent.append((self.seq, text))
        self.seq += 1
        self.sock.send_text(text)

    def hello(self):
        world = self.hub.world
        data = {"connection_id": self.id,
                "server_version": self.hub.ws.version}
        if world.modern:
            data["server_hostname"] = "workspace"
        self._send(event("hello", data, user_id=self.user,
                         modern=world.modern))
        self.hub.journal.note("socket", what="hello", number=self.number,
                              connections=len(self.hub.connections))

    def again(self, wanted):
        """Sends from the wanted number on. False when something between was
        lost: then it begins anew."""
        if wanted == 0:
            self.seq = 0
            return True
        numbers = [seq for seq, _ in self.sent]
        if wanted in numbers:
            for seq, text in self.sent:
                if seq >= wanted:
                    self.sock.send_text(text)
            return True
        if not numbers or numbers[-1] == wanted - 1:
            self.seq = wanted
            return True
        self.id = new_id()
        self.seq = 0
        self.sent.clear()
        return False

    def drain(self):
        while self.waiting:
            self._send(self.waiting.popleft())

    def reply(self, message):
        self.sock.send_text(dumps(message) + "\n")


def event(name, data, user_id="", channel_id="", team_id="", modern=True):
    broadcast = {"omit_users": None, "user_id": user_id,
                 "channel_id": channel_id, "team_id": team_id}
    if modern:
        broadcast.update(connection_id="", omit_connection_id="")
    return {"event": name, "data": {k: data[k] for k in sorted(data)},
            "broadcast": broadcast}


def personal(told, connection, mentions):
    """The event as this one hears it."""
    if not mentions or connection.user not in mentions:
        return told
    data = {**told["data"], "mentions": dumps([connection.user])}
    return {**told, "data": {k: data[k] for k in sorted(data)}}
