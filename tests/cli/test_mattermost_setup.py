"""scripts/mattermost-setup against the test workspace, as an operator runs it."""

import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "scripts", "mattermost-setup")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Scene:
    """An empty server, and who sets advocated up there."""

    def __init__(self, folder, config):
        self.out = os.path.join(folder, "secrets")
        self.url, self.token = config["address"], config["admin_token"]
        self.team = config["team"]
        self.listen = "127.0.0.1:%d" % free_port()

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + "/api/v4" + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + self.token})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def run(self, *more, token=None, stand_in=True):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MATTERMOST_")}
        environment["MATTERMOST_ADMIN_TOKEN"] = token or self.token
        done = subprocess.run(
            [SCRIPT, self.url, "--callback", "http://" + self.listen, "--out", self.out,
             "--name", "town", *(("--stand-in", self.listen) if stand_in else ()), *more],
            capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
        assert self.token not in done.stdout + done.stderr
        return done

    def bot(self):
        return self.call("GET", "/users/username/advocated")["id"]

    def commands(self):
        return {c["trigger"]: c for c in self.call(
            "GET", "/commands?team_id=%s&custom_only=true" % self.team)}

    def state(self):
        """All that the script may have made."""
        bot = self.bot()
        return (self.commands(), self.call("GET", "/users/%s/tokens" % bot),
                self.call("GET", "/bots/" + bot),
                self.call("GET", "/users/%s/teams/%s/channels" % (bot, self.team)))

    def held(self, kind):
        with open(os.path.join(self.out, "town." + kind), encoding="ascii") as file:
            return file.read()


def deeds(done):
    return [line for line in done.stdout.split("\n") if line.startswith("did")]


def check_wrong_token(scene):
    done = scene.run(token="nobodys")
    assert done.returncode == 1 and "token is not accepted" in done.stderr, done.stderr
    assert not os.path.exists(scene.out) and not scene.commands()


def check_first(scene):
    done = scene.run("--channel", "general", "--admin", "ana")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(deeds(done)) == 8, done.stdout
    assert 'callback_url = "http://%s";' % scene.listen in done.stdout
    assert 'admins = ("town:' in done.stdout
    for kind in ("bot_token", "command_tokens"):
        mode = os.stat(os.path.join(scene.out, "town." + kind)).st_mode
        assert stat.S_IMODE(mode) == 0o600, kind
        assert scene.held(kind) not in done.stdout
    commands = scene.commands()
    assert set(commands) == {"share", "advocate", "campaign"}
    assert {c["token"] for c in commands.values()} == set(scene.held("command_tokens").split())
    for command in commands.values():
        assert command["url"] == "http://%s/mattermost/town/command" % scene.listen
        assert command["auto_complete"] and command["auto_complete_hint"]


def check_again(scene):
    before = scene.state()
    done = scene.run("--channel", "general")
    assert done.returncode == 0 and not deeds(done), done.stdout
    assert scene.state() == before


def check_repairs(scene):
    commands = scene.commands()
    scene.call("DELETE", "/commands/" + commands["share"]["id"])
    scene.call("PUT", "/commands/" + commands["advocate"]["id"],
               dict(commands["advocate"], url="http://elsewhere.example/"))
    scene.call("POST", "/bots/%s/disable" % scene.bot())
    done = scene.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(deeds(done)) == 4, done.stdout
    assert "advocate in team acme repaired: url" in done.stdout
    repaired = scene.commands()
    assert repaired["advocate"]["token"] == commands["advocate"]["token"]
    assert repaired["share"]["token"] in scene.held("command_tokens")
    check_again(scene)


def check_other_commands(scene):
    """What others made stays theirs."""
    scene.call("POST", "/commands", {
        "team_id": scene.team, "trigger": "acme-share", "method": "P",
        "url": "http://elsewhere.example/", "description": "Somebody's"})
    done = scene.run("--prefix", "acme-")
    assert done.returncode == 1 and "belongs to something else" in done.stdout, done.stdout
    assert scene.commands()["acme-share"]["url"] == "http://elsewhere.example/"


def check_one_token(scene):
    os.unlink(os.path.join(scene.out, "town.bot_token"))
    done = scene.run("--revoke-others")
    assert "older tokens revoked: 1" in done.stdout, done.stdout
    tokens = scene.call("GET", "/users/%s/tokens" % scene.bot())
    assert len([t for t in tokens if t["is_active"]]) == 1
    with open(os.path.join(scene.out, "town.bot_token"), "w", encoding="ascii") as file:
        file.write("revoked\n")
    done = scene.run()
    assert done.returncode == 1 and "Remove the file" in done.stdout, done.stdout
    assert scene.call("GET", "/users/%s/tokens" % scene.bot()) == tokens


def check_callback(scene):
    done = scene.run(stand_in=False)
    assert done.returncode == 1, done.stdout
    assert "commands and buttons are dead" in done.stdout, done.stdout
    assert "nothing listens there" in done.stdout, done.stdout
    scene.call("PUT", "/config/patch", {"ServiceSettings": {
        "AllowedUntrustedInternalConnections": "10.0.0.0/8"}})
    done = scene.run()
    assert done.returncode == 1 and "\n             10.0.0.0/8 127.0.0.1\n" in done.stdout, \
        done.stdout
    assert not [c for c in scene.commands() if "check" in c]


def main():
    with tempfile.TemporaryDirectory() as folder:
        told = os.path.join(folder, "told.json")
        server = subprocess.Popen(
            [sys.executable, os.path.join(ROOT, "tests", "workspace"), "--platform",
             "mattermost", "--config", told], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout.readline().startswith("http")
            with open(told, encoding="utf-8") as file:
                scene = Scene(folder, json.load(file))
            check_wrong_token(scene)
            check_first(scene)
            check_again(scene)
            check_repairs(scene)
            check_other_commands(scene)
            check_one_token(scene)
            check_callback(scene)
        finally:
            server.terminate()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
