"""A chat server of the Mattermost kind, with every habit the tests need.

GET and POST /control/... tell it what to do; all else is REST below /api/v4.
"""
import json
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


# What belongs to a connection of its own.
DROPPED = ("Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Date")


class World:
    """What the peer knows; one lock around all of it."""

    def __init__(self):
        self.lock = threading.RLock()
        self.answers = deque()  # canned, before anything else
        self.seen = []


world = World()


class Peer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def setup(self):
        super().setup()
        self.connection.setsockopt(6, 1, 1)  # TCP_NODELAY

    def answer(self, status, body, **headers):
        """body: text as it is, all else as JSON."""
        kind = "text/plain" if isinstance(body, str) else "application/json"
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        headers.setdefault("Content-Type", kind)
        self.send_response(status)
        for name, value in headers.items():
            if name not in DROPPED:
                self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read(self):
        size = int(self.headers.get("Content-Length", 0))
        return self.rfile.read(size).decode("utf-8", "replace").replace("\0", "?")

    def serve(self):
        text = self.read()
        if self.path.startswith("/control/"):
            return self.control(self.path[9:], text)
        with world.lock:
            world.seen.append({"method": self.command, "path": self.path, "text": text,
                               "headers": {k.lower(): v for k, v in self.headers.items()}})
            canned = world.answers.popleft() if world.answers else None
        if canned is None:
            return self.answer(404, {"id": "api.context.404.app_error", "status_code": 404})
        if canned.get("hang up"):
            self.close_connection = True
            return None
        return self.answer(canned["status"], canned.get("body", ""), **canned.get("headers", {}))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = serve

    def control(self, name, text):
        with world.lock:
            body = getattr(self, "control_" + name)(json.loads(text or "null"))
        self.answer(200, {"ok": True} if body is None else body)

    def control_answer(self, wish):
        world.answers.append(wish)

    def control_seen(self, wish):
        seen, world.seen = world.seen, []
        return seen


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass  # connections that broke are what the tests are about


server = Server(("127.0.0.1", 0), Peer)
print(server.server_address[1], flush=True)
sys.stdout.close()
server.serve_forever()
