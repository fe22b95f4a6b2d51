"""What a post or a dialog says to somebody who reads it: Markdown as plain
words, and what can be pressed. The counterpart of ../reading.py."""

import html
import re

from ..reading import fold  # noqa: F401: the same on both platforms

LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?((?:[^\s()<>\\]|\\.|"
                  r"\([^\s()]*\))+)>?(?:\s+\"[^\"]*\")?\s*\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
MARK = r"(?<![\w\\]){0}(?=\S)(.+?)(?<=[^\s\\]){0}(?!\w)"


def unescape(text):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def unmark(text):
    """Markdown without its marks; links by their label. Nobody sees the
    joiners that keep a word from being a tag or a link."""
    text = (text or "").replace("\u2060", "")
    text = PICTURE.sub(lambda m: f"[{m[1]}]" if m[1] else "", text or "")
    text = LINK.sub(lambda m: m[1], text)
    text = re.sub(r"<((?:https?|mailto):[^>\s]+)>", r"\1", text)
    text = re.sub(r"(?m)^[ ]{0,3}(?:#{1,6}[ ]+|>[ ]?)+", "", text)
    text = re.sub(r"(?m)^[ ]{0,3}(?:[-*_][ ]*){3,}$", "", text)
    text = re.sub(r"(?m)^([ ]*)[-*+][ ]+", r"\1- ", text)
    for mark in (r"\*\*\*", r"\*\*", "__", r"\*", "_", "~~", "`"):
        text = re.sub(MARK.format(mark), r"\1", text, flags=re.S)
    return html.unescape(unescape(text))


def attachments(post):
    return (post.get("props") or {}).get("attachments") or []


def texts(post):
    """Every Markdown text of a post, in the order it is read."""
    yield post.get("message") or ""
    for one in attachments(post):
        yield one.get("pretext") or ""
        yield one.get("author_name") or ""
        yield one.get("title") or ""
        yield one.get("text") or ""
        for field in one.get("fields") or []:
            yield f"{field.get('title', '')}\n{field.get('value', '')}"
        yield one.get("footer") or ""


def words(thing):
    """All that a person reads in it, without its buttons."""
    if thing.get("type") == "dialog":
        return "\n".join(line for line in dialog_lines(thing) if line)
    return "\n".join(unmark(t).strip("\n") for t in texts(thing) if t)


def dialog_lines(view):
    dialog = view["dialog"]
    yield dialog["title"]
    yield unmark(dialog["introduction_text"])
    for element in dialog["elements"] or []:
        yield element["display_name"]
        value = view["values"].get(element["name"])
        if isinstance(value, str):
            yield shown_value(element, value)
        yield unmark(element["help_text"])


def shown_value(element, value):
    for option in element["options"] or []:
        if option["value"] == value:
            return option["text"]
    return value


def links(text):
    """[(label, address)] of the Markdown links in it."""
    return [(unmark(m[1]), unescape(m[2])) for m in LINK.finditer(text or "")]


def link_rows(text):
    """Links that stand by themselves in a line, as buttons do: nothing else
    is there but signs between them and perhaps some words before a colon."""
    for line in (text or "").split("\n"):
        rest = LINK.sub("", line)
        rest = re.sub(r"^[^:]{0,60}:(?=\W*$)", "", rest)
        if not re.search(r"\w", rest):
            yield from links(line)


def usable(post):
    """Everything that can be pressed, in order: (label, what, detail); what
    is 'link' with an address, 'button' or 'option' with (action, value)."""
    for text in [post.get("message")]:
        for label, url in link_rows(text):
            yield label, "link", url
    for one in attachments(post):
        for text in [one.get("pretext"), one.get("text")] + [
                str(f.get("value", "")) for f in one.get("fields") or []]:
            for label, url in link_rows(text):
                yield label, "link", url
        for action in one.get("actions") or []:
            yield action["name"], "button", action
            for option in action.get("options") or []:
                yield option["text"], "option", (action, option)


def buttons(thing, links=True):
    """The labels of everything that can be used, in order; without links
    only what calls the app."""
    if thing.get("type") == "dialog":
        return [e["display_name"] for e in thing["dialog"]["elements"] or []]
    return [label for label, what, _ in usable(thing)
            if links or what != "link"]


def same(label, wanted):
    """A menu's "More..." is also called More."""
    label, wanted = fold(label), fold(wanted)
    return label == wanted or label.rstrip(".… ") == wanted.rstrip(".… ")


def find_usable(post, wanted):
    """(what, detail) of the button, option or link of that label; any link
    of the text will do when nothing else has it. Or None."""
    for label, what, detail in usable(post):
        if same(label, wanted):
            return what, detail
    for text in texts(post):
        for label, url in links(text):
            if same(label, wanted):
                return "link", url
    for one in attachments(post):
        if one.get("title_link") and same(one["title"], wanted):
            return "link", one["title_link"]
    return None


def preview(thing):
    """What a notification says of it."""
    if thing.get("type") == "dialog":
        return ""
    parts = [thing.get("message") or ""]
    parts += [a.get("fallback") or "" for a in attachments(thing)]
    return unmark("\n".join(p for p in parts if p))


def says(post, text):
    wanted = fold(text)
    return wanted in fold(words(post)) or wanted in fold(preview(post))


def name_of(post):
    """What tells it from all others."""
    return post["id"]
