"""Rankings over 10 M ledger rows: from the boards, and from the ledger."""
import json

import data
import machine
from scene import Scene


def measure():
    path = data.ledger(machine.DATA, machine.store)
    return json.loads(machine.run([
        *machine.SERVER, machine.BUILD / "tests" / "bench" / "benchstore",
        "board", path]))


def ours():
    return {"us": measure()["boards_us"]}


def peer():
    return {"us": measure()["ledger_us"]}


SCENES = [Scene("board", {"ours": ours, "peer": peer})]
