"""GET /l/<code>: ours, nginx and Fastify under wrk."""
import contextlib
import functools
import json
import random
import re
import sqlite3

import data
import machine
from scene import Scene

SECONDS = 3
REQUESTS = 100_000
AGENT = ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
         "Gecko) Chrome/126.0.0.0 Safari/537.36")

NGINX = """daemon off; worker_processes 1; pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{
    return 302 https://www.example.com/stories/2026/a-story; }} }} }}
"""

# The requests are made beforehand, so that wrk only picks one.
SCRIPT = """local codes = {{ {codes} }}
local requests, at = {{}}, 0
init = function()
  wrk.headers["User-Agent"] = "{agent}"
  wrk.headers["Accept"] = "text/html"
  for i, code in ipairs(codes) do
    requests[i] = wrk.format("GET", "/l/" .. code)
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
"""


def write_script(codes):
    """A hundred thousand requests: as readers do, half of them for the most
    followed hundred and forty links, the others for all the rest."""
    chance = random.Random(1)
    weights = [1 / (place + 1) for place in range(len(codes))]
    drawn = chance.choices(codes, weights, k=REQUESTS)
    path = machine.WORK / "codes.lua"
    path.write_text(SCRIPT.format(
        agent=AGENT, codes=",".join(f'"{code}"' for code in drawn)))


def wrk(port, connections):
    out = machine.run([*machine.LOAD, "wrk", "-t1", f"-c{connections}",
                       f"-d{SECONDS}s", "--latency", "--timeout", "10s", "-s",
                       machine.WORK / "codes.lua", f"http://127.0.0.1:{port}"])
    if "Non-2xx" in out or "Socket errors" in out:
        raise machine.Failed(out)
    number = re.search(r"(\d+) requests in", out)
    rate = re.search(r"Requests/sec:\s*([\d.]+)", out)
    tail = re.search(r"99%\s*([\d.]+)(us|ms|s)", out)
    scale = {"us": 0.001, "ms": 1, "s": 1000}[tail[2]]
    return {"per_s": float(rate[1]), "requests": int(number[1]),
            "p99_ms": round(float(tail[1]) * scale, 3)}


def check_redirect(port, code):
    status, headers, _ = machine.get(port, f"/l/{code}")
    if status != 302 or "example.com" not in headers["Location"]:
        raise machine.Failed(f"port {port}: {status}, no redirect")


def clicks(path):
    """Clicks in the file, read beside whoever writes it."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    count = db.execute("SELECT max(id) FROM click").fetchone()[0]
    db.close()
    return count or 0


def ours(connections):
    """Every redirect must stand in the database when wrk has its answer."""
    path = machine.WORK / "run" / "redirect" / "advocated.db"
    before = clicks(path)
    result = wrk(machine.WEB_PORT, connections)
    result["stored"] = clicks(path) - before
    if result["stored"] < result["requests"]:
        raise machine.Failed(f"{json.dumps(result)}: clicks are missing")
    return result


@contextlib.contextmanager
def our_server():
    folder = machine.fresh("redirect")
    source = data.links(machine.DATA, machine.store)
    codes = data.codes(source)
    write_script(codes)
    data.copy(source, folder / "advocated.db")
    with machine.idle_slack(), machine.server(
            machine.daemon(folder), machine.WEB_PORT):
        check_redirect(machine.WEB_PORT, codes[0])
        yield codes


@contextlib.contextmanager
def with_nginx():
    folder = machine.fresh("nginx")
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=machine.PEER_PORT))
    with our_server() as codes, machine.server(
            [*machine.SERVER, "nginx", "-p", folder, "-c", config],
            machine.PEER_PORT):
        check_redirect(machine.PEER_PORT, codes[0])
        yield


@contextlib.contextmanager
def with_node():
    folder = machine.fresh("node")
    data.copy(data.links(machine.DATA, machine.store), folder / "links.db")
    with our_server() as codes, machine.server(
            machine.node("redirect.js"), machine.PEER_PORT,
            STORE=str(folder / "links.db"), PORT=str(machine.PEER_PORT)):
        check_redirect(machine.PEER_PORT, codes[0])
        yield


def scene(name, connections, around):
    return Scene(name, {
        "ours": functools.partial(ours, connections),
        "peer": functools.partial(wrk, machine.PEER_PORT, connections)},
        around)


SCENES = [
    scene("redirect_64", 64, with_nginx),
    scene("redirect_256", 256, with_nginx),
    scene("redirect_1000", 1000, with_nginx),
    scene("redirect_node", 64, with_node),
]
