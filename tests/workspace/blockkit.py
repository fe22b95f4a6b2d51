"""Checks blocks and views against Slack's published limits and refuses them
in Slack's words. A schema is a table of fields; a field's checker appends to
the list of complaints."""

import re

from .world import ApiError

MAX_BLOCK_TEXT = 13_200     # observed, over all blocks of one message


def complain(out, path, words):
    out.append(f"[ERROR] {words} [json-pointer:{path}]")


def length(text):
    """Characters as a browser counts them: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# checkers of one value: function(value, path, out)

def string(most, least=1):
    def check(value, path, out):
        if not isinstance(value, str):
            complain(out, path, "must provide a string")
        elif length(value) > most:
            complain(out, path, f"must be less than {most + 1} characters")
        elif length(value) < least:
            complain(out, path, f"must be more than {least - 1} characters")
    return check


def boolean(value, path, out):
    if not isinstance(value, bool):
        complain(out, path, "must be a boolean")


def one_of(*words):
    def check(value, path, out):
        if value not in words:
            complain(out, path, "must be a valid enum value")
    return check


def anything(_value, _path, _out):
    pass


def address(most=3000):
    def check(value, path, out):
        string(most)(value, path, out)
        if isinstance(value, str) and not re.match(r"(https?|mailto):", value):
            complain(out, path, "invalid url")
    return check


def text(most, mrkdwn=True):
    def check(value, path, out):
        if not isinstance(value, dict):
            complain(out, path, "must be a valid text object")
            return
        kinds = ("plain_text", "mrkdwn") if mrkdwn else ("plain_text",)
        if value.get("type") not in kinds:
            complain(out, path + "/type", "must be a valid enum value")
            return
        fields(TEXT[value["type"]], value, path, out)
        string(most)(value.get("text"), path + "/text", out)
    return check


def plain(most):
    return text(most, mrkdwn=False)


def items(check_one, least, most):
    def check(value, path, out):
        if not isinstance(value, list):
            complain(out, path, "must provide an array")
        elif len(value) > most:
            complain(out, path, f"no more than {most} items allowed")
        elif len(value) < least:
            complain(out, path, f"no fewer than {least} items allowed")
        else:
            for i, one in enumerate(value):
                check_one(one, f"{path}/{i}", out)
    return check


def obj(table):
    def check(value, path, out):
        if not isinstance(value, dict):
            complain(out, path, "must provide an object")
        else:
            fields(table, value, path, out)
    return check


def typed(tables, allowed=None):
    """An object whose 'type' names its table."""
    def check(value, path, out):
        if not isinstance(value, dict):
            complain(out, path, "must provide an object")
            return
        kind = value.get("type")
        if kind not in tables or (allowed and kind not in allowed):
            complain(out, path + "/type", f"unsupported type: {kind}")
            return
        fields(tables[kind], value, path, out)
    return check


def fields(table, value, path, out):
    """table: name -> checker, required names begin with '*'. None: not
    looked into further."""
    if table is None:
        return
    known = {"type"}
    for name, check in table.items():
        required = name.startswith("*")
        name = name.lstrip("*")
        known.add(name)
        if name not in value:
            if required:
                complain(out, path, f"missing required field: {name}")
        else:
            check(value[name], f"{path}/{name}", out)
    for name in value:
        if name not in known:
            complain(out, path, f"invalid additional property: {name}")


TEXT = {
    "plain_text": {"*text": anything, "emoji": boolean},
    "mrkdwn": {"*text": anything, "verbatim": boolean},
}

CONFIRM = {"*title": plain(100), "*text": text(300), "*confirm": plain(30),
           "*deny": plain(30), "style": one_of("primary", "danger")}

OPTION = {"*text": text(75), "*value": string(150), "description": text(75)}
LINK_OPTION = {**OPTION, "*text": plain(75), "url": address()}
GROUP = {"*label": plain(75), "*options": items(obj(OPTION), 1, 100)}

ACTION_ID = {"action_id": string(255)}
CONFIRMED = {**ACTION_ID, "confirm": obj(CONFIRM)}
FIELD = {**CONFIRMED, "placeholder": plain(150), "focus_on_load": boolean}
SELECT = {**FIELD, "options": items(obj(OPTION), 1, 100),
          "option_groups": items(obj(GROUP), 1, 100),
          "initial_option": obj(OPTION)}
TYPED = {**ACTION_ID, "initial_value": string(3000, 0),
         "placeholder": plain(150), "focus_on_load": boolean,
         "dispatch_action_config": anything}

ELEMENTS = {
    "button": {**CONFIRMED, "*text": plain(75), "value": string(2000),
               "url": address(), "style": one_of("primary", "danger"),
               "accessibility_label": string(75)},
    "static_select": SELECT,
    "multi_static_select": {**SELECT, "max_selected_items": anything,
                            "initial_options": items(obj(OPTION), 1, 100)},
    "overflow": {**CONFIRMED, "*options": items(obj(LINK_OPTION), 1, 5)},
    "checkboxes": {**FIELD, "*options": items(obj(OPTION), 1, 10),
                   "initial_options": items(obj(OPTION), 1, 10)},
    "radio_buttons": {**FIELD, "*options": items(obj(OPTION), 1, 10),
                      "initial_option": obj(OPTION)},
    "datepicker": {**FIELD, "initial_date": string(10)},
    "timepicker": {**FIELD, "initial_time": string(5),
                   "timezone": string(255)},
    "datetimepicker": {**CONFIRMED, "initial_date_time": anything,
                       "focus_on_load": boolean},
    "users_select": {**FIELD, "initial_user": string(255)},
    "conversations_select": {
        **FIELD, "initial_conversation": string(255), "filter": anything,
        "default_to_current_conversation": boolean,
        "response_url_enabled": boolean},
    "channels_select": {**FIELD, "initial_channel": string(255),
                        "response_url_enabled": boolean},
    "multi_users_select": {**FIELD, "initial_users": anything,
                           "max_selected_items": anything},
    "multi_channels_select": {**FIELD, "initial_channels": anything,
                              "max_selected_items": anything},
    "multi_conversations_select": {
        **FIELD, "initial_conversations": anything, "filter": anything,
        "max_selected_items": anything,
        "default_to_current_conversation": boolean},
    "plain_text_input": {**TYPED, "multiline": boolean,
                         "min_length": anything, "max_length": anything},
    "url_text_input": TYPED,
    "email_text_input": TYPED,
    "number_input": {**TYPED, "*is_decimal_allowed": boolean,
                     "min_value": string(30), "max_value": string(30)},
    "image": {"*alt_text": string(2000), "image_url": address(),
              "slack_file": anything},
}
INPUTS = set(ELEMENTS) - {"button", "overflow", "image"}
IN_ACTIONS = set(ELEMENTS) - {
    "plain_text_input", "url_text_input", "email_text_input", "number_input",
    "image"}
IN_SECTION = set(ELEMENTS) - {
    "plain_text_input", "url_text_input", "email_text_input", "number_input"}


def in_context(value, path, out):
    if isinstance(value, dict) and value.get("type") == "image":
        fields(ELEMENTS["image"], value, path, out)
    else:
        text(3000)(value, path, out)


BLOCK_ID = {"block_id": string(255)}
BLOCKS = {
    "section": {**BLOCK_ID, "text": text(3000),
                "fields": items(text(2000), 1, 10),
                "accessory": typed(ELEMENTS, IN_SECTION), "expand": boolean},
    "header": {**BLOCK_ID, "*text": plain(150)},
    "divider": BLOCK_ID,
    "image": {**BLOCK_ID, "*alt_text": string(2000), "title": plain(2000),
              "image_url": address(), "slack_file": anything},
    "actions": {**BLOCK_ID, "*elements": items(
        typed(ELEMENTS, IN_ACTIONS), 1, 25)},
    "context": {**BLOCK_ID, "*elements": items(in_context, 1, 10)},
    "input": {**BLOCK_ID, "*label": plain(2000), "hint": plain(2000),
              "*element": typed(ELEMENTS, INPUTS), "optional": boolean,
              "dispatch_action": boolean},
    "rich_text": {**BLOCK_ID, "*elements": items(anything, 1, 100)},
    "markdown": {**BLOCK_ID, "*text": string(12_000)},
    "video": None, "table": None, "data_table": None, "file": None,
    "card": None, "carousel": None, "container": None, "alert": None,
    "context_actions": None, "plan": None, "task_card": None,
}


def check_block(value, path, out):
    typed(BLOCKS)(value, path, out)
    if not isinstance(value, dict):
        return
    if value.get("type") == "section" and not (
            value.get("text") or value.get("fields")):
        complain(out, path, "missing required field: text")
    if value.get("type") == "image" or (
            isinstance(value.get("accessory"), dict)
            and value["accessory"].get("type") == "image"):
        image = value if value["type"] == "image" else value["accessory"]
        if ("image_url" in image) == ("slack_file" in image):
            complain(out, path,
                     "must have exactly one of image_url, slack_file")
    if value.get("type") == "table":
        rows = value.get("rows")
        items(items(anything, 1, 20), 1, 100)(rows, path + "/rows", out)


def all_text(node):
    """Every text of the blocks, joined: what counts for the total."""
    if isinstance(node, dict):
        own = node["text"] if isinstance(node.get("text"), str) else ""
        return own + "".join(all_text(v) for k, v in node.items()
                             if isinstance(v, (dict, list)))
    if isinstance(node, list):
        return "".join(all_text(v) for v in node)
    return ""


def check_ids(blocks, out, root):
    seen_blocks = set()
    for i, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        block_id = block.get("block_id")
        if block_id and block_id in seen_blocks:
            complain(out, f"{root}/{i}/block_id",
                     f"block_id {block_id} already exists")
        seen_blocks.add(block_id)
        seen = set()
        for j, element in enumerate(elements_of(block)):
            action_id = element.get("action_id")
            if action_id and action_id in seen:
                complain(out, f"{root}/{i}/elements/{j}",
                         f"action_id {action_id} already exists")
            seen.add(action_id)


def elements_of(block):
    """The interactive elements of one block."""
    found = []
    if block.get("type") == "actions":
        found = block.get("elements") or []
    elif block.get("type") == "section" and block.get("accessory"):
        found = [block["accessory"]]
    elif block.get("type") == "input" and block.get("element"):
        found = [block["element"]]
    return [e for e in found if isinstance(e, dict)]


def give_ids(blocks):
    """Slack invents the ids that an app leaves out."""
    for i, block in enumerate(blocks):
        block.setdefault("block_id", f"b{i}")
        for j, element in enumerate(elements_of(block)):
            if element.get("type") != "image":
                element.setdefault("action_id", f"a{i}.{j}")


def check_message_blocks(blocks, files):
    """Raises ApiError as chat.postMessage would; fills in missing ids."""
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    out = []
    items(check_block, 0, 50)(blocks, "/blocks", out)
    check_ids(blocks, out, "/blocks")
    check_files(blocks, files, out)
    if out:
        raise ApiError("invalid_blocks", out)
    if length(all_text(blocks)) > MAX_BLOCK_TEXT:
        raise ApiError("msg_blocks_too_long")
    give_ids(blocks)


def check_files(blocks, files, out):
    """A picture that is a file: uploaded whole, named by one of id and url."""
    for i, block in enumerate(blocks):
        file = block.get("slack_file") if isinstance(block, dict) else None
        if not isinstance(file, dict):
            continue
        known = files.get(file.get("id"))
        if ("id" in file) == ("url" in file) or "id" in file and (
                known is None or not known["completed"]
                or not known["name"].lower().endswith(
                    (".png", ".jpg", ".jpeg", ".gif"))):
            complain(out, f"/blocks/{i}/slack_file", "invalid slack file")


MODAL = {"*title": plain(24), "*blocks": anything, "close": plain(24),
         "submit": plain(24), "private_metadata": string(3000, 0),
         "callback_id": string(255, 0), "clear_on_close": boolean,
         "notify_on_close": boolean, "external_id": string(255, 0),
         "submit_disabled": boolean}
HOME = {"*blocks": anything, "private_metadata": string(3000, 0),
        "callback_id": string(255, 0), "external_id": string(255, 0)}


def check_view(view, kind, size):
    """Raises ApiError as views.open and its sisters would."""
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: "
                                             "view [json-pointer:/view]"])
    if size > 250_000:
        raise ApiError("view_too_large")
    out = []
    if view.get("type") != kind:
        complain(out, "/view/type", f"must be {kind}")
    else:
        fields(HOME if kind == "home" else MODAL, view, "/view", out)
        blocks = view.get("blocks")
        items(check_block, 0, 100)(blocks, "/view/blocks", out)
        if isinstance(blocks, list):
            check_ids(blocks, out, "/view/blocks")
            if kind == "modal" and not view.get("submit") and any(
                    b.get("type") == "input" for b in blocks
                    if isinstance(b, dict)):
                complain(out, "/view", "missing required field: submit")
    if out:
        raise ApiError("invalid_arguments", out)
    give_ids(view["blocks"])
