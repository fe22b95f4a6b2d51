"""Plays a file and tells what did not hold, with file and line."""

import asyncio
import os
import re
import sys
import textwrap
import time

from workspace.elements import Unable

from . import deeds, givens, sights, store, trouble  # noqa: F401
from .language import Wrong, find, read
from .stage import Failed, Stage, describe

BUGS = {"invalid_arguments", "invalid_blocks", "invalid_blocks_format",
        "msg_too_long", "msg_blocks_too_long", "no_text", "view_too_large",
        "invalid_metadata_format", "invalid_metadata_schema",
        "metadata_too_large", "unknown_method", "not_authed", "missing_scope",
        "invalid_payload", "invalid_trigger_id", "exchanged_trigger_id",
        "ratelimited"}


async def perform(stage, text):
    found = find(text)
    if not found:
        raise Wrong(f"nobody understands: {text}")
    run, arguments = found
    await run(stage, **arguments)


async def play_scene(path, scene, stage, options):
    """True when everything held."""
    line = None
    try:
        for line in scene.lines:
            if options.verbose:
                print(f"  {line.number:4}  {line.text}", flush=True)
            for words in line.told if options.story else ():
                print(f"\n{words}", flush=True)
            before = stage.last
            await perform(stage, line.text)
            if options.story:
                tell(stage, line, before)
        line = None
        check_refusals(stage)
        if stage.daemon.is_running():
            wrong = store.balances(stage)
            if wrong:
                raise Failed("the ledger balances", wrong)
    except (Failed, Unable, Wrong, KeyError, ValueError, OSError) as no:
        complain(path, line.number if line else scene.number, scene, no)
        if options.verbose:
            print(stage.tail(60))
        return False
    return True


def tell(stage, line, before):
    """One line of a story: the step, and what was seen of it."""
    print(f"  ok    {line.text}")
    if stage.last is not before and "message" in (stage.last or {}):
        stage.remark = describe(stage.last, stage.ws.world)
    if stage.remark:
        print(textwrap.fill(stage.remark, 96, initial_indent="  seen  ",
                            subsequent_indent="        ", max_lines=5,
                            placeholder=" ..."))
    stage.remark = None
    sys.stdout.flush()


def check_refusals(stage):
    """The platform never had to refuse what the bot should have known."""
    for fact in stage.ws.journal.since(0, "api"):
        if fact["error"] in BUGS - stage.refusals:
            raise Failed("the platform takes every call",
                         f"{fact['method']}: {fact['error']} {fact['args']}")


def complain(path, number, scene, no):
    print(f"{os.path.relpath(path)}:{number}: in “{scene.title}”")
    if isinstance(no, Failed):
        print("  expected: " + no.expected.replace("\n", "\n            "))
        print("  seen:     " + no.seen.replace("\n", "\n            "))
    else:
        print(f"  {type(no).__name__}: {no}")
    sys.stdout.flush()


async def play_file(path, options):
    """(scenes played, scenes failed)"""
    config, scenes = read(path)
    config = settings(config)
    played = failed = 0
    for group in performances(scenes):
        if options.scene and not any(
                options.scene.lower() in s.title.lower() for s in group):
            continue
        results = await play_group(path, group, config, options)
        played += len(results)
        failed += results.count(False)
    return played, failed


def settings(lines):
    """(name, value) of config lines."""
    return [(m[1], m[2]) for m in (re.match(
        r"config\s+(\S+)\s*=\s*(.*)$", line.text) for line in lines) if m]


def leading(scene):
    """The config lines a scene begins with; the daemon starts with them."""
    count = 0
    while count < len(scene.lines) and \
            scene.lines[count].text.startswith("config "):
        count += 1
    taken, scene.lines = scene.lines[:count], scene.lines[count:]
    return taken


def performances(scenes):
    """Scenes that go on in one world, together."""
    groups = []
    for scene in scenes:
        if scene.continues:
            groups[-1].append(scene)
        else:
            groups.append([scene])
    return groups


async def play_group(path, group, config, options):
    """Whether each scene of it held; after one that did not, none does."""
    stage = Stage(options.daemon, options.wrap)
    results = []
    for scene in group:
        began = time.monotonic()
        good = not (False in results) \
            and await begin(path, scene, stage, config, options) \
            and await play_scene(path, scene, stage, options)
        if scene is group[-1]:
            good = await end(stage, options, path) and good
        results.append(good)
        if not options.quiet:
            print(f"{'ok  ' if good else 'FAIL'} {scene.title} "
                  f"({time.monotonic() - began:.1f} s)", flush=True)
    return results


async def begin(path, scene, stage, config, options):
    """Starts the world, unless the scene before it did."""
    if stage.ws is not None:
        return True
    try:
        await stage.open(config + settings(leading(scene)))
        await stage.start()
        return True
    except (Failed, KeyError, OSError) as no:
        complain(path, scene.number, scene, no)
        return False


async def end(stage, options, path):
    """Ends a stage; False when the daemon did not end well."""
    await stage.close()
    good = stage.exit_code == 0
    if not good:
        print(f"{os.path.relpath(path)}: the daemon ended with "
              f"{stage.exit_code}\n{stage.tail(60)}")
    if options.keep:
        print(f"kept: {stage.folder}")
    else:
        stage.clean()
    return good


def play(paths, options):
    """Exit code of the whole run."""
    played = failed = 0
    for path in paths:
        try:
            one, bad = asyncio.run(play_file(path, options))
        except Wrong as no:
            print(no)
            one, bad = 1, 1
        played += one
        failed += bad
    print(f"{played - failed} passed, {failed} failed")
    return 1 if failed or not played else 0
