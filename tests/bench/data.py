"""The databases of the figures, made once and kept in build/bench."""
import os
import shutil
import sqlite3
import time

MEMBERS = 5_000
ITEMS = 100
NETWORKS = ("linkedin", "bluesky", "x", "email")  # 2 M shares and links
ENTRIES = 10_000_000
DAYS = 365
CODES = 20_000
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"

NUMBERS = """WITH RECURSIVE number (n) AS (VALUES (0) UNION ALL
    SELECT n + 1 FROM number WHERE n + 1 < %d) """

PEOPLE = [
    "INSERT INTO campaign (id, name, state, created_at)"
    " VALUES (1, 'Bench', 'running', :now)",
    NUMBERS % MEMBERS +
    "INSERT INTO member (id, state, name, joined_at)"
    " SELECT n + 1, 'active', 'Member ' || (n + 1), :now FROM number",
    # who acts in the load generator's events
    "INSERT INTO identity (chat, person, member)"
    " SELECT 'acme', printf('U07BENCH%04d', id - 1), id FROM member",
    NUMBERS % ITEMS +
    "INSERT INTO item (id, campaign, url, canonical, state, title, created_at)"
    " SELECT n + 1, 1, url, url, 'announced', 'A story of some length, no. '"
    " || (n + 1), :now FROM (SELECT n,"
    " 'https://www.example.com/stories/2026/a-story-of-some-length-' || (n + 1)"
    " AS url FROM number)",
]

LINKS = [
    "CREATE TEMP TABLE network (id INTEGER PRIMARY KEY, name TEXT)",
    *(f"INSERT INTO network VALUES ({i}, '{name}')"
      for i, name in enumerate(NETWORKS)),
    NUMBERS % (MEMBERS * ITEMS * len(NETWORKS)) +
    "INSERT INTO share (id, member, item, network, opened_at)"
    f" SELECT n + 1, n % {MEMBERS} + 1, n / {MEMBERS} % {ITEMS} + 1, name, :now"
    f" FROM number JOIN network ON network.id = n / {MEMBERS * ITEMS}",
    # ids are 40 random bits; two in a million meet
    "INSERT OR IGNORE INTO link (id, item, share, member, network, created_at)"
    " SELECT r, item, id, member, network, :now FROM (SELECT"
    " abs(random()) % (1 << 40) AS r, item, id, member, network FROM share)"
    " ORDER BY r",
]

# Half the entries give a member points, half settle them.
LEDGER = [
    "INSERT INTO account (id, kind, owner) VALUES (1, 'programme', 0),"
    " (2, 'budget', 1)",
    "INSERT INTO account (id, kind, owner)"
    f" SELECT 2 + id, 'pending', id FROM member UNION ALL"
    f" SELECT 2 + {MEMBERS} + id, 'settled', id FROM member",
    "DROP INDEX entry_source",
    "DROP INDEX entry_target",
    NUMBERS % (ENTRIES // 2) +
    "INSERT INTO entry (id, at, cause, source, target, points)"
    " SELECT 2 * n + step, at + step * 172800000,"
    " printf('bench:%09d:%d', n, step),"
    f" CASE step WHEN 0 THEN 2 ELSE m END,"
    f" CASE step WHEN 0 THEN m ELSE m + {MEMBERS} END, 2 + n % 9"
    " FROM (SELECT n, 3 + (n * 2654435761 >> 7) % :members AS m,"
    " :now - ((:total - n) / :days_share) * 86400000 AS at FROM number),"
    " (SELECT 0 AS step UNION ALL SELECT 1)",
    "CREATE INDEX entry_source ON entry (source)",
    "CREATE INDEX entry_target ON entry (target)",
    "UPDATE account SET balance = given.points FROM"
    " (SELECT target, sum(points) AS points FROM entry WHERE target > :settled"
    "  GROUP BY target) AS given WHERE id = given.target",
    "INSERT INTO tally (day, member, campaign, points)"
    " SELECT at / 86400000, target - 2, 1, sum(points) FROM entry"
    " WHERE source = 2 GROUP BY 1, 2",
]


def programme(items):
    """A company's programme after some years: 50 campaigns of 200 feeds, 500
    channels, 3,000 members who shared 120,000 times, visits on 6 days of each."""
    return [
        NUMBERS % 50 +
        "INSERT INTO campaign (id, name, state, created_at)"
        " SELECT n + 1, 'Campaign ' || (n + 1), 'running', :now FROM number",
        NUMBERS % 500 +
        "INSERT INTO channel (chat, place, name, state)"
        " SELECT 'acme', printf('C07BENCH%04d', n), 'channel-' || n, 'joined'"
        " FROM number",
        "INSERT INTO campaign_channel (campaign, chat, place)"
        " SELECT rowid % 50 + 1, chat, place FROM channel",
        NUMBERS % 200 +
        "INSERT INTO feed (id, name, url, campaign, mode, interval, active,"
        " next_at) SELECT n + 1, 'feed-' || n, 'https://www.example.com/' || n,"
        " n % 50 + 1, 'auto', 3600000, 1, :now + 86400000 FROM number",
        NUMBERS % 3000 +
        "INSERT INTO member (id, state, name, joined_at)"
        " SELECT n + 1, 'active', 'Member ' || (n + 1), :now FROM number",
        "INSERT INTO identity (chat, person, member)"
        " SELECT 'acme', printf('U07BENCH%04d', id - 1), id FROM member",
        NUMBERS % items +
        "INSERT INTO item (id, campaign, feed, url, canonical, state, title,"
        " created_at) SELECT n + 1, n % 50 + 1, n % 200 + 1, url, url,"
        " CASE WHEN n % 10 = 0 THEN 'announced' ELSE 'expired' END,"
        " 'A story of some length, no. ' || (n + 1), :now - (:items - n) * 60000"
        " FROM (SELECT n, 'https://www.example.com/stories/2026/a-story-' ||"
        " (n + 1) AS url FROM number)",
        "INSERT INTO announcement (item, chat, place, state, due_at)"
        " SELECT id, 'acme', printf('C07BENCH%04d', id % 500),"
        " CASE state WHEN 'announced' THEN 'posted' ELSE 'over' END, created_at"
        " FROM item",
        NUMBERS % 120_000 +
        "INSERT OR IGNORE INTO share (id, member, item, network, opened_at,"
        " declared_at) SELECT n + 1, n * 7 % 3000 + 1,"
        " n * 2654435761 % :items + 1, 'linkedin', :now - n * 40000,"
        " :now - n * 40000 FROM number",
        "INSERT INTO kit (member, item, opened_at)"
        " SELECT member, item, min(opened_at) FROM share GROUP BY 1, 2",
        "INSERT INTO link (id, item, share, member, network, created_at)"
        " SELECT id, item, id, member, network, :now FROM share",
        "INSERT INTO award (share, kind, step, member, item, campaign, points,"
        " wanted, state, created_at, day, expires_at) SELECT s.id, 'share', 0,"
        " s.member, s.item, i.campaign, 5, 5, 'expired', s.opened_at,"
        " s.opened_at / 86400000, :now FROM share s JOIN item i"
        " ON i.id = s.item",
        NUMBERS % 6 +
        "INSERT INTO reach (day, item, network, class, hits, readers)"
        " SELECT :now / 86400000 - n, id, 'linkedin', 0, 3, 2 FROM number"
        " JOIN item ON id % 6 >= n",
    ]


def fill(path, statements, **values):
    db = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = OFF",
                    "cache_size = -1048576", "temp_store = MEMORY"):
        db.execute(f"PRAGMA {setting}")
    db.execute("BEGIN")
    for statement in statements:
        db.execute(statement, values)
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def values():
    return dict(now=int(time.time() * 1000), members=MEMBERS,
                total=ENTRIES // 2, days_share=ENTRIES // 2 // DAYS + 1,
                settled=2 + MEMBERS)


def make(path, statements, program, rebuild=False, **more):
    """A database of this program's own schema with the rows asked for."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    for old in path.parent.glob(half.name + "*"):
        old.unlink()
    program("make", half)
    fill(half, statements, **{**values(), **more})
    if rebuild:
        program("rebuild", half)
    half.rename(path)
    return path


def people(folder, program):
    """Members, and nothing that they did."""
    return make(folder / "people.db", PEOPLE, program)


def links(folder, program):
    """2 M links."""
    return make(folder / "links.db", PEOPLE + LINKS, program)


def ledger(folder, program):
    """2 M links and 10 M ledger rows."""
    return make(folder / "ledger.db", PEOPLE + LINKS + LEDGER, program,
                rebuild=True)


def at_scale(folder, program, items):
    """A programme with that many items."""
    return make(folder / f"scale-{items}.db", programme(items), program,
                items=items)


def copy(source, target):
    """A database to be written to."""
    for old in target.parent.glob(target.name + "*"):
        old.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    # Or writing the copy out competes with the commits that are measured.
    os.sync()
    target.chmod(0o600)


def codes(path):
    """Codes of links drawn evenly from all of them."""
    db = sqlite3.connect(path)
    step = MEMBERS * ITEMS * len(NETWORKS) // CODES
    ids = [row[0] for row in db.execute(
        "SELECT id FROM link WHERE share %% %d = 1" % step)]
    db.close()
    return ["".join(DIGITS[number >> shift & 31] for shift in range(35, -5, -5))
            for number in ids]
