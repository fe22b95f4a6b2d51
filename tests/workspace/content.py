"""The company's blog: pages with Open Graph tags and three kinds of feed, each
with ETag and Last-Modified."""

import hashlib
import html
import json
import re
from datetime import datetime, timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from .picture import paint

FEEDS = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}


def slug_of(title):
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return slug[:60] or hashlib.sha1(title.encode()).hexdigest()[:8]


class Blog:
    def __init__(self, world, address):
        self.world = world
        self.journal = world.journal
        self.address = address          # without a slash at the end
        self.entries = []               # newest first
        self.drafts = []                # pages that stand in no feed
        self.pictures = {}
        self.broken = None              # (status, seconds to wait)

    def publish(self, title, **more):
        """more: summary, why, image (bool), language, author, path, guid,
        canonical, body. A title that stands already is changed."""
        slug = more.pop("path", None) or slug_of(title)
        for entry in self.entries:
            if slug == entry["slug"]:
                entry.update(more, title=title,
                             updated=self.world.clock.now())
                self.journal.note("blog", what="changed", slug=slug)
                return entry
        now = self.world.clock.now()
        entry = {"slug": slug, "title": title, "summary": "", "image": True,
                 "language": "en", "author": "Mia Brandt", "body": "",
                 "published": now, "updated": now,
                 "url": f"{self.address}/blog/{slug}", **more}
        entry.setdefault("guid", entry["url"])
        self.entries.insert(0, entry)
        self.journal.note("blog", what="published", slug=slug)
        return entry

    def find(self, title):
        for entry in self.entries:
            if title in (entry["title"], entry["slug"]):
                return entry
        raise KeyError(f"no entry {title}")

    def withdraw(self, title):
        entry = self.find(title)
        self.entries.remove(entry)
        self.journal.note("blog", what="withdrawn", slug=entry["slug"])

    def feed_url(self, kind="rss"):
        return f"{self.address}/blog/{FEEDS[kind]}"

    def add_routes(self, app):
        app.router.add_get("/blog/", self.on_front)
        for kind, path in FEEDS.items():
            app.router.add_get(f"/blog/{path}", self._feed(kind))
        app.router.add_get("/blog/pictures/{slug}.png", self.on_picture)
        app.router.add_get("/blog/{slug}", self.on_page)

    # feeds

    def _feed(self, kind):
        make, mime = {
            "rss": (self.rss, "application/rss+xml"),
            "atom": (self.atom, "application/atom+xml"),
            "json": (self.json_feed, "application/feed+json")}[kind]

        async def on_feed(request):
            if self.broken:
                self._note(request, self.broken)
                return web.Response(status=self.broken, text="no")
            return self._conditional(request, make().encode(), mime)
        return on_feed

    def _conditional(self, request, body, mime):
        newest = max((e["updated"] for e in self.entries), default=0)
        stamp = datetime.fromtimestamp(int(newest), timezone.utc)
        headers = {"ETag": '"' + hashlib.sha1(body).hexdigest()[:16] + '"',
                   "Last-Modified": format_datetime(stamp, usegmt=True)}
        asked = request.headers.get("If-None-Match")
        if asked == headers["ETag"]:
            self._note(request, 304)
            return web.Response(status=304, headers=headers)
        self._note(request, 200)
        return web.Response(body=body, headers={
            **headers, "Content-Type": mime + "; charset=utf-8"})

    def _note(self, request, status):
        self.journal.note(
            "fetch", path=request.path, status=status,
            agent=request.headers.get("User-Agent", ""),
            etag=request.headers.get("If-None-Match"),
            modified=request.headers.get("If-Modified-Since"))

    def rss(self):
        items = "".join(f"""
<item><title>{escape(e["title"])}</title><link>{escape(e["url"])}</link>
<guid isPermaLink="false">{escape(e["guid"])}</guid>
<pubDate>{format_datetime(moment(e["published"]))}</pubDate>
<description>{escape(e["summary"])}</description></item>"""
                        for e in self.entries)
        return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Acme blog</title>
<link>{self.address}/blog/</link><language>en</language>
<description>What we build and how</description>{items}
</channel></rss>
"""

    def atom(self):
        items = "".join(f"""
<entry><title>{escape(e["title"])}</title><id>{escape(e["guid"])}</id>
<link rel="alternate" href={quoteattr(e["url"])}/>
<published>{moment(e["published"]).isoformat()}</published>
<updated>{moment(e["updated"]).isoformat()}</updated>
<summary>{escape(e["summary"])}</summary></entry>"""
                        for e in self.entries)
        newest = max((e["updated"] for e in self.entries), default=0)
        return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Acme blog</title>
<id>{self.address}/blog/</id><updated>{moment(newest).isoformat()}</updated>
<author><name>Acme</name></author>{items}
</feed>
"""

    def json_feed(self):
        return json.dumps({
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Acme blog", "home_page_url": self.address + "/blog/",
            "items": [{"id": e["guid"], "url": e["url"], "title": e["title"],
                       "summary": e["summary"],
                       "date_published": moment(e["published"]).isoformat(),
                       "date_modified": moment(e["updated"]).isoformat()}
                      for e in self.entries]}, ensure_ascii=False)

    # pages

    async def on_front(self, request):
        rows = "".join(
            f'<li><a href="{html.escape(e["url"])}">'
            f'{html.escape(e["title"])}</a><p>{html.escape(e["summary"])}'
            for e in self.entries) or "<li>Nothing yet."
        return page("Acme blog", f"<h1>Acme blog</h1><ul>{rows}</ul>")

    async def on_page(self, request):
        slug = request.match_info["slug"]
        self._note(request, 200)
        for entry in self.entries + self.drafts:
            if entry["slug"] == slug:
                return page(entry["title"], self._article(entry),
                            self._tags(entry), entry["language"])
        raise web.HTTPNotFound()

    def _tags(self, entry):
        tags = {"og:title": entry["title"], "og:type": "article",
                "og:description": entry["summary"],
                "og:url": entry.get("canonical") or entry["url"],
                "og:site_name": "Acme blog"}
        if entry["image"]:
            tags["og:image"] = self.picture_url(entry)
        lines = [f'<meta property="{name}" content="{html.escape(value)}">'
                 for name, value in tags.items()]
        lines.append('<link rel="canonical" href="'
                     f'{html.escape(tags["og:url"])}">')
        return "".join(lines)

    def picture_url(self, entry):
        return f"{self.address}/blog/pictures/{entry['slug']}.png"

    def _article(self, entry):
        image = f'<img src="{self.picture_url(entry)}" alt="">' \
            if entry["image"] else ""
        body = entry["body"] or entry["summary"]
        return (f'<p class="by">{html.escape(entry["author"])}</p>'
                f'<h1>{html.escape(entry["title"])}</h1>{image}'
                f"<p>{html.escape(body)}</p>")

    async def on_picture(self, request):
        slug = request.match_info["slug"]
        if slug not in self.pictures:
            self.pictures[slug] = paint(slug)
        return web.Response(body=self.pictures[slug],
                            content_type="image/png")


def moment(seconds):
    return datetime.fromtimestamp(int(seconds), timezone.utc)


STYLE = """body{font:17px/1.6 Lato,'Helvetica Neue',Arial,sans-serif;max-width:
42em;margin:3em auto;padding:0 1.5em;color:#1d1c1d}h1{line-height:1.2}
img{width:100%;border-radius:10px}.by{color:#616061;margin:0}a{color:#1264a3}"""


def page(title, body, head="", language="en"):
    return web.Response(content_type="text/html", text=(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>{head}<style>{STYLE}</style>"
        f"</head><body>{body}</body></html>"))
