"""Compares what the workspace says, as a 5.37, with what a real server said:
names and kinds of everything, in bodies, events and callbacks. Needs the
recordings in ../shared/captures/mattermost; without them it is skipped.

Run by ctest, or: /usr/bin/python3 tests/mattermost/test_shapes.py"""

import json
import sys
import unittest
from urllib.parse import parse_qsl

from fixture import CAPTURES, Case, capture, differences, shape

PNG = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (64).to_bytes(4, "big")
       + (64).to_bytes(4, "big") + b"\x08\x02\0\0\0")


class Shapes(Case):
    release = "5.37"

    def same(self, name, ours, theirs, but=()):
        """but: differences that are known and meant."""
        found = [d for d in differences(shape(ours), shape(theirs))
                 if not d.startswith(tuple(but))]
        self.assertEqual([], found, name)

    async def answer(self, name, client, method, path, body=None, but=()):
        """One call, compared with the recorded answer of that name."""
        wanted = capture("rest-" + name)
        status, ours, headers = await client.ask(method, path, body)
        self.assertEqual(wanted["status"], status, name)
        if isinstance(wanted["body"], dict) and "id" in wanted["body"] \
                and status >= 400:
            self.assertEqual(wanted["body"]["id"], ours["id"], name)
            self.assertEqual(
                {k for k in wanted["headers"] if k.startswith("X-")},
                {k for k in headers if k.startswith("X-")}, name)
        self.same(name, ours, wanted["body"], but)
        self.assertEqual(
            wanted["headers"]["Content-Type"].split(";")[0],
            headers["Content-Type"].split(";")[0], name)
        return ours

    async def test_people_and_channels(self):
        ana, world = self.person("ana"), self.ws.world
        ids = [world.user("ana")["id"], world.user("ben")["id"]]
        team, news, bot = self.ws.team_id(), self.news.id, world.app["user"]
        for name, client, method, path, body in (
                ("users-me-bot", self.bot, "GET", "/users/me", None),
                ("users-me-user", ana, "GET", "/users/me", None),
                ("users-username", self.bot, "GET", "/users/username/ana",
                 None),
                ("users-username-404", self.bot, "GET",
                 "/users/username/ghost", None),
                ("users-bot-as-seen-by-user", ana, "GET", f"/users/{bot}",
                 None),
                ("users-ids", self.bot, "POST", "/users/ids", ids),
                ("users-ids-malformed", self.bot, "POST", "/users/ids",
                 ["x"]),
                ("users-usernames", self.bot, "POST", "/users/usernames",
                 ["ana", "ben", "ghost"]),
                ("user-patch", ana, "PUT", f"/users/{ids[0]}/patch",
                 {"nickname": "Ally"}),
                ("teams-mine", self.bot, "GET", "/users/me/teams", None),
                ("team-member-alice", self.bot, "GET",
                 f"/teams/{team}/members/{ids[0]}", None),
                ("channel-by-name", self.bot, "GET",
                 "/teams/name/acme/channels/name/news", None),
                ("channel-by-id-not-member", self.bot, "GET",
                 "/channels/" + world.channel("#random").id, None),
                ("channel-member-alice", self.bot, "GET",
                 f"/channels/{news}/members/{ids[0]}", None),
                ("channel-members", self.bot, "GET",
                 f"/channels/{news}/members", None),
                ("channels-mine", self.bot, "GET",
                 f"/users/me/teams/{team}/channels", None),
                ("channel-create", self.admin, "POST", "/channels",
                 {"team_id": team, "name": "tmp1", "display_name": "Tmp1",
                  "type": "O"}),
                ("channel-direct-create", ana, "POST", "/channels/direct",
                 [ids[0], bot]),
                ("channel-direct-existing", self.bot, "POST",
                 "/channels/direct", [bot, ids[0]]),
                ("direct-unknown-user", self.bot, "POST", "/channels/direct",
                 [bot, "a" * 26]),
                ("channel-member-add", self.admin, "POST", "/channels/"
                 + world.channel("#random").id + "/members",
                 {"user_id": bot}),
                ("bots-get", self.admin, "GET", f"/bots/{bot}", None),
                ("bots-get-by-bot-itself", self.bot, "GET", f"/bots/{bot}",
                 None),
                ("bots-list-by-bot", self.bot, "GET", "/bots", None),
                ("tokens-list-admin", self.admin, "GET",
                 f"/users/{bot}/tokens", None),
                ("system-ping", self.client(), "GET", "/system/ping", None),
                ("bot-disable", self.admin, "POST", f"/bots/{bot}/disable",
                 None)):
            await self.answer(name, client, method, path, body,
                              ["[].shared"])

    async def test_refusals(self):
        mia, world = self.person("mia"), self.ws.world
        foreign = {"channel_id": world.channel("#random").id, "message": "x"}
        other = await mia.post("/posts", {"channel_id": self.news.id,
                                          "message": "mine"})
        reply = await mia.post("/posts", {
            "channel_id": self.news.id, "message": "r",
            "root_id": other["id"]})
        for name, client, method, path, body in (
                ("401-bad-token", self.client("x"), "GET", "/users/me", None),
                ("401-no-token", self.client(), "GET", "/users/me", None),
                ("403-post-in-foreign-channel", self.bot, "POST", "/posts",
                 foreign),
                ("400-post-no-channel", self.bot, "POST", "/posts", {}),
                ("400-bad-json", self.bot, "POST", "/posts", None),
                ("403-edit-others-post", self.bot, "PUT",
                 f"/posts/{other['id']}/patch", {"message": "y"}),
                ("403-file-upload-foreign-channel", self.bot, "POST",
                 f"/files?filename=x&channel_id={foreign['channel_id']}",
                 None),
                ("404-malformed-id-route", self.bot, "GET", "/posts/short",
                 None),
                ("404-post", self.bot, "GET", "/posts/" + "a" * 26, None),
                ("404-route", self.bot, "GET", "/no/such", None),
                ("405", self.bot, "PATCH", "/posts", None),
                ("post-reply-to-reply", self.bot, "POST", "/posts",
                 {"channel_id": self.news.id, "message": "x",
                  "root_id": reply["id"]}),
                ("post-too-long-16384-runes", self.bot, "POST", "/posts",
                 {"channel_id": self.news.id, "message": "ä" * 16384}),
                ("post-props-too-large", self.bot, "POST", "/posts",
                 {"channel_id": self.news.id, "message": "x",
                  "props": {"x": "y" * 800001}}),
                ("ephemeral-create-by-bot", self.bot, "POST",
                 "/posts/ephemeral", {"user_id": "x", "post": {}}),
                ("command-list-bot", self.bot, "GET",
                 f"/commands?team_id={self.ws.team_id()}", None)):
            await self.answer(name, client, method, path, body)

    async def test_posts(self):
        channel = {"channel_id": self.news.id}
        sent = capture("rest-post-create-attachments")["request"]["body"]
        made = await self.answer("post-create-attachments", self.bot, "POST",
                                 "/posts", {**sent, **channel})
        self.assertEqual(capture("rest-post-create-attachments")["body"][
            "props"]["attachments"][0]["actions"][0],
            made["props"]["attachments"][0]["actions"][0])
        await self.answer("post-get-attachments-as-user", self.person("ana"),
                          "GET", "/posts/" + made["id"])
        for name, more in (("create-bot-plain", {"message": "hi"}),
                           ("empty-message", {"message": ""}),
                           ("unknown-file-id", {"message": "x", "file_ids":
                                                ["a" * 26]}),
                           ("props-override", {"message": "m", "props": {
                               "adv": {"campaign": "c1"}, "from_webhook":
                               "true", "override_username": "F",
                               "override_icon_url": "u"}})):
            post = await self.answer("post-" + name, self.bot, "POST",
                                     "/posts", {**channel, **more})
        path = "/posts/" + post["id"]
        await self.answer("post-patch-props-replace", self.bot, "PUT",
                          path + "/patch",
                          {"props": {"attachments": [{"text": "only"}]}})
        await self.answer("post-put-no-props", self.bot, "PUT", path,
                          {"id": post["id"], "message": "put"})
        await self.answer("post-reactions-none", self.bot, "GET",
                          path + "/reactions")
        await self.answer("pending-dup-first", self.bot, "POST", "/posts",
                          {**channel, "message": "x", "pending_post_id": "k"})
        await self.answer("pending-dup-second", self.bot, "POST", "/posts",
                          {**channel, "message": "y", "pending_post_id": "k"})
        ana = self.person("ana")
        reaction = {"user_id": self.ws.world.user("ana")["id"],
                    "post_id": post["id"], "emoji_name": "thumbsup"}
        await self.answer("reaction-create", ana, "POST", "/reactions",
                          reaction)
        await self.answer("reaction-duplicate", ana, "POST", "/reactions",
                          reaction)
        await self.answer("posts-ids-reactions", self.bot, "POST",
                          "/posts/ids/reactions", [post["id"]])
        await self.answer(
            "posts-after", self.bot, "GET", f"/channels/{self.news.id}/posts"
            f"?after={made['id']}&per_page=60",
            but=[".posts.<id>.metadata", ".posts.<id>.has_reactions",
                 ".posts.<id>.props"])
        await self.answer("reaction-delete", ana, "DELETE", "/users/me/posts/"
                          + post["id"] + "/reactions/thumbsup")
        await self.answer("post-delete", self.bot, "DELETE", path)
        await self.answer(
            "posts-since-after-edit-delete", self.bot, "GET",
            f"/channels/{self.news.id}/posts?since=1",
            but=[".posts.<id>.props", ".posts.<id>.metadata"])
        self.ws.people.archive("#news")
        await self.answer("post-archived-channel", self.bot, "POST", "/posts",
                          {**channel, "message": "x"})

    async def test_files(self):
        status, made, _ = await self.send_file()
        wanted = capture("rest-file-upload-simple")
        self.assertEqual(wanted["status"], status)
        small = [".file_infos[].mini_preview"]
        self.same("upload", made, wanted["body"], small)
        file_id = made["file_infos"][0]["id"]
        await self.answer("post-with-file", self.bot, "POST", "/posts", {
            "channel_id": self.news.id, "message": "x",
            "file_ids": [file_id]}, but=[".metadata.files[].mini_preview"])
        await self.answer("file-info", self.bot, "GET",
                          f"/files/{file_id}/info", but=[".mini_preview"])

    async def send_file(self):
        async with self.session.post(
                f"{self.bot.api}/files?channel_id={self.news.id}"
                "&filename=a.png", data=PNG, headers=self.bot.headers) as got:
            return got.status, json.loads(await got.text()), got.headers

    async def test_commands(self):
        team, address = self.ws.team_id(), self.app.address
        command = {"team_id": team, "trigger": "wish", "method": "P",
                   "url": address + "/command"}
        made = await self.answer("command-create-by-bot-as-team_admin",
                                 self.admin, "POST", "/commands", command)
        await self.answer("command-create-duplicate-trigger", self.admin,
                          "POST", "/commands", command)
        await self.answer("command-create-builtin-trigger", self.admin,
                          "POST", "/commands", {**command, "trigger": "me"})
        await self.answer("command-list-admin", self.admin, "GET",
                          f"/commands?team_id={team}&custom_only=true")
        await self.answer("command-update", self.admin, "PUT", "/commands/"
                          + made["id"], {**command, "id": made["id"],
                                         "description": "changed"})
        await self.answer("command-regen-token", self.admin, "PUT",
                          f"/commands/{made['id']}/regen_token")
        ana = self.person("ana")
        run = {"channel_id": self.news.id, "command": "/advocate help"}
        self.ws.config["EnablePostIconOverride"] = True
        for name, answer in (
                ("ephemeral", {"response_type": "ephemeral", "text":
                               "Hi <http://example.test|there> **md**",
                               "attachments": [{"text": "pick", "actions": [{
                                   "id": "a1", "name": "Go", "integration": {
                                       "url": address, "context": {}}}]}]}),
                ("empty-object", {}),
                ("empty-plain", (200, "", "text/plain")),
                ("textplain", (200, "words", "text/plain")),
                ("empty-200", (200, "", "application/json")),
                ("503", (503, "", "text/plain"))):
            self.app.answers["command"] = answer
            await self.answer("command-execute-" + name, ana, "POST",
                              "/commands/execute", run)
        await self.answer("command-execute-unknown-trigger", ana, "POST",
                          "/commands/execute", {**run, "command": "/nosuch"})
        self.ws.order("untrusted")
        await self.answer("untrusted-command", ana, "POST",
                          "/commands/execute", run)

    def request(self, name, path):
        """What the app was asked, compared with the recorded request."""
        wanted = capture("integ-" + name)
        _, headers, text = self.app.last(path)
        recorded = set(wanted["headers"])
        self.assertEqual(recorded, set(headers), name)
        for header in ("User-Agent", "Accept", "Content-Type",
                       "Accept-Encoding"):
            self.assertEqual(wanted["headers"][header], headers[header])
        if "body_json" in wanted:
            ours = json.loads(text)
            self.same(name, ours, wanted["body_json"])
            self.assertEqual(list(wanted["body_json"]), list(ours))
        else:
            names = [k for k, _ in parse_qsl(text, keep_blank_values=True)]
            self.assertEqual([k for k, _ in parse_qsl(
                wanted["body_raw"], keep_blank_values=True)], names)

    async def test_callbacks(self):
        people = self.ws.people
        await people.command("ana", "#news", "/advocate x  y").delivery.done()
        self.request("slash-command-request", "command")
        await people.command("ana", "dm", "/advocate x").delivery.done()
        self.request("slash-command-request-in-dm", "command")
        await people.command("ana", "#news", "/advocate thanks @ben in ~news"
                             ).delivery.done()
        self.request("slash-command-request-with-mentions", "command")
        integration = self.button()["integration"]
        await self.say("x", props=self.card(
            self.button("share", "Share", c="cmp1", n=7,
                        nested={"k": [1, 2]}, sig="s"),
            {"id": "pick", "type": "select", "name": "Pick", "options": [
                {"text": "One", "value": "1"}], "integration": {
                    **integration, "context": {"c": "sel"}}},
            {"id": "who", "type": "select", "name": "Who",
             "data_source": "users", "integration": {
                 **integration, "context": {"c": "usr"}}}))
        for button, more, name in (
                ("Share", {}, "button-click-request"),
                ("Pick", {"choose": "One"}, "select-request"),
                ("Who", {"choose": "ben"}, "select-users-request")):
            await people.press("ana", "#news", button, **more
                               ).delivery.done()
            self.request(name, "action")

    async def test_dialogs(self):
        opened = capture("rest-dialog-open")["request"]["body"]
        ana = self.person("ana")
        socket = await self.listen(ana)
        await self.say("x", props=self.card(self.button()))
        await self.ws.people.press("ana", "#news", "Share").delivery.done()
        asked = json.loads(self.app.last("action")[2])
        await self.answer("dialog-open", self.bot, "POST",
                          "/actions/dialogs/open", {
                              **opened, "trigger_id": asked["trigger_id"],
                              "url": self.app.address + "/dialog"})
        told = await socket.event("open_dialog")
        self.same("ws-42", told, capture("ws-42-open_dialog"))
        sent = {**capture("rest-dialog-submit")["request"]["body"],
                "url": self.app.address + "/dialog",
                "channel_id": self.news.id, "team_id": self.ws.team_id()}
        path = "/actions/dialogs/submit"
        await self.answer("dialog-submit", ana, "POST", path, sent)
        self.request("dialog-submit-request", "dialog")
        await self.answer("dialog-cancel", ana, "POST", path, {
            **sent, "cancelled": True, "submission": {}})
        self.request("dialog-cancel-request", "dialog")
        self.app.answers["dialog"] = capture("rest-dialog-submit-errors")[
            "body"]
        await self.answer("dialog-submit-errors", ana, "POST", path, sent)
        self.app.answers["dialog"] = (500, "", "text/plain")
        await self.answer("dialog-submit-500", ana, "POST", path, sent)
        self.ws.socket.timing.trigger = -1
        await self.answer("dialog-open-expired-trigger", self.bot, "POST",
                          "/actions/dialogs/open", {
                              **opened, "trigger_id": asked["trigger_id"]})

    async def test_presses(self):
        ana = self.person("ana")
        post = await self.say("x", props=self.card(
            self.button(), self.button("bad_id", "Bad")))
        path = f"/posts/{post['id']}/actions/"
        await self.answer("action-click-response", ana, "POST",
                          path + "share", {})
        await self.answer("action-click-gone-action", ana, "POST",
                          path + "gone", {})
        await self.answer("action-click-underscore-id", ana, "POST",
                          path + "bad_id", {})
        self.app.answers["action"] = (200, "", "text/plain")
        await self.answer("action-integration-notjson", ana, "POST",
                          path + "share", {})

    async def test_events(self):
        world, people = self.ws.world, self.ws.people
        socket = await self.listen()
        for name in ("hello", "status_change"):
            self.same(name, await socket.event(name), next(
                f for f in capture("ws-01-hello-header-auth")["frames"]
                if f["event"] == name))

        async def heard(name, event, theirs=None):
            theirs = theirs or capture("ws-" + name)
            self.same(name, await socket.event(event), theirs)
        random, admin = world.channel("#random"), world.user("admin")["id"]
        ben = world.user("ben")["id"]
        people.say("ana", "#news", "hello @advocate and #tag")
        await heard("10-posted-channel-mention", "posted")
        people.react("ana", "#news", "thumbsup", "hello")
        await heard("11-reaction_added", "reaction_added")
        people.react("ana", "#news", "thumbsup", "hello", remove=True)
        await heard("12-reaction_removed", "reaction_removed")
        people.say("ana", "dm", "hi bot")
        await heard("16-direct_added", "direct_added")
        await heard("17-posted-direct", "posted")
        post = await self.say("bot says hi")
        await heard("18-posted-own-echo", "posted")
        self.ws.world.react(world.posts[post["id"]], ben, "tada")
        await self.bot.put(f"/posts/{post['id']}/patch", {"message": "edited"})
        wanted = capture("ws-14-post_edited")
        self.same("14", {"post": json.loads((await socket.event(
            "post_edited"))["data"]["post"])}, {"post": json.loads(
                wanted["data"]["post"])}, [".post.props"])
        await self.bot.ask("DELETE", "/posts/" + post["id"])
        await socket.event("post_deleted")
        people.say("ana", "#news", "@channel hello")
        await heard("60-posted-at-channel", "posted")
        people.invite_bot("mia", "#random")
        added = capture("ws-19-bot-added-to-channel")
        await heard("19", "user_added", added[4])
        await heard("19", "posted", added[5])
        await self.admin.ask("DELETE", f"/channels/{random.id}/members/{ben}")
        removed = capture("ws-21-other-user_removed")
        await heard("21", "user_removed", removed[0])
        await heard("21", "posted", removed[1])
        await self.admin.put(f"/channels/{random.id}/patch",
                             {"header": "new"})
        await heard("23", "channel_updated", capture(
            "ws-23-channel-created-updated-deleted")[2])
        people.remove_bot("#random")
        await heard("22", "user_removed", capture("ws-22-bot-user_removed")[0])
        people.archive("#general")
        await heard("23", "posted", capture(
            "ws-23-channel-created-updated-deleted")[5])
        await heard("23", "channel_deleted", capture(
            "ws-23-channel-created-updated-deleted")[6])
        await self.person("ana").put("/users/me/patch", {"nickname": "Ally"})
        await heard("24", "user_updated", capture("ws-24-user_updated")[0])
        people.arrive("fay")
        await heard("26-new_user", "new_user", capture("ws-26-new_user")[0])
        self.assertTrue(admin)

    async def test_client_actions(self):
        socket = await self.listen()
        wanted = capture("ws-03-client-actions")["frames"]
        for seq, (action, data) in enumerate((
                ("ping", {}), ("nosuch", {}), ("get_statuses_by_ids", {
                    "user_ids": [self.ws.world.user("ana")["id"]]}),
                ("user_typing", {})), 2):
            self.same(action, await socket.say(seq, action, data),
                      wanted[seq])

    async def test_ephemeral_events(self):
        ana = self.person("ana")
        socket = await self.listen(ana)
        await self.say("x", props=self.card(self.button()))
        self.app.answers["action"] = {"ephemeral_text": "Thanks"}
        await self.ws.people.press("ana", "#news", "Share").delivery.done()
        self.same("ws-32", await socket.event("ephemeral_message"),
                  capture("ws-32-ephemeral_message-from-button"))
        self.ws.config["EnablePostIconOverride"] = True
        self.app.answers["command"] = {"text": "Hi", "attachments": [{
            "text": "pick", "actions": [{"id": "a1", "name": "Go",
                                         "integration": {"url": "http://x",
                                                         "context": {}}}]}]}
        await self.ws.people.command(
            "ana", "#news", "/advocate").delivery.done()
        self.same("ws-40", await socket.event("ephemeral_message"),
                  capture("ws-40-ephemeral_message-from-command"))


if __name__ == "__main__":
    if CAPTURES is None:
        print("skipped: there is no ../shared/captures/mattermost")
        sys.exit(77)
    unittest.main()
