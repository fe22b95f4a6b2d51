"""200 feeds that have nothing new: ours, and curl in a loop."""
import contextlib
import sqlite3
import time

import machine
from scene import Scene

FEEDS, ENTRIES = 200, 50

NGINX = """daemon off; worker_processes 1; pid {folder}/pid; user root;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ log_format times '$msec $request_time $status';
  access_log {folder}/access.log times;
  types {{ application/rss+xml xml; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  server {{ listen {port}; root {folder}/www; }} }}
"""

ENTRY = """<item><title>Story {number} of feed {feed}</title>
<link>https://www.example.com/{feed}/stories/{number}</link>
<guid>https://www.example.com/{feed}/stories/{number}</guid>
<pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>
<description>What happened, told in two sentences of some length. More of it
stands on the page that this entry leads to.</description></item>
"""

CONFIG = """campaigns = ( {{ name = "Bench"; }} );
feeds = ( {feeds} );
"""


def address(feed):
    """Each from a host of its own."""
    return f"http://127.0.1.{feed + 1}:{machine.PEER_PORT}/{feed}.xml"


def write_feeds(folder):
    folder.mkdir()
    for feed in range(FEEDS):
        entries = "".join(ENTRY.format(feed=feed, number=number)
                          for number in range(ENTRIES))
        (folder / f"{feed}.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">'
            f"<channel><title>Feed {feed}</title>"
            f"<link>https://www.example.com/{feed}</link>"
            f"<description>Bench</description>{entries}</channel></rss>\n")


def log():
    return machine.WORK / "run" / "feeds-server" / "access.log"


def served():
    """(start, end, status) of each request since the log was emptied."""
    rows = []
    for line in log().read_text().splitlines():
        end, took, status = line.split()
        rows.append((float(end) - float(took), float(end), int(status)))
    return rows


def span(rows):
    """ms from the first request to the last answer."""
    return {"ms": round((max(row[1] for row in rows)
                         - min(row[0] for row in rows)) * 1000, 1),
            "unchanged": sum(row[2] == 304 for row in rows)}


def folder():
    return machine.WORK / "run" / "feeds"


def make_due():
    db = sqlite3.connect(folder() / "advocated.db")
    db.execute("UPDATE feed SET next_at = ? - id", (int(time.time() * 1000),))
    db.commit()
    db.close()


def run_daemon():
    """Until it has read every feed once."""
    feeds = ", ".join(
        f'{{ name = "feed-{feed}"; url = "{address(feed)}"; '
        'campaign = "Bench"; interval = "1h"; }' for feed in range(FEEDS))
    command = machine.daemon(
        folder(), top='allow_addresses = ( "127.0.0.0/8" );',
        more=CONFIG.format(feeds=feeds))
    end = time.monotonic() + 60
    with machine.idle_slack(), machine.server(command, machine.WEB_PORT):
        while machine.metric("fetches_total") < FEEDS:
            if time.monotonic() > end:
                raise machine.Failed("the feeds were not read in a minute")
            time.sleep(0.05)


def ours():
    make_due()
    log().write_text("")
    run_daemon()
    return span(served())


def peer():
    log().write_text("")
    script = "; ".join(f"curl -s -o /dev/null {address(feed)}"
                       for feed in range(FEEDS))
    machine.run([*machine.SERVER, "sh", "-c", script])
    return span(served())


@contextlib.contextmanager
def with_feeds():
    server = machine.fresh("feeds-server")
    write_feeds(server / "www")
    config = server / "nginx.conf"
    config.write_text(NGINX.format(folder=server, port=machine.PEER_PORT))
    machine.fresh("feeds")
    with machine.server([*machine.LOAD, "nginx", "-p", server, "-c", config],
                        machine.PEER_PORT):
        run_daemon()
        yield


SCENES = [Scene("feeds", {"ours": ours, "peer": peer}, with_feeds)]
