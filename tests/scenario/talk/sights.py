"""What a scene expects to be seen: by people, by readers, by nobody."""

import html
import json
import re
import struct

from workspace.reading import fold

from .kinds import KINDS
from .language import Wanted, Wrong, step
from .stage import Failed, describe, in_order, matches_wanted


def wanted_from(stage, text):
    wanted = Wanted(stage.fill(text))
    if wanted.kind and wanted.kind not in KINDS:
        raise Wrong(f'there is no kind "{wanted.kind}" of message ('
                    + ", ".join(KINDS) + ")")
    return wanted


def fits(stage, wanted, hows, to=None, place=None):
    ws = stage.ws

    def matches(fact):
        if fact["kind"] != "said" or fact["how"] not in hows \
                or fact["chat"] != ws.name:
            return False
        if to and fact["to"] != [ws.world.user(to)["id"]]:
            return False
        if not to and fact["to"] is not None:
            return False
        if place and fact["name"] != place.lstrip("#"):
            return False
        return matches_wanted(wanted, fact, KINDS, ws)
    return matches


@step("bot in {place}: {text...}")
async def bot_in(stage, place, text):
    wanted = wanted_from(stage, text)
    await stage.expect(f"bot in {place}: {text}", fits(
        stage, wanted, ("post",), None, place))


@step("bot in {place} again: {text...}")
async def bot_edits(stage, place, text):
    wanted = wanted_from(stage, text)
    await stage.expect(f"bot in {place} again: {text}", fits(
        stage, wanted, ("edit",), None, place))


@step("bot to {who}: {text...}")
async def bot_to(stage, who, text):
    """For their eyes: a whisper, a direct message, or one changed in place."""
    wanted = wanted_from(stage, text)
    await stage.expect(f"bot to {who}: {text}", fits(
        stage, wanted, ("whisper", "post", "edit"), who))


@step("bot to {who} in {place}: {text...}")
async def bot_whispers(stage, who, place, text):
    wanted = wanted_from(stage, text)
    await stage.expect(f"bot to {who} in {place}: {text}", fits(
        stage, wanted, ("whisper", "edit"), who, place))


@step("bot to {who} directly: {text...}")
async def bot_direct(stage, who, text):
    wanted = wanted_from(stage, text)
    matches = fits(stage, wanted, ("post", "edit"), who)
    await stage.expect(f"bot to {who} directly: {text}", lambda f: matches(f)
                       and stage.ws.is_direct(f["channel"]))


def pictures_of(stage):
    """The files of what was named last, as the chat keeps them."""
    files = stage.where(stage.last).world.files
    message = stage.last["message"]
    ids = list(message.get("file_ids") or [])
    ids += [f["id"] for f in message.get("files") or []]
    ids += [b["slack_file"]["id"] for b in message.get("blocks") or []
            if "slack_file" in b]
    return [files[i] for i in ids]


@step("it carries a picture")
async def carries_picture(stage):
    """Uploaded to the chat itself, and fit to be seen."""
    found = pictures_of(stage)
    if len(found) != 1 or not found[0]["name"].endswith(".png") \
            or not found[0]["data"].startswith(b"\x89PNG"):
        raise Failed("it carries a picture", f"it carries {len(found)} files")


@step("it carries a table: {text...}")
async def carries_table(stage, text):
    """A CSV file that a spreadsheet reads; each quoted text is in it."""
    import csv
    import io
    found = pictures_of(stage)
    if len(found) != 1 or not found[0]["name"].endswith(".csv"):
        raise Failed("it carries a table", f"it carries {len(found)} files")
    data = found[0]["data"]
    words = data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(words, newline=""), strict=True))
    if not data.startswith(b"\xef\xbb\xbf") or "\r\n" not in words \
            or len({len(row) for row in rows}) != 1:
        raise Failed("it carries a table", f"no proper CSV: {words[:300]}")
    for part in re.findall(r'"([^"]*)"', stage.fill(text)):
        if part not in words:
            raise Failed(f'it carries a table: "{part}"', words[:2000])


@step("it carries a file {ending}: {text...}")
async def carries_file(stage, ending, text):
    """JSON that a program reads, or a page that needs nothing else; each quoted
    text is in it, those after "without" are not."""
    found = pictures_of(stage)
    if len(found) != 1 or not found[0]["name"].endswith("." + ending):
        raise Failed(f"it carries a file {ending}", f"it carries {len(found)} files")
    words = found[0]["data"].decode("utf-8")
    if ending == "json":
        json.loads(words)
    elif not words.startswith("<!doctype html>") or "src=" in words:
        raise Failed(f"it carries a file {ending}", f"no page: {words[:300]}")
    wanted, _, unwanted = stage.fill(text).partition(" without ")
    for part in re.findall(r'"([^"]*)"', wanted):
        if part not in words:
            raise Failed(f'it carries a file {ending}: "{part}"', words)
    for part in re.findall(r'"([^"]*)"', unwanted):
        if part in words:
            raise Failed(f'it carries a file {ending} without "{part}"', words)


@step("it carries no table")
async def carries_no_table(stage):
    if pictures_of(stage):
        raise Failed("it carries no table", "it carries one")


@step("it carries no picture")
async def carries_none(stage):
    if pictures_of(stage):
        raise Failed("it carries no picture", "it carries one")


@step("form for {who}: {text...}")
async def form_for(stage, who, text):
    wanted = wanted_from(stage, text)
    await stage.expect(f"form for {who}: {text}", fits(
        stage, wanted, ("form",), who))


@step("form of {who} says {text}")
async def form_errors(stage, who, text):
    """An error at one of its fields."""
    wanted = Wanted(f'"{stage.fill(text)}"')
    await stage.expect(f"form of {who} says {text}", fits(
        stage, wanted, ("errors",), who))


@step("no form for {who}")
async def no_form(stage, who):
    stack = stage.ws.world.modals
    if not await stage.until(lambda: not stack.get(stage.user(who)["id"])):
        raise Failed(f"{who} has no form open", "one is open")


@step("home of {who}: {text...}")
async def home_of(stage, who, text):
    wanted = wanted_from(stage, text)
    await stage.expect(f"home of {who}: {text}", fits(
        stage, wanted, ("home",), who))


@step("chat to {who}: {text}")
async def chat_tells(stage, who, text):
    """What the chat itself says, when the app did not answer."""
    ws = stage.ws
    await stage.expect(
        f"chat to {who}: {text}", lambda f: f["kind"] == "notice"
        and f["chat"] == ws.name and f["to"] == [ws.world.user(who)["id"]]
        and fold(text) in fold(f["text"]))


@step("bot removes {text} in {place}")
async def bot_removes(stage, text, place):
    await stage.expect(
        f"bot removes {text} in {place}", lambda f: f["kind"] == "said"
        and f["how"] == "remove"
        and stage.where(f).reading.says(f["message"], text))


@step("{who} in {place} sees {text...}")
async def sees(stage, who, place, text):
    """Stands there now; does not use anything up."""
    wanted = wanted_from(stage, text)
    people = stage.ws.people

    def there():
        user = stage.user(who)
        return any(matches_wanted(
            wanted, {"kind": "said", "how": "post", "message": m}, KINDS,
            stage.ws) for m in people.visible(user, people.place(user, place)))
    if not await stage.until(there):
        user = stage.user(who)
        rows = [describe({"kind": "said", "how": "post", "channel": None,
                          "name": place, "to": None, "message": m},
                         stage.ws)
                for m in people.visible(user, people.place(user, place))]
        raise Failed(f"{who} in {place} sees {text}", "\n".join(rows)
                     + stage.why_not())


@step("{who} in {place} does not see {text}")
async def sees_not(stage, who, place, text):
    await stage.settle()
    people, user = stage.ws.people, stage.user(who)
    text = stage.fill(text)
    for message in people.visible(user, people.place(user, place)):
        if stage.ws.reading.says(message, text):
            raise Failed(f"{who} in {place} does not see {text}",
                         "it stands there: "
                         + stage.ws.reading.words(message)[:200])


@step("nobody else sees it")
async def nobody_else(stage):
    """The last thing named is visible to nobody but its addressee."""
    fact = stage.last
    if not fact.get("to"):
        raise Failed("nobody else sees it", "it was said to everybody")
    ws = stage.where(fact)
    name = ws.reading.name_of(fact["message"])
    for user in ws.world.people():
        if user["id"] in fact["to"]:
            continue
        for channel in list(ws.world.channels.values()):
            if any(ws.reading.name_of(m) == name
                   for m in ws.people.visible(user, channel)):
                raise Failed("nobody else sees it", f"{user['name']} does")


@step("nothing")
async def nothing(stage):
    """Everything came to rest, and nothing more was shown to anybody."""
    await stage.settle()
    stage.gather()
    if stage.shown:
        raise Failed("nothing", stage.seen())


@step("never mind the rest")
async def never_mind(stage):
    """What was shown until now and not named does not matter."""
    await stage.settle()
    stage.gather()
    stage.shown.clear()


@step("everything comes to rest")
async def rest(stage):
    await stage.settle()


# the browser of somebody in the company

@step("composer of {who}: {text...}")
async def composer_of(stage, who, text):
    """composer of ana: LinkedIn "words" without "words" | link"""
    opened = stage.opened.get(who)
    found = opened and opened["composer"]
    if not found:
        raise Failed(f"composer of {who}: {text}", page_text(opened)
                     if opened else "nothing was opened")
    wanted = Wanted(stage.fill(text))
    full = found["subject"] + "\n" + found["text"]
    stage.remark = f"{found['url']} which says: {full.strip()}"
    good = (not wanted.kind or fold(found["network"]) == fold(wanted.kind)) \
        and all(fold(t) in fold(full) for t in wanted.present) \
        and not any(fold(t) in fold(full) for t in wanted.absent)
    for sign in wanted.buttons:
        if sign == "link":
            good = good and bool(found["link"]) and "/l/" in found["link"]
        elif sign == "disclosure":
            good = good and bool(found["disclosure"]) and full.index(
                found["disclosure"]) < full.find("/l/") % (1 << 30)
        else:
            raise Wrong(f"composers have a link and a disclosure, no {sign}")
    if not good:
        raise Failed(f"composer of {who}: {text}",
                     f"{found['network']}: {full!r} link {found['link']}")


@step("browser of {who}: {text...}")
async def browser_of(stage, who, text):
    """browser of ana: 410 "words" | Button"""
    opened = stage.opened.get(who)
    if not opened:
        raise Failed(f"browser of {who}: {text}", "nothing was opened")
    wanted = Wanted(stage.fill(text))
    shown = page_text(opened)
    buttons = [b for b in re.findall(
        r"<(?:button|a)[^>]*>\s*([^<]+)", opened["body"])]
    if wanted.kind and wanted.kind != str(opened["status"]) \
            or any(fold(t) not in fold(shown) for t in wanted.present) \
            or not in_order(wanted.buttons, buttons):
        raise Failed(f"browser of {who}: {text}",
                     f"{opened['status']}: {shown[:600]} {buttons}")


def page_text(opened):
    if opened["composer"]:
        return f"the composer of {opened['composer']['network']}"
    body = re.sub(r"<(style|script|head)\b.*?</\1>", " ", opened["body"],
                  flags=re.S)
    text = html.unescape(re.sub(r"<[^>]+>", " ", body))
    return f"{opened['url'] or ''} {re.sub(r'  *', ' ', text)}".strip()


@step("redirect: {text...}")
async def redirect(stage, text):
    """redirect: 302 to "part of the address" "another part" """
    reply = stage.reply
    wanted = Wanted(stage.fill(text))
    place = reply["location"] or ""
    stage.remark = f"{reply['status']} to {place}"
    if wanted.kind and wanted.kind != str(reply["status"]) \
            or any(t not in place for t in wanted.present) \
            or any(t in place for t in wanted.absent):
        raise Failed(f"redirect: {text}",
                     f"{reply['status']} to {place or 'nowhere'}")


def told_address(stage, path):
    """The newest address of a report that somebody was told."""
    for fact in reversed(stage.ws.journal.facts):
        words = json.dumps(fact, default=str, ensure_ascii=False)
        found = re.search(r"https?://[^\s\"'`\\\\<>/]+" + re.escape(path)
                          + r"\?[A-Za-z0-9=&;._-]+", words)
        if found:
            return path + html.unescape(found[0]).partition(path)[2]
    raise Failed("an address of a report", "nobody was told one")


@step("{who} opens the address she was told")
async def opens_told(stage, who):
    await opens_changed(stage, who, "", "")


@step("somebody opens the address that {who} was told with {old} as {new}")
async def opens_changed(stage, who, old, new):
    old, new = old.strip('"'), new.strip('"')
    address = told_address(stage, "/api/report")
    status, body = await stage.get(
        address.replace(old, new, 1) if old else address)
    stage.reply = {"status": status, "body": body}


@step("{who} opens the page of the report")
async def opens_page(stage, who):
    await opens_changed_page(stage, who, "", "")


@step("somebody opens the page that {who} was told with {old} as {new}")
async def opens_changed_page(stage, who, old, new):
    """As a browser without a login shows it, the words alone."""
    old, new = old.strip('"'), new.strip('"')
    address = told_address(stage, "/report")
    status, body = await stage.get(
        address.replace(old, new, 1) if old else address)
    words = page_text({"composer": None, "url": None, "body": body})
    stage.reply = {"status": status, "body": " ".join(words.split())}


def shape_of(picture):
    """PNG 800x360: what a whole file of that kind says of itself."""
    if picture[:8] != b"\x89PNG\r\n\x1a\n" or picture[-8:-4] != b"IEND":
        return picture.decode("utf-8", "replace")
    return "PNG %dx%d" % struct.unpack(">II", picture[16:24])


@step("{who} sees the picture of the report")
async def sees_picture(stage, who):
    await sees_changed_picture(stage, who, "", "")


@step("somebody opens the picture that {who} was told with {old} as {new}")
async def sees_changed_picture(stage, who, old, new):
    """What the platform fetches for them, at an address of ours."""
    old, new = old.strip('"'), new.strip('"')
    address = told_address(stage, "/report.png")
    status, body = await stage.get(
        address.replace(old, new, 1) if old else address, bytes)
    stage.reply = {"status": status, "body": shape_of(body)}


@step("page: {text...}")
async def page(stage, text):
    """What a reader sees instead of being sent on: page: 404 "words" """
    reply = stage.reply
    wanted = Wanted(stage.fill(text))
    body = html.unescape(reply["body"])
    if wanted.kind and wanted.kind != str(reply["status"]) \
            or any(fold(t) not in fold(body) for t in wanted.present) \
            or any(fold(t) in fold(body) for t in wanted.absent):
        raise Failed(f"page: {text}", f"{reply['status']}: {body[:600]}")


