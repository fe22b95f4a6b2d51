"""An HTTP server with every bad habit test_http.c needs."""
import gzip
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

posts = {"count": 0}


class Peer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        query = urllib.parse.unquote(query)
        name = "on_" + path.strip("/").replace("-", "_")
        getattr(self, name, self.on_missing)(query)

    do_HEAD = do_GET

    def do_POST(self):
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(size)
        if self.path == "/die":
            posts["count"] += 1
            self.close_connection = True
            return
        if self.path == "/drip":
            posts["count"] += 1
            time.sleep(60)
        self.answer(200, body, Content_Type=self.headers.get("Content-Type", ""),
                    ETag=self.headers.get("Authorization", "none"))

    def on_missing(self, query):
        self.answer(404, b"missing")

    def on_hello(self, query):
        self.answer(200, b"hello", Content_Type="text/plain", ETag='"v1"',
                    Last_Modified="Mon, 23 Nov 2026 09:00:00 GMT")

    def on_redirect(self, query):
        self.answer(302, b"moved", Location=query, ETag='"old"', Retry_After="9")

    def on_again(self, query):
        left = int(query)
        if left == 0:
            return self.answer(200, b"arrived")
        self.answer(302, Location="/again?%d" % (left - 1))

    def on_retry(self, query):
        self.answer(429, Retry_After=query)

    def on_rate(self, query):
        limit, left, reset = query.split(",")
        self.answer(200, X_Ratelimit_Limit=limit, X_Ratelimit_Remaining=left,
                    X_Ratelimit_Reset=reset)

    def on_big(self, query):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunk = b"%x\r\n%s\r\n" % (65536, b"x" * 65536)
        for _ in range(200 * 16):
            self.wfile.write(chunk)
        self.wfile.write(b"0\r\n\r\n")

    def on_bomb(self, query):
        self.answer(200, gzip.compress(b"\0" * 50_000_000, 9), Content_Encoding="gzip")

    def on_slow(self, query):
        time.sleep(60)

    def on_count(self, query):
        self.answer(200, b"%d" % posts["count"])

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True


server = Server(("0.0.0.0", 0), Peer)
print(server.server_port, flush=True)
sys.stdout.close()
server.serve_forever()
