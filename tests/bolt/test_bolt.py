"""Proves that the workspace speaks Slack's protocol and not ours: the real
@slack/bolt, which knows nothing of it, runs against it.

Run by ctest (label bolt), or: /usr/bin/python3 tests/bolt/test_bolt.py"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import unittest

import aiohttp

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from workspace.control import order  # noqa: E402
from workspace.daemon import root  # noqa: E402
from workspace.npm import installed, node  # noqa: E402
from workspace.reading import words  # noqa: E402
from workspace.workspace import Workspace  # noqa: E402

PLACE = os.path.join(root(), "build", "bolt")


class Bot:
    """bot.js under Node, what it tells, and orders for it."""

    def __init__(self):
        self.process = None
        self.told = []
        self.changed = asyncio.Event()

    async def start(self, workspace):
        self.process = await asyncio.create_subprocess_exec(
            node(PLACE), os.path.join(PLACE, "bot.js"), cwd=PLACE,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "API_URL": workspace.api_url,
                 "BOT_TOKEN": workspace.world.bot_token,
                 "APP_TOKEN": workspace.world.app_token})
        self.reader = asyncio.ensure_future(self._read())
        await self.expect("started")

    async def _read(self):
        while line := await self.process.stdout.readline():
            self.told.append(json.loads(line))
            self.changed.set()

    async def expect(self, what, seconds=15):
        async def seen():
            while True:
                for entry in self.told:
                    if entry["what"] == what:
                        self.told.remove(entry)
                        return entry
                self.changed.clear()
                await self.changed.wait()
        return await asyncio.wait_for(seen(), seconds)

    async def call(self, method, **args):
        self.process.stdin.write(json.dumps(
            {"method": method, "args": args}).encode() + b"\n")
        return await self.expect("answer", 40)

    async def stop(self):
        self.process.kill()
        await self.process.wait()
        self.reader.cancel()


class BoltProof(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        installed("bolt")
        shutil.copy(os.path.join(HERE, "bot.js"), PLACE)

    async def asyncSetUp(self):
        self.ws = Workspace(content_host="127.0.0.1")
        await self.ws.start()
        self.bot = Bot()
        await self.bot.start(self.ws)
        self.people = self.ws.people
        self.mark = len(self.ws.journal.facts)

    async def asyncTearDown(self):
        await self.bot.stop()
        await self.ws.stop()

    async def fact(self, matches, seconds=10):
        """The first fact since the last one asked for that matches."""
        journal, n = self.ws.journal, self.mark
        while True:
            for fact in journal.since(n):
                n = fact["n"]
                if matches(fact):
                    self.mark = n
                    return fact
            self.assertTrue(await journal.wait(n, seconds),
                            f"nothing came: {journal.facts[-5:]}")

    async def said(self, text, **more):
        return await self.fact(lambda f: f["kind"] == "said" and text in words(
            f.get("message") or f["view"]) and all(
                f[k] == v for k, v in more.items()))

    async def test_commands(self):
        self.people.command("ana", "#general", "/advocate hello")
        await self.said("You said: hello", how="whisper", to=["U0ANA"])
        self.people.command("ana", "#general", "/advocate later")
        await self.said("One", how="whisper", to=["U0ANA"])
        await self.said("Two", how="post", to=None)

    async def test_command_that_nobody_answers(self):
        self.ws.socket.timing.faster(10)
        self.people.command("ana", "#general", "/advocate silent")
        fact = await self.fact(lambda f: f["kind"] == "notice")
        self.assertIn("operation_timeout", fact["text"])

    async def test_buttons(self):
        self.people.command("ben", "#news", "/share")
        posted = await self.bot.expect("posted")
        self.assertEqual(posted["key"], "k1")
        deed = self.people.press("ana", "#news", "Share", "A story")
        self.assertEqual(await deed.delivery.done(), "acked")
        pressed = await self.bot.expect("share")
        self.assertEqual((pressed["user"], pressed["value"]), ("U0ANA", "17"))
        await self.said("Only you see this", how="whisper", to=["U0ANA"])
        await self.said("A story, shared", how="edit", to=None)
        await self.said("By its address", how="whisper")
        self.assertNotIn("Only you", str(
            self.people.visible(self.ws.world.user("ben"),
                                self.ws.world.channel("#news"))))

    async def test_button_with_an_address(self):
        self.people.command("ana", "#news", "/share")
        await self.bot.expect("posted")
        deed = self.people.press("ana", "#news", "Read")
        self.assertEqual(deed.url, "https://example.com/")
        await self.bot.expect("go")

    async def test_reactions(self):
        message = self.ws.world.post(
            self.ws.world.channel("#news"), "U0BEN", "Look at that")
        deed = self.people.react("ana", "#news", ":mega:", "Look at that")
        self.assertEqual((await self.bot.expect("reaction"))["name"], "mega")
        self.assertEqual(await deed.delivery.done(), "acked")
        # It is told of its own reaction too (Bolt drops that), and cannot
        # react twice.
        await self.fact(lambda f: f["kind"] == "ack" and f["known"])
        await self.fact(lambda f: f["kind"] == "ack" and f["known"])
        self.people.react("ben", "#news", ":mega:", "Look at that")
        refused = await self.bot.expect("refused")
        self.assertEqual(refused["error"], "already_reacted")
        self.assertEqual({r["name"] for r in message["reactions"]},
                         {"mega", "eyes"})

    async def test_form(self):
        self.people.command("ana", "#general", "/advocate form")
        await self.said("A wish", how="form")
        self.people.fill("ana", "Your wish", "no")
        self.people.submit("ana")
        await self.said("A wish", how="errors")
        self.assertIn("wish", self.ws.world.modals["U0ANA"][-1]["errors"])
        self.people.fill("ana", "Your wish", "more")
        self.people.submit("ana")
        await self.said("One more", how="form")
        self.people.fill("ana", "Your wish", "a pony")
        self.people.submit("ana")
        await self.said("Granted: a pony", how="post", to=["U0ANA"])
        self.assertEqual(self.ws.world.modals["U0ANA"], [])

    async def test_home_message_and_shortcut(self):
        self.people.home("ana")
        await self.said("Hello", how="home", to=["U0ANA"])
        self.people.say("ana", None, "good morning")
        await self.said("Heard good morning", how="post", to=["U0ANA"])
        self.people.say("ben", "#news", "worth sharing")
        self.people.shortcut("ana", "Suggest for sharing", "#news", "worth")
        await self.said("Suggest", how="form", to=["U0ANA"])

    async def test_refresh_and_reconnect(self):
        order(self.ws.socket, "warning")
        await self.fact(lambda f: f["kind"] == "socket"
                        and f["what"] == "hello", 20)
        self.people.command("ana", "#general", "/advocate again")
        await self.said("You said: again")
        order(self.ws.socket, "reset")
        await self.fact(lambda f: f["kind"] == "socket"
                        and f["what"] == "hello", 20)
        self.people.command("ana", "#general", "/advocate after")
        await self.said("You said: after")

    async def test_event_is_repeated_until_acked(self):
        self.ws.world.post(self.ws.world.channel("#news"), "U0BEN", "Again")
        self.ws.socket.timing.faster(10)
        order(self.ws.socket, "lose acks", 2)
        self.people.react("ana", "#news", "tada", "Again")
        tries = [await self.bot.expect("reaction") for _ in range(3)]
        self.assertEqual(len({t["id"] for t in tries}), 1)
        self.assertEqual([t.get("retry") for t in tries], [0, 1, 2])

    async def test_huge_ack_closes(self):
        self.people.command("ana", "#general", "/advocate huge")
        fact = await self.fact(lambda f: f["kind"] == "socket")
        self.assertEqual(fact["what"], "too large")

    async def test_refusals(self):
        call = self.bot.call
        self.assertEqual((await call("chat.postMessage", channel="C0RANDOM",
                                     text="x"))["error"], "not_in_channel")
        self.assertEqual((await call("chat.postMessage", channel="C0NOWHERE",
                                     text="x"))["error"], "channel_not_found")
        button = {"type": "button", "text": {
            "type": "plain_text", "text": "x" * 76}, "action_id": "a"}
        refused = await call("chat.postMessage", channel="C0NEWS", text="x",
                             blocks=[{"type": "actions",
                                      "elements": [button]}])
        self.assertEqual(refused["error"], "invalid_blocks")
        self.assertEqual(refused["messages"], [
            "[ERROR] must be less than 76 characters "
            "[json-pointer:/blocks/0/elements/0/text/text]"])
        self.assertEqual((await call("views.open", trigger_id="1.2.3", view={
            "type": "modal"}))["error"], "invalid_trigger_id")
        self.assertEqual((await call("nothing.here"))["error"],
                         "unknown_method")

    async def test_limited(self):
        self.ws.faults.add(method="chat.postMessage", status=429,
                           retry_after=1)
        before = self.ws.clock.steady()
        answer = await self.bot.call("chat.postMessage", channel="C0NEWS",
                                     text="in the end")
        self.assertTrue(answer["answer"]["ok"])
        self.assertGreater(self.ws.clock.steady() - before, 1)

    async def test_files(self):
        call = self.bot.call
        place = (await call("files.getUploadURLExternal", filename="c.png",
                            length=4))["answer"]
        async with aiohttp.ClientSession() as session:
            async with session.post(place["upload_url"],
                                    data=b"1234") as reply:
                self.assertEqual(await reply.text(), "OK - 4")
        done = await call("files.completeUploadExternal",
                          files=[{"id": place["file_id"], "title": "Chart"}])
        self.assertEqual(done["answer"]["files"][0]["title"], "Chart")
        posted = await call("chat.postMessage", channel="C0NEWS", text="x",
                            blocks=[{"type": "image", "alt_text": "a chart",
                                     "slack_file": {"id": place["file_id"]}}])
        self.assertTrue(posted["answer"]["ok"])


if __name__ == "__main__":
    unittest.main()
