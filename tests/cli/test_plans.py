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
    ("announcement_queue.c", "ORDER BY a.wanted_at"),
    ("announcement_queue.c", "ORDER BY forced DESC"),
    ("audience.c", "ORDER BY w.campaign"),
    ("audience.c", "FROM campaign_channel WHERE campaign = $1 UNION"),
    ("audit_look.c", "GROUP BY x.chat"),
    ("award.c", "WHERE member = $"),
    ("award.c", "WHERE share = $"),
    ("badge.c", "FROM badge WHERE member = $1"),
    ("badge.c", "count(DISTINCT"),
    ("board.c", "FROM tally ORDER BY day"),
    ("board.c", "UPDATE standing SET points = standing.points - t.points"),
    ("campaign.c", "FROM campaign"),
    ("campaign_sum.c", "FROM campaign"),
    ("caption.c", "FROM caption"),
    ("catalogue.c", "FROM reward WHERE offered = 1"),
    ("catalogue.c", "FROM reward WHERE retired = 0"),
    ("channel.c", "FROM campaign c WHERE c.state"),
    ("channel.c", "FROM channel"),
    ("click.c", "GROUP BY 1, 2, 3"),
    ("click.c", "ORDER BY id LIMIT"),
    ("due.c", "FROM campaign WHERE state"),
    ("due.c", "FROM feed_test"),
    ("export_parts.c", "FROM buried b"),
    ("export_parts.c", "JOIN feed_test f"),
    ("export_parts.c", "ORDER BY a.id LIMIT $3"),
    ("export_parts.c", "ORDER BY h.id"),
    ("export_parts.c", "ORDER BY key LIMIT $3"),
    ("export_parts.c", "ORDER BY l.id LIMIT $3"),
    ("export_parts.c", "ORDER BY s.id LIMIT $3"),
    ("feeds.c", "ORDER BY lower(name), id LIMIT"),
    ("feeds.c", "SELECT count(*) FROM feed"),
    ("feeds.c", "UPDATE feed SET active = 0"),
    ("feeds.c", "WHERE url = $1 AND active = 1"),
    ("feeds.c", "lower(name) = lower($1)"),
    ("hold.c", "SELECT count(*) FROM hold"),
    ("hold.c", "UPDATE hold SET told_at"),
    ("hold.c", "decided_at IS NULL ORDER BY"),
    ("item.c", "ORDER BY id DESC LIMIT"),
    ("item_pin.c", "SELECT 1 AS n UNION"),
    ("ledger_rank.c", "FROM tally WHERE day >= $1"),
    ("outbox.c", "ORDER BY id LIMIT 1"),
    ("outbox.c", "SELECT count(*) FROM outbox"),
    ("people.c", "FROM identity WHERE member = $1"),
    ("people.c", "SELECT count(*) FROM member"),
    ("people_account.c", "DELETE FROM buried"),
    ("people_forget.c", "DELETE FROM"),
    ("post.c", "ORDER BY at DESC LIMIT"),
    ("post.c", "WHERE member = $1"),
    ("redemption_list.c", "ORDER BY d.id DESC LIMIT $1"),
    ("redemption_list.c", "SELECT count(*) FROM redemption"),
    ("redemption_list.c", "d.state IN ('requested', 'approved') ORDER"),
    ("report.c", "FROM hold h"),
    ("report.c", "FROM reach_now"),
    ("report.c", "FROM team_member m CROSS JOIN share s"),
    ("report.c", "SELECT network, class, hits, readers FROM reach"),
    ("report.c", "count(DISTINCT"),
    ("report_lines.c", "SELECT count(*) FROM item"),
    ("report_lists.c", "FROM reach"),
    ("report_rewards.c", "count(DISTINCT"),
    ("report_team.c", "GROUP BY p.team"),
    ("report_team.c", "SELECT count(*) FROM member"),
    ("review.c", "i.state = 'review'"),
    ("store.c", "FROM sqlite_master"),
    ("store.c", "WHERE sending = 1"),
    ("suggestion.c", "ORDER BY id"),
    ("target.c", "FROM campaign_channel WHERE campaign = $1"),
    ("team.c", "FROM team WHERE"),
    ("team_rank.c", "FROM team_member p"),
    ("topic.c", "FROM topic"),
    ("topic.c", "JOIN topic t"),
]


DEFINED = re.compile(
    r'#define (\w+)[ \t\\\n]+((?:"(?:[^"\\]|\\.)*"[ \t\\\n]*)+)\n')
STRING = r'"(?:[^"\\]|\\.)*"'


def statements(path):
    """Each text that is one, with the texts that have a name put in."""
    with open(path) as f:
        text = f.read()
    names = {name: words.replace("\\\n", "\n")
             for name, words in DEFINED.findall(text)}
    text = DEFINED.sub("\n", text)
    if names:
        text = re.sub(r"\b(%s)\b" % "|".join(names),
                      lambda found: names[found[1]], text)
    for found in re.finditer(r"(?:%s\s*)+" % STRING, text):
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
