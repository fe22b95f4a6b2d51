"""Events over Socket Mode: ours and Bolt under the load generator."""
import contextlib
import functools

import data
import machine
from scene import Scene

COMMAND = "-c /advocate -t help"


def answer_file():
    return machine.WORK / "answer.json"


@contextlib.contextmanager
def with_answer():
    """Bolt answers with the text that ours does."""
    machine.slack(f"-m start {COMMAND} -s {answer_file()}",
                  machine.daemon(staff("answer")))
    yield


def staff(name):
    """A folder with a store in which everybody who acts is a member."""
    folder = machine.fresh(name)
    data.copy(data.people(machine.DATA, machine.store), folder / "advocated.db")
    return folder


def ours(options):
    return machine.slack(options, machine.daemon(staff("acks")))


def bolt(options):
    return machine.slack(options, machine.node("bolt.js"),
                         ANSWER=str(answer_file()))


def bolt_durable(options):
    store = machine.fresh("bolt") / "bolt.db"
    return machine.slack(options, machine.node("bolt.js"),
                         ANSWER=str(answer_file()), STORE=str(store))


def scene(name, options):
    return Scene(name, {"ours": functools.partial(ours, options),
                        "peer": functools.partial(bolt, options)}, with_answer)


CLOSED = f"-m closed -f 64 -i 2000 {COMMAND}"


@contextlib.contextmanager
def with_ledger():
    with with_answer():
        folder = machine.fresh("start")
        data.copy(data.ledger(machine.DATA, machine.store),
                  folder / "advocated.db")
        yield


def ours_start():
    """The database stays as it is; only the process is new."""
    return machine.slack(f"-m start {COMMAND}",
                         machine.daemon(machine.WORK / "run" / "start"))


SCENES = [
    Scene("acks", {
        "ours": functools.partial(ours, CLOSED + " -w 5000 -n 40000"),
        "peer": functools.partial(bolt, CLOSED + " -w 5000 -n 40000"),
        "durable": functools.partial(
            bolt_durable, CLOSED + " -w 2000 -n 10000")}, with_answer),
    scene("acks_plain", "-m closed -f 64 -w 5000 -n 40000"),
    scene("acks_20", f"-m open -r 20 -w 20 -n 200 {COMMAND}"),
    scene("acks_1000", f"-m open -r 1000 -w 1000 -n 5000 {COMMAND}"),
    Scene("start", {"ours": ours_start,
                    "peer": functools.partial(bolt, f"-m start {COMMAND}")},
          with_ledger),
    scene("refresh", f"-m refresh -r 100 -w 1 -n 1400 {COMMAND}"),
]
