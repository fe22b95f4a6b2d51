"""Mattermost's websockets: who hears what, numbers, queues, resuming.

A connection that is gone stays known for a while and collects what it misses
(at most 256 events); the last 128 that were sent can be sent again."""

import asyncio

from .. import frames
from .asked import on_text
from .connection import NOISE, Connection, event, personal
from .ids import is_id
from .orders import orders

MAX_FRAME = 8192


class Timing:
    """How long Mattermost waits, in seconds; faster() is for tests."""

    def __init__(self):
        self.auth = 5.0
        self.ping = 60.0
        self.pong = 100.0
        self.sweep = 300.0
        self.integration = 30.0
        self.trigger = 30.0             # 3 before 2023

    def faster(self, factor):
        for name in vars(self):
            setattr(self, name, getattr(self, name) / factor)


class Hub:
    orders = orders

    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world
        self.clock = self.world.clock
        self.journal = self.world.journal
        self.timing = Timing()
        self.known = []                 # connections, also those gone
        self.pending = {}               # outgoing calls, by their id
        self.count = 0
        self.refusals = []              # statuses for the next upgrades
        self.misses = 0                 # how many events to swallow
        self.status = {}                # user id -> "online"
        self.tasks = set()

    @property
    def connections(self):
        return [c for c in self.known if c.sock is not None and c.user]

    def live(self):
        return self.connections

    def spawn(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    # who hears what

    def publish(self, name, data, user_id="", channel_id="", team_id="",
                **more):
        """Tells everybody concerned; returns the event. more: omit (a user
        id), sanitized, mentions (each only hears of their own)."""
        told = event(name, data, user_id, channel_id, team_id,
                     self.world.modern)
        if more.get("omit"):
            told["broadcast"]["omit_users"] = {more["omit"]: True}
        if more.get("sanitized") and self.world.modern:
            told["broadcast"]["contains_sanitized_data"] = True
        self.tell(told, more.get("mentions"))
        return told

    def tell(self, told, mentions=None):
        reached = []
        for connection in list(self.known):
            if not connection.user or connection.deaf or connection.mute \
                    or not self._concerns(connection.user, told["broadcast"]):
                continue
            if self.misses > 0 and told["event"] not in NOISE:
                self.misses -= 1
                connection.seq += 1
                continue
            if connection.offer(personal(told, connection, mentions)):
                reached.append(connection.number)
            else:
                self.known.remove(connection)
                self.journal.note("socket", what="forgotten",
                                  number=connection.number)
        if told["event"] not in NOISE:
            self.journal.note("sent", about=told["event"], to=reached)

    def _concerns(self, user_id, broadcast):
        if user_id in (broadcast["omit_users"] or {}):
            return False
        if broadcast["user_id"]:
            return broadcast["user_id"] == user_id
        channel = self.world.channels.get(broadcast["channel_id"])
        if channel is not None:
            return user_id in channel.members
        team = self.world.teams.get(broadcast["team_id"])
        return team is None or user_id in team["members"]

    def set_status(self, user_id, status):
        if user_id and self.status.get(user_id, "offline") != status:
            self.status[user_id] = status
            self.publish("status_change", {
                "status": status, "user_id": user_id}, user_id=user_id)

    # a connection's life

    async def serve(self, sock, token, query):
        """From the upgrade to its end."""
        self.count += 1
        connection = Connection(self, self.count, sock)
        user = self.world.session(token) if token else None
        if user is not None:
            connection = self.enter(connection, user["id"], token, query)
            if connection is None:
                self.journal.note("socket", what="refused", why="no resuming")
                sock.hang_up()
                return
            self.set_status(user["id"], "online")
        else:
            self.spawn(self._guard(connection))
        self.spawn(self._ping(connection))
        try:
            while True:
                kind, data, _ = await sock.recv()
                if kind == frames.CLOSE:
                    sock.close(1000)
                    break
                if kind == frames.PING:
                    sock.send(frames.PONG, data)
                elif kind == frames.PONG:
                    connection.pong = self.clock.steady()
                elif len(data) > MAX_FRAME:
                    self.journal.note("socket", what="too large",
                                      size=len(data))
                    sock.close(1009)
                    break
                elif kind == frames.TEXT:
                    if not on_text(self, connection, data):
                        break
        except frames.Closed:
            if sock.silent:             # its end is not heard either
                return
        sock.hang_up()
        if connection.sock is sock:
            self.gone(connection)

    async def _guard(self, connection):
        """Without a token it may stay five seconds; nobody says why."""
        await asyncio.sleep(self.timing.auth)
        if connection.user is None and connection.sock is not None:
            self.journal.note("socket", what="refused", why="no good token")
            connection.sock.hang_up()

    def enter(self, new, user_id, token, query):
        """The connection this one becomes: a known one again, or itself.
        None when it asks for the impossible."""
        wanted = query.get("connection_id")
        number = None
        old = None
        if wanted is not None and wanted != "":
            try:
                number = int(query.get("sequence_number", ""))
            except ValueError:
                return None
            if not is_id(wanted):
                return None
            for known in self.known:
                if known.id == wanted and known.user == user_id \
                        and known.sock is None:
                    old = known
        if old is not None:
            new.id, new.seq = old.id, old.seq
            new.waiting, new.sent = old.waiting, old.sent
            self.known.remove(old)
        new.user, new.token = user_id, token
        self.known.append(new)
        if old is not None and new.again(number):
            self.journal.note("socket", what="resumed", number=new.number,
                              connections=len(self.connections))
        else:
            new.hello()
        new.drain()
        return new

    def gone(self, connection):
        """Its TCP connection ended; it stays known for a while."""
        connection.sock = None
        connection.active = self.clock.steady()
        if connection.user is None:
            return
        self.journal.note("socket", what="closed", number=connection.number,
                          connections=len(self.connections))
        if not any(c.user == connection.user for c in self.connections):
            self.set_status(connection.user, "offline")
        self.spawn(self._sweep(connection))

    async def _sweep(self, connection):
        await asyncio.sleep(self.timing.sweep)
        if connection in self.known and connection.sock is None:
            self.known.remove(connection)

    async def _ping(self, connection):
        """Only PONG frames count as life."""
        sock = connection.sock
        began = due = self.clock.steady()
        connection.pong = began
        while connection.sock is sock and sock is not None:
            due += self.timing.ping
            while True:
                now = self.clock.steady()
                dead = connection.pong + self.timing.pong
                if now >= dead:
                    self.journal.note("socket", what="no pong",
                                      number=connection.number)
                    if not sock.silent:
                        sock.hang_up()
                    self.gone(connection)
                    return
                if now >= due:
                    break
                await asyncio.sleep(min(due, dead) - now)
                if connection.sock is not sock:
                    return
            sock.send(frames.PING, b"")

    async def stop(self):
        for connection in list(self.known):
            if connection.sock is not None:
                connection.sock.reset()
        for task in list(self.tasks):
            task.cancel()
