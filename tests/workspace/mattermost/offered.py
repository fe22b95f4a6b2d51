"""What scenes and the demo ask of any chat server, as Mattermost has it."""

import functools
import glob
import json
import os

from .. import control
from ..daemon import quoted, root
from . import reading

# What a call of ours is for, in words, and the route that does it.
METHODS = {"post": "POST /posts", "whisper": "POST /posts",
           "edit": "PUT /posts/{post_id}/patch",
           "answer": "POST /hooks/commands",
           "form": "POST /actions/dialogs/open", "connect": "websocket"}

# Refusals that the bot should have known better than to ask for.
MISTAKES = {
    "api.context.404.app_error", "api.context.invalid_url_param.app_error",
    "api.context.invalid_body_param.app_error",
    "api.context.permissions.app_error",
    "api.post.create_post.root_id.app_error",
    "model.post.is_valid.message_length.app_error",
    "model.post.is_valid.props.app_error",
    "interactive_message.decode_trigger_id.base64_decode_failed",
    "interactive_message.decode_trigger_id.missing_data",
    "interactive_message.decode_trigger_id.verify_signature_failed",
    "app.command_webhook.try_use.invalid"}

ACTS = ("POST /posts", "PUT /posts", "DELETE /posts", "POST /hooks",
        "POST /actions", "POST /channels/direct", "POST /files",
        "POST /reactions")


@functools.cache
def elsewhere():
    """The words for that, in every language."""
    found = set()
    for path in glob.glob(os.path.join(
            root(), "templates", "*", "words.json")):
        with open(path, encoding="utf-8") as file:
            found.add(json.load(file).get("elsewhere"))
    return found


class Offered:
    kind = "mattermost"
    name = "acme"                   # what the daemon calls it
    reading = reading
    methods = METHODS
    denied = "api.context.session_expired.app_error"
    expired = "web.command_webhook.general.app_error"
    sockets = 1

    def settings(self, secret, callback_url):
        """What the daemon is told of this server."""
        return {"kind": quoted("mattermost"), "api_url": quoted(self.api_url),
                "bot_token_file": secret("bot_token", self.bot_token),
                "command_tokens_file": secret("command_tokens", "\n".join(
                    self.command_tokens.values()) + "\n")}

    def secrets(self):
        """What must never be in a log."""
        return [self.bot_token, "/hooks/commands/",
                *self.command_tokens.values()]

    def names(self):
        """Of the people."""
        return {u["name"] for u in self.world.people()}

    def is_direct(self, channel):
        return self.world.channels[channel].kind == "im"

    def is_served(self, mark):
        """Whether the bot has done all that it does first after a hello: it
        asked something, and then nothing for a moment."""
        asked = self.journal.since(mark, "api")
        return bool(asked) and \
            self.clock.steady() - self.rest.asked_at > 0.1

    def is_mistake(self, fact):
        """Whether the bot should have known better than to ask for that. That
        it is not in a channel it may learn by trying."""
        return fact["error"] in MISTAKES and not (
            fact["error"] == "api.context.permissions.app_error"
            and fact["method"] == "POST /posts")

    def is_aside(self, fact):
        """Whether it only says where the answer stands: what a bot cannot
        whisper it writes directly, and says so where it was asked."""
        return fact["kind"] == "said" and fact["how"] == "whisper" \
            and fact["message"]["message"] in elsewhere()

    def is_noise(self, fact):
        """Whether it says that something is going on."""
        if fact["kind"] == "api":
            return fact["method"].startswith(ACTS) \
                and fact["method"] != "POST /posts/ids/reactions"
        return fact["kind"] != "fetch" \
            and fact.get("about") != "preferences_changed"

    def connections(self):
        return len(self.socket.connections)

    def order(self, what, count=None, value=None):
        """Something happens to the sockets, the bot or the server."""
        control.order(self.socket, what, count, value)

    def waiting(self):
        """What the app was asked and has not answered yet."""
        return [c for c in self.socket.pending.values() if c.outcome is None]

    def again(self, delivery):
        """The very same once more: a request overheard, an event repeated."""
        delivery.again()

    def spawn(self, coroutine):
        return self.socket.spawn(coroutine)

    def revoke(self):
        self.order("revoke")
