"""One performance: a fresh workspace, a fresh daemon, and what was seen."""

import os
import re
import shutil
import sqlite3
import tempfile

import aiohttp

from workspace.clock import Clock, milliseconds
from workspace.daemon import (Daemon, callback_url, channel, free_port, group, names,
                              own_address, person, put, settings_for)
from workspace.reading import fold

from .platforms import workspace_for

PATIENCE = float(os.environ.get("SCENARIO_PATIENCE", "1"))
QUIET = 0.15


class Failed(Exception):
    """An expectation did not hold: what was expected, what was seen."""

    def __init__(self, expected, seen):
        super().__init__(expected)
        self.expected = expected
        self.seen = seen


class Stage:
    """Everything a scene can touch. Made by open(), ended by close()."""

    count = 0

    def __init__(self, program, wrap=(), platforms=("slack",)):
        self.program = program
        self.wrap = wrap
        self.platforms = platforms
        self.patience = 15.0 * PATIENCE
        self.folder = None
        self.workspaces = []
        self.ws = None          # the one that lines speak of
        self.daemon = None
        self.shown = []         # what came up and no line has named yet
        self.read = {}          # how far each journal is read into shown
        self.last = None        # the last thing a line has named
        self.remark = None      # what a story tells of a step
        self.deliveries = {}    # number in the scene -> Delivery
        self.opened = {}        # person -> what their browser shows
        self.links = {}         # person -> {network: short link}
        self.reply = None       # of the last link followed
        self.pages = {}         # title -> address
        self.refusals = set()   # refused calls that are expected
        self.exit_code = 0

    async def open(self, config, content_host="127.0.0.2"):
        self.folder = tempfile.mkdtemp(prefix="talk.")
        clock_file = os.path.join(self.folder, "clock")
        clock = Clock(clock_file)
        # The same on every day that it is played.
        clock.move_to_weekday("tuesday", "10:00")
        host = own_address(os.getpid() + 7919 * Stage.count)
        Stage.count += 1
        port = free_port(host)
        links = f"http://{host}:{port}"
        for number, kind in enumerate(self.platforms):
            ws = workspace_for(kind)(clock, content_host=content_host)
            ws.name = ("acme", "lab")[number]
            ws.disclosure = "I work at Acme. #employee"
            for user in ws.world.people():
                user["locale"] = "en-US"
            await ws.start()
            ws.install(callback_url(links, ws))
            self.workspaces.append(ws)
        self.ws = self.workspaces[0]
        settings = settings_for(self.workspaces, self.folder, links,
                                f"{host}:{port}")
        self.daemon = Daemon(self.program, self.folder, settings, clock_file,
                             self.wrap)
        self.daemon.address = links
        # Only scenes about them: each would have to name them.
        settings["badges"] = {"given": "false"}
        for name, value in config:
            put(settings, name, self.fill(value))

    async def start(self):
        """Until its sockets are open and every feed was read once."""
        marks = [len(ws.journal.facts) for ws in self.workspaces]
        await self.daemon.start()
        chats = self.daemon.settings["chats"]

        def ready():
            return all(self.has_greeted(*one) for one in zip(
                self.workspaces, marks, chats)) and self.has_read_feeds()
        if not await self.until(ready, 60 * PATIENCE):
            raise Failed("the daemon starts and connects",
                         "it did not; its log ends\n" + self.tail())

    @staticmethod
    def has_greeted(ws, mark, chat):
        """As many sockets as it is to hold, and what comes after them."""
        hellos = [f for f in ws.journal.since(mark, "socket")
                  if f["what"] == "hello"]
        return len(hellos) >= int(chat.get("connections", ws.sockets)) \
            and ws.is_served(mark)

    def has_read_feeds(self):
        try:
            rows = self.ask("SELECT count(*) FROM feed WHERE active = 1 "
                            "AND seeded = 0 AND failures = 0")
            return rows[0][0] == 0
        except sqlite3.Error:
            return False

    async def close(self):
        if self.daemon and self.daemon.is_running():
            self.exit_code = await self.daemon.stop()
        for ws in self.workspaces:
            await ws.stop()

    def clean(self):
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def tail(self, lines=25):
        return "\n".join(self.daemon.log().splitlines()[-lines:])

    # waiting

    async def until(self, holds, seconds=None):
        """True as soon as holds() is true; looked at whenever something has
        happened, and now and then, because the database tells nobody."""
        clock = self.ws.clock
        end = clock.steady() + (seconds or self.patience)
        while True:
            if holds():
                return True
            left = end - clock.steady()
            if left <= 0:
                return False
            if self.daemon.process and not self.daemon.is_running() \
                    and self.daemon.process.returncode not in (0, -9, -15):
                raise Failed("the daemon runs", "it ended: \n" + self.tail())
            await self.ws.journal.wait(
                len(self.ws.journal.facts), min(0.03, left))

    async def settle(self):
        """Until nothing is on its way any more: everything delivered is
        acked, the outbox is empty, nothing is being read, and for a short
        moment nothing came."""
        def marks():
            return [len(ws.journal.facts) for ws in self.workspaces]
        quiet_since = [self.ws.clock.steady(), marks()]

        def calm():
            now = self.ws.clock.steady()
            noise = any(ws.is_noise(f) for ws, n in zip(
                self.workspaces, quiet_since[1]) for f in ws.journal.facts[n:])
            if noise or self.is_busy():
                quiet_since[:] = [now, marks()]
                return False
            return now - quiet_since[0] >= QUIET * PATIENCE
        if not await self.until(calm, 30 * PATIENCE):
            raise Failed("everything comes to rest", self.unrest())

    def is_busy(self):
        if any(ws.waiting() for ws in self.workspaces):
            return True
        if not self.daemon.is_running():
            return False
        try:
            return bool(self.ask(BUSY, self.now_ms())[0][0])
        except sqlite3.Error:
            return True

    def unrest(self):
        waiting = [d.payload.get("type") for ws in self.workspaces
                   for d in ws.waiting()]
        rows = self.ask("SELECT id, conversation, act, due_at, tries, body "
                        "FROM outbox")
        return f"not acked: {waiting}; outbox: {rows}\n{self.tail()}"

    # the store

    def ask(self, sql, *values):
        path = self.daemon.database
        if path is None:
            raise sqlite3.OperationalError("no database yet")
        with_db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2)
        try:
            return with_db.execute(sql, values).fetchall()
        finally:
            with_db.close()

    def now_ms(self):
        return int(self.ws.clock.now() * 1000)

    # what was shown

    def gather(self):
        """New things shown, from the journals."""
        for ws in self.workspaces:
            for fact in ws.journal.facts[self.read.get(ws.name, 0):]:
                if fact["kind"] in ("said", "notice") \
                        and not ws.is_aside(fact):
                    fact["chat"] = ws.name
                    self.shown.append(fact)
            self.read[ws.name] = len(ws.journal.facts)

    def where(self, fact):
        """The workspace that showed it."""
        return next(ws for ws in self.workspaces if ws.name == fact["chat"])

    def describe(self, fact):
        return describe(fact, self.where(fact))

    async def expect(self, what, matches, seconds=None):
        """Waits for something shown that no line has named yet."""
        found = []

        def came():
            self.gather()
            for fact in self.shown:
                if matches(fact):
                    found.append(fact)
                    return True
            return False
        if not await self.until(came, seconds):
            raise Failed(what, self.seen())
        self.shown.remove(found[0])
        self.last = found[0]
        return found[0]

    def seen(self):
        self.gather()
        if not self.shown:
            return "nothing that was not named before" + self.why_not()
        return "\n".join(self.describe(f) for f in self.shown) \
            + self.why_not()

    def why_not(self):
        """Refused calls are the usual reason that nothing is seen."""
        errors = [f for ws in self.workspaces
                  for f in ws.journal.since(0, "api") if f["error"]]
        lines = [f"refused: {f['method']} {f['error']}" for f in errors[-3:]]
        lines += [line for line in self.tail(12).splitlines()
                  if re.search(r"error|warn|bur(y|ied)", line)]
        return "".join("\n  " + line for line in lines)

    # words with {names} in them

    def fill(self, text):
        """{blog} {links} {hostile} {page:Title} {link} {link:ana} {code}; {mia},
        {#news} and {@support} as settings name them."""
        def put_in(match):
            name, _, more = match[1].partition(":")
            if name.startswith("@"):
                return names([group(self.ws, name[1:])])[1:-1]
            if name.startswith("#"):
                return names([channel(self.ws, name)])[1:-1]
            if name in self.ws.names():
                return names([person(self.ws, name)])[1:-1]
            if name == "page":
                return self.pages[more]
            if name == "link":
                return self.link_of(more or None)
            if name == "code":
                return self.code()
            values = {
                "blog": f"{self.ws.blog.address}/blog",
                "content": self.ws.blog.address,
                "hostile": f"{self.ws.blog.address}/hostile",
                "inside": self.ws.address + "/inside",
                "host": self.ws.content_host,
                "denied": self.ws.denied,
                "links": getattr(self.daemon, "address", "")}
            return values.get(name, match[0])
        return re.sub(r"\{([^{}\n]+)\}", put_in, text)

    def link_of(self, who=None, network=None):
        people = [who] if who else list(reversed(self.links))
        for person in people:
            found = self.links.get(person) or {}
            if network:
                found = {k: v for k, v in found.items()
                         if k.lower() == network.lower()}
            if found:
                return list(found.values())[-1]
        raise Failed(f"{who or 'somebody'} has a short link",
                     "no composer with one was opened")

    def code(self):
        """The newest one-time code that the bot told somebody on any chat."""
        found = [(fact["at"], code[1]) for ws in self.workspaces
                 for fact in ws.journal.since(0, "said")
                 if (code := re.search(r"Your code is ([0-9A-Z-]+)",
                                       text_of(fact, ws)))]
        if not found:
            raise Failed("somebody was told a code", "nobody was")
        return max(found)[1]

    def company_link(self):
        """The newest short link that the bot told an admin."""
        for fact in reversed(self.ws.journal.since(0, "said")):
            found = re.search(re.escape(self.daemon.address) + r"/l/\w+",
                              text_of(fact, self.ws))
            if found and fact["to"] == [self.user("mia")["id"]]:
                return found[0]
        raise Failed("an admin was told the company's link", "none was")

    def user(self, name):
        return self.ws.world.user(name)

    def duration(self, text):
        return milliseconds(text)

    async def post(self, path, body, headers):
        async with aiohttp.ClientSession() as session:
            async with session.post(self.daemon.address + path, data=body,
                                    headers=headers) as reply:
                return reply.status, await reply.text()

    async def get(self, path, kind=str):
        async with aiohttp.ClientSession() as session:
            async with session.get(self.daemon.address + path) as reply:
                return reply.status, await (
                    reply.text() if kind is str else reply.read())


BUSY = """SELECT
	(SELECT count(*) FROM outbox WHERE head = 1 AND (sending = 1
		OR due_at <= ?1))
	+ (SELECT count(*) FROM item WHERE state = 'reading' AND read_at <= ?1)
	+ (SELECT count(*) FROM announcement WHERE state = 'due'
		AND waits <> 'campaign' AND due_at <= ?1)"""


def labels(fact, ws):
    return ws.reading.buttons(fact.get("message") or fact.get("view") or {})


def pressable(fact, ws):
    """The labels of what calls us; links of the text are left out."""
    thing = fact.get("message") or fact.get("view") or {}
    return ws.reading.buttons(thing, False)


def text_of(fact, ws):
    if fact["kind"] == "notice":
        return fact["text"]
    thing = fact.get("message") or fact["view"]
    text = ws.reading.words(thing) + "\n" + ws.reading.preview(thing)
    if fact["how"] == "errors":
        text += "\n" + "\n".join(thing.get("errors", {}).values())
    return text


def describe(fact, ws):
    """What a person would have seen, in one line of the language."""
    users = {u["id"]: u["name"] for u in ws.world.users.values()}
    who = ", ".join(users[i] for i in fact["to"]) if fact.get("to") else ""
    if fact["kind"] == "notice":
        return f"chat to {who}: {fact['text']}"
    text = re.sub(r"\s+", " ", ws.reading.words(
        fact.get("message") or fact["view"]))
    place = f" in #{fact['name']}" if fact["channel"] and not ws.is_direct(
        fact["channel"]) else ""
    how = {"edit": " again", "remove": " removes"}.get(fact["how"], "")
    if fact["how"] in ("form", "errors", "home"):
        how = " " + fact["how"]
    return f"bot{f' to {who}' if who else ''}{place}{how}: \"{text[:400]}\"" \
        + "".join(f" | {label}" for label in labels(fact, ws))


def matches_wanted(wanted, fact, kinds, ws):
    """Whether what was shown is what a line wants."""
    text, shown = fold(text_of(fact, ws)), labels(fact, ws)
    if any(fold(t) not in text for t in wanted.present):
        return False
    if any(fold(t) in text for t in wanted.absent):
        return False
    if wanted.kind and not kinds[wanted.kind](fact, text, shown):
        return False
    if wanted.only:
        return [fold(b) for b in wanted.buttons] == [
            fold(b) for b in pressable(fact, ws)]
    return in_order(wanted.buttons, shown)


def in_order(wanted, found):
    found = [fold(b) for b in found]
    wanted = [fold(b) for b in wanted]
    for label in wanted:
        if label not in found:
            return False
        found = found[found.index(label) + 1:]
    return True
