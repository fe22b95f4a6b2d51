"""Buttons and menus of posts: the press, the app's answer, what it changes."""

import json
import re

from .calls import Unreachable
from .errors import AppError, bad_url, failed_integration, forbidden
from .ids import dumps, is_id, ordered
from .shapes import actions_of, post_view

RETAINED = ("from_webhook", "override_username", "override_icon_url")
SINCE_11_11 = (*RETAINED, "from_bot")


class Actions:
    def __init__(self, workspace):
        self.ws = workspace
        self.world = workspace.world

    def takes(self, action_id):
        """Whether the router lets such an id through."""
        return self.world.modern > 1 or action_id.isalnum()

    async def press(self, user, post_id, action_id, more=None, call=None):
        """What a client's POST /posts/{id}/actions/{id} does; more:
        selected_option, cookie. Gives the client's trigger."""
        more = more or {}
        call = call or self.ws.calls.new("action")
        try:
            word = await self._press(user, post_id, action_id, more, call)
        except AppError as no:
            call.end(no.id)
            raise
        finally:
            call.end("failed")
        return word

    async def _press(self, user, post_id, action_id, more, call):
        if not is_id(post_id):
            raise bad_url("post_id")
        found = self._find(user, post_id, action_id, more.get("cookie"))
        channel = self.world.channels[found["channel_id"]]
        context = dict(found["context"] or {})
        source = ""
        if found["type"] == "select" and more.get("selected_option"):
            context["selected_option"] = more["selected_option"]
            source = found.get("data_source") or ""
        client, trigger = self.ws.triggers.give(user["id"])
        team = self.world.teams.get(channel.team_id)
        body = {
            "user_id": user["id"], "user_name": user["name"],
            "channel_id": channel.id, "channel_name": channel.name,
            "team_id": channel.team_id,
            "team_domain": team["name"] if team else "",
            "post_id": post_id, "trigger_id": trigger,
            "type": found["type"] or "", "data_source": source}
        if context:
            body["context"] = ordered(context)
        self.ws.note_place(user, channel, client)
        answer = await self._ask(call, found["url"], body)
        self._follow(user, channel, found, answer, post_id)
        call.end("acked")
        return client

    def _find(self, user, post_id, action_id, cookie):
        """What is known of the action: url, context, type, props kept."""
        post = self.world.find(post_id)
        if cookie:
            baked = self.ws.triggers.eat(cookie)
            if not self.world.may_read(user, self.world.channels[
                    baked["channel_id"]]):
                raise forbidden()
            if post is None:
                if baked["post_id"] != post_id:
                    raise failed_integration()
                return baked
        if post is None:
            raise forbidden() if not cookie else AppError(
                "app.post.get.app_error", 404)
        channel = self.world.channels[post["channel_id"]]
        if not self.world.may_read(user, channel):
            raise forbidden()
        for action in actions_of(post):
            if action["id"] == action_id and action.get("integration"):
                return {**described(action, post["props"], SINCE_11_11 if
                                    self.world.modern > 1 else RETAINED),
                        "post": post,
                        "channel_id": channel.id,
                        "root_id": post["root_id"] or post["id"]}
        raise AppError("api.post.do_action.action_id.app_error", 404)

    async def _ask(self, call, url, body):
        try:
            status, _, text = await self.ws.calls.ask(
                call, url, dumps(body).encode(),
                {"Content-Type": "application/json"})
        except Unreachable:
            raise failed_integration() from None
        if status != 200:
            raise failed_integration(502 if self.world.modern > 1 else 400)
        if not text and self.world.modern:
            return {}
        try:
            answer = json.loads(text)
        except ValueError:
            raise failed_integration() from None
        if not isinstance(answer, dict):
            raise failed_integration()
        return answer

    def _follow(self, user, channel, found, answer, post_id):
        update = answer.get("update")
        post = found.get("post")
        if isinstance(update, dict) and post is None:
            self._change_whisper(channel, found, update, post_id)
        elif isinstance(update, dict):
            props = update.get("props")
            if props is None:
                props = post["props"]
            else:
                props = {k: v for k, v in props.items() if k not in RETAINED}
                props.update(found["retain"])
            self.world.change(post, {"message": update.get("message") or "",
                                     "props": props})
            self.ws.events.edited(post)
        text = answer.get("ephemeral_text")
        if text:
            if not answer.get("skip_slack_parsing"):
                text = slack_links(text)
            post = self.world.new_post(
                channel, user["id"], text, props=found["retain"],
                root_id=found["root_id"])
            self.ws.whisper(channel, user["id"], post)


    def _change_whisper(self, channel, found, update, post_id):
        """Newer servers can; of the old props only a few are kept."""
        _, whisper = self.world.find_whisper(post_id)
        if self.world.modern < 2 or whisper is None:
            raise AppError("app.post.get.app_error", 404)
        self.world.change_whisper(
            channel, whisper, update.get("message") or "",
            {**(update.get("props") or {}), **found["retain"]})
        self.ws.events.whisper_edited(
            channel, whisper["to"], baked_view(self.ws, channel, whisper))


def described(action, props, retained=RETAINED):
    """What is needed of an action when it is pressed."""
    integration = action["integration"]
    return {"type": action.get("type", ""),
            "data_source": action.get("data_source", ""),
            "url": integration.get("url", ""),
            "context": integration.get("context"),
            "retain": {k: props[k] for k in retained if k in props}}


def baked_view(ws, channel, post):
    """An ephemeral post as its reader gets it: with a cookie for each
    action."""
    view = post_view(ws.world, post)
    actions = [a for x in view["props"].get("attachments") or []
               for a in x.get("actions") or []]
    for action, whole in zip(actions, actions_of(post)):
        if whole.get("integration"):
            action["cookie"] = ws.triggers.bake({
                **described(whole, post["props"]), "post_id": post["id"],
                "channel_id": channel.id,
                "root_id": post["root_id"] or post["id"]})
    return view


def slack_links(text):
    """<url|words> becomes a link; the server does it unless it is told not
    to."""
    text = re.sub(r"<((?:https?|mailto):[^|>\s]+)\|([^>\n]+)>",
                  r"[\2](\1)", text)
    return re.sub(r"<((?:https?|mailto):[^|>\s]+)>", r"\1", text)


