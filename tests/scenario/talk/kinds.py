"""The few words for things that the bot shows: what makes a card a card. Each
looks at what was shown, its folded text and its buttons."""

KINDS = {
    "card": lambda fact, text, buttons: "share" in lower(buttons)
    and "not for me" in lower(buttons),
    "invitation": lambda fact, text, buttons: "join" in lower(buttons)
    and "no thanks" in lower(buttons),
    "kit": lambda fact, text, buttons: "your text" in text,
    "digest": lambda fact, text, buttons: "the week in sharing" in text,
    "words": lambda fact, text, buttons: True,
    "message": lambda fact, text, buttons: True,
}


def lower(buttons):
    return [b.lower() for b in buttons]
