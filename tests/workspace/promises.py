"""The two things Slack hands to an app that run out: trigger ids (3 seconds,
one use) and response addresses (30 minutes, 5 uses)."""

import math
import secrets

from aiohttp import web

from .method import content
from .world import ApiError

RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5
STATUS = {"used_url": 404, "expired_url": 404, "rate_limited": 429}


class Triggers:
    def __init__(self, clock, timing):
        self.clock = clock
        self.timing = timing
        self.known = {}

    def give(self, user_id):
        word = (f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}."
                + secrets.token_hex(16))
        self.known[word] = [user_id, self.clock.steady(), False]
        return word

    def take(self, word):
        """Whose it is; raises in Slack's words."""
        if word not in self.known:
            raise ApiError("invalid_trigger_id")
        user_id, given, used = self.known[word]
        if used:
            raise ApiError("exchanged_trigger_id")
        if self.clock.steady() - given > self.timing.deadline:
            raise ApiError("expired_trigger_id")
        self.known[word][2] = True
        return user_id


class Responses:
    """The addresses under /response/, one for each click or command."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.known = {}

    def give(self, kind, channel, user_id, message=None):
        world = self.workspace.world
        word = secrets.token_urlsafe(18)
        path = f"/{kind}/{world.team['id']}/{secrets.randbelow(10**12)}/{word}"
        self.known[path] = {
            "channel": channel, "user": user_id, "message": message,
            "uses": RESPONSE_USES, "until": world.clock.now()
            + RESPONSE_SECONDS}
        return self.workspace.address + path

    def add_routes(self, app):
        for kind in ("commands", "actions", "app"):
            app.router.add_post(f"/{kind}/{{team}}/{{number}}/{{word}}",
                                self.on_post)

    async def on_post(self, request):
        journal = self.workspace.world.journal
        fault = await self.workspace.faults.take("response_url", None)
        if fault and not fault.ambiguous:
            if fault.cut:
                request.transport.abort()
                return web.Response()
            headers = {}
            if fault.status == 429:
                headers["Retry-After"] = str(fault.retry_after or 1)
            return web.json_response(
                {"ok": False, "error": fault.error or "rate_limited"},
                status=fault.status or 200, headers=headers)
        headers = {}
        try:
            body = await request.json()
            self._use(request.path, body)
            code, result = 200, {"ok": True}
        except ValueError:
            code, result = 400, {"ok": False, "error": "invalid_payload"}
        except ApiError as error:
            code = STATUS.get(error.code, 200)
            result = {"ok": False, "error": error.code, **error.more}
            if code == 429:
                headers["Retry-After"] = str(error.more["retry_after"])
            if error.messages:
                result["response_metadata"] = {"messages": error.messages}
        journal.note("api", method="response_url", channel=None, ms=0,
                     error=result.get("error"), args={})
        if fault and fault.ambiguous == "cut":
            request.transport.abort()
            return web.Response()
        if fault and fault.ambiguous:
            return web.Response(status=500)
        return web.json_response(result, status=code, headers=headers)

    def _use(self, path, body):
        entry = self.known.get(path)
        world = self.workspace.world
        if entry is None or entry["uses"] == 0:
            raise ApiError("used_url")
        if world.clock.now() > entry["until"]:
            raise ApiError("expired_url")
        if not isinstance(body, dict):
            raise ApiError("invalid_payload")
        limits = self.workspace.limits
        wait = limits.message(entry["channel"].id) \
            if body.get("response_type") == "in_channel" \
            else limits.method("response_url", 4)
        if wait:
            raise ApiError("rate_limited", retry_after=math.ceil(wait))
        entry["uses"] -= 1
        self.say(entry["channel"], entry["user"], entry["message"], body)

    def say(self, channel, user_id, message, body):
        """An answer to a click or command: new, in place, or gone."""
        world = self.workspace.world
        if body.get("delete_original"):
            if message is None:
                raise ApiError("no_original")
            world.remove(channel, message)
            return
        fields = content(self.workspace, body)
        if body.get("replace_original") and message is not None:
            world.edit(channel, message, fields)
        elif body.get("response_type") == "in_channel":
            world.post(channel, world.app["user"], fields.pop("text"),
                       **fields, thread_ts=body.get("thread_ts"),
                       metadata=body.get("metadata"))
        else:
            world.whisper(channel, user_id, fields.pop("text"), **fields)


def answered(workspace, channel, user_id, body):
    """A slash command's answer inside the ack."""
    try:
        workspace.responses.say(channel, user_id, None, body)
        return None
    except ApiError as error:
        return error


