"""Starts the workspace and the daemon together and prints one address.

scripts/demo calls this after it has built the daemon."""

import argparse
import asyncio
import os
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True

from workspace.daemon import (Daemon, callback_url,  # noqa: E402
                              free_port, root, settings_for)
from workspace.clock import Clock  # noqa: E402
from workspace.mattermost import MattermostWorkspace  # noqa: E402
from workspace.workspace import Workspace  # noqa: E402

HOST = "127.0.0.1"


async def connected(workspace, daemon, seconds=20):
    """Until the daemon's sockets are open; False when it did not come up."""
    n = 0
    end = workspace.clock.steady() + seconds
    while workspace.clock.steady() < end and daemon.is_running():
        facts = workspace.journal.since(n)
        n += len(facts)
        if any(f["kind"] == "socket" and f["what"] == "hello" for f in facts):
            return True
        await workspace.journal.wait(n, 0.2)
    return False


async def open_workspaces(options, clock, links):
    """The one that was asked for, or both with one blog."""
    kinds = {"slack": [Workspace], "mattermost": [MattermostWorkspace],
             "both": [Workspace, MattermostWorkspace]}
    workspaces = []
    for number, kind in enumerate(kinds[options.on]):
        workspace = kind(clock, HOST, HOST)
        workspace.name = ("acme", "lab")[number]
        workspace.disclosure = "I work at Acme. #employee"
        port = options.port + number if options.port else 0
        try:
            await workspace.start(port)
        except OSError:
            sys.exit(f"port {port} is taken; try --port with another")
        workspace.install(callback_url(links, workspace))
        workspaces.append(workspace)
    for workspace in workspaces:
        workspace.blog = workspaces[0].blog
        workspace.others = [w for w in workspaces if w is not workspace]
    return workspaces


async def end(workspaces, daemon):
    await daemon.stop()
    for workspace in workspaces:
        await workspace.stop()


async def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--daemon", required=True)
    parser.add_argument("--port", type=int, default=8484)
    parser.add_argument("--folder", default=os.path.join(
        root(), "build", "demo"), help="emptied first")
    parser.add_argument("--on", default="slack",
                        choices=["slack", "mattermost", "both"])
    parser.add_argument("--at", help="begin at the next 'tuesday 10:00'")
    options = parser.parse_args()
    folder = os.path.join(options.folder, "data")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder, mode=0o700)
    clock_file = os.path.join(folder, "clock")
    links_port = free_port(HOST)
    links = f"http://{HOST}:{links_port}"
    clock = Clock(clock_file)
    if options.at:
        clock.move_to_weekday(*options.at.split())
    workspaces = await open_workspaces(options, clock, links)
    daemon = Daemon(options.daemon, folder, settings_for(
        workspaces, folder, links, f"{HOST}:{links_port}"), clock_file)
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    await daemon.start()
    for workspace in workspaces:
        if await connected(workspace, daemon):
            continue
        print(daemon.log(), file=sys.stderr)
        await end(workspaces, daemon)
        sys.exit("the daemon did not start; its log stands above")
    print(f"\n  Open {workspaces[0].address}\n\n"
          "  Publish an entry in the panel on the right; within seconds its"
          " card stands\n  in #news. Then be Ana: press Share, Join, and a"
          " network. Ctrl-C ends it.\n", flush=True)
    await asyncio.wait([loop.create_task(over.wait()),
                        loop.create_task(daemon.process.wait())],
                       return_when=asyncio.FIRST_COMPLETED)
    code = 0 if over.is_set() else 1
    if code:
        print("the daemon ended by itself:\n" + daemon.log()[-3000:],
              file=sys.stderr)
    await end(workspaces, daemon)
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
