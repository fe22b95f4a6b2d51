"""The control API: what the page and the tests ask and order, as JSON. And
the page itself."""

import asyncio
import os

from aiohttp import web

from . import composer
from .clock import milliseconds
from .elements import Unable

STATIC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "static")


class Control:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world

    def add_routes(self, app):
        app.router.add_get("/", self.on_page)
        app.router.add_get("/archives/{channel}/{message}", self.on_page)
        app.router.add_get("/pl/{message}", self.on_page)
        app.router.add_get("/{team}/pl/{message}", self.on_page)
        app.router.add_static("/static/", STATIC)
        app.router.add_get("/control/state", self.on_state)
        app.router.add_get("/control/stream", self.on_stream)
        app.router.add_get("/control/log", self.on_log)
        app.router.add_get("/control/config", self.on_config)
        app.router.add_get("/control/file/{id}", self.on_file)
        for name in ("act", "fault", "socket", "clock", "publish", "withdraw",
                     "follow", "open", "decode", "person", "channel"):
            app.router.add_post("/control/" + name, self._door(
                getattr(self, "do_" + name)))

    @staticmethod
    def _door(run):
        async def on_post(request):
            try:
                body = await request.json() if request.can_read_body else {}
                result = run(body)
                if asyncio.iscoroutine(result):
                    result = await result
                return web.json_response({"ok": True, **(result or {})})
            except (Unable, KeyError, TypeError, ValueError, OSError) as no:
                return web.json_response(
                    {"ok": False, "error": str(no).strip("'")}, status=400)
        return on_post

    # reading

    async def on_page(self, request):
        return web.FileResponse(os.path.join(STATIC, "index.html"))

    async def on_state(self, request):
        user = self.world.user(request.query.get("as", "ana"))
        return web.json_response(self.state(user))

    def state(self, user):
        """All that one person sees."""
        channels = []
        for channel in self.world.channels.values():
            if self.world.is_member(channel, user["id"]):
                channels.append({
                    "id": channel.id, "kind": channel.kind,
                    "name": channel.name, "topic": channel.topic,
                    "private": channel.private,
                    "members": len(channel.members),
                    "messages": self.ws.people.visible(user, channel)})
        return {
            "me": user["id"], "now": self.world.clock.now(),
            "offset_ms": self.world.clock.offset_ms,
            "platform": self.ws.kind, "others": [
                {"kind": ws.kind, "address": ws.address}
                for ws in self.ws.others],
            "team": self.world.team, "app": self.world.app,
            "facts": len(self.world.journal.facts),
            "users": {u["id"]: {"name": u["name"], "real": u["real_name"],
                                "color": u["color"], "bot": u["is_bot"],
                                "title": u["profile"]["title"]}
                      for u in self.world.users.values()
                      if not u.get("service")},
            "channels": channels,
            "names": {c.id: c.name for c in self.world.channels.values()
                      if c.kind == "channel" and (
                          not c.private or user["id"] in c.members)},
            "modals": self.world.modals.get(user["id"]) or [],
            "home": self.world.homes.get(user["id"]),
            "notices": self.world.notices.get(user["id"]) or [],
            "commands": self.world.commands,
            "shortcuts": self.world.shortcuts,
            "connected": bool(self.ws.socket.connections),
            "entries": [{k: e[k] for k in ("title", "summary", "url", "slug")}
                        for e in self.ws.blog.entries]}

    async def on_stream(self, request):
        """Server-sent events: one line whenever anything has happened."""
        response = web.StreamResponse(headers={
            "Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        journal = self.world.journal
        seen = -1
        try:
            while True:
                if len(journal.facts) != seen:
                    seen = len(journal.facts)
                    await response.write(f"data: {seen}\n\n".encode())
                    await asyncio.sleep(0.05)
                elif not await journal.wait(seen, 15):
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass
        return response

    async def on_log(self, request):
        """?since=N&wait=SECONDS&kind=WORD"""
        since = int(request.query.get("since", 0))
        wait = float(request.query.get("wait", 0))
        if wait:
            await self.world.journal.wait(since, min(wait, 60))
        facts = self.world.journal.since(since, request.query.get("kind"))
        return web.json_response({
            "facts": facts, "next": len(self.world.journal.facts)})

    async def on_config(self, request):
        return web.json_response({
            **self.ws.told(),
            "feeds": {k: self.ws.blog.feed_url(k)
                      for k in ("rss", "atom", "json")},
            "hostile": self.ws.hostile.address + "/hostile/"})

    async def on_file(self, request):
        """A picture for the page, whose browser has nobody's session."""
        info = self.world.files.get(request.match_info["id"])
        if info is None:
            raise web.HTTPNotFound()
        return web.Response(body=info["data"], content_type=info["mime_type"])

    # people

    async def do_act(self, body):
        """{"as": "ana", "do": "press", ...}; the other fields are those of
        the deed in people.py. Waits for the answer when "wait" is true."""
        body = dict(body)
        name, deed = body.pop("as"), body.pop("do")
        wait = body.pop("wait", False)
        doer = DEEDS.get(deed)
        if doer is None:
            raise ValueError(f"nobody can {deed}")
        done = doer(self.ws.people, name, body)
        result = {"url": done.url}
        if done.delivery:
            result["envelope"] = done.delivery.envelope_id
            if wait:
                result["outcome"] = await done.delivery.done()
        if done.url and body.get("open"):
            result["opened"] = await self.do_open(
                {"as": name, "url": done.url})
        return result

    async def do_open(self, body):
        """A person opens an address from the chat; tells the composer it
        leads to."""
        found = composer.decode(body["url"], self.ws.disclosure)
        if found["network"]:            # outside: nothing to fetch here
            return {"status": 0, "location": None, "body": "",
                    "composer": found}
        reply = await self.ws.readers.open(body["as"], body["url"])
        target = reply["location"] or body["url"]
        found = composer.decode(target, self.ws.disclosure)
        return {"status": reply["status"], "location": reply["location"],
                "body": reply["body"],
                "composer": found if found["network"] else None}

    async def do_follow(self, body):
        body = dict(body)
        reply = await self.ws.readers.follow(
            body.pop("url"), int(body.pop("reader", 1)), **body)
        return {k: reply[k] for k in ("status", "location", "headers")}

    def do_decode(self, body):
        return {"composer": composer.decode(
            body["url"], self.ws.disclosure)}

    def do_person(self, body):
        """Adds somebody, or changes somebody there is."""
        try:
            user = self.world.user(body["name"])
            for key, value in body.get("change", {}).items():
                user[key] = value
            self.ws.events.user("user_change", user)
        except KeyError:
            self.ws.people.arrive(body["name"])
        self.world.journal.note("seen", what="person")

    def do_channel(self, body):
        """{"name": "#news", "do": "archive" | "remove bot"}"""
        if body["do"] == "archive":
            self.ws.people.archive(body["name"])
        elif body["do"] == "remove bot":
            self.ws.people.remove_bot(body["name"])
        else:
            raise ValueError(f"cannot {body['do']} a channel")

    # content and time

    def do_publish(self, body):
        entry = self.ws.blog.publish(**body)
        return {"entry": entry, "url": entry["url"]}

    def do_withdraw(self, body):
        self.ws.blog.withdraw(body["title"])

    def do_clock(self, body):
        if "by" in body:
            self.world.clock.move(milliseconds(str(body["by"])))
        else:
            self.world.clock.move_to(float(body["to"]))
        self.world.journal.note("clock", now=self.world.clock.now())
        return {"now": self.world.clock.now(),
                "offset_ms": self.world.clock.offset_ms}

    # faults

    def do_fault(self, body):
        """The fields of faults.Fault; {"clear": true} ends them all."""
        if body.get("clear"):
            self.ws.faults.clear()
            return
        body = dict(body)
        if body.get("channel"):
            body["channel"] = self.world.channel(body["channel"]).id
        self.ws.faults.add(**body)

    def do_socket(self, body):
        """{"do": WORD, "count": N}"""
        order(self.ws.socket, body["do"], body.get("count"),
              body.get("value"))


DEEDS = {
    "press": lambda p, who, a: p.press(
        who, a.get("in"), a.get("button", ""), a.get("on"), **{
            k: a[k] for k in ("ts", "action_id", "block_id", "choose")
            if k in a}),
    "react": lambda p, who, a: p.react(
        who, a.get("in"), a["emoji"], a.get("on"), a.get("ts")),
    "unreact": lambda p, who, a: p.react(
        who, a.get("in"), a["emoji"], a.get("on"), a.get("ts"), True),
    "command": lambda p, who, a: p.command(who, a.get("in"), a["text"]),
    "say": lambda p, who, a: p.say(who, a.get("in"), a["text"]),
    "home": lambda p, who, a: p.home(who, a.get("tab", "home")),
    "shortcut": lambda p, who, a: p.shortcut(
        who, a["name"], a.get("in"), a.get("on"), a.get("ts")),
    "fill": lambda p, who, a: p.fill(who, a["label"], a["value"]),
    "submit": lambda p, who, a: p.submit(who),
    "close": lambda p, who, a: p.close(who),
    "join": lambda p, who, a: p.join(who, a["in"]),
    "leave": lambda p, who, a: p.leave(who, a["in"]),
    "invite bot": lambda p, who, a: p.invite_bot(who, a["in"]),
}


def order(socket, what, count=None, value=None):
    """Something happens to the sockets."""
    known = socket.orders(count, value)
    if what not in known:
        raise ValueError(f"no such order: {what} (" + ", ".join(known) + ")")
    known[what]()
