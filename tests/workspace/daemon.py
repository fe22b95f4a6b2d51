"""The daemon under test: its settings, its start and its end."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket

# What a web site proves itself with.
CONTENT_TOKEN = "content-token-of-the-tests"

# Settings as libconfig text. A group is a dict, a list of groups a list.


def settings_for(workspaces, folder, links_url, listen):
    """What the daemon is told in tests and the demo. The blog is that of the
    first workspace."""
    def secret(name, text):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o600)
        return quoted(path)

    def chat(ws):
        return {"name": quoted(ws.name), **ws.settings(
            lambda name, text: secret(f"{ws.name}.{name}", text),
            callback_url(links_url, ws))}
    first = workspaces[0]
    return {
        "data": quoted(os.path.join(folder, "data")),
        "listen": quoted(listen),
        "links_url": quoted(links_url),
        "master_secret_file": secret("master_secret", secrets.token_hex(32)),
        "templates": quoted(os.path.join(root(), "templates")),
        "log_level": quoted("info"),
        "admins": names(person(ws, "mia") for ws in workspaces),
        "company_networks": '("127.250.0.0/16")',
        "allow_addresses": f'("{first.content_host}/32")',
        "company": {"name": quoted("Acme"),
                    "disclosure": quoted("I work at Acme. #employee"),
                    "zone": quoted("Europe/Helsinki"),
                    "contact": quoted("Mia in Communications")},
        "sharing": {},
        "rules": {},
        "digest": {},
        "content": {"token_file": secret("content.token", CONTENT_TOKEN)},
        "chats": [chat(ws) for ws in workspaces],
        "campaigns": [{"name": quoted("News"),
                       "goal": quoted("People outside learn what we build, and the "
                                      "right ones come and join us."),
                       "channels": names(channel(ws, "news")
                                         for ws in workspaces),
                       "budget": "5000"}],
        "feeds": [{"name": quoted("blog"),
                   "url": quoted(first.blog.feed_url()),
                   "mode": quoted("auto"), "campaign": quoted("News"),
                   "interval": quoted("1s")}],
    }


def callback_url(links_url, workspace):
    """Where a server that calls back reaches the daemon."""
    return f"{links_url}/mattermost/{workspace.name}"


def person(workspace, name):
    """As the settings name somebody."""
    return f"{workspace.name}:{workspace.world.user(name)['id']}"


def channel(workspace, name):
    return f"{workspace.name}:{workspace.world.channel(name).id}"


def group(workspace, handle):
    """A user group, or what stands for one, as roles name it."""
    found = workspace.world.group(handle)
    return f"{workspace.name}:@" + (found["id"] if isinstance(found, dict)
                                    else found.id)


def names(texts):
    return "(" + ", ".join(quoted(t) for t in texts) + ")"


def root():
    return os.path.dirname(os.path.dirname(os.path.dirname(
        os.path.abspath(__file__))))


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def put(settings, name, value):
    """name: 'digest.at' or 'campaigns.budget' (of the first), 'feeds.2.url'
    (of the second, made when it is not there). An empty value removes it."""
    *path, last = name.split(".")
    place = settings
    for step in path:
        if step.isdigit():
            while len(place) < int(step):
                place.append({})
            place = place[int(step) - 1]
        else:
            if isinstance(place, list):
                place = place[0]
            place = place.setdefault(step, {})
    if isinstance(place, list):
        place = place[0]
    if value:
        place[last] = value
    else:
        place.pop(last, None)


def written(settings):
    """The text of bot.conf."""
    lines = []
    for name, value in settings.items():
        if isinstance(value, dict):
            lines.append(f"{name} = {grouped(value)};")
        elif isinstance(value, list):
            inner = ",\n  ".join(grouped(v) for v in value)
            lines.append(f"{name} = (\n  {inner}\n);")
        else:
            lines.append(f"{name} = {value};")
    return "\n".join(lines) + "\n"


def grouped(values):
    return "{ " + "".join(f"{k} = {v}; " for k, v in values.items()) + "}"


def own_address(number):
    """A loopback address that no other run uses at the same time: a port
    need not be guessed then."""
    return f"127.{100 + number // 65536 % 100}.{number // 256 % 256}." \
           f"{number % 254 + 1}"


def free_port(host):
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


class Daemon:
    def __init__(self, program, folder, settings, clock_file, wrap=()):
        self.program = program
        self.folder = folder
        self.settings = settings
        self.wrap = list(wrap)
        self.clock_file = clock_file
        self.process = None
        self.log_path = os.path.join(folder, "log")
        self.conf = os.path.join(folder, "bot.conf")
        os.makedirs(os.path.join(folder, "data"), mode=0o700, exist_ok=True)

    @property
    def database(self):
        data = os.path.join(self.folder, "data")
        for name in sorted(os.listdir(data)):
            if name.endswith((".db", ".sqlite", ".sqlite3")):
                return os.path.join(data, name)
        return None

    def write(self):
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write(written(self.settings))

    async def start(self):
        self.write()
        environment = dict(os.environ, ADVOCATED_CLOCK_FILE=self.clock_file,
                           UBSAN_OPTIONS="print_stacktrace=1")
        with open(self.log_path, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.wrap, self.program, "-c", self.conf, stdout=log,
                stderr=log, stdin=asyncio.subprocess.DEVNULL,
                env=environment)

    def is_running(self):
        return self.process is not None and self.process.returncode is None

    def signal(self, number):
        """By its number: the process object looks first whether it ended,
        and takes the exit code away from who waits for it."""
        if self.is_running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    async def stop(self, seconds=20):
        """SIGTERM and its exit code; None when it did not end in time."""
        if self.process is None:
            return 0
        self.signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self.process.wait(), seconds)
        except asyncio.TimeoutError:
            await self.kill()
            return None

    async def kill(self):
        self.signal(signal.SIGKILL)
        await self.process.wait()

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()
