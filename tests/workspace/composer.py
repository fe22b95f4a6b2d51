"""Addresses of the networks' composers, taken apart again: what a person would
find in the box when it opens."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

# host and path -> (network, parameter of the text, parameter of the link)
COMPOSERS = [
    ("www.linkedin.com", "/feed/", "LinkedIn", "text", None),
    ("www.linkedin.com", "/sharing/share-offsite", "LinkedIn", None, "url"),
    ("x.com", "/intent/", "X", "text", "url"),
    ("twitter.com", "/intent/", "X", "text", "url"),
    ("www.facebook.com", "/sharer/", "Facebook", None, "u"),
    ("bsky.app", "/intent/compose", "Bluesky", "text", None),
    ("www.threads.com", "/intent/post", "Threads", "text", "url"),
    ("www.threads.net", "/intent/post", "Threads", "text", "url"),
    ("wa.me", "/", "WhatsApp", "text", None),
    ("api.whatsapp.com", "/send", "WhatsApp", "text", None),
    ("t.me", "/share/url", "Telegram", "text", "url"),
    ("www.reddit.com", "/submit", "Reddit", "title", "url"),
    (None, "/share", "Mastodon", "text", None),
]


def decode(url, disclosure=None):
    """{network, text, link, disclosure, subject, url, host}; network is None
    when no composer is known at that address, disclosure when the expected
    one is not in the text."""
    parts = urlsplit(url)
    found = {"network": None, "text": "", "link": None, "subject": "",
             "url": url, "host": parts.netloc}
    if parts.scheme == "mailto":
        # In a mail address + stands for itself.
        query = {k: unquote(v) for k, _, v in (
            p.partition("=") for p in parts.query.split("&"))}
        found.update(network="E-mail", subject=query.get("subject", ""),
                     text=query.get("body", "").replace("\r\n", "\n"))
    else:
        query = {k: v[-1] for k, v in parse_qs(
            parts.query, keep_blank_values=True).items()}
        for host, path, network, text, link in COMPOSERS:
            if host in (None, parts.netloc) and parts.path.startswith(path):
                found["network"] = network
                found["text"] = query.get(text, "") if text else ""
                found["link"] = query.get(link) if link else None
                break
    if not found["link"]:
        links = re.findall(r"https?://\S+", found["text"])
        found["link"] = links[-1] if links else None
    found["disclosure"] = disclosure if disclosure and \
        disclosure in found["text"] else None
    return found
