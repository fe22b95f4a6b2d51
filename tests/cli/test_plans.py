"""Every statement of the store is answered by an index, or is listed here.

A statement that reads a whole table, or sorts what it read, is fine for a
table that stays small, for the check of everything, and for what happens
once in a while; anywhere else it is a stall of the loop that waits for data.
"""

import glob
import os
import re
import sqlite3
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STORE = os.path.join(ROOT, "daemon", "store")

# Files whose statements look at everything by their nature.
WHOLE = {"store_check.c", "board_rebuild.c"}
# Statements, by file and a part of their text.
FINE = [
    ("announcement.c", "WHERE item = $1"),
    ("audit.c", "about < $1 || '!'"),
    ("award.c", "WHERE member = $"),
    ("award.c", "WHERE share = $"),
    ("board.c", "FROM tally ORDER BY day"),
    ("board.c", "UPDATE standing SET points = standing.points - t.points"),
    ("campaign.c", "FROM campaign"),
    ("caption.c", "FROM caption"),
    ("channel.c", "FROM channel"),
    ("click.c", "ORDER BY id LIMIT"),
    ("click.c", "GROUP BY 1, 2, 3"),
    ("feeds.c", "UPDATE feed SET active = 0"),
    ("item.c", "ORDER BY id DESC LIMIT"),
    ("ledger_rank.c", "FROM tally WHERE day >= $1"),
    ("outbox.c", "SELECT count(*) FROM outbox"),
    ("outbox.c", "ORDER BY id LIMIT 1"),
    ("people.c", "FROM identity WHERE member = $1"),
    ("people.c", "SELECT count(*) FROM member"),
    ("people_account.c", "DELETE FROM buried"),
    ("people_forget.c", "DELETE FROM"),
    ("post.c", "WHERE member = $1"),
    ("report.c", "count(DISTINCT"),
    # grouped: what is read is what was asked for
    ("report.c", "GROUP BY evidence"),
    ("report.c", "GROUP BY class"),
    ("report_lines.c", "SELECT count(*) FROM item"),
    ("report_lists.c", "FROM reach"),
    ("report_team.c", "GROUP BY p.team"),
    ("report_team.c", "SELECT count(*) FROM member"),
    ("store.c", "FROM sqlite_master"),
    ("team.c", "FROM team WHERE"),
    ("team_rank.c", "FROM team_member p"),
    ("store.c", "WHERE sending = 1"),
]


def statements(path):
    with open(path) as f:
        text = f.read()
    for found in re.finditer(r'(?:"(?:[^"\\]|\\.)*"\s*)+', text):
        parts = re.findall(r'"((?:[^"\\]|\\.)*)"', found.group(0))
        sql = "".join(parts).replace('\\"', '"')
        if re.match(r"(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) ", sql):
            yield sql


def searches(db, sql):
    """What of the plan reads more than it gives."""
    values = [1] * len(set(re.findall(r"\$\d+", sql)))
    for row in db.execute("EXPLAIN QUERY PLAN " + sql, values):
        step = row[3]
        if step.startswith("SCAN") and "CONSTANT" not in step or "TEMP B-TREE" in step:
            yield step


def main():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT)")
    for path in sorted(glob.glob(os.path.join(STORE, "schema", "*.sql"))):
        with open(path) as f:
            db.executescript(f.read())
    count, bad, unused = 0, [], set(FINE)
    for path in sorted(glob.glob(os.path.join(STORE, "*.c"))):
        name = os.path.basename(path)
        if name in WHOLE:
            continue
        for sql in statements(path):
            count += 1
            steps = list(searches(db, sql))
            listed = [f for f in FINE if f[0] == name and f[1] in sql]
            if steps:
                unused -= set(listed)
            if steps and not listed:
                bad.append(f"{name}: {sql}\n    {'; '.join(steps)}")
    assert count > 100, count
    for line in bad:
        print(line)
    for name, part in sorted(unused):
        print(f"{name}: no such statement searches any more: {part}")
    return 1 if bad or unused else 0


if __name__ == "__main__":
    sys.exit(main())
