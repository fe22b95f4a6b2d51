"""One item announced in 500 channels, against what the limits allow."""
import sqlite3
import time

import data
import machine
from scene import Scene

CHANNELS = 500
PER_MINUTE = 3000
BURST = PER_MINUTE / 30  # what a workspace that was silent takes at once

ANNOUNCED = [
    data.NUMBERS % CHANNELS +
    "INSERT INTO channel (chat, place, state)"
    " SELECT 'acme', printf('C07BENCH%04d', n), 'joined' FROM number",
    "UPDATE item SET state = 'ready' WHERE id = 1",
    "INSERT INTO announcement (item, chat, place, state, due_at)"
    " SELECT 1, chat, place, 'due', :now FROM channel",
]


def folder():
    """A store in which all of them are due."""
    place = machine.fresh("fanout")
    path = place / "advocated.db"
    data.copy(data.people(machine.DATA, machine.store), path)
    db = sqlite3.connect(path)
    with db:
        for statement in ANNOUNCED:
            db.execute(statement, {"now": int(time.time() * 1000)})
    db.close()
    return place


def ours():
    command = machine.daemon(
        folder(), chat=f"per_workspace = {PER_MINUTE};")
    return {"ms": machine.slack(f"-m posts -n {CHANNELS}", command)["posts_ms"]}


def least():
    return {"ms": (CHANNELS - BURST) / PER_MINUTE * 60_000}


SCENES = [Scene("fanout", {"ours": ours, "peer": least})]
