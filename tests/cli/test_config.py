"""The command line: -o, -n, and every complaint about a configuration."""

import os
import shutil
import subprocess
import sys
import tempfile

ADVOCATED, SOURCE = sys.argv[1], sys.argv[2]

GOOD = """
data = "DATA";
links_url = "https://go.acme.test";
master_secret_file = "SECRET";
templates = "TEMPLATES";
company = { name = "Acme"; disclosure = "I work at Acme. #employee"; };
chats = ( { name = "acme"; bot_token_file = "SECRET"; app_token_file = "SECRET"; } );
campaigns = ( { name = "News"; channels = ( "acme:C0NEWS" ); } );
feeds = ( { name = "blog"; url = "https://blog.acme.test/feed"; campaign = "News"; } );
"""

# What is changed in the good file, and the words of the complaint.
BAD = [
    ('company = { name = "Acme"; disclosure = "I work at Acme. #employee"; };', 'company = ( 1 );',
     'bot.conf:6: company must be a group'),
    ('chats = ( {', 'chats = ( 7, {', 'bot.conf:7: chats must be a group'),
    ('company =', 'compani =', 'bot.conf:6: there is no setting `compani`'),
    ('data =', 'daata =', 'did you mean `data`?'),
    ('"https://go.acme.test"', '"go.acme.test"', 'bot.conf:3: links_url: That does not look like a web address'),
    ('"https://go.acme.test"', '"https://go.acme.test/"', 'leave out the slash'),
    ('"https://go.acme.test"', '12', 'bot.conf:3: links_url: must be text in quotes'),
    ('name = "Acme"; ', '', 'company.name: is missing'),
    ('data = "DATA";', '', 'bot.conf: data: is missing'),
    ('feeds = (', 'feeds = {', 'bot.conf:9: syntax error'),
    ('campaigns = (', 'rules = { hold = "2 days"; };\ncampaigns = (', 'rules.hold: must be a time like'),
    ('campaigns = (', 'rules = { hold = "91d"; };\ncampaigns = (', 'rules.hold: must be from 0 to'),
    ('campaigns = (', 'rules = { share_points = 1.5; };\ncampaigns = (', 'must be a whole number'),
    ('campaigns = (', 'rules = { reader_steps = (5, 5); };\ncampaigns = (', 'must rise'),
    ('campaigns = (', 'rules = { reader_steps = (5, 6); };\ncampaigns = (', 'same length'),
    ('campaigns = (', 'badges = { readers = (10, 1); };\ncampaigns = (', 'badges.readers must rise, from 1 on'),
    ('campaigns = (', 'badges = { levels = (0, 10); };\ncampaigns = (', 'badges.levels must rise, from 1 on'),
    ('campaigns = (', 'badges = { own = ("Hero: 5 likes"); };\ncampaigns = (', 'badges.own: `Hero: 5 likes` is not written like'),
    ('campaigns = (', 'badges = { own = (": 5 shares"); };\ncampaigns = (', 'with shares, readers, networks or weeks'),
    ('campaigns = (', 'digest = { at = "mon 9:00"; };\ncampaigns = (', 'write it like "monday 09:00"'),
    ('campaigns = (', 'sharing = { networks = ("linkdin"); };\ncampaigns = (', 'linkdin is unknown'),
    ('"Acme";', '"Acme"; zone = "Mars/Olympus";', 'no such time zone: Mars/Olympus'),
    ('name = "acme";', 'name = "Ac me";', '`Ac me` may have a-z, 0-9 and - only'),
    ('name = "acme";', 'name = "acme"; kind = "irc";', '"irc" is none of: slack mattermost'),
    ('campaign = "News"', 'campaign = "Nws"', 'belongs to campaign `Nws`'),
    ('master_secret_file = "SECRET"', 'master_secret_file = "/nowhere"', '/nowhere: No such file'),
    ('master_secret_file = "SECRET";', '', 'ADVOCATED_MASTER_SECRET in the environment'),
    ('templates = "TEMPLATES"', 'templates = "/nowhere"', '/nowhere'),
    ('campaigns = (', 'admins = ("acme:U1",\n "mia");\ncampaigns = (', 'bot.conf:9: admins: `mia` names no chat of yours'),
    ('campaigns = (', 'curators = ("acme:mia");\ncampaigns = (', 'bot.conf:8: curators: `acme:mia`: mia is no id'),
    ('campaigns = (', 'auditors = ("acme:@C0NEWS");\ncampaigns = (', 'is no user group, whose ids begin with S'),
    ('campaigns = (', 'auditors = ("acme:S0BOARD");\ncampaigns = (', 'write an @ before its id'),
    ('campaigns = (', 'platform_admins = "yes";\ncampaigns = (', 'bot.conf:8: platform_admins: must be true or false'),
    ('campaigns = (', 'teams = ( { name = "A"; } );\ncampaigns = (', 'bot.conf:8: teams: `A` has neither `of` nor `members`'),
    ('campaigns = (', 'teams = ( { name = "A"; of = "C1"; } );\ncampaigns = (', 'bot.conf:8: teams.of: `C1` is not written'),
    ('campaigns = (', 'teams = ( { name = "A"; members = ("acme:ana"); } );\ncampaigns = (',
     'bot.conf:8: members: `acme:ana` is not written "chat:person"'),
    ('campaigns = (', 'teams = ( { name = "A"; of = "acme:C1"; },\n{ name = "a"; of = "acme:C2"; } );\ncampaigns = (',
     'bot.conf:9: teams.name: two have the name `a`'),
    ('campaigns = (', 'review_channel = "news";\ncampaigns = (', 'review_channel: `news` is not written chat:channel'),
    ('campaigns = (', 'review_channel = "town:C1";\ncampaigns = (', 'with the name of one of `chats`'),
    ('campaigns = (', 'reward_channel = "town:C1";\ncampaigns = (',
     'reward_channel: `town:C1` is not written chat:channel'),
    ('campaigns = (', 'content = { token_file = "/nowhere"; };\ncampaigns = (', 'content: token_file: /nowhere: No such file'),
    ('campaigns = (', 'content = { mode = "perhaps"; };\ncampaigns = (', '"perhaps" is none of: review auto'),
    ('"Acme";', '"Acme"; language = "sv";', 'company.language: there are no messages in `sv`'),
]

# The same with a Mattermost server beside the workspace.
BOTH = GOOD.replace('"SECRET"; } );', """"SECRET"; },
  { name = "town"; kind = "mattermost"; api_url = "https://chat.acme.test"; bot_token_file = "SECRET";
    command_tokens_file = "SECRET"; } );""")
BAD_OF_BOTH = [
    ('app_token_file = "SECRET"; }', 'app_token_file = "SECRET"; triggers = "log"; }',
     'bot.conf:7: `triggers` is a setting of mattermost, not of slack'),
    ('kind = "mattermost";', 'kind = "mattermost"; app_token_file = "SECRET";',
     'bot.conf:8: `app_token_file` is a setting of slack, not of mattermost'),
    ('kind = "mattermost";', 'kind = "mattermost"; connections = 2;',
     'bot.conf:8: `connections` is a setting of slack, not of mattermost'),
    (' api_url = "https://chat.acme.test";', '', 'bot.conf:8: chats.api_url: is missing'),
    ('"https://chat.acme.test"', '"chat.acme.test"', 'bot.conf:8: chats.api_url: That does not look like'),
    ('kind = "mattermost";', 'kind = "mattermost"; callback_url = "town";',
     'bot.conf:8: chats.callback_url: That does not look like'),
    ('kind = "mattermost";', 'kind = "mattermost"; triggers = "maybe";', '"maybe" is none of: require log'),
    ('kind = "mattermost";', 'kind = "matermost";', '"matermost" is none of: slack mattermost'),
    ('command_tokens_file = "SECRET"', 'command_tokens_file = ""', 'ADVOCATED_TOWN_COMMAND_TOKENS in the environment'),
    ('name = "town"', 'name = "acme"', 'two have the name `acme`'),
]


def run(*arguments, **environment):
    env = {k: v for k, v in os.environ.items() if not k.startswith("ADVOCATED_")}
    env.update(environment)
    return subprocess.run([ADVOCATED, *arguments], capture_output=True,
                          text=True, env=env, timeout=60)


def write(folder, text):
    secret = os.path.join(folder, "secret")
    with open(secret, "w") as f:
        f.write("0123456789abcdef0123456789abcdef\n")
    text = text.replace("DATA", folder).replace("SECRET", secret)
    text = text.replace("TEMPLATES", os.path.join(SOURCE, "templates"))
    path = os.path.join(folder, "bot.conf")
    with open(path, "w") as f:
        f.write(text)
    return path


def check_messages(folder, expect):
    """A company's own folder: what another language lacks is told and is no
    fault; what it says of its own accord is."""
    own = os.path.join(folder, "own")
    shutil.copytree(os.path.join(SOURCE, "templates"), own)
    config = GOOD.replace("TEMPLATES", own)
    os.remove(os.path.join(own, "de", "kit.json"))
    got = run("-n", "-c", write(folder, config))
    expect(got.returncode == 0 and "de: has no kit: English stands in" in got.stdout,
           "a missing template is told", got)
    got = run("-n", "-c", write(folder, config.replace('"Acme";', '"Acme"; language = "de-AT";')))
    expect(got.returncode == 0, "a country's way of a language is fine", got)
    shutil.rmtree(os.path.join(own, "fi"))
    got = run("-n", "-c", write(folder, config))
    expect(got.returncode == 0 and "fi:" not in got.stdout, "a language may be left out", got)
    path = os.path.join(own, "de", "invite.json")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for old, new, words in (
            ('"no_thanks"', '"no"', 'de/invite.json: has no action "no_thanks"'),
            ("{company}", "{firma}", "no such variable: firma"),
            ("{company}", "Acme", "sample.company is not used")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        got = run("-n", "-c", write(folder, config))
        expect(got.returncode == 1 and words in got.stderr, f"{new} is refused with {words!r}", got)
    shutil.rmtree(own)


def main():
    failures = []

    def expect(condition, words, got):
        if not condition:
            failures.append(f"{words}\n  got: {got}")

    with tempfile.TemporaryDirectory() as folder:
        got = run("-n", "-c", write(folder, GOOD))
        expect(got.returncode == 0 and "fine" in got.stdout, "a good file is fine", got)
        got = run("-n", "-c", write(folder, BOTH))
        expect(got.returncode == 0 and "fine" in got.stdout, "both platforms are fine", got)
        check_messages(folder, expect)
        cases = [(GOOD, *bad) for bad in BAD] + [(BOTH, *bad) for bad in BAD_OF_BOTH]
        for good, old, new, words in cases:
            assert old in good, old
            got = run("-n", "-c", write(folder, good.replace(old, new, 1)))
            expect(got.returncode == 1 and words in got.stderr,
                   f"{new!r} is refused with {words!r}", got)
        without = GOOD.replace('master_secret_file = "SECRET";', "")
        got = run("-n", "-c", write(folder, without),
                  ADVOCATED_MASTER_SECRET="x" * 32)
        expect(got.returncode == 0, "a secret may come from the environment", got)
        with open(os.path.join(folder, "master_secret"), "w") as f:
            f.write("y" * 32)
        got = run("-n", "-c", write(folder, without), CREDENTIALS_DIRECTORY=folder)
        expect(got.returncode == 0, "a secret may be a systemd credential", got)
    got = run("-n", "-c", "/nowhere/bot.conf")
    expect(got.returncode == 1 and "cannot be read" in got.stderr, "a missing file is named", got)
    got = run("-x")
    expect(got.returncode == 2 and "usage:" in got.stderr, "an unknown flag gets the usage", got)
    with open(os.path.join(SOURCE, "bot.conf.sample")) as f:
        sample = f.read()
    got = run("-o")
    expect(got.stdout == sample, "bot.conf.sample is what -o prints", "something else")
    print("\n".join(failures) or f"{len(cases) + 8} cases hold")
    return 1 if failures else 0


sys.exit(main())
