"""What a web site delivers to POST /content."""

import json

from workspace.daemon import CONTENT_TOKEN

from .language import Wanted, step
from .stage import Failed


@step("the site delivers {url} [saying {fields}] [with key {key}] "
      "[with token {token}]: {text...}")
async def delivers(stage, url, text, fields="", key=None, token=None):
    """the site delivers {page:We ship} saying "title=We ship; internal=true"
    with key 1: 202 "item" """
    content = {"url": stage.fill(url)}
    for field in filter(None, fields.split("; ")):
        name, _, value = field.partition("=")
        content[name] = value == "true" if value in ("true", "false") \
            else [{"text": value}] if name == "captions" \
            else stage.fill(value)
    await send(stage, json.dumps(content), key, token, text)


@step("the site sends {body} [with key {key}] [with token {token}]: {text...}")
async def sends(stage, body, text, key=None, token=None):
    """Whatever it may be."""
    await send(stage, body, key, token, text)


async def send(stage, body, key, token, text):
    wanted = Wanted(stage.fill(text))
    headers = {"Content-Type": "application/json"}
    if token != "none":
        headers["Authorization"] = f"Bearer {token or CONTENT_TOKEN}"
    if key:
        headers["Idempotency-Key"] = key
    status, answer = await stage.post("/content", body.encode(), headers)
    if wanted.kind and wanted.kind != str(status) or any(
            t not in answer for t in wanted.present) or any(
            t in answer for t in wanted.absent):
        raise Failed(f"the site is answered {text}", f"{status}: {answer}")


@step("the site sends {count} bytes: {text...}")
async def sends_much(stage, count, text):
    """One text of that size."""
    await send(stage, json.dumps({"title": "x" * int(count)}), None, None,
               text)


@step("the site sends {count} requests and is told to wait")
async def too_much(stage, count):
    """One after the other, until one of them is refused."""
    for _ in range(int(count)):
        status, _ = await stage.post("/content", b"{}", {
            "Authorization": f"Bearer {CONTENT_TOKEN}"})
        if status == 429:
            return
    raise Failed("the site is told to wait", f"the last answer was {status}")
