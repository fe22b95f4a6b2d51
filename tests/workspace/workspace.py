"""All parts of the workspace put together, and its start and end."""

from aiohttp import web

from . import reading
from .clock import Clock
from .content import Blog
from .control import Control, order
from .daemon import quoted
from .events import Events
from .faults import Faults
from .hostile import Hostile
from .limits import Limits
from .manifest import install
from .people import People
from .promises import Responses, Triggers
from .readers import Readers
from .socketmode import SocketMode
from .webapi import SCOPES, WebApi
from .world import World

MAX_UPLOAD = 32 * 1024 * 1024

# What a call of ours is for, in words, and Slack's name of it.
METHODS = {"post": "chat.postMessage", "whisper": "chat.postEphemeral",
           "edit": "chat.update", "answer": "response_url",
           "form": "views.open", "connect": "apps.connections.open"}

# Refusals that the bot should have known better than to ask for.
MISTAKES = {
    "invalid_arguments", "invalid_blocks", "invalid_blocks_format",
    "msg_too_long", "msg_blocks_too_long", "no_text", "view_too_large",
    "invalid_metadata_format", "invalid_metadata_schema",
    "metadata_too_large", "unknown_method", "not_authed", "missing_scope",
    "invalid_payload", "invalid_trigger_id", "exchanged_trigger_id",
    "ratelimited"}


class Workspace:
    """A chat server on one port (and the blog on it), the sockets on another.

    Everybody talks to host; the blog may stand at another loopback address,
    so that a daemon can be allowed the one and refused the other."""

    kind = "slack"
    name = "acme"                   # what the daemon calls it
    reading = reading
    methods = METHODS
    denied = "invalid_auth"         # what a revoked token is told
    expired = "expired_url"         # what an old answer address says
    sockets = 2                     # that the bot holds unless told otherwise

    def __init__(self, clock=None, host="127.0.0.1",
                 content_host="127.0.0.2", people=None):
        self.host = host
        self.content_host = content_host
        self.clock = clock if isinstance(clock, Clock) else Clock(clock)
        self.world = World(self.clock, people)
        self.journal = self.world.journal
        self.limits = Limits(self.clock)
        self.faults = Faults(self.journal)
        self.socket = SocketMode(self.world)
        self.events = Events(self.world, self.socket)
        self.triggers = Triggers(self.clock, self.socket.timing)
        self.responses = Responses(self)
        self.people = People(self)
        self.readers = Readers(self)
        self.blog = Blog(self.world, "")
        self.hostile = Hostile(self.journal, "")
        self.scopes = set(SCOPES)
        self.revoked = False
        self.port = None
        self.address = None
        self.disclosure = None          # what captions are expected to say
        self.others = []                # that the page offers to go to
        self.runner = None

    @property
    def api_url(self):
        return self.address + "/api/"

    # what scenes and the demo ask of any chat server

    def install(self, callback_url):
        """The app as its manifest describes it; Slack calls nobody back."""
        install(self)

    def settings(self, secret, callback_url):
        """What the daemon is told of this server. secret(name, text) keeps
        a text in a file and gives its name."""
        return {"kind": quoted("slack"), "api_url": quoted(self.api_url),
                "bot_token_file": secret("bot_token", self.world.bot_token),
                "app_token_file": secret("app_token", self.world.app_token)}

    def secrets(self):
        """What must never be in a log."""
        return ["xoxb-", "xapp-", "/actions/", "/commands/"]

    def names(self):
        """Of the people."""
        return {u["name"] for u in self.world.people()}

    def is_direct(self, channel):
        return self.world.channels[channel].kind == "im"

    def is_served(self, mark):
        """Whether the bot has done all that it does first after a hello."""
        return True

    def is_mistake(self, fact):
        """Whether the bot should have known better than to ask for that."""
        return fact["error"] in MISTAKES

    def is_aside(self, fact):
        """Whether it only says where the answer stands."""
        return False

    def is_noise(self, fact):
        """Whether it says that something is going on."""
        return fact["kind"] not in ("fetch", "api") or \
            fact.get("method", "").startswith("chat.")

    def connections(self):
        return len(self.socket.connections)

    def order(self, what, count=None, value=None):
        """Something happens to the sockets."""
        order(self.socket, what, count, value)

    def waiting(self):
        """What was delivered and is not answered yet."""
        return [d for d in self.socket.pending.values() if d.outcome is None]

    def again(self, delivery):
        self.socket.again(delivery)

    def spawn(self, coroutine):
        return self.socket.spawn(coroutine)

    def revoke(self):
        self.revoked = True

    def told(self):
        """What a bot must know."""
        return {"address": self.address, "api_url": self.api_url,
                "bot_token": self.world.bot_token,
                "app_token": self.world.app_token}

    def permalink(self, channel, message):
        ts = message["ts"].replace(".", "")
        return f"{self.address}/archives/{channel.id}/p{ts}"

    async def start(self, port=0):
        app = web.Application(client_max_size=MAX_UPLOAD)
        WebApi(self).add_routes(app)
        self.responses.add_routes(app)
        self.blog.add_routes(app)
        self.hostile.add_routes(app)
        Control(self).add_routes(app)
        app.router.add_post("/upload/v1/{id}", self._on_upload)
        app.router.add_get("/files/{id}", self._on_file)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        site = web.TCPSite(self.runner, self.host, port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        if self.content_host != self.host:
            await web.TCPSite(
                self.runner, self.content_host, self.port).start()
        self.address = f"http://{self.host}:{self.port}"
        self.blog.address = f"http://{self.content_host}:{self.port}"
        self.hostile.address = self.blog.address
        self.hostile.inside = self.address
        await self.socket.start(self.host)

    async def stop(self):
        await self.socket.stop()
        await self.runner.cleanup()

    # the second step of an upload, and the file's private address

    async def _on_upload(self, request):
        file = self.world.files.get(request.match_info["id"])
        if file is None or file["data"] is not None:
            raise web.HTTPNotFound()
        if request.content_type == "multipart/form-data":
            form = await request.post()
            part = next(iter(form.values()))
            data = part.file.read() if hasattr(part, "file") else b""
        else:
            data = await request.read()
        if len(data) != file["length"]:
            raise web.HTTPBadRequest(text="length does not match")
        file["data"] = data
        return web.Response(text=f"OK - {len(data)}")

    async def _on_file(self, request):
        file = self.world.files.get(request.match_info["id"])
        if file is None or file["data"] is None:
            raise web.HTTPNotFound()
        kind = "image/png" if file["name"].endswith(".png") \
            else "application/octet-stream"
        return web.Response(body=file["data"], content_type=kind)
