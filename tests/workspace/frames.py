"""A websocket server of our own (RFC 6455) on plain streams: the tests must be
able to fall silent, to reset, to keep TCP open after a close, and to see how
a client cuts its messages into frames. No library lets them."""

import asyncio
import base64
import hashlib
import socket
import struct

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Closed(Exception):
    """The other side is gone."""


class Socket:
    """One accepted websocket. recv() gives (opcode, bytes, frames)."""

    def __init__(self, reader, writer, path, headers):
        self.reader = reader
        self.writer = writer
        self.path = path
        self.headers = headers
        self.silent = False             # nothing more leaves, nothing is read
        self.sent_close = False

    async def recv(self):
        kind, data, count = None, b"", 0
        while True:
            fin, opcode, payload = await self._frame()
            if opcode >= CLOSE:
                return opcode, payload, 1
            count += 1
            if opcode:
                kind = opcode
            data += payload
            if fin:
                return kind, data, count

    async def _frame(self):
        try:
            first, second = await self.reader.readexactly(2)
            size = second & 127
            if size == 126:
                size, = struct.unpack(">H", await self.reader.readexactly(2))
            elif size == 127:
                size, = struct.unpack(">Q", await self.reader.readexactly(8))
            mask = await self.reader.readexactly(4) if second & 128 else None
            data = await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, OSError) as gone:
            raise Closed() from gone
        while self.silent:
            await asyncio.sleep(3600)
        if mask is None:
            self.reset()                # a client must mask
            raise Closed()
        return bool(first & 128), first & 15, unmask(data, mask)

    def send(self, opcode, data):
        if self.silent or self.writer.is_closing():
            return
        if len(data) < 126:
            head = struct.pack(">BB", 128 | opcode, len(data))
        elif len(data) < 65536:
            head = struct.pack(">BBH", 128 | opcode, 126, len(data))
        else:
            head = struct.pack(">BBQ", 128 | opcode, 127, len(data))
        self.writer.write(head + data)

    def send_text(self, text):
        self.send(TEXT, text.encode())

    def close(self, code, reason=""):
        """The close frame only: like Slack, TCP stays open."""
        if not self.sent_close:
            self.sent_close = True
            self.send(CLOSE, struct.pack(">H", code) + reason.encode())

    def hang_up(self):
        self.writer.close()

    def reset(self):
        """A hard RST instead of a FIN."""
        raw = self.writer.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                           struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def unmask(data, mask):
    if not data:
        return b""
    repeated = mask * (len(data) // 4 + 1)
    value = int.from_bytes(data, "big") ^ int.from_bytes(
        repeated[:len(data)], "big")
    return value.to_bytes(len(data), "big")


async def accept(reader, writer, door):
    """Reads the upgrade request; door(path) gives the status to answer it
    with, 101 to accept. Returns a Socket or None."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    except (asyncio.TimeoutError, asyncio.IncompleteReadError,
            asyncio.LimitOverrunError, OSError):
        writer.close()
        return None
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ")
    headers = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    key = headers.get("sec-websocket-key")
    status = 400
    if len(parts) == 3 and key and headers.get(
            "upgrade", "").lower() == "websocket":
        status = door(parts[1])
    if status != 101:
        writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n"
                     "Connection: close\r\n\r\n".encode())
        writer.close()
        return None
    token = base64.b64encode(hashlib.sha1(key.encode() + MAGIC).digest())
    writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                 b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + token
                 + b"\r\n\r\n")
    return Socket(reader, writer, parts[1], headers)
