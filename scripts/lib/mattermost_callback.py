"""Whether a Mattermost server reaches the daemon, and if not, why.

The server itself is made to ask: a command that exists only for this moment
points at the daemon's check address and is used once.
"""
import contextlib
import http.server
import ipaddress
import re
import secrets
import socket
import threading
import urllib.error
import urllib.parse

import mattermost_rest

MARK = "advocated: a check that is over"
ANSWER = b'{"response_type": "ephemeral", "text": "advocated is here"}'


class StandIn(http.server.BaseHTTPRequestHandler):
    """Answers the check as the daemon does."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def do_GET(self):
        known = re.fullmatch(r"/mattermost/[a-z0-9-]+/check", self.path)
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def standing_in(address):
    """Listens in the daemon's place; yields False when it does so itself, or
    without an address."""
    if not address:
        yield False
        return
    host, _, port = address.rpartition(":")
    try:
        listener = http.server.ThreadingHTTPServer((host or "127.0.0.1", int(port)), StandIn)
    except OSError:
        yield False
        return
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield True
    finally:
        listener.shutdown()
        listener.server_close()


def run(server, team, bot, line):
    """The answer to a command, given in private between administrator and bot."""
    me = server.get("/users/me")["id"]
    channel = server.call("POST", "/channels/direct", [me, bot["user_id"]])
    return server.call("POST", "/commands/execute", {
        "channel_id": channel["id"], "team_id": team["id"], "command": line})


def reached(server, team, bot, url):
    """None when the server got the daemon's answer, else the Refused."""
    for old in server.get("/commands?team_id=%s&custom_only=true" % team["id"]):
        if old["description"] == MARK:
            server.call("DELETE", "/commands/" + old["id"])
    trigger = "advocated-check-" + secrets.token_hex(4)
    command = server.call("POST", "/commands", {
        "team_id": team["id"], "trigger": trigger, "method": "P", "url": url,
        "description": MARK, "auto_complete": False})
    try:
        answer = run(server, team, bot, "/" + trigger)
    except mattermost_rest.Refused as no:
        return no
    finally:
        server.call("DELETE", "/commands/" + command["id"])
    if str(answer.get("text", "")).startswith("advocated"):
        return None
    return mattermost_rest.Refused(200, "", "something else than advocated answers there")


def addresses(host):
    """What a name means on this machine; [] when nothing."""
    try:
        return sorted({ipaddress.ip_address(found[4][0].split("%")[0])
                       for found in socket.getaddrinfo(host, None)}, key=str)
    except (OSError, ValueError):
        return []


def is_allowed(host, address, allowed):
    """Whether AllowedUntrustedInternalConnections names it."""
    for word in re.split(r"[\s,]+", allowed):
        if word == host:
            return True
        try:
            if address in ipaddress.ip_network(word, strict=False):
                return True
        except ValueError:
            continue
    return False


def to_allow(callback, server_url, allowed):
    """The host that AllowedUntrustedInternalConnections lacks, or None.

    Mattermost refuses private addresses and its own machine's.
    """
    host = urllib.parse.urlsplit(callback).hostname
    own = addresses(urllib.parse.urlsplit(server_url).hostname)
    for address in addresses(host):
        if (not address.is_global or address in own) and \
                not is_allowed(host, address, allowed):
            return host
    return None


def seen_from_here(url, ca_file):
    """What this machine meets at the address: None when the daemon, else words."""
    try:
        with mattermost_rest.opener(url, ca_file).open(url, timeout=10) as answer:
            if b"advocated" in answer.read(65536):
                return None
            return "something else than advocated answers there"
    except urllib.error.HTTPError as error:
        return status_in_words(error.code, error.headers.get("Location", ""))
    except OSError as error:
        return mattermost_rest.trouble_in_words(error)


def status_in_words(status, location=""):
    if status in (301, 302, 307, 308):
        return "it leads on to %s: give the address where it ends as --callback" % location
    if status == 404:
        return ("it answers 404: the proxy does not pass /mattermost/ on to the daemon,"
                " or bot.conf has no chat of this name")
    if status in (401, 403):
        return "it answers %d: a proxy asks for a login; let /mattermost/ pass" % status
    if status in (502, 503, 504):
        return "it answers %d: a proxy is there, but the daemon behind it is not" % status
    return "it answers %d" % status


def setting_to_allow(host, allowed):
    return ["Mattermost calls private addresses only where it is told to. Set System Console >",
            "Environment > Developer > Allow untrusted internal connections to:",
            "    " + " ".join((allowed + " " + host).split()),
            "(in config.json: ServiceSettings.AllowedUntrustedInternalConnections)"]


def why_not(url, no, asked, config):
    """Sentences about a check that failed. asked: the server and the --ca."""
    server, ca_file = asked
    service = config.get("ServiceSettings", {})
    allowed = service.get("AllowedUntrustedInternalConnections") or ""
    said = []
    lacking = to_allow(url, server.url, allowed)
    if not service.get("SiteURL"):
        said.append("The server has no SiteURL: set System Console > Environment > Web Server"
                    " > Site URL. Commands and forms need it.")
    if lacking is not None:
        said += setting_to_allow(lacking, allowed)
    here = seen_from_here(url, ca_file)
    status = re.search(r"\b([345]\d\d)\b", no.words) if "failed_resp" in no.id else None
    if status:
        said.append("Seen from the server, %s." % status_in_words(int(status.group(1))))
    elif here is not None:
        said.append("Seen from this machine, %s." % here)
    elif lacking is None:
        said.append("This machine reaches it, so look between the server and it: a firewall,"
                    " its DNS, a proxy it must use, or a certificate that it does not know.")
    if no.detail:
        said.append("The server said: %s" % no.detail)
    return said
