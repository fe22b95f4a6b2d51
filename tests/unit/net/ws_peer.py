"""A websocket server with every habit test_ws.c needs, frame by frame."""
import base64
import hashlib
import os
import socket
import ssl
import struct
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Peer:
    def __init__(self, sock):
        self.sock = sock
        self.buffer = b""

    def need(self, size):
        while len(self.buffer) < size:
            more = self.sock.recv(65536)
            if not more:
                raise EOFError
            self.buffer += more
        out, self.buffer = self.buffer[:size], self.buffer[size:]
        return out

    def frame(self):
        """(fin, opcode, payload) as the client sent it."""
        first, second = self.need(2)
        size = second & 127
        if size == 126:
            size, = struct.unpack(">H", self.need(2))
        elif size == 127:
            size, = struct.unpack(">Q", self.need(8))
        assert second & 128, "a client must mask"
        mask = self.need(4)
        body = self.need(size)
        body = bytes(b ^ mask[i % 4] for i, b in enumerate(body))
        return first >> 7, first & 15, body

    def send(self, opcode, body=b"", fin=1):
        size = len(body)
        head = bytes([fin << 7 | opcode])
        if size < 126:
            head += bytes([size])
        elif size < 65536:
            head += b"\x7e" + struct.pack(">H", size)
        else:
            head += b"\x7f" + struct.pack(">Q", size)
        self.sock.sendall(head + body)

    def handshake(self):
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.sock.recv(65536)
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        path = lines[0].split(" ")[1]
        headers = dict(line.split(": ", 1) for line in lines[1:])
        return path, {k.lower(): v for k, v in headers.items()}

    def accept(self, headers):
        key = headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        answer = base64.b64encode(hashlib.sha1(key.encode()).digest())
        self.sock.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + answer
                          + b"\r\n\r\n")

    # What to do after the upgrade, by path.

    def on_echo(self, query, headers):
        while True:
            _, opcode, body = self.frame()
            if opcode == TEXT:
                self.send(TEXT, body)
            elif opcode == CLOSE:
                self.send(CLOSE, body)
                return

    def on_headers(self, query, headers):
        self.send(TEXT, "|".join([headers.get("authorization", "-"), headers.get("host", "-"),
                                  headers.get("sec-websocket-extensions", "-"), query]).encode())
        time.sleep(60)

    def on_fragments(self, query, headers):
        self.send(TEXT, b"hello ", fin=0)
        self.send(PING, b"Ping from applink-2")
        self.send(0, b"wor", fin=0)
        self.send(0, b"ld")
        while True:
            _, opcode, body = self.frame()
            if opcode == PONG:
                self.send(TEXT, b"pong:" + body)

    def on_binary(self, query, headers):
        self.send(BINARY, b"\0\1\2")
        self.send(TEXT, b"after")
        time.sleep(60)

    def on_large(self, query, headers):
        self.send(TEXT, b"x" * int(query))
        while True:
            _, opcode, body = self.frame()
            if opcode == CLOSE:
                self.send(CLOSE, body)
                return

    def on_silent(self, query, headers):
        time.sleep(60)

    def on_pings(self, query, headers):
        while True:
            self.send(PING, b"are you there")
            time.sleep(0.05)

    def on_pong(self, query, headers):
        while True:
            _, opcode, body = self.frame()
            if opcode == PING:
                self.send(PONG, body)

    def on_close(self, query, headers):
        self.send(CLOSE, struct.pack(">H", int(query)) + b"go away")
        time.sleep(60)  # and never closes the connection

    def on_bare_close(self, query, headers):
        self.send(CLOSE)
        time.sleep(60)

    def on_deaf(self, query, headers):
        """Takes a close frame and does nothing, like Slack."""
        time.sleep(60)

    def on_hangup(self, query, headers):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def on_count(self, query, headers):
        count = bad = 0
        while True:
            fin, opcode, body = self.frame()
            if opcode == TEXT and body == b"end":
                self.send(TEXT, b"%d messages, %d odd" % (count, bad))
            elif opcode == TEXT:
                count += 1
                bad += not fin or body != b"%d" % (count - 1) + b"y" * 3000
            else:
                bad += 1

    def serve(self):
        path, headers = self.handshake()
        path, _, query = path.partition("?")
        name = path.strip("/")
        if name == "hang":
            time.sleep(60)
        if name == "refuse":
            self.sock.sendall(b"HTTP/1.1 %s No\r\nContent-Length: 0\r\nLocation: ws://127.0.0.1:1/"
                              b"\r\n\r\n" % query.encode())
            time.sleep(0.2)
            return
        self.accept(headers)
        getattr(self, "on_" + name)(query, headers)


def run(sock, tls):
    try:
        if tls:
            sock = tls.wrap_socket(sock, server_side=True)
        Peer(sock).serve()
    except (EOFError, OSError, ValueError):
        pass
    finally:
        sock.close()


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(HERE + "/tls/cert.pem", HERE + "/tls/key.pem")
tls.set_alpn_protocols(["h2", "http/1.1"])


def listen(port, context):
    server = socket.create_server(("0.0.0.0", port))
    def loop():
        while True:
            sock, _ = server.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=run, args=(sock, context), daemon=True).start()
    threading.Thread(target=loop, daemon=True).start()
    return server.getsockname()[1]


while True:  # TLS on the port above
    port = listen(0, None)
    try:
        listen(port + 1, tls)
        break
    except OSError:
        continue
print(port, flush=True)
sys.stdout.close()
time.sleep(3600)
