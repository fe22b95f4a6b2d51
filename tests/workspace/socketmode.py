"""Slack's Socket Mode: tickets, connections, envelopes, acks, redelivery.

Every payload goes to exactly one registered connection, by turns, ghosts
included, as Slack does it. Events are repeated until acked; clicks, forms and
commands never are."""

import asyncio
import json
import secrets
import struct
import uuid

from . import frames
from .orders import orders

MAX_FRAME = 20_480
MAX_CONNECTIONS = 10
TICKET_SECONDS = 30
WITH_ANSWER = {"slash_commands", "view_submission", "block_suggestion"}


class Timing:
    """How long Slack waits, in seconds; faster() is for tests."""

    def __init__(self):
        self.deadline = 3.0
        self.retries = [0.0, 60.0, 300.0]   # after the deadline passed
        self.ping = 10.0
        self.pong = 30.0
        self.grace = 10.0                   # from 'warning' to the close

    def faster(self, factor):
        self.deadline /= factor
        self.retries = [seconds / factor for seconds in self.retries]
        self.grace /= factor
        self.ping /= factor
        self.pong /= factor


class Connection:
    def __init__(self, mode, number, sock=None):
        self.mode = mode
        self.number = number
        self.sock = sock
        self.host = f"applink-{number}"
        self.ghost = sock is None
        self.leaving = False
        self.heard = mode.clock.steady()

    def send(self, frame):
        if self.sock is not None:
            self.sock.send_text(json.dumps(frame, ensure_ascii=False))


class Delivery:
    """One payload on its way; done() waits for what became of it."""

    def __init__(self, kind, payload, envelope_id=None):
        self.kind = kind
        self.payload = payload
        self.envelope_id = envelope_id or str(uuid.uuid4())
        self.sent = {}                  # envelope id -> (connection, when)
        self.attempt = 0
        self.answer = None
        self.outcome = None             # "acked" or Slack's word of failure
        self.over = asyncio.Event()

    def end(self, outcome, answer=None):
        if self.outcome is None:
            self.outcome = outcome
            self.answer = answer
            self.over.set()

    async def done(self):
        await self.over.wait()
        return self.outcome

    def accepts_answer(self):
        return self.kind in WITH_ANSWER or \
            self.payload.get("type") in WITH_ANSWER

    def frame(self, envelope_id):
        kind = self.kind
        frame = {"envelope_id": envelope_id, "payload": self.payload,
                 "type": kind, "accepts_response_payload":
                     self.accepts_answer()}
        if kind == "events_api":
            frame["retry_attempt"] = self.attempt
            frame["retry_reason"] = "timeout" if self.attempt else ""
        return frame


class SocketMode:
    orders = orders

    def __init__(self, world):
        self.world = world
        self.clock = world.clock
        self.journal = world.journal
        self.timing = Timing()
        self.tickets = {}
        self.connections = []
        self.pending = {}               # envelope id -> Delivery
        self.turn = 0
        self.count = 0
        self.disabled = False
        self.refusals = []              # statuses for the next upgrades
        self.ignored_acks = 0
        self.doubled = 0                # how many deliveries to send twice
        self.life = 18060               # told in hello
        self.server = None
        self.tasks = set()
        self.port = None

    # life

    async def start(self, host, port=0):
        self.server = await asyncio.start_server(
            self._on_client, host, port, limit=1 << 22)
        self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self):
        self.server.close()
        for connection in list(self.connections):
            if connection.sock is not None:
                connection.sock.reset()
        for task in list(self.tasks):
            task.cancel()

    def spawn(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def ticket(self, host, query=""):
        """A fresh address for one connection."""
        word = str(uuid.uuid4())
        self.tickets[word] = self.clock.steady() + TICKET_SECONDS
        return (f"ws://{host}:{self.port}/link/?ticket={word}"
                f"&app_id={secrets.token_hex(16)}{query}")

    def _door(self, path):
        if self.refusals:
            return self.refusals.pop(0)
        word = path.partition("ticket=")[2].partition("&")[0]
        until = self.tickets.pop(word, None)
        if until is None or until < self.clock.steady():
            return 404
        return 101

    async def _on_client(self, reader, writer):
        sock = await frames.accept(reader, writer, self._door)
        if sock is None:
            self.journal.note("socket", what="refused")
            return
        self.count += 1
        connection = Connection(self, self.count, sock)
        task = self.spawn(self._serve(connection))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            pass

    async def _serve(self, connection):
        sock = connection.sock
        if self.disabled:
            self._goodbye(connection, "link_disabled")
        elif len(self.connections) >= MAX_CONNECTIONS:
            self._goodbye(connection, "too_many_websockets")
        else:
            self.connections.append(connection)
            self.hello(connection)
            self.spawn(self._ping(connection))
        try:
            while True:
                kind, data, cut = await sock.recv()
                connection.heard = self.clock.steady()
                if kind == frames.CLOSE:
                    # Slack answers, but leaves TCP to the client.
                    self.forget(connection, "closed by the client")
                    sock.close(*close_code(data))
                elif kind == frames.PING:
                    sock.send(frames.PONG, data)
                elif kind == frames.TEXT:
                    self._on_text(connection, data, cut)
        except frames.Closed:
            # Of a silent one Slack hears nothing, not even its end.
            if not sock.silent:
                self.forget(connection, "gone")
            sock.writer.close()

    def hello(self, connection):
        connection.send({
            "type": "hello", "num_connections": len(self.connections),
            "connection_info": {"app_id": self.world.app["id"]},
            "debug_info": {"host": connection.host, "build_number": 10,
                           "approximate_connection_time": self.life}})
        self.journal.note("socket", what="hello", number=connection.number,
                          connections=len(self.connections))

    async def _ping(self, connection):
        while connection in self.connections:
            await asyncio.sleep(self.timing.ping)
            if connection not in self.connections:
                return
            if self.clock.steady() - connection.heard > self.timing.pong:
                self.forget(connection, "recycled: no answer to pings")
                connection.sock.reset()
                return
            connection.sock.send(
                frames.PING, f"Ping from {connection.host}".encode())

    def forget(self, connection, why):
        if connection in self.connections:
            self.connections.remove(connection)
            self.journal.note("socket", what="closed", why=why,
                              number=connection.number,
                              connections=len(self.connections))

    def _goodbye(self, connection, reason):
        connection.send({"type": "disconnect", "reason": reason,
                         "debug_info": {"host": connection.host}})
        self.journal.note("socket", what="disconnect", reason=reason,
                          number=connection.number)
        connection.sock.close(1000)

    # acks

    def _on_text(self, connection, data, cut):
        if len(data) > MAX_FRAME:
            self.journal.note("socket", what="too large", size=len(data),
                              number=connection.number)
            self.forget(connection, "too large a frame")
            connection.sock.close(
                1009, "Max frame length of 20480 has been exceeded.")
            return
        try:
            frame = json.loads(data)
            envelope_id = frame["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self.journal.note("socket", what="nonsense", size=len(data))
            return
        if cut > 1:
            # Slack does not seem to put continuation frames together.
            self.journal.note("socket", what="cut", frames=cut)
            return
        self._on_ack(connection, envelope_id, frame.get("payload"), len(data))

    def _on_ack(self, connection, envelope_id, answer, size):
        delivery = self.pending.get(envelope_id)
        if delivery is None:
            self.journal.note("ack", envelope=envelope_id, known=False)
            return
        sent = delivery.sent.get(envelope_id)
        late = self.clock.steady() - sent[1]
        fact = {"envelope": envelope_id, "known": True, "size": size,
                "ms": round(late * 1000, 2), "type": delivery.kind,
                "here": sent[0] is connection}
        if self.ignored_acks > 0:
            self.ignored_acks -= 1
            self.journal.note("ack", lost=True, **fact)
            return
        self.journal.note("ack", again=delivery.outcome is not None, **fact)
        if sent[0] is not connection:
            return      # nobody knows whether Slack honours it: it does not
        if answer and delivery.accepts_answer():
            delivery.end("acked", answer)
        else:
            delivery.end("acked")

    # deliveries

    def event(self, event):
        """An event of the Events API, wrapped; repeated until acked."""
        payload = {
            "token": "deprecated", "team_id": self.world.team["id"],
            "context_team_id": self.world.team["id"],
            "context_enterprise_id": None,
            "api_app_id": self.world.app["id"], "event": event,
            "type": "event_callback",
            "event_id": "Ev0" + secrets.token_hex(5).upper(),
            "event_time": int(self.clock.now()),
            "authorizations": [{
                "enterprise_id": None, "team_id": self.world.team["id"],
                "user_id": self.world.app["user"], "is_bot": True,
                "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": "4-" + secrets.token_hex(8)}
        delivery = Delivery("events_api", payload)
        self.spawn(self._deliver_event(delivery))
        return delivery

    async def _deliver_event(self, delivery):
        for wait in [None] + self.timing.retries:
            if wait is not None:
                delivery.attempt += 1
                delivery.envelope_id = str(uuid.uuid4())
                if await settled(delivery, wait):
                    return
            self._send(delivery)
            if await settled(delivery, self.timing.deadline):
                return
        delivery.end("given up")
        self.journal.note("lost", event=delivery.payload["event"]["type"],
                          event_id=delivery.payload["event_id"])

    def ask(self, kind, payload):
        """A click, a form, a command: once, and within the deadline."""
        delivery = Delivery(kind, payload)
        self.spawn(self._deliver_once(delivery))
        return delivery

    async def _deliver_once(self, delivery):
        if not self._send(delivery):
            delivery.end("dispatch_failed")
        elif not await settled(delivery, self.timing.deadline):
            delivery.end("operation_timeout")

    def again(self, delivery):
        """The very same envelope once more, as seen in the wild."""
        self._send(delivery, delivery.envelope_id)

    def _send(self, delivery, envelope_id=None):
        envelope_id = envelope_id or delivery.envelope_id
        connection = self._next()
        if connection is None:
            self.journal.note("sent", envelope=envelope_id, to=None,
                              type=delivery.kind)
            return False
        self.pending[envelope_id] = delivery
        delivery.sent[envelope_id] = (connection, self.clock.steady())
        copies = 1
        if self.doubled > 0:
            self.doubled -= 1
            copies = 2
        for _ in range(copies):
            self.journal.note(
                "sent", envelope=envelope_id, to=connection.number,
                type=delivery.kind, attempt=delivery.attempt,
                about=delivery.payload.get("event", delivery.payload).get(
                    "type", delivery.payload.get("command")))
            connection.send(delivery.frame(envelope_id))
        return True

    def _next(self):
        if not self.connections:
            return None
        self.turn += 1
        return self.connections[self.turn % len(self.connections)]

    # what can happen to connections

    def live(self):
        return [c for c in self.connections if not c.ghost]

    def ask_to_leave(self, reason, count=None):
        """'warning' or 'refresh_requested': the connection goes a while
        later. Which ones: the oldest, or all."""
        for connection in self.live()[:count]:
            connection.leaving = True
            connection.send({"type": "disconnect", "reason": reason,
                             "debug_info": {"host": connection.host}})
            self.journal.note("socket", what="disconnect", reason=reason,
                              number=connection.number)
            self.spawn(self._leave_later(connection))

    async def _leave_later(self, connection):
        await asyncio.sleep(self.timing.grace)
        if connection in self.connections:
            self.forget(connection, "refreshed")
            connection.sock.close(1000)

    def disable(self, off=True):
        self.disabled = off
        if off:
            for connection in self.live():
                self.forget(connection, "link disabled")
                self._goodbye(connection, "link_disabled")

    def fall_silent(self, count=None):
        """The network swallows everything; nobody closes anything."""
        for connection in self.live()[:count]:
            connection.sock.silent = True
            self.journal.note("socket", what="silent",
                              number=connection.number)

    def reset(self, count=None):
        for connection in self.live()[:count]:
            self.forget(connection, "reset")
            connection.sock.reset()

    def haunt(self, count=1):
        """Connections whose close never reached Slack."""
        for _ in range(count):
            self.count += 1
            self.connections.append(Connection(self, self.count))
        self.journal.note("socket", what="ghost",
                          connections=len(self.connections))

    def exorcise(self):
        self.connections = self.live()


async def settled(delivery, seconds):
    try:
        await asyncio.wait_for(delivery.over.wait(), seconds)
        return True
    except asyncio.TimeoutError:
        return delivery.outcome is not None


def close_code(data):
    if len(data) >= 2:
        return (struct.unpack(">H", data[:2])[0], "")
    return (1000, "")
