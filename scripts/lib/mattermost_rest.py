"""Mattermost's REST v4 as an administrator uses it: JSON in, JSON out."""
import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE_SECONDS = 15
TRIES_WHEN_LIMITED = 5


class Refused(Exception):
    """The server said no. id is its stable key, words are for people; detail
    is only told while the server is in developer mode."""

    def __init__(self, status, error_id, words, detail=""):
        super().__init__("%s %s" % (words, detail) if detail else words)
        self.status, self.id, self.words, self.detail = status, error_id, words, detail


class Unreachable(Exception):
    """Nobody answers there, or not as Mattermost does."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token elsewhere."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return None


def opener(url, ca_file=None):
    """Asks without following redirects; this machine without a proxy."""
    handlers = [NoRedirect(), urllib.request.HTTPSHandler(
        context=ssl.create_default_context(cafile=ca_file))]
    if urllib.parse.urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1"):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def trouble_in_words(error):
    """Why an address could not be asked, as a sentence's end."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "its certificate is not accepted (%s)" % reason.verify_message
    if isinstance(reason, ssl.SSLError):
        return "it does not speak TLS (%s)" % (reason.reason or reason)
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(reason, TimeoutError):
        return "no answer within %d seconds" % PATIENCE_SECONDS
    return str(reason)


class Server:
    def __init__(self, url, ca_file=None):
        self.url = url
        self.token = None
        self.opener = opener(url, ca_file)

    def send(self, request):
        """The answer's (headers, body), waiting when the server limits us."""
        for tries in range(TRIES_WHEN_LIMITED):
            try:
                with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                    return answer.headers, answer.read()
            except urllib.error.HTTPError as error:
                if error.code != 429 or tries == TRIES_WHEN_LIMITED - 1:
                    raise
                wait = error.headers.get("Retry-After") or "1"
                time.sleep(min(float(wait), 60) if wait.replace(".", "").isdigit() else 1)
        raise AssertionError("not reached")

    def refused(self, error):
        """What an answer other than success means."""
        if error.code in (301, 302, 307, 308):
            return Unreachable("%s leads to %s: give that address instead" % (
                self.url, error.headers.get("Location", "").split("/api/v4")[0]))
        try:
            said = json.loads(error.read())
            return Refused(error.code, said["id"], said.get("message") or said["id"],
                           said.get("detailed_error") or "")
        except (ValueError, KeyError, TypeError):
            return Refused(error.code, "", "HTTP %d" % error.code)

    def ask(self, method, path, body=None):
        """(headers, value) of the answer. Raises Refused or Unreachable."""
        request = urllib.request.Request(self.url + "/api/v4" + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        try:
            headers, text = self.send(request)
            return headers, json.loads(text or b"null")
        except urllib.error.HTTPError as error:
            raise self.refused(error) from None
        except OSError as error:  # URLError is one
            raise Unreachable("%s: %s" % (self.url, trouble_in_words(error))) from None
        except ValueError:
            raise Unreachable("%s answers, but not as Mattermost does" % self.url) from None

    def call(self, method, path, body=None):
        return self.ask(method, path, body)[1]

    def get(self, path):
        return self.call("GET", path)

    def find(self, path):
        """Like get(), None when there is no such thing."""
        try:
            return self.get(path)
        except Refused as no:
            if no.status == 404:
                return None
            raise

    def all(self, path):
        """Every page of a list."""
        found, page = [], 0
        while True:
            more = self.get("%s%spage=%d&per_page=200" % (
                path, "&" if "?" in path else "?", page))
            found += more
            if len(more) < 200:
                return found
            page += 1
