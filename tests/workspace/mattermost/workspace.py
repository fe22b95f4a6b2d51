"""All parts of the Mattermost side put together, and its start and end. What
../workspace.py is for Slack: the same members mean the same."""

import asyncio
import os

from aiohttp import web

from ..clock import Clock
from ..content import Blog
from ..control import Control
from ..faults import Faults
from ..hostile import Hostile
from ..readers import Readers
from .actions import Actions, baked_view
from .calls import Calls
from .commands import Commands
from .dialogs import Dialogs
from .events import Events
from .hub import Hub
from .ids import new_id
from .limits import Limits
from .offered import Offered
from .pending import Pending
from .people import People
from .rest import Rest
from .triggers import Triggers
from .world import SERVICE, MattermostWorld

MAX_UPLOAD = 128 * 1024 * 1024
RELEASES = ["5.37", "10.11", "11.11"]
HASH = "f296f3b299fabace67cebaf15742e0c3"


class MattermostWorkspace(Offered):
    """A Mattermost server, its websockets on the same port, and the blog."""

    def __init__(self, clock=None, host="127.0.0.1",
                 content_host="127.0.0.2", people=None, release=None):
        release = release or os.environ.get("MATTERMOST_RELEASE", "10.11")
        modern = RELEASES.index(release)
        self.host = host
        self.content_host = content_host
        self.clock = clock if isinstance(clock, Clock) else Clock(clock)
        self.world = MattermostWorld(self.clock, people)
        self.world.modern = modern
        self.release = release + ".0"
        build = self.release if modern else ""
        self.version = f"{self.release}.{build}.{HASH}.false"
        self.journal = self.world.journal
        self.config = {"EnableBotAccountCreation": True,
                       "EnableDeveloper": modern > 0,
                       "EnablePostUsernameOverride": False,
                       "EnablePostIconOverride": False}
        self.limits = Limits(self.clock)
        self.faults = Faults(self.journal)
        self.socket = Hub(self)
        if not modern:
            self.socket.timing.trigger = 3.0
        self.events = Events(self)
        self.triggers = Triggers(self.clock, self.socket.timing)
        self.pending = Pending(self.world)
        self.calls = Calls(self)
        self.actions = Actions(self)
        self.commands = Commands(self)
        self.dialogs = Dialogs(self)
        self.rest = Rest(self)
        self.people = People(self)
        self.readers = Readers(self)
        self.blog = Blog(self.world, "")
        self.hostile = Hostile(self.journal, "")
        self.admin_token = self.world.add_token(
            self.world.user(SERVICE)["id"], "set-up")["token"]
        self.bot_token = None
        self.command_tokens = {}        # "/advocate" -> token
        self.last_call = None
        self.places = {}                # client's trigger -> channel
        self.port = self.address = self.site_url = None
        self.disclosure = None          # what captions are expected to say
        self.others = []                # that the page offers to go to
        self.runner = self.listener = None

    @property
    def api_url(self):
        return self.address

    def team_id(self):
        return self.world.team["id"]

    def told(self):
        """What a bot, or who sets one up, must know."""
        return {"address": self.address, "bot_token": self.bot_token,
                "admin_token": self.admin_token, "team": self.team_id(),
                "commands": self.command_tokens}

    def permalink(self, channel, post):
        return f"{self.address}/{self.world.team['domain']}/pl/{post['id']}"

    # the app

    def install(self, callback, name="advocate"):
        """What scripts/mattermost-setup does: a bot, its token, team and
        channels, and the commands, which are sent to callback/command."""
        world = self.world
        owner = world.user(SERVICE)["id"]
        bot = world.add_bot(name, world.app["name"], "Advocacy", owner)
        self.bot_token = world.add_token(bot["user_id"], "daemon")["token"]
        world.teams[world.team["id"]]["members"].append(bot["user_id"])
        for channel in world.channels.values():
            if channel.kind == "channel" and channel.wants_bot:
                channel.members.append(bot["user_id"])
        for command in world.data["commands"]:
            made = self.add_command(owner, {
                "team_id": world.team["id"],
                "trigger": command["command"].lstrip("/"), "method": "P",
                "url": callback + "/command", "auto_complete": True,
                "auto_complete_hint": command["hint"],
                "auto_complete_desc": command["description"]})
            self.command_tokens[command["command"]] = made["token"]

    def blank_command(self):
        return {"plugin_id": "", "method": "P", "username": "",
                "icon_url": "", "auto_complete": False,
                "auto_complete_desc": "", "auto_complete_hint": "",
                "display_name": "", "description": "", "url": ""}

    def add_command(self, creator, fields):
        now = self.world.now()
        command = {**self.blank_command(), **{
            k: v for k, v in fields.items() if k in (
                "team_id", "trigger", *self.blank_command())},
            "id": new_id(), "token": new_id(), "creator_id": creator,
            "create_at": now, "update_at": now, "delete_at": 0}
        self.world.custom[command["id"]] = command
        self.offer_commands()
        return command

    def offer_commands(self):
        """As the page and the people know them."""
        self.world.commands = [
            {"command": "/" + c["trigger"], "hint": c["auto_complete_hint"],
             "description": c["auto_complete_desc"]}
            for c in self.world.custom.values()]

    def note_place(self, user, channel, client):
        """Where somebody was when a trigger was given to them: what their
        client takes for the place of a dialog."""
        self.places[client] = channel.id

    def place_of(self, user_id, client):
        return self.places.get(client, "")

    def whisper(self, channel, user_id, post):
        self.world.whisper(channel, user_id, post)
        self.events.whispered(channel, user_id,
                              baked_view(self, channel, post))

    # people and channels change

    def archive(self, channel):
        channel.archived = True
        return self.events.channel_gone("archive", channel)

    def unarchive(self, channel):
        channel.archived = False
        return self.events.channel_restored(channel)

    def set_active(self, user, active):
        """Deactivated: gone; the bots they own are disabled."""
        user["deleted"] = not active
        told = self.events.user("user_change", user)
        if not active:
            for bot in self.world.bots.values():
                if bot["owner_id"] == user["id"]:
                    self.set_bot(bot, False)
        return told

    def end_token(self, record, for_good):
        """Disabled or revoked. An old server's open sockets go on hearing
        everything; those of a new one are deaf from then on."""
        record["is_active"] = False
        if for_good:
            del self.world.tokens[record["token"]]
        if self.world.modern:
            for connection in self.socket.known:
                if connection.token == record["token"]:
                    connection.deaf = True

    def set_bot(self, bot, on):
        """Disabled or enabled again. Its open sockets never recover."""
        now = self.world.now()
        bot.update(update_at=now, delete_at=0 if on else now)
        user = self.world.users[bot["user_id"]]
        user["deleted"] = not on
        self.world.touch(user)
        if not on:
            for connection in self.socket.known:
                if connection.user == user["id"]:
                    connection.deaf = True
        self.journal.note("bot", enabled=on)
        return bot

    # life

    async def start(self, port=0):
        app = web.Application(client_max_size=MAX_UPLOAD)
        self.rest.add_routes(app)
        self.blog.add_routes(app)
        self.hostile.add_routes(app)
        Control(self).add_routes(app)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await self._listen(port)
        self.port = self.listener.sockets[0].getsockname()[1]
        if self.content_host != self.host:
            # Sockets that are told nothing would be waited for.
            await web.TCPSite(self.runner, self.content_host, self.port,
                              shutdown_timeout=1).start()
        self.address = self.site_url = f"http://{self.host}:{self.port}"
        self.blog.address = f"http://{self.content_host}:{self.port}"
        self.hostile.address = self.blog.address
        self.hostile.inside = self.address

    async def _listen(self, port):
        self.listener = await asyncio.get_running_loop().create_server(
            self.runner.server, self.host, port, reuse_address=True)

    async def restart(self, seconds=0.0):
        """The server ends and comes back: connections end by a plain close,
        and what was only in its memory is forgotten."""
        self.listener.close()
        for connection in self.socket.known:
            if connection.sock is not None and not connection.sock.silent:
                connection.sock.hang_up()
        self.socket.known.clear()
        self.socket.status.clear()
        self.pending.known.clear()
        for connection in list(self.runner.server.connections):
            if connection.transport is not None:
                connection.transport.close()
        self.journal.note("server", what="down")
        await asyncio.sleep(seconds)
        await self._listen(self.port)
        self.journal.note("server", what="up")

    async def stop(self):
        self.listener.close()
        await self.socket.stop()
        await self.calls.stop()
        await self.runner.cleanup()
