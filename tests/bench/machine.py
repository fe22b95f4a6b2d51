"""Where things are, and how the daemon, its peers and the load are run."""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = SOURCE / "tests" / "bench"
BUILD = SOURCE / "build" / "release"
WORK = SOURCE / "build" / "bench"
DATA = WORK / "data"
DAEMON = BUILD / "advocated"
SLACK_PORT, WEB_PORT, PEER_PORT = 3999, 3998, 3997
SERVER = ["taskset", "-c", "0"]  # one core for what is measured,
LOAD = ["taskset", "-c", "1"]    # the other for the load

CONFIG = """data = "{data}";
listen = "127.0.0.1:{port}";
links_url = "https://go.example.com";
templates = "{templates}";
log_level = "warn";
{top}
company = {{ name = "Acme"; disclosure = "I work at Acme. #employee"; }};
chats = ( {{ name = "acme"; api_url = "http://127.0.0.1:{slack}/api/"; {chat} }} );
{more}
"""

SECRETS = {
    "ADVOCATED_MASTER_SECRET": "bench bench bench bench bench bench bench",
    "ADVOCATED_ACME_BOT_TOKEN": "xoxb-bench",
    "ADVOCATED_ACME_APP_TOKEN": "xapp-1-bench",
}


class Failed(Exception):
    """A measurement that did not come about, and why."""


def run(command, **more):
    done = subprocess.run([str(word) for word in command], text=True,
                          capture_output=True, check=False, **more)
    if done.returncode != 0:
        raise Failed(f"{command[0]}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def build():
    """The release build of the daemon and of the bench's own programs."""
    if not (BUILD / "build.ninja").exists():
        run(["cmake", "--preset", "release"], cwd=SOURCE)
    run(["ninja", "-C", BUILD, "advocated", "bench"])


def store(*arguments):
    return run([BUILD / "tests" / "bench" / "benchstore", *arguments],
               cwd=SOURCE)


def fresh(name):
    """An empty folder of that name for one run."""
    folder = WORK / "run" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def daemon(folder, top="", chat="", more=""):
    """The command that runs the daemon in that folder."""
    config = folder / "bot.conf"
    config.write_text(CONFIG.format(
        data=folder, port=WEB_PORT, slack=SLACK_PORT, top=top, chat=chat,
        more=more, templates=SOURCE / "templates"))
    return [*SERVER, DAEMON, "-c", config]


def node(script):
    return [*SERVER, "node", HERE / "peers" / script]


def environment(**more):
    return {**os.environ, **SECRETS, "NODE_ENV": "production",
            "NODE_PATH": str(WORK / "peers" / "node_modules"),
            "API_URL": f"http://127.0.0.1:{SLACK_PORT}/api/", **more}


def slack(options, client, **more):
    """One run of the load generator around a client: what it measured."""
    out = run([*LOAD, BUILD / "tests" / "bench" / "slackload",
               "-p", SLACK_PORT, *(options.split() if isinstance(options, str)
                                   else options), "--", *client],
              env=environment(**more))
    return json.loads(out)


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def server(command, port, **more):
    """A server for as long as it takes, once it listens."""
    if is_listening(port):
        raise Failed(f"port {port} is taken")
    log = open(WORK / "server.log", "w", encoding="utf-8")
    process = subprocess.Popen([str(word) for word in command], stdout=log,
                               stderr=log, env=environment(**more))
    try:
        end = time.monotonic() + 60
        while not is_listening(port):
            if process.poll() is not None or time.monotonic() > end:
                raise Failed(f"{command}: " + (WORK / "server.log").read_text())
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(30)
        log.close()


@contextlib.contextmanager
def idle_slack():
    """Something to connect to for a daemon that is measured otherwise: the
    generator with a client that only waits."""
    with server([*LOAD, BUILD / "tests" / "bench" / "slackload", "-m", "start",
                 "-p", SLACK_PORT, "-l", "3600", "-i", "3600000", "--",
                 "sleep", "3600"], SLACK_PORT) as process:
        yield process


def get(port, path):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request("GET", path)
    answer = link.getresponse()
    body = answer.read().decode()
    link.close()
    return answer.status, answer.headers, body


def metric(name):
    """A metric of the daemon, summed over its labels."""
    lines = get(WEB_PORT, "/metrics")[2].splitlines()
    return sum(float(line.split()[-1]) for line in lines
               if line.split("{")[0].split(" ")[0].endswith(name)
               and not line.startswith("#"))
