"""What a scene expects in the store, read from the outside."""

import re

from .language import step
from .stage import Failed

ACCOUNT = """SELECT coalesce(sum(account.balance), 0) FROM account
JOIN identity ON identity.member = account.owner
WHERE account.kind = ? AND identity.person = ?"""
BUDGET = """SELECT account.balance FROM account
JOIN campaign ON campaign.id = account.owner
WHERE account.kind = 'budget' AND campaign.name = ?"""
HITS = "SELECT class, sum(hits) FROM reach_now GROUP BY class"
CLASSES = ("person", "gateway", "machine", "own")


async def holds(stage, line, wanted, find):
    """Waits until find() gives what is wanted."""
    await stage.settle()
    if not await stage.until(lambda: find() == wanted):
        raise Failed(line, say(find()))
    stage.remark = say(find())


def say(values):
    return " ".join(f"{k} {v}" for k, v in values.items()) or "nothing"


def numbers(text):
    found = re.findall(r"([a-z]+) (\d+)", text)
    if not found or " ".join(f"{k} {v}" for k, v in found) != \
            re.sub(r"\s+", " ", text.strip()):
        raise ValueError(f"numbers like 'pending 10 settled 0', not: {text}")
    return {k: int(v) for k, v in found}


@step("ledger: {who} {text...}")
async def ledger(stage, who, text):
    """pending, settled and redeemed points of a person."""
    wanted = numbers(text)
    person = stage.user(who)["id"]
    await holds(stage, f"ledger: {who} {text}", wanted, lambda: {
        kind: stage.ask(ACCOUNT, kind, person)[0][0] for kind in wanted})


@step("budget: {campaign} {points}")
async def budget(stage, campaign, points):
    await holds(stage, f"budget: {campaign} {points}",
                {"budget": int(points)}, lambda: {
                    "budget": stage.ask(BUDGET, campaign)[0][0]})


@step("hits: {text...}")
async def hits(stage, text):
    """Of all links together: person, gateway, machine, own."""
    wanted = numbers(text)

    def find():
        rows = dict(stage.ask(HITS))
        return {name: rows.get(CLASSES.index(name), 0) for name in wanted}
    await holds(stage, f"hits: {text}", wanted, find)


@step("readers: {count}")
async def readers(stage, count):
    """Distinct people who followed links, all together."""
    await holds(stage, f"readers: {count}", {"readers": int(count)}, lambda: {
        "readers": stage.ask("SELECT coalesce(sum(readers), 0) FROM reach_now "
                             "WHERE class = 0")[0][0]})


@step("evidence: {who} {network} {level}")
async def evidence(stage, who, network, level):
    """0 opened, 1 declared, 4 read, of the newest share there."""
    def find():
        rows = stage.ask(
            "SELECT evidence FROM share JOIN identity USING (member) "
            "WHERE person = ? AND network = ? ORDER BY id DESC",
            stage.user(who)["id"], network)
        return {"level": rows[0][0] if rows else -1}
    await holds(stage, f"evidence: {who} {network} {level}",
                {"level": int(level)}, find)


@step("shares: {who} {count}")
async def shares(stage, who, count):
    await holds(stage, f"shares: {who} {count}", {"shares": int(count)},
                lambda: {"shares": stage.ask(
                    "SELECT count(*) FROM share JOIN identity USING (member) "
                    "WHERE person = ?", stage.user(who)["id"])[0][0]})


@step("items: {text...}")
async def items(stage, text):
    """By state: items: announced 1 review 0"""
    wanted = numbers(text)

    def find():
        rows = dict(stage.ask("SELECT state, count(*) FROM item "
                              "GROUP BY state"))
        return {name: rows.get(name, 0) for name in wanted}
    await holds(stage, f"items: {text}", wanted, find)


@step("member: {who} {state}")
async def member(stage, who, state):
    def find():
        rows = stage.ask("SELECT state FROM member JOIN identity ON "
                         "identity.member = member.id WHERE person = ?",
                         stage.user(who)["id"])
        return {"state": rows[0][0] if rows else "none"}
    await holds(stage, f"member: {who} {state}", {"state": state}, find)


@step("stored: nothing about {who}")
async def stored_nothing(stage, who):
    """Neither their id nor their name is in any row of any table."""
    await stage.settle()
    user = stage.user(who)
    secrets = [user["id"], user["real_name"]] + [
        c.id for c in stage.ws.world.channels.values()
        if stage.ws.is_direct(c.id) and user["id"] in c.members]
    found = []
    for (table,) in stage.ask("SELECT name FROM sqlite_master "
                              "WHERE type = 'table'"):
        for row in stage.ask(f'SELECT * FROM "{table}"'):
            for value in row:
                text = value.decode("latin-1") if isinstance(
                    value, bytes) else str(value)
                if any(secret in text for secret in secrets):
                    found.append(f"{table}: {row}")
    if found:
        raise Failed(f"stored: nothing about {who}", "\n".join(found))


@step("stored: nowhere {text}")
async def stored_nowhere(stage, text):
    """Not in the files of the database either, written-ahead log included."""
    await stage.settle()
    needle = stage.fill(text).encode()
    path = stage.daemon.database
    for suffix in ("", "-wal"):
        try:
            with open(path + suffix, "rb") as file:
                if needle in file.read():
                    raise Failed(f"stored: nowhere {text}",
                                 f"it is in {path + suffix}")
        except FileNotFoundError:
            pass


def balances(stage):
    """What is wrong with the ledger, in words; "" when all is well."""
    for sql, words in (
            ("SELECT count(*) FROM (SELECT entry FROM posting GROUP BY entry "
             "HAVING sum(points) <> 0)", "entries that do not sum to zero"),
            ("SELECT count(*) FROM account WHERE balance <> (SELECT "
             "coalesce(sum(points), 0) FROM posting WHERE posting.account = "
             "account.id)", "accounts whose total is not their postings'"),
            ("SELECT count(*) FROM account WHERE kind <> 'programme' "
             "AND balance < 0", "accounts below zero")):
        count = stage.ask(sql)[0][0]
        if count:
            return f"{count} {words}"
    return ""
