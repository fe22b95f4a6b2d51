"""Time, settings, and what goes wrong: the daemon, the platform, the feeds."""

import asyncio
import re

from workspace.daemon import put

from .language import Wanted, step
from .stage import Failed
from .store import stored_nowhere


# time

@step("clock +{duration}")
async def clock_by(stage, duration):
    await stage.settle()
    stage.ws.clock.move(stage.duration(duration))
    stage.ws.journal.note("clock", now=stage.ws.clock.now())


@step("clock to {weekday} {time} [in {zone}]")
async def clock_to(stage, weekday, time, zone="Europe/Helsinki"):
    """The next such moment."""
    await stage.settle()
    stage.ws.clock.move_to_weekday(weekday, time, zone)
    stage.ws.journal.note("clock", now=stage.ws.clock.now())


async def with_patience(stage, seconds, line):
    from .play import perform
    before = stage.patience
    stage.patience = seconds
    try:
        await perform(stage, line)
    finally:
        stage.patience = before


@step("within {duration}: {line...}")
async def within(stage, duration, line):
    """More patience than usual, for one line."""
    await with_patience(stage, max(
        stage.patience, stage.duration(duration) / 1000), line)


@step("no later than {duration}: {line...}")
async def no_later(stage, duration, line):
    """Less patience than usual: what takes longer has waited for trouble."""
    await with_patience(stage, stage.duration(duration) / 1000, line)


@step("on {platform}: {line...}")
async def on_platform(stage, platform, line):
    """One line that speaks of the other chat server, where there are two."""
    from .play import perform
    before = stage.ws
    stage.ws = next((w for w in stage.workspaces
                     if w.kind == platform.lower()), None)
    if stage.ws is None:
        stage.ws = before
        raise ValueError(f"nobody is on {platform} here")
    try:
        await perform(stage, line)
    finally:
        stage.ws = before


# settings and the process

@step("config {name} = {value...}")
async def config(stage, name, value):
    """Takes effect when the daemon starts or reloads next."""
    put(stage.daemon.settings, name, stage.fill(value))


@step("daemon restarts")
async def restarts(stage):
    await daemon_stops(stage)
    await stage.start()


@step("daemon stops")
async def daemon_stops(stage):
    code = await stage.daemon.stop()
    if code != 0:
        raise Failed("the daemon ends well when it is told to",
                     f"exit code {code}\n{stage.tail()}")


@step("daemon is killed")
async def killed(stage):
    await stage.daemon.kill()


@step("daemon is told to stop")
async def told_to_stop(stage):
    """Does not wait for its end."""
    stage.daemon.signal(15)


@step("daemon ends well")
async def ends_well(stage):
    if not await stage.until(lambda: not stage.daemon.is_running(), 20):
        raise Failed("the daemon ends", "it still runs")
    if stage.daemon.process.returncode != 0:
        raise Failed("the daemon ends well",
                     f"exit code {stage.daemon.process.returncode}")


@step("daemon starts")
async def starts(stage):
    await stage.start()


@step("daemon starts and says {text}")
async def starts_in_vain(stage, text):
    """It refuses to start, with that complaint."""
    await stage.daemon.start()
    if not await stage.until(lambda: not stage.daemon.is_running(), 20):
        raise Failed("the daemon refuses to start", "it runs")
    if stage.daemon.process.returncode == 0 or \
            stage.fill(text) not in stage.daemon.log():
        raise Failed(f"it says {text}", stage.tail())
    stage.daemon.process = None


@step("daemon reloads")
async def reloads(stage):
    stage.daemon.write()
    stage.daemon.signal(1)


@step("log has {text}")
async def log_has(stage, text):
    text = stage.fill(text)
    if not await stage.until(lambda: text in stage.daemon.log()):
        raise Failed(f"log has {text}", stage.tail(60))


@step("log has no {text}")
async def log_has_no(stage, text):
    await stage.settle()
    lines = [line for line in stage.daemon.log().splitlines()
             if stage.fill(text) in line]
    if lines:
        raise Failed(f"log has no {text}", "\n".join(lines))


@step("get {path}: {text...}")
async def get(stage, path, text):
    """get /ready: 200 "ok" """
    wanted = Wanted(stage.fill(text))
    status, body = 0, ""
    end = stage.ws.clock.steady() + stage.patience
    while stage.ws.clock.steady() < end:
        try:
            status, body = await stage.get(path)
        except OSError as no:
            status, body = 0, str(no)
        if (not wanted.kind or wanted.kind == str(status)) and all(
                t in body for t in wanted.present) and not any(
                t in body for t in wanted.absent):
            return
        await stage.ws.journal.wait(len(stage.ws.journal.facts), 0.1)
    raise Failed(f"get {path}: {text}", f"{status}: {body[:1500]}")


@step("no secret is in the log or the store")
async def no_secrets(stage):
    """Tokens, and addresses that are as good as tokens."""
    for ws in stage.workspaces:
        for secret in ws.secrets():
            await log_has_no(stage, secret)
            await stored_nowhere(stage, secret)


# the platform

@step("fault {call} {what...} [in {place}] [{count} times]")
async def fault(stage, call, what, place=None, count="1"):
    """fault post 429 for 2s | 503 | slow 2s | cut | error "x" |
    cut after it was done | 500 after it was done. A call by what it is for
    (post whisper edit answer form connect) or by the platform's name; an
    answer address may also have run out."""
    channel = stage.ws.world.channel(place).id if place else None
    stage.ws.faults.add(method=stage.ws.methods.get(call, call),
                        channel=channel, count=int(count),
                        **fault_of(stage, what))


def fault_of(stage, what):
    if found := re.match(r"429 for (\S+)$", what):
        return {"status": 429,
                "retry_after": max(1, stage.duration(found[1]) // 1000)}
    if found := re.match(r"slow (\S+)$", what):
        return {"slow": stage.duration(found[1]) / 1000}
    if found := re.match(r'error "?(\w+)"?$', what):
        stage.refusals.add(found[1])
        return {"error": found[1]}
    if found := re.match(r"(cut|internal_error|\d+) after it was done$", what):
        return {"ambiguous": found[1]}
    if what == "has run out":
        return {"error": stage.ws.expired}
    if what == "cut":
        return {"cut": True}
    if re.match(r"\d+$", what):
        return {"status": int(what)}
    raise ValueError(f"no such fault: {what}")


@step("faults end")
async def faults_end(stage):
    stage.ws.faults.clear()


@step("socket: one {what...}")
async def socket_one(stage, what):
    stage.ws.order(what, 1)


@step("socket: {what...} [{count} times]")
async def socket(stage, what, count=None):
    """socket: warning | refresh | silence | reset | ghost | link_disabled |
    link_enabled | lose acks | double | refuse | faster 10"""
    word, _, value = what.rpartition(" ")
    if value.isdigit():
        stage.ws.order(word, count and int(count), value)
    else:
        stage.ws.order(what, count and int(count))


@step("the bot's token is revoked")
async def revoked(stage):
    stage.ws.revoke()
    stage.refusals.add(stage.ws.denied)


@step("{count} connections")
async def connections(stage, count):
    """As the platform counts them."""
    ws = stage.ws
    if not await stage.until(lambda: ws.connections() == int(count)):
        raise Failed(f"{count} connections", f"{ws.connections()}")


@step("the bot may be refused {error}")
async def may_be_refused(stage, error):
    stage.refusals.add(error)


@step("calls: {call} {count} [in {place}]")
async def calls(stage, call, count, place=None):
    """Calls of that method that were carried out, since the scene began."""
    await stage.settle()
    method = stage.ws.methods.get(call, call)
    channel = stage.ws.world.channel(place).id if place else None

    def done():
        return len([f for f in stage.ws.journal.since(0, "api")
                    if f["method"] == method and not f["error"]
                    and channel in (None, f["channel"])])
    if not await stage.until(lambda: done() == int(count)):
        raise Failed(f"calls: {call} {count}", str(done()))


@step("acks within {duration}")
async def acks(stage, duration):
    """Every ack so far came in that time, on the connection that asked."""
    await stage.settle()
    most = stage.duration(duration)
    for fact in stage.ws.journal.since(0, "ack"):
        if fact["known"] and (fact["ms"] > most or not fact["here"]):
            raise Failed(f"acks within {duration}", str(fact))


@step("no event was lost")
async def none_lost(stage):
    lost = stage.ws.journal.since(0, "lost")
    if lost:
        raise Failed("no event was lost", str(lost))


# the blog

@step("the blog answers {status}")
async def blog_answers(stage, status):
    stage.ws.blog.broken = None if status == "again" else int(status)


@step("the blog was asked {what...}")
async def blog_was_asked(stage, what):
    """the blog was asked for its feed and said 304 | with an ETag"""
    def found():
        feeds = [f for f in stage.ws.journal.since(0, "fetch")
                 if f["path"].endswith(("feed.xml", "atom.xml", "feed.json"))]
        if what == "with an ETag":
            return any(f["etag"] for f in feeds)
        status = re.match(r"for its feed and said (\d+)$", what)
        return any(f["status"] == int(status[1]) for f in feeds)
    if not await stage.until(found):
        raise Failed(f"the blog was asked {what}",
                     str(stage.ws.journal.since(0, "fetch")[-3:]))


@step("{path} was read")
async def was_read(stage, path):
    def found():
        return any(f["path"] == path
                   for f in stage.ws.journal.since(0, "fetch"))
    if not await stage.until(found):
        raise Failed(f"{path} was read", "it was not")


@step("nobody came inside")
async def nobody_inside(stage):
    """The page that only the redirects lead to was never asked for."""
    await stage.settle()
    if stage.ws.journal.since(0, "intruder"):
        raise Failed("nobody came inside", "somebody did")


@step("little was poured")
async def little_poured(stage):
    """The daemon hung up on the endless feed early."""
    def cut():
        return [f for f in stage.ws.journal.since(0, "poured")]
    if not await stage.until(cut, 20) or cut()[0]["bytes"] > 100_000_000:
        raise Failed("little was poured", str(cut()))


@step("the daemon is small")
async def small(stage):
    """Its memory did not follow what it was sent."""
    with open(f"/proc/{stage.daemon.process.pid}/status",
              encoding="ascii") as file:
        peak = int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])
    if peak > 400_000:      # sanitizers take their share
        raise Failed("the daemon is small", f"{peak} kB at its peak")


@step("everything delivered is acked")
async def all_acked(stage):
    await asyncio.sleep(0)      # what was done a line above is on its way
    if not await stage.until(lambda: not stage.ws.waiting()):
        raise Failed("everything delivered is acked", "not everything is")
