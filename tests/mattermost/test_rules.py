"""The rules of Mattermost that a bot can stumble over, as they were measured:
identity of posts, resuming of websockets, signed triggers, refusals.

Run by ctest, or: /usr/bin/python3 tests/mattermost/test_rules.py"""

import asyncio
import base64
import json
import os
import subprocess
import tempfile
import time
import unittest
from urllib.parse import parse_qs

from fixture import Case, frames


class Posts(Case):
    async def test_pending_key_gives_the_same_post(self):
        first = await self.say("One", pending_post_id="k:1")
        second = await self.say("Other words", pending_post_id="k:1")
        self.assertEqual(first["id"], second["id"])
        self.assertEqual("One", second["message"])
        self.assertEqual("", second["pending_post_id"])
        self.assertEqual(1, len(self.news.messages))

    async def test_pending_key_is_global_where_it_may_be_read(self):
        first = await self.say("One", pending_post_id="k:1")
        other = await self.person("ana").post("/posts", {
            "channel_id": self.news.id, "message": "x",
            "pending_post_id": "k:1"})
        self.assertEqual(first["id"], other["id"])

    async def test_pending_key_in_flight_is_refused(self):
        self.ws.faults.add(method="POST /posts", linger=0.5)
        slow = asyncio.ensure_future(self.say("One", pending_post_id="k:2"))
        while "k:2" not in self.ws.pending.known:
            await asyncio.sleep(0.01)
        status, body, _ = await self.bot.ask("POST", "/posts", {
            "channel_id": self.news.id, "message": "One",
            "pending_post_id": "k:2"})
        self.assertEqual((500, "api.post.deduplicate_create_post.pending"),
                         (status, body["id"]))
        again = await self.bot.ask("POST", "/posts", {
            "channel_id": self.news.id, "message": "One",
            "pending_post_id": "k:2"}) if (await slow) else None
        self.assertEqual(201, again[0])
        self.assertEqual(1, len(self.news.messages))

    async def test_pending_key_is_forgotten_after_30_seconds(self):
        first = await self.say("One", pending_post_id="k:3")
        post_id, until = self.ws.pending.known["k:3"]
        self.assertAlmostEqual(30, until - self.ws.clock.steady(), delta=2)
        self.ws.pending.known["k:3"] = (post_id, until - 31)
        second = await self.say("One", pending_post_id="k:3")
        self.assertNotEqual(first["id"], second["id"])

    async def test_pending_key_of_a_deleted_post(self):
        first = await self.say("One", pending_post_id="k:4")
        await self.bot.ask("DELETE", "/posts/" + first["id"])
        status, body, _ = await self.bot.ask("POST", "/posts", {
            "channel_id": self.news.id, "message": "One",
            "pending_post_id": "k:4"})
        self.assertEqual((500, "api.post.deduplicate_create_post."
                          "failed_to_get"), (status, body["id"]))

    async def test_failed_post_clears_its_key(self):
        for _ in range(2):
            status, body, _ = await self.bot.ask("POST", "/posts", {
                "channel_id": self.news.id, "message": "x" * 16384,
                "pending_post_id": "k:5"})
            self.assertEqual(400, status)
        await self.say("fine", pending_post_id="k:5")
        self.assertEqual(1, len(self.news.messages))

    async def test_integrations_are_never_shown(self):
        post = await self.say("x", props=self.card(self.button(secret="s")))
        shown = json.dumps([post, await self.bot.get("/posts/" + post["id"]),
                            self.ws.people.visible(
                                self.ws.world.user("ana"), self.news)])
        self.assertNotIn("integration", shown)
        self.assertNotIn("secret", shown)

    async def test_patch_replaces_props(self):
        post = await self.say("x", props={"adv": {"k": 1}, "other": 1})
        changed = await self.bot.put(f"/posts/{post['id']}/patch",
                                     {"props": {"adv": {"k": 2}}})
        self.assertEqual({"adv": {"k": 2}}, changed["props"])
        self.assertEqual("x", changed["message"])
        changed = await self.bot.put(f"/posts/{post['id']}", {
            "id": post["id"], "message": "y"})
        self.assertEqual({}, changed["props"])

    async def test_files_are_dropped_silently(self):
        _, made, _ = await self.bot.ask(
            "POST", f"/files?channel_id={self.news.id}&filename=a.txt")
        file_id = made["file_infos"][0]["id"]
        first = await self.say("x", file_ids=[file_id, "a" * 26])
        self.assertEqual([file_id], first["file_ids"])
        again = await self.say("x", file_ids=[file_id])
        self.assertIsNone(again["file_ids"])

    async def test_since_tells_of_every_change(self):
        a, b, c = [await self.say(t) for t in "abc"]
        await asyncio.sleep(0.01)
        moment = self.ws.world.now()
        await asyncio.sleep(0.01)
        await self.bot.put(f"/posts/{a['id']}/patch", {"message": "aa"})
        await self.bot.ask("DELETE", "/posts/" + b["id"])
        self.ws.people.react("ana", "#news", "mega", ts=c["id"])
        found = await self.bot.get(
            f"/channels/{self.news.id}/posts?since={moment}")
        self.assertEqual([c["id"], b["id"], a["id"]], found["order"])
        self.assertEqual("", found["posts"][b["id"]]["message"])
        self.assertTrue(found["posts"][b["id"]]["delete_at"])
        latest = found["posts"][c["id"]]["update_at"]
        self.assertEqual([], (await self.bot.get(
            f"/channels/{self.news.id}/posts?since={latest}"))["order"])

    async def test_since_gives_1000_and_after_pages(self):
        ids = []
        for n in range(1010):
            post = self.ws.world.new_post(
                self.news, self.ws.world.user("ana")["id"], str(n))
            self.ws.world.store(self.news, post)
            ids.append(post["id"])
        found = await self.bot.get(f"/channels/{self.news.id}/posts?since=1")
        self.assertEqual(ids[:9:-1], found["order"])
        page = await self.bot.get(f"/channels/{self.news.id}/posts"
                                  f"?after={ids[0]}&per_page=500")
        self.assertEqual(ids[200:0:-1], page["order"])
        self.assertEqual((ids[0], ids[201]),
                         (page["prev_post_id"], page["next_post_id"]))

    async def test_since_has_old_versions_on_old_servers(self):
        self.ws.world.modern = 0
        post = await self.say("one")
        await self.bot.put(f"/posts/{post['id']}/patch", {"message": "two"})
        found = await self.bot.get(f"/channels/{self.news.id}/posts?since=1")
        self.assertEqual(2, len(found["order"]))
        old = found["posts"][found["order"][1]]
        self.assertEqual((post["id"], ""), (old["original_id"],
                                            old["message"]))

    async def test_only_admins_make_ephemeral_posts(self):
        body = {"user_id": self.ws.world.user("ana")["id"],
                "post": {"channel_id": self.news.id, "message": "psst"}}
        status, _, _ = await self.bot.ask("POST", "/posts/ephemeral", body)
        self.assertEqual(403, status)
        status, _, _ = await self.admin.ask("POST", "/posts/ephemeral", body)
        self.assertEqual(201, status)


class Sockets(Case):
    async def greeted(self):
        """A socket of the bot and its connection id."""
        socket = await self.listen()
        hello = await socket.event("hello")
        self.assertEqual(0, hello["seq"])
        await socket.event("status_change")
        return socket, hello["data"]["connection_id"]

    async def resumed(self, wanted, seq, client=None):
        return await self.listen(
            client, f"?connection_id={wanted}&sequence_number={seq}")

    async def gone(self, socket):
        n = len(self.ws.journal.facts)
        socket.break_off()
        while not [f for f in self.ws.journal.since(n, "socket")
                   if f["what"] == "closed"]:
            await self.ws.journal.wait(len(self.ws.journal.facts), 1)

    def flood(self, count, text="missed"):
        for n in range(count):
            self.ws.people.say("ana", "#news", f"{text}{n}")

    async def test_resumes_what_was_missed(self):
        socket, known = await self.greeted()
        self.ws.people.say("ana", "#news", "before")
        seq = (await socket.event("posted"))["seq"]
        await self.gone(socket)
        self.flood(3)
        socket = await self.resumed(known, seq + 1)
        first = await socket.event("status_change")     # that it went
        self.assertEqual(seq + 1, first["seq"])
        for n in range(3):
            posted = await socket.event("posted")
            self.assertIn(f"missed{n}", posted["data"]["post"])
            self.assertEqual(seq + 2 + n, posted["seq"])
        self.assertEqual("pong", (await socket.say(1, "ping"))["data"]["text"])
        self.assertFalse(any(m.get("event") == "hello" for m in socket.got))

    async def test_sends_again_what_was_sent(self):
        socket, known = await self.greeted()
        self.flood(3)
        for _ in range(3):
            last = await socket.event("posted")
        await self.gone(socket)
        socket = await self.resumed(known, last["seq"] - 1)
        self.assertEqual(last["seq"] - 1, (await socket.event("posted"))["seq"])
        self.assertEqual(last, await socket.event("posted"))

    async def test_200_missed_are_kept_and_300_are_not(self):
        for count, kept in ((200, True), (300, False)):
            socket, known = await self.greeted()
            await self.gone(socket)
            self.flood(count)
            socket = await self.resumed(known, 2)
            if kept:
                for n in range(count):
                    posted = await socket.event("posted")
                    self.assertIn(f"missed{n}\"", posted["data"]["post"])
            else:
                hello = await socket.event("hello")
                self.assertEqual(0, hello["seq"])
                self.assertNotEqual(known, hello["data"]["connection_id"])
                await asyncio.sleep(0.05)
                self.assertFalse([m for m in socket.got
                                  if m.get("event") == "posted"])
            await self.gone(socket)

    async def test_begins_anew_when_it_cannot_resume(self):
        socket, known = await self.greeted()
        await self.gone(socket)
        for wanted, seq, client in (
                (known, 77, None), ("a" * 26, 5, None),
                (known, 2, self.person("ana"))):
            socket = await self.resumed(wanted, seq, client)
            hello = await socket.event("hello")
            self.assertEqual(0, hello["seq"])
            self.assertNotEqual(known, hello["data"]["connection_id"])

    async def test_malformed_resuming_is_closed_at_once(self):
        socket, known = await self.greeted()
        await self.gone(socket)
        for query in (f"?connection_id={known}",
                      f"?connection_id={known}&sequence_number=x",
                      "?connection_id=short&sequence_number=1"):
            socket = await self.listen(query=query)
            await socket.end(1)
            self.assertEqual([], socket.got)

    async def test_half_open_socket_doubles(self):
        old, known = await self.greeted()
        new = await self.resumed(known, 2)
        self.assertEqual(0, (await new.event("hello"))["seq"])
        self.ws.people.say("ana", "#news", "K")
        await old.event("posted")
        await new.event("posted")

    async def test_restart_forgets(self):
        socket, known = await self.greeted()
        self.ws.order("restart")
        await socket.end(2)
        self.assertNotIn("close", socket.frames)
        await asyncio.sleep(0.1)
        socket = await self.resumed(known, 2)
        self.assertEqual(0, (await socket.event("hello"))["seq"])

    async def test_without_a_good_token_it_is_closed_silently(self):
        self.ws.socket.timing.auth = 0.2
        for client in (self.client(), self.client("nonsense")):
            began = time.monotonic()
            socket = await self.listen(client)
            await socket.end(2)
            self.assertGreater(time.monotonic() - began, 0.15)
            self.assertEqual([], socket.got)
            self.assertNotIn("close", socket.frames)

    async def test_challenge(self):
        socket = await self.listen(self.client())
        reply = await socket.say(1, "authentication_challenge",
                                 {"token": self.ws.bot_token})
        self.assertEqual("OK", reply["status"])
        bad = await self.listen(self.client())
        bad.tell(1, "authentication_challenge", {"token": "x"})
        await bad.end(1)
        self.assertEqual([], bad.got)

    async def test_only_pongs_keep_it_open(self):
        self.ws.socket.timing.ping = 0.3
        self.ws.socket.timing.pong = 0.8
        socket, known = await self.greeted()
        began = time.monotonic()
        for seq in range(1, 4):
            await socket.say(seq, "ping")
            await asyncio.sleep(0.1)
        await socket.end(5)
        self.assertGreater(time.monotonic() - began, 0.7)
        self.assertEqual(["ping", "ping"], socket.frames)
        kept, _ = await self.greeted()
        for _ in range(12):
            await asyncio.sleep(0.1)
            kept.send(frames.PONG)
        self.assertFalse(kept.ended.is_set())

    async def test_large_frame_is_not_read(self):
        socket, _ = await self.greeted()
        socket.send(frames.TEXT, b" " * 8193)
        await socket.end(1)

    async def test_disabled_bot_leaves_a_zombie(self):
        socket, _ = await self.greeted()
        bot = self.ws.world.app["user"]
        await self.admin.post(f"/bots/{bot}/disable")
        self.assertEqual(401, (await self.bot.ask("GET", "/users/me"))[0])
        await self.admin.post(f"/bots/{bot}/enable")
        self.assertEqual(200, (await self.bot.ask("GET", "/users/me"))[0])
        reply = await socket.say(50, "ping")
        self.assertEqual("api.web_socket_router.not_authenticated.app_error",
                         reply["error"]["id"])
        status, _, _ = await self.bot.ask(
            "PUT", "/users/me/preferences", [{
                "user_id": bot, "category": "advocate", "name": "canary",
                "value": "1"}])
        self.assertEqual(200, status)
        self.ws.people.say("ana", "#news", "unheard")
        await asyncio.sleep(0.05)
        self.assertEqual([], socket.got)
        self.assertFalse(socket.ended.is_set())

    async def test_revoked_token_is_deaf(self):
        socket, _ = await self.greeted()
        self.ws.revoke()
        self.ws.people.say("ana", "#news", "unheard")
        reply = await socket.say(9, "ping")
        self.assertEqual("api.web_socket_router.not_authenticated.app_error",
                         reply["error"]["id"])
        self.assertEqual(401, (await self.bot.ask("GET", "/users/me"))[0])
        self.assertFalse(socket.got or socket.ended.is_set())

    async def test_revoked_token_still_hears_on_old_servers(self):
        self.ws.world.modern = 0
        socket, _ = await self.greeted()
        self.ws.revoke()
        self.ws.people.say("ana", "#news", "heard")
        await socket.event("posted")
        reply = await socket.say(9, "ping")
        self.assertEqual("api.context.invalid_token.error",
                         reply["error"]["id"])
        self.assertIn(self.ws.bot_token, reply["error"]["message"])
        self.ws.people.say("ana", "#news", "heard too")
        await socket.event("posted")
        self.assertEqual(401, (await self.bot.ask("GET", "/users/me"))[0])

    async def test_gap(self):
        socket, _ = await self.greeted()
        self.ws.order("gap", 2)
        self.flood(3)
        self.assertEqual(4, (await socket.event("posted"))["seq"])

    async def test_canary_comes_back(self):
        socket, _ = await self.greeted()
        bot = self.ws.world.app["user"]
        await self.bot.put("/users/me/preferences", [{
            "user_id": bot, "category": "advocate", "name": "canary",
            "value": "7"}])
        rows = json.loads((await socket.event(
            "preferences_changed"))["data"]["preferences"])
        self.assertEqual("7", rows[0]["value"])

    async def test_hears_only_where_it_is(self):
        socket, _ = await self.greeted()
        self.ws.people.say("ana", "#random", "not for you")
        self.ws.people.say("ana", "#news", "for you")
        self.assertIn("for you", (await socket.event("posted"))["data"]["post"])


class Integrations(Case):
    async def trigger(self):
        post = await self.say("x", props=self.card(self.button()))
        await self.ws.people.press("ana", "#news", "Share").delivery.done()
        return post, json.loads(self.app.last("action")[2])["trigger_id"]

    async def test_trigger_is_signed(self):
        """As OpenSSL sees it, with the key that anybody may read."""
        _, trigger = await self.trigger()
        word, user_id, millis, signature = base64.b64decode(
            trigger).decode().split(":")
        self.assertEqual(self.ws.world.user("ana")["id"], user_id)
        self.assertLess(abs(self.ws.world.now() - int(millis)), 5000)
        config = await self.client().get("/config/client?format=old")
        with tempfile.TemporaryDirectory() as folder:
            def put(name, data):
                path = os.path.join(folder, name)
                with open(path, "wb") as file:
                    file.write(data)
                return path
            pem = put("key", b"-----BEGIN PUBLIC KEY-----\n" + config[
                "AsymmetricSigningPublicKey"].encode()
                + b"\n-----END PUBLIC KEY-----\n")
            verified = subprocess.run(
                ["openssl", "dgst", "-sha256", "-verify", pem, "-signature",
                 put("signature", base64.b64decode(signature)),
                 put("text", f"{word}:{user_id}:{millis}:".encode())],
                capture_output=True, text=True)
        self.assertIn("Verified OK", verified.stdout)

    async def test_dialog_opens_by_trigger_alone(self):
        _, trigger = await self.trigger()
        dialog = {"trigger_id": trigger, "url": self.app.address + "/dialog",
                  "dialog": {"callback_id": "c", "title": "T", "state": "s",
                             "notify_on_cancel": True, "elements": [{
                                 "display_name": "Words", "name": "w",
                                 "type": "text", "optional": True}]}}
        self.assertEqual(200, (await self.client().ask(
            "POST", "/actions/dialogs/open", dialog))[0])
        self.assertEqual("s", self.ws.world.modals[self.ws.world.user(
            "ana")["id"]][-1]["dialog"]["state"])
        self.ws.socket.timing.trigger = 0.0
        await asyncio.sleep(0.01)
        status, body, _ = await self.client().ask(
            "POST", "/actions/dialogs/open", dialog)
        self.assertEqual((400, "interactive_message.decode_trigger_id."
                          "expired"), (status, body["id"]))

    async def test_forged_trigger_is_refused(self):
        from cryptography.hazmat.primitives.asymmetric import ec
        key = ec.generate_private_key(ec.SECP256R1())
        _, forged = self.ws.triggers.give(
            self.ws.world.user("ana")["id"], key)
        for trigger in (forged, "x", base64.b64encode(b"a:b").decode()):
            status, _, _ = await self.bot.ask(
                "POST", "/actions/dialogs/open", {
                    "trigger_id": trigger, "url": "http://x", "dialog": {}})
            self.assertEqual(400, status)

    async def test_dialog_errors_keep_it_open(self):
        _, trigger = await self.trigger()
        await self.client().post("/actions/dialogs/open", {
            "trigger_id": trigger, "url": self.app.address + "/dialog",
            "dialog": {"callback_id": "c", "title": "T", "state": "s",
                       "notify_on_cancel": True, "elements": [
                           {"display_name": "Words", "name": "w",
                            "type": "text"},
                           {"display_name": "Sure", "name": "b",
                            "type": "bool", "default": "true"}]}})
        people, ana = self.ws.people, self.ws.world.user("ana")["id"]
        self.assertIsNone(people.submit("ana").delivery)    # required
        people.fill("ana", "Words", "bad")
        self.app.answers["dialog"] = {"errors": {"w": "Better words"}}
        await people.submit("ana").delivery.done()
        sent = json.loads(self.app.last("dialog")[2])
        self.assertEqual({"b": True, "w": "bad"}, sent["submission"])
        self.assertEqual(ana, sent["user_id"])
        await asyncio.sleep(0.01)
        self.assertEqual("Better words",
                         self.ws.world.modals[ana][-1]["errors"]["w"])
        self.app.answers["dialog"] = {}
        await people.close("ana").delivery.done()
        sent = json.loads(self.app.last("dialog")[2])
        self.assertEqual((True, {}), (sent["cancelled"], sent["submission"]))
        self.assertEqual([], self.ws.world.modals[ana])

    async def test_update_sets_what_it_says(self):
        post = await self.say("x", props=self.card(self.button()))
        self.app.answers["action"] = {"update": {"message": "y"}}
        await self.ws.people.press("ana", "#news", "Share").delivery.done()
        kept = self.ws.world.posts[post["id"]]
        self.assertEqual("y", kept["message"])
        self.assertTrue(kept["props"]["attachments"][0]["actions"][0][
            "integration"])
        self.app.answers["action"] = {"update": {"props": {}}}
        await self.ws.people.press("ana", "#news", "Share").delivery.done()
        self.assertEqual(("", {}), (kept["message"], kept["props"]))

    async def test_bad_answers_are_an_error_for_who_pressed(self):
        await self.say("x", props=self.card(
            self.button(), self.button("bad_id", "Underscore")))
        self.ws.socket.timing.integration = 0.3

        async def slow(_):
            await asyncio.sleep(1)
            return {}
        for answer in ((500, "", "text/plain"), (200, "no", "text/html"),
                       slow):
            self.app.answers["action"] = answer
            done = self.ws.people.press("ana", "#news", "Share").delivery
            self.assertNotEqual("acked", await done.done())
        self.app.answers["action"] = (200, "", "application/json")
        done = self.ws.people.press("ana", "#news", "Share").delivery
        self.assertEqual("acked", await done.done())
        count = len(self.app.heard)
        await self.ws.people.press("ana", "#news",
                                   "Underscore").delivery.done()
        self.assertEqual(count, len(self.app.heard))
        await asyncio.sleep(0.01)
        notices = self.ws.world.notices[self.ws.world.user("ana")["id"]]
        self.assertEqual(["Action integration error."] * 3
                         + ["Sorry, we could not find the page."],
                         [n["text"] for n in notices])

    async def test_ephemeral_buttons_carry_cookies(self):
        self.app.answers["command"] = {
            "text": "Only you", "attachments": [{"actions": [
                self.button("go", "Go", a=1)]}]}
        await self.ws.people.command(
            "ana", "#news", "/advocate me").delivery.done()
        seen = self.ws.people.find_message(
            self.ws.world.user("ana"), self.news, "Only you", "Go")
        self.assertNotIn("integration", json.dumps(seen))
        self.app.answers["action"] = {"ephemeral_text": "Done"}
        done = self.ws.people.press("ana", "#news", "Go").delivery
        self.assertEqual("acked", await done.done())
        self.assertEqual({"a": 1}, json.loads(
            self.app.last("action")[2])["context"])
        said = [f for f in self.ws.journal.since(0, "said")
                if f["how"] == "whisper"]
        self.assertEqual(["Only you", "Done"],
                         [f["message"]["message"] for f in said])
        self.assertEqual([[self.ws.world.user("ana")["id"]]] * 2,
                         [f["to"] for f in said])

    async def test_command_reply_address_works_five_times(self):
        await self.ws.people.command(
            "ana", "#news", "/Advocate  b  c").delivery.done()
        fields = parse_qs(self.app.last("command")[2])
        self.assertEqual(["/advocate"], fields["command"])
        address = fields["response_url"][0]

        async def later():
            async with self.session.post(
                    address, json={"text": "later"}) as reply:
                return reply.status, await reply.text()
        for _ in range(5):
            self.assertEqual((200, "ok"), await later())
        status, text = await later()
        self.assertEqual((400, "web.command_webhook.general.app_error"),
                         (status, json.loads(text)["id"]))
        await self.ws.people.command(
            "ana", "#news", "/advocate").delivery.done()
        address = parse_qs(self.app.last("command")[2])["response_url"][0]
        self.ws.clock.move(31 * 60 * 1000)
        self.assertEqual(404, (await later())[0])

    async def test_command_answers(self):
        for answer, told in (
                ({}, None), ((200, "", "text/plain"), None),
                ((200, "words", "text/plain"), "words"),
                ((200, "", "application/json"), "failed"),
                ((503, "", "text/plain"), "503")):
            self.app.answers["command"] = answer
            n = len(self.ws.journal.facts)
            await self.ws.people.command(
                "ben", "#news", "/share x").delivery.done()
            await asyncio.sleep(0.01)
            seen = [f for f in self.ws.journal.since(n)
                    if f["kind"] in ("said", "notice")]
            self.assertEqual(1 if told else 0, len(seen), answer)
            if told:
                self.assertIn(told, json.dumps(seen[0]))

    async def test_untrusted_addresses_are_not_asked(self):
        await self.say("x", props=self.card(self.button()))
        self.ws.order("untrusted")
        done = self.ws.people.press("ana", "#news", "Share").delivery
        await done.done()
        await self.ws.people.command(
            "ana", "#news", "/share").delivery.done()
        self.assertEqual([], self.app.heard)
        self.ws.calls.trusted = ["127.0.0.0/8"]
        done = self.ws.people.press("ana", "#news", "Share").delivery
        self.assertEqual("acked", await done.done())

    async def test_same_request_can_be_sent_again(self):
        await self.say("x", props=self.card(self.button()))
        done = self.ws.people.press("ana", "#news", "Share").delivery
        await done.done()
        status, _ = await done.replay()
        self.assertEqual(200, status)
        first, second = self.app.heard
        self.assertEqual(first[2], second[2])


class Newest(Case):
    release = "11.11"

    async def test_update_changes_ephemeral_posts(self):
        self.app.answers["command"] = {
            "text": "Only you", "attachments": [{"actions": [
                self.button("go_on", "Go", a=1)]}]}
        await self.ws.people.command(
            "ana", "#news", "/advocate me").delivery.done()
        socket = await self.listen(self.person("ana"))
        self.app.answers["action"] = {"update": {"message": "Done"}}
        done = self.ws.people.press("ana", "#news", "Go").delivery
        self.assertEqual("acked", await done.done())
        post = json.loads((await socket.event("post_edited"))["data"]["post"])
        self.assertEqual(("Done", "system_ephemeral", {
            "from_webhook": "true"}), (post["message"], post["type"],
                                       post["props"]))

    async def test_full_update_keeps_props(self):
        post = await self.say("x", props={"adv": 1})
        changed = await self.bot.put(f"/posts/{post['id']}", {
            "id": post["id"], "message": "y"})
        self.assertEqual({"adv": 1, "from_bot": "true"}, changed["props"])


class Refusals(Case):
    async def test_who_may_not(self):
        review = self.ws.world.channel("#review").id
        random = self.ws.world.channel("#random").id
        ana = self.person("ana")
        for client, method, path, body, status, error in (
                (self.client(), "GET", "/users/me", None, 401,
                 "api.context.session_expired.app_error"),
                (self.client("x"), "GET", "/users/me", None, 401,
                 "api.context.session_expired.app_error"),
                (self.bot, "POST", "/posts", {"channel_id": random,
                                              "message": "x"}, 403,
                 "api.context.permissions.app_error"),
                (ana, "GET", "/channels/" + review, None, 403,
                 "api.context.permissions.app_error"),
                (self.bot, "GET", "/posts/short", None, 400,
                 "api.context.invalid_url_param.app_error"),
                (self.bot, "GET", "/posts/" + "a" * 26, None, 404,
                 "app.post.get.app_error"),
                (self.bot, "GET", "/no/such", None, 404,
                 "api.context.404.app_error"),
                (self.bot, "PATCH", "/posts", None, 404,
                 "api.context.404.app_error"),
                (self.bot, "POST", "/bots", {"username": "other"}, 403,
                 "api.context.permissions.app_error"),
                (self.bot, "GET", "/commands?team_id=" + self.ws.team_id(),
                 None, 403, "api.context.permissions.app_error")):
            got, answer, headers = await client.ask(method, path, body)
            self.assertEqual((status, error), (got, answer["id"]), path)
            lost = error == "api.context.404.app_error"
            self.assertEqual(lost, "request_id" not in answer)
            self.assertEqual(lost, headers["Content-Type"].startswith(
                "text/plain"))

    async def test_rate_limit(self):
        self.ws.order("limit", 5, 3)
        replies = [await self.bot.ask("GET", "/users/me") for _ in range(8)]
        self.assertEqual([200] * 5, [r[0] for r in replies[:5]])
        status, text, headers = replies[-1]
        self.assertEqual((429, "limit exceeded\n", "6", "0"), (
            status, text, headers["X-Ratelimit-Limit"],
            headers["X-Ratelimit-Remaining"]))
        self.assertIn("Retry-After", headers)

    async def test_commands_are_made_by_admins(self):
        command = {"team_id": self.ws.team_id(), "trigger": "wish",
                   "method": "P", "url": "http://127.0.0.1/x"}
        self.assertEqual(403, (await self.bot.ask(
            "POST", "/commands", command))[0])
        status, made, _ = await self.admin.ask("POST", "/commands", command)
        self.assertEqual(201, status)
        self.assertEqual(26, len(made["token"]))
        status, body, _ = await self.admin.ask("POST", "/commands", command)
        self.assertEqual((400, "api.command.duplicate_trigger.app_error"),
                         (status, body["id"]))
        bot = self.ws.world.app["user"]
        await self.admin.put(f"/teams/{self.ws.team_id()}/members/{bot}/roles",
                             {"roles": "team_user team_admin"})
        self.assertEqual(201, (await self.bot.ask("POST", "/commands", {
            **command, "trigger": "other"}))[0])


if __name__ == "__main__":
    unittest.main()
