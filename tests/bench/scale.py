"""What an admin asks of a large programme, against the plain SQL of it."""
import functools
import json
import sqlite3
import statistics
import time

import data
import machine
from scene import Scene

ITEMS = 20_000
ROWS = 100_000  # of the table of all items
ASKED = 20
PLAIN = 3  # by hand it takes long

# Who acts in the load generator's events runs the programme.
ADMINS = "admins = (%s);" % ", ".join(
    f'"acme:U07BENCH{n:04}"' for n in range(1000))

FIGURES_OF = [
    "SELECT count(DISTINCT a.item) FROM announcement a JOIN item i"
    " ON i.id = a.item WHERE a.state IN ('posted', 'over') AND %s",
    "SELECT count(*) FROM kit k JOIN item i ON i.id = k.item WHERE %s",
    "SELECT evidence, count(*) FROM share s JOIN item i ON i.id = s.item"
    " WHERE s.withdrawn_at IS NULL AND %s GROUP BY evidence",
    "SELECT count(DISTINCT s.member) FROM share s JOIN item i ON i.id = s.item"
    " WHERE s.withdrawn_at IS NULL AND %s",
    "SELECT class, sum(hits), sum(readers) FROM reach_now r JOIN item i"
    " ON i.id = r.item WHERE %s GROUP BY class",
    "SELECT network, sum(readers) FROM reach_now r JOIN item i"
    " ON i.id = r.item WHERE %s GROUP BY network",
    "SELECT sum(a.points), sum(a.wanted - a.points) FROM award a JOIN item i"
    " ON i.id = a.item WHERE %s",
]

# The command, and what somebody who knows SQL would ask.
COMMANDS = {
    "list": ("list", [
        "SELECT * FROM campaign ORDER BY id",
        "SELECT * FROM item WHERE state = 'announced' ORDER BY id DESC LIMIT 10",
        "SELECT count(*) FROM item WHERE state = 'review'"]),
    "queue": ("queue", [
        "SELECT * FROM item WHERE state = 'review' ORDER BY id LIMIT 10"]),
    "show": ("show Campaign 7", [
        "SELECT * FROM campaign WHERE name = 'Campaign 7'",
        *(sql % "i.campaign = 7" for sql in FIGURES_OF)]),
    "report": ("report", [sql % "1" for sql in FIGURES_OF]),
    "report_campaign": ("report Campaign 7", [
        sql % "i.campaign = 7" for sql in FIGURES_OF]),
    "report_item": ("report 7", [sql % "i.id = 7" for sql in FIGURES_OF]),
    "export": ("export", ["SELECT count(*) FROM item"]),
}


def store():
    return data.at_scale(machine.DATA, machine.store, ITEMS)


def ask(command, text):
    """Send to ack of a slash command, one at a time: its median, us."""
    folder = machine.fresh("scale")
    data.copy(store(), folder / "advocated.db")
    options = ["-m", "closed", "-f", "1", "-w", "5", "-n", str(ASKED), "-c",
               command, "-t", text]
    return machine.slack(
        options, machine.daemon(folder, top=ADMINS))["p50_us"]


def ours(text):
    return {"us": ask("/campaign", text)}


@functools.lru_cache(maxsize=None)
def ack():
    """A command that asks the store for nothing: accepted, committed."""
    return ask("/advocate", "why")


def plain(statements):
    """The same question by hand, and an ack."""
    db = sqlite3.connect(f"file:{store()}?mode=ro", uri=True)
    db.execute("PRAGMA cache_size = -65536")
    times = []
    for _ in range(PLAIN):
        start = time.perf_counter()
        for sql in statements:
            db.execute(sql).fetchall()
        times.append((time.perf_counter() - start) * 1e6)
    db.close()
    return {"us": statistics.median(times) + ack()}


def table():
    path = data.at_scale(machine.DATA, machine.store, ROWS)
    return json.loads(machine.run([
        *machine.SERVER, machine.BUILD / "tests" / "bench" / "benchstore",
        "table", path], cwd=machine.SOURCE))


SCENES = [
    *(Scene(f"chat_{name}", {"ours": functools.partial(ours, text),
                             "peer": functools.partial(plain, statements)})
      for name, (text, statements) in COMMANDS.items()),
    Scene("table", {"ours": table, "peer": lambda: {"ms": 1000}}),
]
