"""A Mattermost workspace with an app that answers as it is told, clients that
speak REST and websocket, and a look at the shape of what they get."""

import asyncio
import json
import os
import struct
import sys
from unittest import IsolatedAsyncioTestCase

import aiohttp
from aiohttp import web

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True

from workspace import frames  # noqa: E402
from workspace.mattermost import MattermostWorkspace  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(HERE))
CAPTURES = next((p for p in (
    os.path.join(ROOT, up, "shared", "captures", "mattermost")
    for up in ("..", "../..")) if os.path.isdir(p)), None)


class App:
    """What answers the server's callbacks: answers[path] is a value for
    JSON, a (status, text, type) or a function of the request's text."""

    def __init__(self):
        self.answers = {}
        self.heard = []                 # (path, headers, text)

    async def start(self):
        app = web.Application()
        app.router.add_post("/{path:.*}", self.on_post)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/mattermost/acme"

    async def on_post(self, request):
        text = await request.text()
        name = request.path.rpartition("/")[2]
        self.heard.append((name, dict(request.headers), text))
        answer = self.answers.get(name, {})
        if callable(answer):
            answer = await answer(text)
        if isinstance(answer, tuple):
            status, body, kind = answer
            return web.Response(status=status, text=body, content_type=kind)
        return web.json_response(answer)

    def last(self, name):
        return [h for h in self.heard if h[0] == name][-1]


class Client:
    """REST with one token, or with none."""

    def __init__(self, session, address, token):
        self.session = session
        self.api = address + "/api/v4"
        self.headers = {"Authorization": "Bearer " + token} if token else {}

    async def ask(self, method, path, body=None, **more):
        """(status, body, headers); the body as JSON if it is."""
        async with self.session.request(
                method, self.api + path, json=body, headers=self.headers,
                **more) as reply:
            text = await reply.text()
            try:
                return reply.status, json.loads(text), reply.headers
            except ValueError:
                return reply.status, text, reply.headers

    async def get(self, path):
        return (await self.ask("GET", path))[1]

    async def post(self, path, body=None):
        return (await self.ask("POST", path, body))[1]

    async def put(self, path, body=None):
        return (await self.ask("PUT", path, body))[1]

    async def listen(self, query=""):
        socket = Listener()
        await socket.open(self.api.removesuffix("/api/v4"),
                          "/api/v4/websocket" + query, self.headers)
        return socket


class Listener:
    """A websocket on plain streams that answers no ping by itself and sees
    how it ends."""

    async def open(self, address, path, headers):
        host, _, port = address.removeprefix("http://").partition(":")
        self.reader, self.writer = await asyncio.open_connection(
            host, int(port), limit=1 << 22)
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}",
                 "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
        lines += [f"{k}: {v}" for k, v in headers.items()]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.status = int(head.split()[1])
        self.got = []
        self.frames = []                # names of control frames
        self.ended = asyncio.Event()
        self.changed = asyncio.Event()
        self.task = asyncio.ensure_future(self._read())

    async def _read(self):
        try:
            while True:
                self._take(*await self._frame())
                self.changed.set()
        except (asyncio.IncompleteReadError, OSError):
            self.ended.set()

    async def _frame(self):
        first, size = await self.reader.readexactly(2)
        if size == 126:
            size, = struct.unpack(">H", await self.reader.readexactly(2))
        elif size == 127:
            size, = struct.unpack(">Q", await self.reader.readexactly(8))
        return first & 15, await self.reader.readexactly(size)

    def _take(self, kind, data):
        if kind == frames.TEXT:
            self.got.append(json.loads(data))
        else:
            self.frames.append({frames.PING: "ping", frames.PONG: "pong",
                                frames.CLOSE: "close"}[kind])

    def send(self, kind, data=b""):
        size = bytes([128 | len(data)]) if len(data) < 126 else \
            b"\xfe" + struct.pack(">H", len(data))
        self.writer.write(bytes([128 | kind]) + size + bytes(4) + data)

    async def until(self, holds, seconds=3):
        """The first message that holds; takes it and all before it."""
        async def find():
            while True:
                for n, message in enumerate(self.got):
                    if holds(message):
                        del self.got[:n + 1]
                        return message
                self.changed.clear()
                await self.changed.wait()
        return await asyncio.wait_for(find(), seconds)

    async def event(self, name):
        return await self.until(lambda m: m.get("event") == name)

    async def reply(self, seq):
        return await self.until(lambda m: m.get("seq_reply") == seq)

    async def say(self, seq, action, data=None):
        self.tell(seq, action, data)
        return await self.reply(seq)

    def tell(self, seq, action, data=None):
        self.send(frames.TEXT, json.dumps(
            {"seq": seq, "action": action, "data": data or {}}).encode())

    async def end(self, seconds=2):
        await asyncio.wait_for(self.ended.wait(), seconds)

    def break_off(self):
        """Without a word."""
        self.task.cancel()
        self.writer.transport.abort()


class Case(IsolatedAsyncioTestCase):
    release = "10.11"

    async def asyncSetUp(self):
        self.app = App()
        await self.app.start()
        self.ws = MattermostWorkspace(content_host="127.0.0.1",
                                      release=self.release)
        await self.ws.start()
        self.ws.install(self.app.address)
        self.session = aiohttp.ClientSession()
        self.bot = self.client(self.ws.bot_token)
        self.admin = self.client(self.ws.admin_token)
        self.listeners = []
        self.news = self.ws.world.channel("#news")

    async def asyncTearDown(self):
        for listener in self.listeners:
            listener.break_off()
        await self.session.close()
        await self.ws.stop()
        await self.app.runner.cleanup()

    def client(self, token=None):
        return Client(self.session, self.ws.address, token)

    def person(self, name):
        """A client of somebody's own."""
        user = self.ws.world.user(name)
        return self.client(self.ws.world.add_token(
            user["id"], "session")["token"])

    async def listen(self, client=None, query=""):
        listener = await (client or self.bot).listen(query)
        self.listeners.append(listener)
        return listener

    async def say(self, text="Hello", **more):
        """A post of the bot's in #news."""
        return await self.bot.post("/posts", {
            "channel_id": self.news.id, "message": text, **more})

    def card(self, *actions, text="A story"):
        return {"attachments": [{"text": text, "actions": list(actions)}]}

    def button(self, id_="share", name="Share", **context):
        return {"id": id_, "name": name, "type": "button", "integration": {
            "url": self.app.address + "/action", "context": context}}


def capture(name):
    with open(os.path.join(CAPTURES, name + ".json"),
              encoding="utf-8") as file:
        return json.load(file)


def shape(value):
    """Names and kinds, without the values; JSON inside a string is looked
    into."""
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items()}
    if isinstance(value, list):
        return [shape(v) for v in value[:1]]
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        if value[:1] in "{[":
            try:
                return ("json", shape(json.loads(value)))
            except ValueError:
                pass
        return "text"
    return None


def differences(ours, theirs, path=""):
    """Where two shapes differ, in words; ids as keys are all the same."""
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        yield from differences(ours[1], theirs[1], path)
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        ours, theirs = keyed(ours), keyed(theirs)
        for name in sorted(set(ours) | set(theirs)):
            if name not in ours:
                yield f"{path}.{name} is missing"
            elif name not in theirs:
                yield f"{path}.{name} is too much"
            else:
                yield from differences(ours[name], theirs[name],
                                       f"{path}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if ours and theirs:
            yield from differences(ours[0], theirs[0], path + "[]")
    elif ours != theirs:
        yield f"{path} is {ours}, not {theirs}"


def keyed(mapping):
    return {"<id>" if len(k) == 26 and k.isalnum() else k: v
            for k, v in mapping.items()}
