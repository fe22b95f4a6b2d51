"""The table of REST routes, which the api_*.py fill, and what a handler is
given."""

import json
import re

from .errors import AppError, bad_body, bad_url
from .ids import is_id

PARTS = {"id": r"[A-Za-z0-9]+", "name": r"[A-Za-z0-9_.\-]+",
         "emoji": r"[A-Za-z0-9_\-+]+", "action": r"[A-Za-z0-9_\-]+"}
TABLE = []


class Route:
    def __init__(self, method, path, run, **flags):
        self.method = method
        self.path = path
        self.name = f"{method} {path}"
        self.run = run
        self.also = flags.get("also")       # what the Slack side calls it
        self.open = flags.get("open", False)    # needs no session
        pattern = re.sub(r"\{(\w+)(?::(\w+))?\}", lambda m:
                         f"(?P<{m[1]}>{PARTS[m[2] or 'id']})", path)
        self.pattern = re.compile(pattern + "/?$")


def route(method, path, **flags):
    def add(run):
        TABLE.append(Route(method, path, run, **flags))
        return run
    return add


def find(method, path):
    """(route, parameters) or (None, None)"""
    for entry in TABLE:
        if entry.method == method:
            found = entry.pattern.match(path)
            if found:
                return entry, found.groupdict()
    return None, None


class Request:
    """One call as its handler sees it."""

    def __init__(self, workspace, http, parameters, body):
        self.ws = workspace
        self.world = workspace.world
        self.http = http
        self.given = parameters
        self.query = http.query
        self.raw = body
        self.user = None                # who calls
        self.token = None

    def id(self, name):
        """An id from the path; 'me' is who calls."""
        value = self.given[name]
        if value == "me" and name == "user_id":
            return self.user["id"]
        if not is_id(value):
            raise bad_url(name)
        return value

    def json(self, name, kind=dict):
        """The body; name is what an error calls it."""
        try:
            body = json.loads(self.raw)
        except ValueError:
            raise bad_body(name) from None
        if not isinstance(body, kind):
            raise bad_body(name)
        return body

    def texts(self, name):
        """A body that is a list of texts."""
        try:
            body = json.loads(self.raw)
        except ValueError:
            body = None
        if not isinstance(body, list) or \
                not all(isinstance(t, str) for t in body):
            raise AppError("api.payload.parse.error", 400) \
                if self.world.modern else bad_body(name)
        return body

    def number(self, name, default, most=None):
        try:
            value = int(self.query.get(name, default))
        except ValueError:
            value = default
        value = default if value < 0 else value
        return min(value, most) if most else value

    def page(self, rows):
        """page and per_page of rows; more than 200 is never given."""
        size = self.number("per_page", 60, 200) or 60
        start = self.number("page", 0) * size
        return rows[start:start + size]


OK = {"status": "OK"}
