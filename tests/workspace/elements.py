"""Buttons, menus and fields: how a person names one, and what using it makes
of it in Slack's payloads."""

from .blockkit import elements_of
from .reading import label_of


class Unable(Exception):
    """A person cannot do that: no such message, button, field."""


def find_element(blocks, label, more=None):
    """(block, element) of the button or menu of that label; more may pin the
    block_id and action_id."""
    more = more or {}
    for block in blocks or []:
        for element in elements_of(block):
            if more.get("action_id"):
                if element.get("action_id") == more["action_id"] and \
                        block.get("block_id") == more["block_id"]:
                    return block, element
            elif label.lower() in names(element):
                return block, element
    return None


def names(element):
    """What a person may call an element: its text, its menu's words."""
    found = {label_of(element).lower(),
             element.get("accessibility_label", "").lower()}
    if element["type"] == "overflow":
        found.add("more")
    return found - {""}


def act_on(element, block, value, world):
    """The action of using an element, and the address it opens."""
    action = {"type": element["type"], "block_id": block["block_id"],
              "action_id": element["action_id"],
              "action_ts": world.next_ts()}
    kind, url = element["type"], None
    if kind == "button":
        for name in ("text", "value", "url", "style", "confirm"):
            if name in element:
                action[name] = element[name]
        url = element.get("url")
    elif kind in ("overflow", "static_select", "radio_buttons"):
        option = option_of(element, value)
        action["selected_option"] = option
        url = option.get("url") if option else None
    elif kind in ("checkboxes", "multi_static_select"):
        wanted = value if isinstance(value, list) else \
            [v.strip() for v in str(value or "").split(",") if v.strip()]
        action["selected_options"] = [option_of(element, v) for v in wanted]
    elif kind in SELECTED:
        action[SELECTED[kind]] = selected(kind, value, world)
    else:
        action["value"] = value if value != "" else None
    return action, url


SELECTED = {"users_select": "selected_user",
            "channels_select": "selected_channel",
            "conversations_select": "selected_conversation",
            "multi_users_select": "selected_users",
            "multi_channels_select": "selected_channels",
            "multi_conversations_select": "selected_conversations",
            "datepicker": "selected_date", "timepicker": "selected_time",
            "datetimepicker": "selected_date_time"}


def selected(kind, value, world):
    if not value:
        return [] if kind.startswith("multi") else None
    if kind == "users_select":
        return world.user(value.lstrip("@"))["id"]
    if kind in ("channels_select", "conversations_select"):
        return world.channel(value).id
    if kind.startswith("multi"):
        names_ = value if isinstance(value, list) else value.split(",")
        find = world.user if "users" in kind else world.channel
        found = [find(n.strip().lstrip("@")) for n in names_]
        return [f.id if hasattr(f, "id") else f["id"] for f in found]
    return int(value) if kind == "datetimepicker" else value


def option_of(element, wanted):
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group["options"]
    if wanted in (None, ""):
        return None
    for option in options:
        if str(wanted).lower() in (option["text"]["text"].lower(),
                                   option["value"].lower()):
            return option
    raise Unable(f'there is no "{wanted}" to choose: '
                 + ", ".join(o["text"]["text"] for o in options))


STATE_KEYS = ("type", "value", "selected_option", "selected_options",
              *SELECTED.values())


def remember(values, block, element, action):
    """What a view's state says of an element after its use."""
    if element["type"] in ("button", "overflow"):
        return
    values.setdefault(block["block_id"], {})[element["action_id"]] = {
        k: action[k] for k in STATE_KEYS if k in action}


INITIAL = {"initial_value": "value", "initial_option": "selected_option",
           "initial_options": "selected_options",
           "initial_user": "selected_user", "initial_date": "selected_date",
           "initial_time": "selected_time",
           "initial_date_time": "selected_date_time",
           "initial_channel": "selected_channel",
           "initial_conversation": "selected_conversation",
           "initial_users": "selected_users",
           "initial_channels": "selected_channels",
           "initial_conversations": "selected_conversations"}


def initial(element):
    state = {"type": element["type"]}
    for name, key in INITIAL.items():
        if name in element:
            state[key] = element[name]
    if len(state) == 1:
        kind = element["type"]
        if kind in SELECTED:
            state[SELECTED[kind]] = [] if kind.startswith("multi") else None
        elif kind in ("checkboxes", "multi_static_select"):
            state["selected_options"] = []
        elif kind in ("static_select", "radio_buttons"):
            state["selected_option"] = None
        else:
            state["value"] = None
    return state


def empty(state):
    rest = [v for k, v in state.items() if k != "type"]
    return not any(rest)
