#!/usr/bin/python3
"""languages.py FOLDER: every language says what English says.

Names what a language lacks or has too much of: cards, phrases, variables,
buttons and inputs. The daemon checks the same at its start, save that it lets
English stand in for what is missing; here nothing may be missing."""

import json
import os
import re
import sys

NAME = re.compile(r"(?<!\{)\{([a-z0-9_]+)(?:\.[a-z0-9_.]+)?\}(?!\})")
DEEDS = ("action", "value", "url", "picture", "options", "chosen", "style", "input",
         "kind", "max", "optional", "form", "state")
LOGIC = ("then", "else", "do")
FORM_WORDS = 24  # what a form's title, buttons and labels have room for
BUTTON = 75


def names(value, known=()):
    """The variables that a template uses."""
    if isinstance(value, str):
        return {n for n in NAME.findall(value) if n not in known}
    if isinstance(value, list):
        return set().union(*(names(v, known) for v in value))
    if not isinstance(value, dict):
        return set()
    found = set()
    for logic in ("$if", "$each", "$count"):
        if logic in value:
            found.add(value[logic].split(".")[0])
    inner = known + (value.get("as"),) if "$each" in value else known
    for key, part in value.items():
        if not key.startswith("$") and key not in ("as", "between"):
            found |= names(part, inner)
    return {n for n in found if n not in known}


def deeds(value, under=None):
    """What a press or a form reads, as (key, value)."""
    if isinstance(value, list):
        return set().union(*(deeds(v, under) for v in value))
    if not isinstance(value, dict):
        return {(under, json.dumps(value))} if under else set()
    found = set()
    for key, part in value.items():
        if key in DEEDS:
            found |= deeds(part, key)
        elif not key.startswith("$"):
            found |= deeds(part, under if key in LOGIC else None)
    return found


def plain(value):
    """Every literal text that may stand there."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for k in ("then", "else", "one", "other") for t in plain(value.get(k))]
    return []


def too_long(value):
    """Words of forms and buttons that have no room."""
    if isinstance(value, list):
        return [t for part in value for t in too_long(part)]
    if not isinstance(value, dict):
        return []
    room = BUTTON if "action" in value else FORM_WORDS
    keys = ("text",) if "action" in value else ("label",) if "input" in value else \
        ("title", "submit", "close") if "form" in value else ()
    found = [t for k in keys for t in plain(value.get(k)) if len(NAME.sub("12", t)) > room]
    return found + [t for part in value.values() for t in too_long(part)]


def load(folder):
    files = {}
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), encoding="utf-8") as text:
            files[file] = json.load(text)
    return files


def compare(place, what, own, wanted):
    for thing in sorted(wanted - own, key=str):
        yield f"{place}: lacks {what} {thing}"
    for thing in sorted(own - wanted, key=str):
        yield f"{place}: has {what} {thing}, English has not"


def check(folder, language, english):
    own = load(os.path.join(folder, language))
    place = os.path.join(folder, language)
    yield from compare(place, "file", set(own), set(english))
    for file in sorted(set(own) & set(english)):
        at = os.path.join(place, file)
        if file == "words.json":
            yield from compare(at, "phrase", set(own[file]), set(english[file]))
            for name in sorted(set(own[file]) & set(english[file])):
                yield from compare(f"{at}: {name}", "variable", names(own[file][name]),
                                   names(english[file][name]))
            continue
        card, wanted = own[file].get("card", {}), english[file]["card"]
        yield from compare(at, "variable", names(card), names(wanted))
        yield from compare(at, "deed", deeds(card), deeds(wanted))
        for text in too_long(card):
            yield f"{at}: \"{text}\" is too long"


def main():
    folder = sys.argv[1]
    languages = sorted(d for d in os.listdir(folder) if re.fullmatch("[a-z]{2,3}(-[A-Z]+)?", d))
    english = load(os.path.join(folder, "en"))
    problems = [p for language in languages if language != "web"
                for p in check(folder, language, english)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
