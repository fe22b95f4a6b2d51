"""All parts of the workspace put together, and its start and end."""

from aiohttp import web

from .clock import Clock
from .content import Blog
from .control import Control
from .events import Events
from .faults import Faults
from .hostile import Hostile
from .limits import Limits
from .people import People
from .promises import Responses, Triggers
from .readers import Readers
from .socketmode import SocketMode
from .webapi import SCOPES, WebApi
from .world import World

MAX_UPLOAD = 32 * 1024 * 1024


class Workspace:
    """A chat server on one port (and the blog on it), the sockets on another.

    Everybody talks to host; the blog may stand at another loopback address,
    so that a daemon can be allowed the one and refused the other."""

    def __init__(self, clock_file=None, host="127.0.0.1",
                 content_host="127.0.0.2", people=None):
        self.host = host
        self.content_host = content_host
        self.clock = Clock(clock_file)
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
        self.runner = None

    @property
    def api_url(self):
        return self.address + "/api/"

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
