"""What Mattermost asks of an app's HTTP addresses: commands, presses, dialogs.
Once each; nothing is ever repeated."""

import asyncio
import ipaddress
import json
import socket
from urllib.parse import urlsplit

import aiohttp

from .ids import dumps, new_id

AGENT = "Mattermost-Bot/1.1"


class Call:
    """One use of an integration: what was sent and what became of it. It is
    over when everything that follows from the answer is done."""

    def __init__(self, calls, kind):
        self.calls = calls
        self.kind = kind
        self.envelope_id = new_id()
        self.url = None
        self.headers = {}
        self.body = b""
        self.status = None              # of the answer
        self.answer = None              # its bytes
        self.outcome = None
        self.over = asyncio.Event()

    @property
    def payload(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return {"type": self.kind, "body": self.body.decode()}

    def end(self, outcome):
        if self.outcome is None:
            self.outcome = outcome
            self.calls.journal.note("call", of=self.kind, url=self.url,
                                    status=self.status, outcome=outcome)
            self.over.set()

    async def done(self):
        await self.over.wait()
        return self.outcome

    def again(self):
        """The very same request, as somebody who overheard it would send it;
        the answer goes nowhere."""
        self.calls.hub.spawn(self.replay())

    async def replay(self, body=None, headers=None):
        """(status, text) of the same request, or one that was edited."""
        while self.url is None and self.outcome is None:
            await asyncio.sleep(0.01)
        return await self.calls.forge(self.url, body if body is not None
                                      else self.body, headers or self.headers)


class Unreachable(Exception):
    """No answer: refused, cut, timed out or not allowed."""


class Calls:
    def __init__(self, workspace):
        self.ws = workspace
        self.hub = workspace.socket
        self.journal = workspace.journal
        self.trusted = None             # AllowedUntrustedInternalConnections;
        #                                 None: everybody
        self.session = None

    def new(self, kind):
        call = Call(self, kind)
        self.hub.pending[call.envelope_id] = call
        return call

    async def ask(self, call, url, body, headers):
        """(status, content type, bytes) of the answer."""
        call.url, call.body = url, body
        call.headers = {"User-Agent": AGENT, "Accept": "application/json",
                        "Accept-Encoding": "gzip", **headers}
        self.ws.last_call = call
        if not self.may_reach(url):
            raise Unreachable("address forbidden")
        status, kind, text = await self._post(
            url, body, call.headers, self.hub.timing.integration)
        call.status, call.answer = status, text
        return status, kind, text

    async def forge(self, url, body, headers=None):
        """(status, text): any request at all, sent by anybody."""
        if isinstance(body, dict):
            body = dumps(body).encode()
        headers = headers or {"Content-Type": "application/json"}
        try:
            status, _, text = await self._post(url, body, headers, 10)
        except Unreachable as no:
            status, text = 0, str(no).encode()
        self.journal.note("forged", url=url, status=status)
        return status, text.decode("utf-8", "replace")

    async def _post(self, url, body, headers, seconds):
        if self.session is None:
            self.session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(force_close=True))
        try:
            async with self.session.post(
                    url, data=body, headers=headers, allow_redirects=True,
                    timeout=aiohttp.ClientTimeout(seconds)) as reply:
                return (reply.status, reply.headers.get("Content-Type", ""),
                        await reply.read())
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError,
                ValueError) as no:
            raise Unreachable(f"{type(no).__name__} {no}") from None

    def may_reach(self, url):
        """Own, private and loopback addresses need an entry in the list."""
        if self.trusted is None:
            return True
        host = urlsplit(url).hostname or ""
        if host in self.trusted:
            return True
        try:
            found = {r[4][0] for r in socket.getaddrinfo(host, None)}
        except OSError:
            return False
        return all(self._trusts(ipaddress.ip_address(a)) for a in found)

    def _trusts(self, address):
        if address.is_global:
            return True
        for entry in self.trusted:
            try:
                if address in ipaddress.ip_network(entry, strict=False):
                    return True
            except ValueError:
                continue
        return False

    async def stop(self):
        if self.session is not None:
            await self.session.close()
