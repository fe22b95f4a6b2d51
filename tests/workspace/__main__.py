"""Starts a workspace by itself:

    /usr/bin/python3 tests/workspace --port 8080 --config FILE

The file gets, as JSON, what a bot must be told: addresses and tokens."""

import argparse
import asyncio
import json
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from workspace.mattermost import MattermostWorkspace  # noqa: E402
from workspace.workspace import Workspace  # noqa: E402


async def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--platform", choices=["slack", "mattermost"],
                        default="slack")
    parser.add_argument("--callback", help="Mattermost: installs a bot whose "
                        "commands are sent below this address")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--content-host", default="127.0.0.1",
                        help="address of the blog")
    parser.add_argument("--clock-file", help="moves the daemon's clock")
    parser.add_argument("--config", help="where to write addresses and tokens")
    parser.add_argument("--disclosure",
                        help="pointed out where a composer shows it")
    parser.add_argument("--faster", type=float, default=1,
                        help="divides the platform's deadlines and retry times")
    options = parser.parse_args()
    if options.platform == "mattermost":
        workspace = MattermostWorkspace(options.clock_file, options.host,
                                        options.content_host)
    else:
        workspace = Workspace(options.clock_file, options.host,
                              options.content_host)
    workspace.disclosure = options.disclosure
    workspace.socket.timing.faster(options.faster)
    await workspace.start(options.port)
    if options.callback:
        workspace.install(options.callback)
    told = {**workspace.told(), "feed": workspace.blog.feed_url()}
    if options.config:
        with open(options.config + ".new", "w", encoding="utf-8") as file:
            json.dump(told, file)
        os.rename(options.config + ".new", options.config)
    print(workspace.address, flush=True)
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    await over.wait()
    await workspace.stop()


if __name__ == "__main__":
    asyncio.run(main())
