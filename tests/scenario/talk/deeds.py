"""What people do in a scene, inside the chat and outside."""

import re

from workspace import composer
from workspace.elements import Unable

from .language import pairs, step
from .stage import Failed


async def do(stage, deed, number=None, of=None):
    """Keeps what was delivered, by its number and by who did what, so that
    it can be delivered again."""
    if of and deed.delivery:
        stage.deliveries[of] = deed.delivery
    if number and deed.delivery:
        stage.deliveries[number] = deed.delivery
    if deed.delivery:
        stage.ws.spawn(deed.delivery.done())
    return deed


async def again(stage, number):
    """The same delivery once more, if there was one of that number."""
    if number not in stage.deliveries:
        return False
    stage.ws.again(stage.deliveries[number])
    return True


@step("{who} [in {where}] presses {button} [on {text}] [choosing {choice}] "
      "[(delivery {number})]")
async def presses(stage, who, button, where=None, text=None, choice=None,
                  number=None):
    if number and await again(stage, number):
        return
    text = stage.fill(text) if text else None
    more = {"choose": choice} if choice else {}
    place = await find_place(stage, who, where, button, text)
    deed = await do(stage, stage.ws.people.press(
        who, place, button, text, **more), number, (who, "press"))
    if deed.url:
        await open_address(stage, who, deed.url)


async def find_place(stage, who, where, button, text):
    """Where a button is: the place named, else wherever that person sees
    it, the newest first. Waits for it to appear."""
    people, found = stage.ws.people, []

    def there():
        for place in [where] if where else places(stage, who):
            try:
                found.append((people.sees_button(
                    stage.user(who), place, button, text), place))
            except (Unable, KeyError):
                continue
        return bool(found)
    if not await stage.until(there):
        place = f"in {where}" if where else "anywhere"
        raise Failed(f'{who} sees a button "{button}"'
                     + (f' on "{text}"' if text else "") + f" {place}",
                     stage.seen())
    return max(found)[1]


def places(stage, who):
    user = stage.user(who)
    if stage.ws.world.modals.get(user["id"]):
        yield "form"
    for channel in list(stage.ws.world.channels.values()):
        if user["id"] in channel.members:
            yield "dm" if stage.ws.is_direct(channel.id) else channel.name


@step("{who} [in {where}] reacts {emoji} on {text} [(delivery {number})]")
async def reacts(stage, who, emoji, text, where=None, number=None):
    if not (number and await again(stage, number)):
        await do(stage, stage.ws.people.react(
            who, where or "#news", emoji, stage.fill(text)), number)


@step("{who} [in {where}] removes {emoji} from {text} [(delivery {number})]")
async def unreacts(stage, who, emoji, text, where=None, number=None):
    if not (number and await again(stage, number)):
        await do(stage, stage.ws.people.react(
            who, where or "#news", emoji, stage.fill(text), remove=True),
            number)


@step("{who} [in {where}] types {line...} [(delivery {number})]")
async def types(stage, who, line, where=None, number=None):
    if not (number and await again(stage, number)):
        await do(stage, stage.ws.people.command(
            who, where or "#general", stage.fill(line)), number,
            (who, "command"))


@step("{who} writes {text} to the bot [(delivery {number})]")
async def writes(stage, who, text, number=None):
    if not (number and await again(stage, number)):
        await do(stage, stage.ws.people.say(
            who, None, stage.fill(text)), number)


@step("{who} in {where} writes {text} [{count} times]")
async def says(stage, who, where, text, count="1"):
    for _ in range(int(count)):
        await do(stage, stage.ws.people.say(who, where, stage.fill(text)))


@step("{who} opens App Home")
async def opens_home(stage, who):
    await do(stage, stage.ws.people.home(who))


@step("{who} [in {where}] uses {name} on {text}")
async def uses(stage, who, name, text, where=None):
    await do(stage, stage.ws.people.shortcut(
        who, name, where or "#general", stage.fill(text)))


@step("{who} fills {label} with {value}")
async def fills(stage, who, label, value):
    await do(stage, stage.ws.people.fill(who, label, stage.fill(value)))


@step("{who} submits")
async def submits(stage, who):
    await do(stage, stage.ws.people.submit(who), None, (who, "form"))


@step("{who} closes the form")
async def closes(stage, who):
    await do(stage, stage.ws.people.close(who))


@step("{who} joins {where}")
async def joins(stage, who, where):
    await do(stage, stage.ws.people.join(who, where))


@step("{who} leaves {where}")
async def leaves(stage, who, where):
    await do(stage, stage.ws.people.leave(who, where))


@step("{who} joins the group {handle}")
async def joins_group(stage, who, handle):
    """A user group; on Mattermost a private channel stands for it."""
    await do(stage, stage.ws.people.join_group(who, handle))


@step("{who} leaves the group {handle}")
async def leaves_group(stage, who, handle):
    await do(stage, stage.ws.people.leave_group(who, handle))


@step("{who} becomes the chat's administrator")
async def promoted(stage, who):
    await do(stage, stage.ws.people.promote(who, True))


@step("{who} is no administrator of the chat any more")
async def demoted(stage, who):
    await do(stage, stage.ws.people.promote(who, False))


@step("{who} invites the bot to {where}")
async def invites(stage, who, where):
    await do(stage, stage.ws.people.invite_bot(who, where))


@step("channel {where} is archived")
async def archived(stage, where):
    await do(stage, stage.ws.people.archive(where))


@step("channel {where} is no longer archived")
async def unarchived(stage, where):
    await do(stage, stage.ws.people.unarchive(where))


@step("the bot is removed from {where}")
async def removed(stage, where):
    await do(stage, stage.ws.people.remove_bot(where))


@step("{who} is new in the company")
async def new_person(stage, who):
    await do(stage, stage.ws.people.arrive(who))


@step("{who} leaves the company")
async def gone_person(stage, who):
    await do(stage, stage.ws.people.depart(who))


@step("{who} reads {locale}")
async def reads(stage, who, locale):
    """Their chat is set to that language: fi-FI. Everybody's is English at
    first."""
    await do(stage, stage.ws.people.read(who, locale))


# the browser of somebody in the company

async def open_address(stage, who, url):
    found = composer.decode(url, stage.ws.disclosure)
    if found["network"]:
        stage.opened[who] = {"composer": found, "status": 0, "url": url,
                             "asked": url, "body": ""}
    else:
        reply = await stage.ws.readers.open(who, url)
        found = composer.decode(reply["location"] or "",
                                stage.ws.disclosure)
        stage.opened[who] = {
            "composer": found if found["network"] else None, "asked": url,
            "status": reply["status"], "url": reply["location"],
            "body": reply["body"]}
    if found["network"] and found["link"]:
        stage.links.setdefault(who, {})[found["network"]] = found["link"]
        stage.links[who] = stage.links.pop(who)


@step("{who} opens the same address again")
async def opens_again(stage, who):
    await open_address(stage, who, stage.opened[who]["asked"])


@step("{who} opens what {other} opened")
async def opens_of_other(stage, who, other):
    await open_address(stage, who, stage.opened[other]["asked"])


@step("{who} opens {url}")
async def opens(stage, who, url):
    await open_address(stage, who, stage.fill(url))


@step("{who} presses {button} in the browser")
async def presses_in_browser(stage, who, button):
    """A form with one button, or a link, on the page they look at."""
    page = stage.opened[who]
    form = re.search(
        r'<form[^>]*action="([^"]+)"[^>]*>(?:(?!</form>).)*?<button[^>]*>'
        r"\s*" + re.escape(button), page["body"], re.S)
    link = re.search(r'<a[^>]*href="([^"]+)"[^>]*>\s*' + re.escape(button),
                     page["body"])
    if not form and not link:
        raise Failed(f'{who} sees "{button}" in the browser', page["body"])
    target = (form or link)[1].replace("&amp;", "&")
    if target.startswith("/"):
        target = stage.daemon.address + target
    if link:
        await open_address(stage, who, target)
        return
    reply = await stage.ws.readers.follow(target, 180 + list(
        stage.ws.world.users).index(stage.user(who)["id"]), method="POST")
    found = composer.decode(reply["location"] or "", stage.ws.disclosure)
    stage.opened[who] = {
        "composer": found if found["network"] else None, "asked": target,
        "status": reply["status"], "url": reply["location"],
        "body": reply["body"]}
    if reply["location"] and not found["network"]:
        await open_address(stage, who, reply["location"])
    elif found["link"]:
        stage.links.setdefault(who, {})[found["network"]] = found["link"]


# readers outside

@step("reader {number} follows {link...} [as {agent}] [with {method}] "
      "[from {address}] [sending {headers}]")
async def follows(stage, number, link, agent=None, method=None, address=None,
                  headers=None):
    sent = dict(h.split(": ", 1) for h in headers.split("; ")) \
        if headers else {}
    stage.reply = await stage.ws.readers.follow(
        address_of(stage, link), int(number), agent=agent, method=method,
        address=address, headers=sent)


@step("readers {first} to {last} follow {link...}")
async def many_follow(stage, first, last, link):
    url = address_of(stage, link)
    for number in range(int(first), int(last) + 1):
        stage.reply = await stage.ws.readers.follow(url, number)


def address_of(stage, link):
    """'the link', "ana's link", "ana's LinkedIn link", the company's (as an
    admin was shown it) or an address."""
    link = link.strip('"')
    if link == "the company's link":
        return stage.company_link()
    named = re.match(r"(?:the|(\w+)'s)(?: ([\w-]+))? link$", link)
    if named:
        return stage.link_of(named[1], named[2])
    return stage.fill(link)


# the company's blog

@step("publish {title} [with {more...}]")
async def publish(stage, title, more=None):
    fields = {k: stage.fill(v) for k, v in pairs(more).items()}
    if "image" in fields:
        fields["image"] = fields["image"] != "no"
    entry = stage.ws.blog.publish(title, **fields)
    stage.pages[title] = entry["url"]


@step("change {title} [with {more...}]")
async def change(stage, title, more=None):
    entry = stage.ws.blog.find(title)
    fields = {k: stage.fill(v) for k, v in pairs(more).items()}
    title = fields.pop("title", title)
    stage.ws.blog.publish(title, path=entry["slug"], **fields)
    stage.pages[title] = entry["url"]


@step("withdraw {title}")
async def withdraw(stage, title):
    stage.ws.blog.withdraw(title)


@step("a page {title} [with {more...}]")
async def page(stage, title, more=None):
    """On the blog, but in no feed."""
    await publish(stage, title, more)
    entry = stage.ws.blog.find(title)
    stage.ws.blog.entries.remove(entry)
    stage.ws.blog.drafts.append(entry)
