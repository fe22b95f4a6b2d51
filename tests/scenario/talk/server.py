"""Mattermost's own trouble: its server, its bot account, and requests that
somebody makes up."""

import json
from urllib.parse import parse_qsl, urlencode

from .language import step
from .stage import Failed


# the server and the bot's account

@step("the server restarts")
async def server_restarts(stage):
    """Its sockets end, what it only remembers is forgotten."""
    stage.ws.order("restart")


@step("the server is gone for {duration}")
async def server_gone(stage, duration):
    stage.ws.order("restart", None, stage.duration(duration) / 1000)


@step("the bot is disabled")
async def bot_disabled(stage):
    stage.ws.order("bot off")
    stage.refusals.add(stage.ws.denied)


@step("the bot is enabled")
async def bot_enabled(stage):
    stage.ws.order("bot on")


@step("the bot's socket is deaf")
async def deaf(stage):
    """It answers pings but brings no events any more."""
    stage.ws.order("deaf")


@step("the server takes {count} calls a second")
async def limited(stage, count):
    """All calls together, of everybody behind one address."""
    stage.ws.order("limit", 1, count)


@step("the server takes any number of calls")
async def unlimited(stage):
    stage.ws.order("no limit")


@step("the bot cannot connect")
async def cannot_connect(stage):
    """It loses its socket, and every new one is refused."""
    stage.ws.order("refuse", 10_000, "503")
    stage.ws.order("reset")


@step("the bot can connect again")
async def can_connect(stage):
    stage.ws.order("let in")


@step("the bot is connected")
async def is_connected(stage):
    ws = stage.ws
    mark = len(ws.journal.facts)
    if not await stage.until(lambda: ws.connections() >= 1
                             and ws.is_served(max(0, mark - 200))):
        raise Failed("the bot is connected", f"{ws.connections()} connections")


# requests that are made up

@step("somebody sends {who}'s {kind} again [as {other}] [with {change...}]: "
      "{status}")
async def sends_again(stage, who, kind, status, other=None, change=None):
    """The last press, command or form of that person as it was sent to the
    daemon, with what is said of it changed: status is the answer's, 'any'
    if it does not matter."""
    call = stage.deliveries[who, kind]
    await call.done()
    body = readable(call)
    if other:
        user = stage.user(other)
        body.update(user_id=user["id"], user_name=user["name"])
        if "trigger_id" in body:
            body["trigger_id"] = fresh(stage, user)
    for words in (change or "").split(" and "):
        if words:
            alter(stage, body, words)
    headers = dict(call.headers)
    if call.kind == "command":
        headers["Authorization"] = "Token " + body["token"]
    got, text = await call.replay(written(call, body), headers)
    stage.remark = f"{got} {text[:200]}"
    if status != "any" and got != int(status):
        raise Failed(f"somebody sends {who}'s {kind} again: {status}",
                     f"{got} {text[:300]}")


def readable(call):
    """The body of a request as a mapping."""
    text = call.body.decode()
    return dict(parse_qsl(text)) if call.kind == "command" \
        else json.loads(text)


def written(call, body):
    return urlencode(body).encode() if call.kind == "command" \
        else json.dumps(body).encode()


def fresh(stage, user):
    return stage.ws.triggers.give(user["id"])[1]


def alter(stage, body, words):
    """One change: what a liar would try."""
    triggers, me = stage.ws.triggers, body["user_id"]
    now = int(stage.ws.clock.now() * 1000)
    if words == "a new trigger":
        body["trigger_id"] = triggers.give(me)[1]
    elif words == "an old trigger":
        body["trigger_id"] = triggers.give(me, at=now - 3_600_000)[1]
    elif words == "a trigger that nobody signed":
        body["trigger_id"] = triggers.give(me, key=triggers.other_key())[1]
    elif words == "no trigger":
        body.pop("trigger_id")
    elif words.startswith("a trigger of "):
        body["trigger_id"] = fresh(stage, stage.user(words.split()[-1]))
    elif words == "another token":
        body["token"] = "a" * 26
    elif words == "no context":
        body.pop("context")
    elif words.startswith("the channel "):
        body["channel_id"] = stage.ws.world.channel(words.split()[-1]).id
    elif words == "another state":
        body["state"] = edited(body["state"])
    elif words.startswith("context "):
        name, value = words.split(" ", 2)[1:]
        body["context"] = {**body["context"], name: stage.fill(value)}
    elif words.startswith("the context of "):
        call = stage.deliveries[words.split()[-1].removesuffix("'s"), "press"]
        body["context"] = readable(call)["context"]
    else:
        raise ValueError(f"nobody can change {words}")


def edited(text):
    """One letter in the middle is another."""
    at = len(text) // 2
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:]
