"""What a message says to somebody who reads it: Block Kit as plain words."""

import html
import re


def unmark(text):
    """mrkdwn without its marks; links by their label."""
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<(?:https?|mailto):[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<((?:https?|mailto):[^>]*)>", r"\1", text)
    text = re.sub(r"<[@#!][^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)", r"\1", text)
    text = re.sub(r"(?<!\w)_(\S(?:[^_\n]*\S)?)_(?!\w)", r"\1", text)
    text = re.sub(r"(?<!\w)`([^`\n]+)`", r"\1", text)
    return html.unescape(text)


def text_of(obj):
    if not isinstance(obj, dict):
        return ""
    if obj.get("type") == "mrkdwn":
        return unmark(obj.get("text", ""))
    return html.unescape(str(obj.get("text", "")))


def label_of(thing):
    """What a button, menu or field is called."""
    for name in ("text", "label", "placeholder"):
        if isinstance(thing.get(name), dict):
            return text_of(thing[name])
    return ""


def rich(node):
    if isinstance(node, list):
        return "".join(rich(n) for n in node)
    kind = node.get("type")
    if kind in ("rich_text_section", "rich_text_quote",
                "rich_text_preformatted"):
        return rich(node["elements"]) + "\n"
    if kind == "rich_text_list":
        return rich(node["elements"])
    if kind == "link":
        return node.get("text") or node.get("url", "")
    if kind == "emoji":
        return f":{node.get('name')}:"
    if kind in ("user", "channel", "usergroup"):
        return "@" + node.get(kind + "_id", "")
    return node.get("text", "") or node.get("fallback", "")


def block_lines(block):
    kind = block.get("type")
    if kind == "header":
        yield text_of(block["text"])
    elif kind == "section":
        if "text" in block:
            yield text_of(block["text"])
        for field in block.get("fields", []):
            yield text_of(field)
    elif kind == "context":
        yield " ".join(text_of(e) if e["type"] != "image"
                       else f"[{e['alt_text']}]" for e in block["elements"])
    elif kind == "image":
        yield f"[{block['alt_text']}]"
    elif kind == "rich_text":
        yield rich(block["elements"])
    elif kind == "markdown":
        yield block["text"]
    elif kind == "input":
        yield text_of(block["label"])
        element = block["element"]
        if element.get("initial_value"):
            yield element["initial_value"]


def words(message):
    """All that a person reads in it, without its buttons."""
    blocks = message.get("blocks")
    if not blocks:
        return unmark(message.get("text", ""))
    lines = []
    if message.get("type") == "modal":
        lines.append(text_of(message.get("title")))
    for block in blocks:
        lines.extend(block_lines(block))
    return "\n".join(line.strip("\n") for line in lines if line)


def buttons(message, links=True):
    """The labels of everything that can be used, in order; without links
    only what is pressed, which here are all."""
    found = []
    for block in message.get("blocks") or []:
        elements = block.get("elements", []) if block["type"] == "actions" \
            else [block["accessory"]] if block.get("accessory") \
            else [block["element"]] if block["type"] == "input" else []
        for element in elements:
            if element.get("type") == "button":
                found.append(label_of(element))
            elif element.get("type") == "overflow":
                found += [text_of(o["text"]) for o in element["options"]]
            elif "select" in element.get("type", ""):
                found.append(label_of(element))
            elif block["type"] == "input":
                found.append(label_of(block))
    return found


def fold(text):
    """For comparing: one space between words, straight quotes, lower case."""
    text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", text).strip().lower()


def preview(message):
    """What a notification shows of it: its text outside the blocks."""
    text = message.get("text")
    return unmark(text) if isinstance(text, str) else ""


def says(message, text):
    wanted = fold(text)
    return wanted in fold(words(message)) or wanted in fold(preview(message))


def name_of(message):
    """What tells it from all others."""
    return message["ts"]
