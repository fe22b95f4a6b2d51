"""Mattermost's ids and its way of writing JSON."""

import hashlib
import json
import re
import secrets

ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"
VALID = re.compile(r"[a-z0-9]{26}$")


def new_id():
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


def id_of(kind, name):
    """The same for the same name in every run, and readable."""
    digest = hashlib.sha256(f"{kind}:{name}".encode()).digest()
    tail = "".join(ALPHABET[b % 32] for b in digest)
    return (re.sub(r"[^a-z0-9]", "", name.lower())[:12] + tail)[:26]


def is_id(text):
    return isinstance(text, str) and VALID.match(text) is not None


def dumps(value):
    """As Go's encoder writes it: no blanks, and <, > and & escaped."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def ordered(mapping):
    """Go writes maps by their keys."""
    return {k: mapping[k] for k in sorted(mapping)}
