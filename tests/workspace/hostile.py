"""Feeds that mean harm, and the neighbour they would like to reach."""

import asyncio
import gzip

from aiohttp import web

HUGE = 200 * 1024 * 1024


def laughs():
    lines = ['<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">']
    lines += [f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 11)]
    lines.append(']><rss version="2.0"><channel><title>&l10;</title>'
                 "<item><title>&l10;</title><link>http://example.com/x</link>"
                 "</item></channel></rss>")
    return "\n".join(lines)


def peeking():
    return ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM '
            '"file:///etc/passwd">]><rss version="2.0"><channel><title>x'
            "</title><item><title>&f;</title><link>http://example.com/passwd"
            "</link></item></channel></rss>")


TEXTS = {
    "malformed.xml": '<?xml version="1.0"?><rss><channel><item><title>Half',
    "empty.xml": "",
    "text.xml": "Just some words, and <b>no</b> feed.",
    "nothing.json": '{"version": "https://jsonfeed.org/version/1.1"}',
    "deep.json": "[" * 100_000,
    "laughs.xml": laughs(),
    "peek.xml": peeking(),
}


class Hostile:
    def __init__(self, journal, address):
        self.journal = journal
        self.address = address
        self.inside = "http://127.0.0.1:1"  # set once the port is known

    def add_routes(self, app):
        add = app.router.add_get
        add("/hostile/huge.xml", self.on_huge)
        add("/hostile/bomb.xml", self.on_bomb)
        add("/hostile/slow.xml", self.on_slow)
        add("/hostile/loop.xml", self.on_loop)
        add("/hostile/to-{where}.xml", self.on_redirect)
        add("/hostile/{name}", self.on_text)
        add("/inside", self.on_inside)

    def _note(self, request, status):
        self.journal.note("fetch", path=request.path, status=status,
                          agent=request.headers.get("User-Agent", ""),
                          etag=None, modified=None)

    async def on_text(self, request):
        name = request.match_info["name"]
        status = 200 if name in TEXTS else 404
        self._note(request, status)
        return web.Response(status=status, text=TEXTS.get(name, "gone"),
                            content_type="application/xml")

    async def on_huge(self, request):
        self._note(request, 200)
        response = web.StreamResponse(headers={
            "Content-Type": "application/rss+xml"})
        await response.prepare(request)
        await response.write(b'<?xml version="1.0"?><rss><channel><title>')
        sent, block = 0, b"x" * 65536
        try:
            while sent < HUGE:
                await response.write(block)
                sent += len(block)
        except ConnectionError:
            pass
        self.journal.note("poured", bytes=sent)
        return response

    async def on_bomb(self, request):
        """200 MB of spaces in some 200 kB of gzip."""
        self._note(request, 200)
        body = gzip.compress(b" " * HUGE, 6)
        return web.Response(body=body, headers={
            "Content-Type": "application/rss+xml",
            "Content-Encoding": "gzip"})

    async def on_slow(self, request):
        self._note(request, 200)
        response = web.StreamResponse(headers={
            "Content-Type": "application/rss+xml"})
        await response.prepare(request)
        try:
            for _ in range(600):
                await response.write(b" ")
                await asyncio.sleep(0.5)
        except ConnectionError:
            pass
        return response

    async def on_loop(self, request):
        self._note(request, 302)
        raise web.HTTPFound("/hostile/loop.xml")

    async def on_redirect(self, request):
        self._note(request, 302)
        raise web.HTTPFound({
            "inside": self.inside + "/inside",
            "private": "http://10.0.0.1/feed.xml",
            "link-local": "http://169.254.169.254/latest/meta-data/",
            "name": f"http://localhost:{self.inside.rpartition(':')[2]}/inside",
            "file": "file:///etc/passwd",
        }.get(request.match_info["where"], "/hostile/loop.xml"))

    async def on_inside(self, request):
        """Reached only through somebody who should not have come."""
        self.journal.note("intruder", agent=request.headers.get(
            "User-Agent", ""))
        return web.Response(text='<rss version="2.0"><channel><title>inside'
                            "</title><item><title>Inside</title><link>"
                            "http://example.com/inside</link></item></channel>"
                            "</rss>", content_type="application/rss+xml")
