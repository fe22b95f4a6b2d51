"""kill -9 at every boundary, in a loop, under load, with exact accounting.

    test_kill.py DAEMON KILLER.so [--on slack|mattermost] [--kills N] [--seed S]

Each round starts the daemon with an order to die at the n-th time of one
boundary (killer.c), lets people press, react, open composers and follow links
until it is dead, and starts it again. The platform's own rules decide what is
delivered again. Slack repeats events, not presses: the person sees that it
failed and presses again. Mattermost repeats nothing: presses likewise, and
reactions are read up after the start, every one. In the end all is counted.
"""

import argparse
import asyncio
import collections
import logging
import os
import random
import re
import sys

import aiohttp

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TESTS)
sys.path.insert(0, os.path.join(TESTS, "scenario"))

from talk.stage import Failed, Stage, text_of  # noqa: E402
from workspace import composer  # noqa: E402
from workspace.elements import Unable  # noqa: E402

# How often a boundary is passed before the kill; small numbers hit the start.
BOUNDARIES = {"wal": 60, "post": 8, "posted": 8, "noted": 8, "redirect": 4}
ACKS = {"slack": {"ack": 8}, "mattermost": {"answer": 8}}
# Where the bot writes to one person who asked in a channel.
ASIDE = {"slack": "#news", "mattermost": "dm"}
PEOPLE = ("ana", "ben", "cleo", "dan", "eva")
SECONDS_A_ROUND = 6


class Crowd:
    """What people do under load, and what they are owed for it."""

    def __init__(self, stage, dice):
        self.stage = stage
        self.ws = stage.ws
        self.dice = dice
        self.aside = ASIDE[stage.ws.kind]
        self.titles = []
        self.reactions = {}     # (person, title) -> Delivery
        self.posted = []        # (person, value of the button, Delivery)
        self.opened = set()     # (person, title) that got a composer
        self.links = set()
        self.tried = collections.Counter()      # link -> requests made
        self.redirected = collections.Counter() # link -> 302 that came
        self.reader = 0

    def publish(self):
        title = f"Story number {len(self.titles) + 1:04}"
        self.ws.blog.publish(title=title, summary="It happened.")
        self.titles.append(title)

    def announced(self):
        channel = self.ws.world.channel("#news")
        return [t for t in self.titles
                if any(self.tells(m, t) for m in channel.messages)]

    def tells(self, message, title):
        return re.search(rf"{title}\b", self.ws.reading.words(message))

    def press(self, who, where, button, text=None):
        try:
            return self.ws.people.press(who, where, button, text)
        except (Unable, KeyError):
            return None

    def react(self):
        who, titles = self.dice.choice(PEOPLE), self.announced()
        titles = [t for t in titles if (who, t) not in self.reactions]
        if not titles:
            return
        title = self.dice.choice(titles)
        try:
            deed = self.ws.people.react(who, "#news", "mega", f"{title}")
        except Unable:
            return
        if deed.delivery:
            self.reactions[who, title] = deed.delivery

    def share(self):
        titles = self.announced()
        if titles:
            self.press(self.dice.choice(PEOPLE), "#news", "Share",
                       self.dice.choice(titles))

    def declare(self):
        """I posted it, on the newest message that still asks."""
        who = self.dice.choice(PEOPLE)
        deed = self.press(who, "dm", "I posted it")
        if deed:
            self.posted.append((who, deed.delivery))

    def command(self):
        who = self.dice.choice(PEOPLE)
        self.ws.people.command(who, "#news", "/advocate me")

    async def open(self):
        who = self.dice.choice(PEOPLE)
        deed = self.press(who, self.aside, "LinkedIn")
        if deed is None or deed.url is None:
            return
        try:
            reply = await self.ws.readers.open(who, deed.url)
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
            return
        found = composer.decode(reply["location"] or "", self.ws.disclosure)
        if found["network"] and found["link"]:
            self.links.add(found["link"])

    async def follow(self):
        if not self.links:
            return
        link = self.dice.choice(sorted(self.links))
        self.reader = self.reader % 900 + 1
        self.tried[link] += 1
        try:
            reply = await self.ws.readers.follow(link, self.reader)
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
            return
        if reply["status"] == 302:
            self.redirected[link] += 1

    async def act(self):
        deed = self.dice.choices(
            (self.react, self.share, self.declare, self.command, self.open,
             self.follow), (5, 3, 4, 2, 5, 6))[0]
        outcome = deed()
        if asyncio.iscoroutine(outcome):
            await outcome


async def one_round(stage, crowd, dice):
    """Until the daemon has died of its order, or of ours."""
    boundaries = {**BOUNDARIES, **ACKS[stage.ws.kind]}
    boundary = dice.choice(sorted(boundaries))
    os.environ["KILL_AT"] = f"{boundary}:{dice.randint(1, boundaries[boundary])}"
    await stage.daemon.start()
    clock, end = stage.ws.clock, stage.ws.clock.steady() + SECONDS_A_ROUND
    while stage.daemon.is_running() and clock.steady() < end:
        # Not in a flood: a feed that brings many at once is an admin's case.
        if len(crowd.announced()) == len(crowd.titles) \
                and dice.random() < 0.05:
            crowd.publish()
        await crowd.act()
        await asyncio.sleep(dice.random() * 0.02)
    met = not stage.daemon.is_running()
    if not met:
        await stage.daemon.kill()
    await stage.daemon.process.wait()
    if stage.daemon.process.returncode != -9:
        raise SystemExit(f"it ended with {stage.daemon.process.returncode}:\n"
                         + stage.tail(40))
    return boundary if met else "idle"


async def enrol(stage, crowd):
    crowd.publish()
    await stage.until(lambda: crowd.announced(), 20)
    for who in PEOPLE:
        crowd.press(who, "#news", "Share", crowd.titles[0])
        await stage.until(
            lambda: crowd.press(who, crowd.aside, "Join"), 10)
    await stage.settle()
    count = stage.ask("SELECT count(*) FROM member")[0][0]
    assert count == len(PEOPLE), f"{count} members"


class Accounts:
    """Counts what is owed against what there is."""

    def __init__(self, stage, crowd):
        self.stage = stage
        self.crowd = crowd
        self.wrong = []

    def hold(self, right, words):
        if not right:
            self.wrong.append(words)

    def ledger(self):
        ask = self.stage.ask
        self.hold(ask("PRAGMA integrity_check") == [("ok",)], "integrity")
        rows = ask("SELECT a.kind, a.owner, a.balance, COALESCE((SELECT "
                   "sum(points) FROM posting p WHERE p.account = a.id), 0) "
                   "FROM account a")
        for kind, owner, balance, total in rows:
            self.hold(balance == total,
                      f"{kind} of {owner}: {balance}, its entries {total}")
        self.hold(sum(r[2] for r in rows) == 0, "the ledger sums to zero")
        given = dict(ask("SELECT member, sum(points) FROM award WHERE state "
                         "= 'pending' GROUP BY member"))
        for kind, owner, balance, _ in rows:
            if kind == "pending":
                self.hold(balance == given.get(owner, 0),
                          f"pending of {owner}: {balance}, "
                          f"awards {given.get(owner, 0)}")

    def shares(self):
        """A share that was acknowledged is there, and earned once."""
        for who, delivery in self.crowd.posted:
            if delivery.outcome != "acked":
                continue
            item, network = value_of(delivery).split(":")
            rows = self.stage.ask(
                "SELECT s.declared_at, (SELECT count(*) FROM award a WHERE "
                "a.share = s.id AND a.kind = 'share') FROM share s JOIN "
                "identity i ON i.member = s.member WHERE i.person = ? AND "
                "s.item = ? AND s.network = ?",
                self.stage.user(who)["id"], int(item), network)
            self.hold(len(rows) == 1 and rows[0][0] is not None
                      and rows[0][1] == 1,
                      f"{who} posted {item} on {network}: {rows}")

    def hits(self):
        rows = dict(self.stage.ask(
            "SELECT link, count(*) FROM click GROUP BY link"))
        for link in self.crowd.links:
            number = spelled(link.rsplit("/", 1)[1])
            least, most = self.crowd.redirected[link], self.crowd.tried[link]
            self.hold(least <= rows.get(number, 0) <= most,
                      f"{link}: {rows.get(number, 0)} hits, {least} answered "
                      f"of {most} tried")

    def messages(self):
        """Every announcement once; every reaction that was acknowledged got
        its kit, at most once more than once."""
        news = self.stage.ws.world.channel("#news").messages
        for title in self.crowd.titles:
            count = sum(bool(self.crowd.tells(m, title)) for m in news)
            self.hold(count == 1, f"{title} stands {count} times in #news")
        for (who, title), delivery in self.crowd.reactions.items():
            if delivery.outcome != "acked":     # on Mattermost all count
                continue
            user = self.stage.user(who)["id"]
            kits = [f for f in self.stage.ws.journal.facts
                    if f["kind"] == "said" and user in (f.get("to") or [])
                    and f.get("message")
                    and f'Your text for "{title}"' in text_of(f, self.stage.ws)]
            self.hold(kits, f"{who} got no kit for {title}")

    def rest(self):
        left = self.stage.ask("SELECT key, body FROM outbox")
        self.hold(not left, f"unsaid: {left}")
        buried = self.stage.ask("SELECT key, why FROM buried")
        self.hold(not buried, f"buried: {buried}")


def value_of(delivery):
    """What the button that was pressed stands for."""
    payload = delivery.payload
    return payload["actions"][0]["value"] if "actions" in payload \
        else payload["context"]["x"]


def spelled(code):
    number = 0
    for letter in code:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(letter)
    return number


async def rest(stage):
    """Until all that is still owed was delivered again, and nothing waits to
    be said."""
    for _ in range(20):
        try:
            await stage.settle()
        except Failed as words:
            last = words.seen
            continue
        if stage.ask("SELECT count(*) FROM outbox") == [(0,)]:
            return
        last = stage.unrest()
        await asyncio.sleep(1)
    raise SystemExit(f"it does not come to rest: {last}")


async def press_again(stage, crowd):
    """Who saw that a press failed presses again; now it is answered."""
    for who in {who for who, d in crowd.posted if d.outcome != "acked"}:
        for _ in range(100):
            deed = crowd.press(who, "dm", "I posted it")
            if deed is None:
                break
            crowd.posted.append((who, deed.delivery))
            if await deed.delivery.done() != "acked":
                raise SystemExit(f"{who} pressed in vain")
            await rest(stage)


async def play(options):
    # Requests that end in the middle are what this is about.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    dice = random.Random(options.seed)
    stage = Stage(options.daemon, ("env", f"LD_PRELOAD={options.killer}"),
                  (options.on,))
    met = collections.Counter()
    try:
        limits = [("chats.per_channel", "6000"),
                  ("chats.per_workspace", "60000")]
        await stage.open([("sharing.item_life", '"0s"'),
                          ("rules.cap_day", "0"), ("rules.cap_item", "0"),
                          ("feeds.most_a_day", "1000")]
                         + (limits if options.on == "slack" else []))
        stage.ws.limits.enforced = False
        stage.ws.socket.timing.faster(4)
        os.environ["KILL_AT"] = ""
        crowd = Crowd(stage, dice)
        await stage.start()
        await enrol(stage, crowd)
        await stage.daemon.kill()
        for number in range(options.kills):
            met[await one_round(stage, crowd, dice)] += 1
            if number % 50 == 49:
                print(f"{number + 1} kills: {dict(met)}", flush=True)
        os.environ["KILL_AT"] = ""
        await stage.start()
        await rest(stage)
        await press_again(stage, crowd)
        accounts = Accounts(stage, crowd)
        for count in (accounts.ledger, accounts.shares, accounts.hits,
                      accounts.messages, accounts.rest):
            count()
    finally:
        await stage.close()
    print(f"{sum(met.values())} kills {dict(met)}; {len(crowd.titles)} items, "
          f"{len(crowd.reactions)} reactions, {len(crowd.posted)} declared, "
          f"{sum(crowd.redirected.values())} redirects")
    for words in accounts.wrong:
        print("WRONG:", words)
    if accounts.wrong:
        print(f"everything is in {stage.folder}")
        return 1
    stage.clean()
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("daemon")
    parser.add_argument("killer")
    parser.add_argument("--on", default="slack", choices=sorted(ACKS))
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(play(parser.parse_args())))


main()
