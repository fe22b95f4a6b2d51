"""Plays a file and tells what did not hold, with file and line."""

import asyncio
import itertools
import os
import re
import sys
import textwrap
import time

from workspace.elements import Unable

from . import (deeds, delivery, givens, server, sights, store,  # noqa: F401
               trouble)
from .language import Wrong, find, read
from .platforms import PLATFORMS
from .stage import Failed, Stage


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
        for line in scene.lines[0 if scene.continues else len(
                leading(scene)):]:
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
        complain(path, line.number if line else scene.number, scene, no,
                 stage)
        if options.verbose:
            print(stage.tail(60))
        return False
    return True


def tell(stage, line, before):
    """One line of a story: the step, and what was seen of it."""
    print(f"  ok    {line.text}")
    if stage.last is not before and "message" in (stage.last or {}):
        stage.remark = stage.describe(stage.last)
    if stage.remark:
        print(textwrap.fill(stage.remark, 96, initial_indent="  seen  ",
                            subsequent_indent="        ", max_lines=5,
                            placeholder=" ..."))
    stage.remark = None
    sys.stdout.flush()


def check_refusals(stage):
    """The platform never had to refuse what the bot should have known."""
    for ws in stage.workspaces:
        for fact in ws.journal.since(0, "api"):
            if ws.is_mistake(fact) and fact["error"] not in stage.refusals:
                raise Failed("the platform takes every call", f"{fact['method']}"
                             f": {fact['error']} {fact['args']}")


def complain(path, number, scene, no, stage):
    print(f"{os.path.relpath(path)}:{number}: in “{scene.title}” on "
          + " and ".join(stage.platforms))
    if isinstance(no, Failed):
        print("  expected: " + no.expected.replace("\n", "\n            "))
        print("  seen:     " + no.seen.replace("\n", "\n            "))
    else:
        print(f"  {type(no).__name__}: {no}")
    sys.stdout.flush()


async def play_file(path, options):
    """(scenes played, scenes failed); a few at the same time, as most of
    their time is spent waiting."""
    config, scenes = read(path)
    config = settings(config)
    chairs = asyncio.Semaphore(
        1 if options.verbose or options.story else options.jobs)

    async def sit(group, platforms):
        async with chairs:
            return await play_group(path, group, config, platforms, options)
    results = await asyncio.gather(*[
        sit(group, platforms) for group in performances(scenes)
        for platforms in castings(group[0], options.on)
        if not options.scene or any(
            options.scene.lower() in s.title.lower() for s in group)])
    results = [one for group in results for one in group]
    return len(results), results.count(False)


def castings(scene, wanted):
    """The platforms to play it on, each time together."""
    if scene.together:
        return [PLATFORMS] if PLATFORMS[-1] in wanted else []
    return [(p,) for p in scene.on if p in wanted]


def settings(lines):
    """(name, value) of config lines."""
    return [(m[1], m[2]) for m in (re.match(
        r"config\s+(\S+)\s*=\s*(.*)$", line.text) for line in lines) if m]


def leading(scene):
    """The config lines a scene begins with; the daemon starts with them."""
    return list(itertools.takewhile(
        lambda line: line.text.startswith("config "), scene.lines))


def performances(scenes):
    """Scenes that go on in one world, together."""
    groups = []
    for scene in scenes:
        if scene.continues:
            groups[-1].append(scene)
        else:
            groups.append([scene])
    return groups


async def play_group(path, group, config, platforms, options):
    """Whether each scene of it held; after one that did not, none does."""
    stage = Stage(options.daemon, options.wrap, platforms)
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
                  f"({', '.join(platforms)}, "
                  f"{time.monotonic() - began:.1f} s)", flush=True)
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
        complain(path, scene.number, scene, no, stage)
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
