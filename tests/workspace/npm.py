"""Packages of npm that tests need, installed once below build/."""

import glob
import os
import shutil
import subprocess

from .daemon import root


def installed(name):
    """Installs what tests/<name>/package-lock.json names into build/<name>
    unless it is there; gives that folder."""
    home = os.path.join(root(), "tests", name)
    place = os.path.join(root(), "build", name)
    stamp = os.path.join(place, "node_modules", ".lock")
    with open(os.path.join(home, "package-lock.json"), "rb") as file:
        wanted = file.read()
    if os.path.exists(stamp):
        with open(stamp, "rb") as file:
            if file.read() == wanted:
                return place
    os.makedirs(place, exist_ok=True)
    for part in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(home, part), place)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund",
                    "--ignore-scripts"], cwd=place, check=True,
                   stdout=subprocess.DEVNULL)
    shutil.copy(os.path.join(home, "package-lock.json"), stamp)
    return place


def node(place):
    """The Node that was installed there as a package, since Debian 12's is
    too old for some, else the system's."""
    found = glob.glob(os.path.join(
        place, "node_modules", "node-linux-*", "bin", "node"))
    return found[0] if found else "node"
