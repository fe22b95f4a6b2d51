"""Takes a connection away from aiohttp after an upgrade: the tests must be
able to fall silent and to reset, which its own websockets cannot."""

import asyncio
import base64
import hashlib

from .. import frames


class Takeover:
    def __init__(self, http):
        self.http = http

    async def run(self, serve):
        """Answers 101 and calls serve(frames.Socket) until it returns."""
        transport = self.http.transport
        key = self.http.headers["Sec-WebSocket-Key"].encode()
        token = base64.b64encode(hashlib.sha1(key + frames.MAGIC).digest())
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=1 << 22, loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n"
                     b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
                     b"Sec-WebSocket-Accept: " + token + b"\r\n\r\n")
        await serve(frames.Socket(reader, writer, self.http.path,
                                  dict(self.http.headers)))
        transport.abort() if transport.is_closing() else transport.close()
