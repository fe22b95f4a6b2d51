"""views: forms and App Home."""

import json

from . import blockkit
from .method import method
from .world import ApiError


def checked_view(args, kind):
    view = args.get("view")
    size = len(json.dumps(view, default=str))
    blockkit.check_view(view, kind, size)
    return view


def unique(ws, view, but=None):
    external = view.get("external_id")
    if external:
        _, other = ws.world.find_view(external_id=external)
        if other is not None and other is not but:
            raise ApiError("duplicate_external_id")


@method("views.open", 4)
def views_open(ws, args):
    user_id = ws.triggers.take(args.get("trigger_id"))
    view = checked_view(args, "modal")
    unique(ws, view)
    stored = ws.world.new_view("modal", view)
    ws.world.modals[user_id] = [stored]
    ws.world.show_view("form", user_id, stored)
    return {"view": stored}


@method("views.push", 4)
def views_push(ws, args):
    user_id = ws.triggers.take(args.get("trigger_id"))
    view = checked_view(args, "modal")
    unique(ws, view)
    return {"view": push(ws, user_id, view)}


def push(ws, user_id, view):
    stack = ws.world.modals.get(user_id) or []
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= 3:
        raise ApiError("push_limit_reached")
    stored = ws.world.new_view("modal", view, stack[0]["id"], stack[-1]["id"])
    stack.append(stored)
    ws.world.show_view("form", user_id, stored)
    return stored


@method("views.update", 4)
def views_update(ws, args):
    user_id, old = ws.world.find_view(
        args.get("view_id"), args.get("external_id"))
    if old is None or old["type"] != "modal":
        raise ApiError("not_found")
    if args.get("hash") and args["hash"] != old["hash"]:
        raise ApiError("hash_conflict")
    view = checked_view(args, "modal")
    unique(ws, view, old)
    return {"view": replace_view(ws, user_id, old, view)}


def inputs(view):
    return {(block["block_id"], block["element"]["action_id"],
             block["element"]["type"])
            for block in view["blocks"] if block["type"] == "input"}


def keep_state(old, new):
    """What was written into an input stays when the view that replaces it
    has an input of the same ids."""
    kept = new["state"]["values"]
    for block, action, _ in inputs(old) & inputs(new):
        held = old["state"]["values"].get(block, {})
        if action in held:
            kept.setdefault(block, {})[action] = held[action]


def replace_view(ws, user_id, old, view):
    stack = ws.world.modals[user_id]
    stored = ws.world.new_view("modal", view, old["root_view_id"],
                               old["previous_view_id"])
    stored["id"] = old["id"]
    stored["root_view_id"] = old["root_view_id"]
    keep_state(old, stored)
    stack[stack.index(old)] = stored
    ws.world.show_view("form", user_id, stored)
    return stored


@method("views.publish", 4)
def views_publish(ws, args):
    user_id = args.get("user_id")
    if user_id not in ws.world.users:
        raise ApiError("user_not_found")
    old = ws.world.homes.get(user_id)
    if old and args.get("hash") and args["hash"] != old["hash"]:
        raise ApiError("hash_conflict")
    view = checked_view(args, "home")
    stored = ws.world.new_view("home", view)
    if old:
        stored["id"] = stored["root_view_id"] = old["id"]
    ws.world.homes[user_id] = stored
    ws.world.show_view("home", user_id, stored)
    return {"view": stored}
