"""The app as its own manifest describes it: the workspace grants the scopes,
sends the events and offers the commands that scripts/slack-manifest asks for,
so that a missing line there is noticed."""

import os
import re
import subprocess

from .daemon import root


def read(text):
    """scopes, events, commands and shortcuts of a manifest; it needs no more
    of YAML than indented lists of words."""
    found = {"bot": [], "bot_events": [], "slash_commands": [],
             "shortcuts": []}
    section = None
    for line in text.splitlines():
        name = re.match(r"\s*(\w+):\s*$", line)
        entry = re.match(r"\s*- (?:(\w+): )?(.*)$", line)
        field = re.match(r"\s+(\w+): (.*)$", line)
        if name:
            section = found.get(name[1])
        elif entry and section is not None:
            value = entry[2].strip('"')
            section.append({entry[1]: value} if entry[1] else value)
        elif field and section and isinstance(section[-1], dict):
            section[-1][field[1]] = field[2].strip('"')
    return found


def install(workspace):
    """Installs the app as scripts/slack-manifest prints it."""
    text = subprocess.run(
        [os.path.join(root(), "scripts", "slack-manifest")], check=True,
        capture_output=True, text=True).stdout
    found = read(text)
    workspace.scopes = set(found["bot"])
    workspace.events.subscribed = set(found["bot_events"])
    workspace.world.commands = [
        {"command": c["command"], "hint": c.get("usage_hint", ""),
         "description": c["description"]} for c in found["slash_commands"]]
    workspace.world.shortcuts = found["shortcuts"]
