"""One performance: a fresh workspace, a fresh daemon, and what was seen."""

import os
import re
import shutil
import sqlite3
import tempfile

import aiohttp

from workspace.clock import milliseconds
from workspace.daemon import (Daemon, free_port, own_address, put,
                              settings_for)
from workspace.manifest import install
from workspace.reading import buttons, fold, unmark, words
from workspace.workspace import Workspace

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

    def __init__(self, program, wrap=()):
        self.program = program
        self.wrap = wrap
        self.patience = 5.0 * PATIENCE
        self.folder = None
        self.ws = None
        self.daemon = None
        self.shown = []         # what came up and no line has named yet
        self.read = 0           # how far the journal is read into shown
        self.last = None        # the last thing a line has named
        self.remark = None      # what a story tells of a step
        self.deliveries = {}    # number in the scene -> Delivery
        self.opened = {}        # person -> what their browser shows
        self.links = {}         # person -> {network: short link}
        self.reply = None       # of the last link followed
        self.pages = {}         # title -> address
        self.refusals = set()   # errors of the Web API that are expected
        self.exit_code = 0

    async def open(self, config, content_host="127.0.0.2"):
        self.folder = tempfile.mkdtemp(prefix="talk.")
        clock_file = os.path.join(self.folder, "clock")
        self.ws = Workspace(clock_file, content_host=content_host)
        self.ws.disclosure = "I work at Acme. #employee"
        install(self.ws)
        await self.ws.start()
        host = own_address(os.getpid())
        port = free_port(host)
        settings = settings_for(self.ws, self.folder,
                                f"http://{host}:{port}", f"{host}:{port}")
        self.daemon = Daemon(self.program, self.folder, settings, clock_file,
                             self.wrap)
        self.daemon.address = f"http://{host}:{port}"
        for name, value in config:
            put(settings, name, self.fill(value))

    async def start(self):
        """Until its sockets are open and every feed was read once."""
        mark = len(self.ws.journal.facts)
        await self.daemon.start()
        sockets = int(self.daemon.settings["chats"][0].get("connections", 2))

        def ready():
            facts = self.ws.journal.since(mark)
            hellos = [f for f in facts if f["kind"] == "socket"
                      and f["what"] == "hello"]
            return len(hellos) >= sockets and self.has_read_feeds()
        if not await self.until(ready, 30 * PATIENCE):
            raise Failed("the daemon starts and connects",
                         "it did not; its log ends\n" + self.tail())

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
        if self.ws:
            await self.ws.stop()

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
        quiet_since = [self.ws.clock.steady(), len(self.ws.journal.facts)]

        def calm():
            now = self.ws.clock.steady()
            count = len([f for f in self.ws.journal.facts[quiet_since[1]:]
                         if f["kind"] not in ("fetch", "api")
                         or f.get("method", "").startswith("chat.")])
            if count or self.is_busy():
                quiet_since[:] = [now, len(self.ws.journal.facts)]
                return False
            return now - quiet_since[0] >= QUIET * PATIENCE
        if not await self.until(calm, 10 * PATIENCE):
            raise Failed("everything comes to rest", self.unrest())

    def is_busy(self):
        if any(d.outcome is None for d in self.ws.socket.pending.values()):
            return True
        if not self.daemon.is_running():
            return False
        try:
            return bool(self.ask(BUSY, self.now_ms())[0][0])
        except sqlite3.Error:
            return True

    def unrest(self):
        waiting = [d.payload.get("type") for d in
                   self.ws.socket.pending.values() if d.outcome is None]
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
        """New things shown, from the journal."""
        facts = self.ws.journal.facts
        while self.read < len(facts):
            fact = facts[self.read]
            self.read += 1
            if fact["kind"] in ("said", "notice"):
                self.shown.append(fact)

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
        return "\n".join(describe(f, self.ws.world) for f in self.shown) \
            + self.why_not()

    def why_not(self):
        """Refused calls are the usual reason that nothing is seen."""
        errors = [f for f in self.ws.journal.facts
                  if f["kind"] == "api" and f["error"]]
        lines = [f"refused: {f['method']} {f['error']}" for f in errors[-3:]]
        lines += [line for line in self.tail(12).splitlines()
                  if re.search(r"error|warn|bur(y|ied)", line)]
        return "".join("\n  " + line for line in lines)

    # words with {names} in them

    def fill(self, text):
        """{blog} {links} {hostile} {page:Title} {link} {link:ana} {today}"""
        def put_in(match):
            name, _, more = match[1].partition(":")
            if name == "page":
                return self.pages[more]
            if name == "link":
                return self.link_of(more or None)
            values = {
                "blog": f"{self.ws.blog.address}/blog",
                "content": self.ws.blog.address,
                "hostile": f"{self.ws.blog.address}/hostile",
                "inside": self.ws.address + "/inside",
                "host": self.ws.content_host,
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

    def company_link(self):
        """The newest short link that the bot told an admin."""
        for fact in reversed(self.ws.journal.since(0, "said")):
            found = re.search(re.escape(self.daemon.address) + r"/l/\w+",
                              text_of(fact))
            if found and fact["to"] == [self.user("mia")["id"]]:
                return found[0]
        raise Failed("an admin was told the company's link", "none was")

    def user(self, name):
        return self.ws.world.user(name)

    def duration(self, text):
        return milliseconds(text)

    async def get(self, path):
        async with aiohttp.ClientSession() as session:
            async with session.get(self.daemon.address + path) as reply:
                return reply.status, await reply.text()


BUSY = """SELECT
	(SELECT count(*) FROM outbox WHERE head = 1 AND (sending = 1
		OR due_at <= ?1))
	+ (SELECT count(*) FROM item WHERE state = 'reading' AND read_at <= ?1)
	+ (SELECT count(*) FROM announcement WHERE state = 'due'
		AND due_at <= ?1)"""


def labels(fact):
    return buttons(fact.get("message") or fact.get("view") or {})


def text_of(fact):
    if fact["kind"] == "notice":
        return fact["text"]
    thing = fact.get("message") or fact["view"]
    text = words(thing)
    if fact.get("message"):
        text += "\n" + unmark(thing.get("text") or "")
    if fact["how"] == "errors":
        text += "\n" + "\n".join(thing.get("errors", {}).values())
    return text


def describe(fact, world):
    """What a person would have seen, in one line of the language."""
    names = {u["id"]: u["name"] for u in world.users.values()}
    who = ", ".join(names[i] for i in fact["to"]) if fact.get("to") else ""
    if fact["kind"] == "notice":
        return f"slack to {who}: {fact['text']}"
    text = re.sub(r"\s+", " ", words(fact.get("message") or fact["view"]))
    place = f" in #{fact['name']}" if fact["channel"] and not (
        fact["name"].startswith("U0")) else ""
    how = {"edit": " again", "remove": " removes"}.get(fact["how"], "")
    if fact["how"] in ("form", "errors", "home"):
        how = " " + fact["how"]
    return f"bot{f' to {who}' if who else ''}{place}{how}: \"{text[:400]}\"" \
        + "".join(f" | {label}" for label in labels(fact))


def matches_wanted(wanted, fact, kinds):
    """Whether what was shown is what a line wants."""
    text = fold(text_of(fact))
    if any(fold(t) not in text for t in wanted.present):
        return False
    if any(fold(t) in text for t in wanted.absent):
        return False
    if wanted.kind and not kinds[wanted.kind](fact, text, labels(fact)):
        return False
    return in_order(wanted.buttons, labels(fact), wanted.only)


def in_order(wanted, found, only):
    found = [fold(b) for b in found]
    wanted = [fold(b) for b in wanted]
    if only:
        return found == wanted
    for label in wanted:
        if label not in found:
            return False
        found = found[found.index(label) + 1:]
    return True


