"""Mattermost's REST API as HTTP: who calls, errors, limits, faults. What the
calls do is in api_*.py."""

import asyncio
import gzip

from aiohttp import web

from . import (  # noqa: F401: they fill the table
    api_apps, api_channels, api_files, api_posts, api_users)
from .errors import AppError, expired
from .ids import dumps, new_id
from .route import Request, find
from .takeover import Takeover

LOST = ("There doesn't appear to be an api call for the url='{}'.  Typo? are "
        "you missing a team_id or user_id as part of the url?")
GZIP_FROM, MAX_BODY = 1400, 300_000


class Rest:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world
        self.journal = workspace.journal
        self.asked_at = 0.0             # when the last call came

    def add_routes(self, app):
        app.router.add_get("/api/v4/websocket", self.on_websocket)
        app.router.add_get("/api/v4/websocket/", self.on_websocket)
        app.router.add_route("*", "/api/v4/{rest:.*}", self.on_call)
        app.router.add_post("/hooks/commands/{id}", self.on_hook)

    # calls

    async def on_call(self, http):
        started = self.asked_at = self.world.clock.steady()
        limited = self.ws.limits.take()
        if limited:
            return self._limited(http, limited)
        path = http.raw_path.partition("?")[0].removeprefix("/api/v4")
        route, given = find(http.method, path)
        if route is None or not self.ws.actions.takes(
                given.get("action_id", "x")):
            return web.Response(
                status=404, text=dumps(error_body(AppError(
                    "api.context.404.app_error", 404,
                    "Sorry, we could not find the page."), None, LOST.format(
                        http.raw_path.partition("?")[0]))),
                content_type="text/plain", charset="utf-8")
        apart = http.content_type == "multipart/form-data"
        request = Request(self.ws, http, given,
                          b"" if apart else await http.read())
        fault = await self._fault(route, request)
        if fault and not fault.ambiguous:
            return self._fail(http, route, request, fault)
        status, body, error = await self._run(route, request)
        self._note(route, request, error, started)
        if fault:
            return self._lose(http, fault)
        return self._answer(http, status, body)

    async def _run(self, route, request):
        """(status, body, error id)"""
        try:
            if len(request.raw) > MAX_BODY and self.world.modern \
                    and route.path != "/files":
                raise AppError("api.context.request_body_too_large.app_error",
                               413)
            self._who(route, request)
            result = route.run(request)
            if asyncio.iscoroutine(result):
                result = await result
            if isinstance(result, web.StreamResponse):
                return result.status, result, None
            status, body = result if isinstance(result, tuple) \
                else (200, result)
            return status, body, None
        except AppError as no:
            return no.status, no, no.id

    def _who(self, route, request):
        request.token = token_of(request.http)
        request.user = self.world.session(request.token) \
            if request.token else None
        if request.user is None and not route.open:
            raise expired(request.token)

    def _note(self, route, request, error, started):
        ms = (self.world.clock.steady() - started) * 1000
        who = request.user["name"] if request.user else None
        self.journal.note(
            "api", method=route.name, also=route.also, by=who,
            channel=self._channel(route, request), error=error,
            ms=round(ms, 1), args={**request.given, **dict(request.query)})

    def _channel(self, route, request):
        """The channel a call is about, as far as it says so."""
        given = request.given
        if "channel_id" in given:
            return given["channel_id"]
        if "post_id" in given:
            post = self.world.posts.get(given["post_id"])
            return post["channel_id"] if post else None
        if route.name == "POST /posts":
            try:
                return request.json("post").get("channel_id")
            except AppError:
                return None
        return None

    # faults and limits

    async def _fault(self, route, request):
        return await self.ws.faults.take(
            route.name, self._channel(route, request), route.also)

    def _fail(self, http, route, request, fault):
        self._note(route, request, fault.error or str(fault.status or "cut"),
                   self.world.clock.steady())
        if fault.cut:
            http.transport.abort()
            return web.Response()
        if fault.status == 429:
            return self._limited(http, fault.retry_after or 1)
        if fault.error:
            no = AppError(fault.error, fault.status or 400)
            return self._answer(http, no.status, no)
        return web.Response(status=fault.status, text="no")

    def _lose(self, http, fault):
        """It was done; the caller does not learn of it."""
        if fault.ambiguous == "cut":
            http.transport.abort()
            return web.Response()
        status = 500 if fault.ambiguous == "internal_error" \
            else int(fault.ambiguous)
        return web.Response(status=status, text="no")

    def _limited(self, http, seconds):
        self.journal.note("limited", path=http.path)
        return web.Response(
            status=429, text="limit exceeded\n", headers={
                "Retry-After": str(max(1, int(seconds))),
                "X-Content-Type-Options": "nosniff",
                **self.ws.limits.headers(0)})

    # answers

    def _answer(self, http, status, body, kind="application/json"):
        headers = {"X-Request-Id": new_id(),
                   "X-Version-Id": self.ws.version, "Vary": "Accept-Encoding",
                   **self.ws.limits.headers()}
        if http.method == "GET":
            headers["Expires"] = "0"
        if isinstance(body, web.StreamResponse):
            body.headers.update(headers)
            return body
        if isinstance(body, AppError):
            if body.status == 401 and token_of(http):
                headers["Set-Cookie"] = \
                    "MMAUTHTOKEN=; Path=/; Max-Age=0; HttpOnly"
            body = error_body(body, headers["X-Request-Id"], body.detail
                              if self.ws.config["EnableDeveloper"] else "")
        headers["Content-Type"] = kind
        raw = (body if isinstance(body, str) else dumps(body)).encode()
        if len(raw) > GZIP_FROM and "gzip" in \
                http.headers.get("Accept-Encoding", ""):
            raw = gzip.compress(raw)
            headers["Content-Encoding"] = "gzip"
        return web.Response(status=status, body=raw, headers=headers)

    async def on_hook(self, http):
        """A reply to a response_url; whoever knows the address may."""
        fault = await self.ws.faults.take("POST /hooks/commands", None,
                                          "response_url")
        if fault and not fault.ambiguous:
            if fault.cut:
                http.transport.abort()
                return web.Response()
            if fault.status == 429:
                return self._limited(http, fault.retry_after or 1)
            return web.Response(status=fault.status or 500, text="no")
        text = await http.read()
        status, body, error = 200, "ok", None
        try:
            self.ws.commands.later(http.match_info["id"],
                                   http.headers.get("Content-Type", ""), text)
        except AppError as no:
            status, body, error = no.status, no, no.id
            if self.world.modern and no.status in (400, 404) \
                    and not no.id.startswith("web."):
                error = "web.command_webhook.general.app_error"
                body = AppError(error, status, "Failed to handle command "
                                f"webhook {http.match_info['id']}.",
                                no.message)
        self.journal.note("api", method="POST /hooks/commands",
                          also="response_url", channel=None, error=error,
                          by=None, ms=0, args={})
        if fault:
            return self._lose(http, fault)
        return self._answer(http, status, body,
                            "text/plain" if error is None
                            else "application/json")

    # the websocket

    async def on_websocket(self, http):
        limited = self.ws.limits.take()
        if limited:
            return self._limited(http, limited)
        hub = self.ws.socket
        fault = await self.ws.faults.take("websocket", None)
        status = hub.refusals.pop(0) if hub.refusals else \
            fault.status if fault else None
        if status:
            self.journal.note("socket", what="refused", why=str(status))
            return self._limited(http, 1) if status == 429 \
                else web.Response(status=status, text="no")
        origin = http.headers.get("Origin")
        if origin and origin != self.ws.site_url:
            body = "Forbidden\n" + dumps(error_body(AppError(
                "api.web_socket.connect.upgrade.app_error", 500), new_id()))
            return web.Response(status=403, text=body)
        if "Sec-WebSocket-Key" not in http.headers:
            return web.Response(status=400, text="Bad Request\n")
        await Takeover(http).run(
            lambda sock: hub.serve(sock, token_of(http), http.query))
        raise asyncio.CancelledError()  # there is nobody to answer


def token_of(http):
    kind, _, token = http.headers.get("Authorization", "").partition(" ")
    if kind.lower() in ("bearer", "token") and token:
        return token.strip()
    return http.cookies.get("MMAUTHTOKEN") or None


def error_body(no, request_id, detail=""):
    body = {"id": no.id, "message": no.message, "detailed_error": detail}
    if request_id:
        body["request_id"] = request_id
    body["status_code"] = no.status
    return body
