"""Slack's Web API as HTTP: tokens, bodies, limits, faults, errors. The
methods themselves are in methods_*.py."""

import json
import math
import secrets

from aiohttp import web

from . import (  # noqa: F401: they fill the table
    methods_chat, methods_files, methods_people, methods_views)
from .method import TABLE
from .world import ApiError

SCOPES = [
    "app_mentions:read", "channels:history", "channels:join", "channels:read",
    "chat:write", "commands", "files:write", "groups:history", "groups:read",
    "im:history", "im:read", "im:write", "reactions:read", "reactions:write",
    "team:read", "usergroups:read", "users:read", "users:read.email"]
STRUCTURED = {"blocks", "attachments", "metadata", "view", "files"}
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class WebApi:
    def __init__(self, workspace):
        self.workspace = workspace
        self.world = workspace.world
        self.journal = workspace.world.journal

    def add_routes(self, app):
        app.router.add_route("*", "/api/{method}", self.on_call)

    async def on_call(self, request):
        name = request.match_info["method"]
        started = self.world.clock.steady()
        method = TABLE.get(name)
        args, token = await read_arguments(request, method)
        channel = channel_id(self.world, args.get("channel"))
        fault = await self.workspace.faults.take(name, channel)
        if fault and (fault.status or fault.error or fault.cut) \
                and not fault.ambiguous:
            return self._fail(request, name, channel, fault)
        try:
            result = self._run(request, name, method, args, token)
        except Limited as limited:
            self._note(name, channel, "ratelimited", started)
            return ratelimited(limited.seconds)
        except ApiError as error:
            result = refusal(error)
        self._note(name, channel, result.get("error"), started, args)
        if fault and fault.ambiguous:
            return self._lose(request, fault)
        return self._answer(result)

    def _run(self, request, name, method, args, token):
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if method.post_only and request.method != "POST":
            raise ApiError("insecure_request" if method.app_token
                           else "invalid_post_type")
        self._check_token(method, token, request)
        wait = self.workspace.limits.method(name, method.tier)
        if wait:
            raise Limited(wait)
        if method.posts:
            target = channel_id(self.world, args.get("channel"))
            wait = self.workspace.limits.message(target)
            if wait:
                raise Limited(wait)
        return {"ok": True, **method.run(self.workspace, args)}

    def _check_token(self, method, token, request):
        if not token:
            raise ApiError("not_authed")
        wanted = self.world.app_token if method.app_token \
            else self.world.bot_token
        other = self.world.bot_token if method.app_token \
            else self.world.app_token
        if token == other:
            raise ApiError("not_allowed_token_type")
        if token != wanted or self.workspace.revoked:
            raise ApiError("invalid_auth")
        if method.app_token and "Authorization" not in request.headers:
            raise ApiError("not_authed")
        granted = self.workspace.scopes
        if method.scopes and not granted & set(method.scopes):
            raise ApiError("missing_scope", needed=method.scopes[0],
                           provided=",".join(sorted(granted)))

    def _note(self, name, channel, error, started, args=None):
        ms = (self.world.clock.steady() - started) * 1000
        self.journal.note("api", method=name, channel=channel,
                          error=error, ms=round(ms, 1),
                          args={k: v for k, v in (args or {}).items()
                                if k not in STRUCTURED})

    def _fail(self, request, name, channel, fault):
        self._note(name, channel, fault.error or str(fault.status or "cut"),
                   self.world.clock.steady())
        if fault.cut:
            request.transport.abort()
            return web.Response()
        if fault.status == 429:
            return ratelimited(fault.retry_after or 1)
        if fault.error:
            return self._answer({"ok": False, "error": fault.error},
                                fault.status or 200)
        return web.Response(status=fault.status, text="no")

    def _lose(self, request, fault):
        """It was done; the caller does not learn of it."""
        if fault.ambiguous == "cut":
            request.transport.abort()
            return web.Response()
        if fault.ambiguous == "internal_error":
            return self._answer({"ok": False, "error": "internal_error"})
        return web.Response(status=int(fault.ambiguous), text="no")

    def _answer(self, result, status=200):
        return web.json_response(result, status=status, headers={
            "x-slack-req-id": secrets.token_hex(16),
            "x-oauth-scopes": ",".join(sorted(self.workspace.scopes))})


class Limited(Exception):
    def __init__(self, seconds):
        super().__init__()
        self.seconds = seconds


async def read_arguments(request, method):
    """Arguments and token of a call, however they were sent. A JSON body is
    ignored where Slack does not accept one."""
    args = dict(request.query)
    kind = request.content_type
    if request.method == "POST":
        if kind == "application/json":
            if method is None or method.json:
                try:
                    body = await request.json()
                except ValueError:
                    body = {}
                args.update(body if isinstance(body, dict) else {})
        elif kind in ("application/x-www-form-urlencoded",
                      "multipart/form-data"):
            args.update(await request.post())
    header = request.headers.get("Authorization", "")
    token = header[7:] if header.startswith("Bearer ") else args.get("token")
    args.pop("token", None)
    for name, value in list(args.items()):
        if isinstance(value, str) and name in STRUCTURED:
            args[name] = parse(name, value)
        elif isinstance(value, str) and value.lower() in FLAGS and \
                name not in ("text", "channel", "user", "name", "cursor"):
            args[name] = FLAGS[value.lower()]
    return args, token


def parse(name, value):
    try:
        return json.loads(value)
    except ValueError:
        return Unparsable(name)


class Unparsable:
    def __init__(self, name):
        self.name = name


def channel_id(world, name):
    """The conversation meant by an argument; a person's id is their DM."""
    if isinstance(name, str) and name in world.users:
        return world.dm(name).id
    return name


def refusal(error):
    result = {"ok": False, "error": error.code, **error.more}
    if error.messages:
        result["response_metadata"] = {"messages": error.messages}
        result["errors"] = [m.removeprefix("[ERROR] ")
                            for m in error.messages]
    return result


def ratelimited(seconds):
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429,
        headers={"Retry-After": str(max(1, math.ceil(seconds)))})
