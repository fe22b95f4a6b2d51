"""What the bench needs and how it gets it."""
import shutil
import subprocess

import machine

PROGRAMS = {"taskset": "util-linux", "nginx": "nginx-light", "wrk": "wrk",
            "curl": "curl", "node": "nodejs", "npm": "npm"}


def is_missing():
    return [p for p in PROGRAMS if shutil.which(p) is None]


def install_programs():
    missing = is_missing()
    if not missing:
        return
    deps = machine.SOURCE / "scripts" / "deps"
    subprocess.run([str(deps), "build", "bench"], check=False)
    missing = is_missing()
    if missing:
        raise machine.Failed("missing: " + ", ".join(
            f"{p} (package {PROGRAMS[p]})" for p in missing))


def install_peers():
    """The npm peers, once; the SQLite one is compiled against the headers that
    came with node, since its prebuilt ones are not on npm's registry."""
    folder = machine.WORK / "peers"
    marker = folder / "installed"
    wanted = (machine.HERE / "peers" / "package.json").read_text()
    if marker.exists() and marker.read_text() == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(wanted)
    machine.run(["npm", "install", "--no-audit", "--no-fund"], cwd=folder,
                env=machine.environment(npm_config_nodedir="/usr"))
    machine.run(["node", "-e", "require('better-sqlite3')(':memory:');"
                 "require('fastify'); require('@slack/bolt')"],
                env=machine.environment())
    marker.write_text(wanted)


def install():
    install_programs()
    install_peers()
