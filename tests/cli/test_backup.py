"""scripts/backup: a sound copy of one moment, of a store in use."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BACKUP = os.path.join(ROOT, "scripts", "backup")


def backup(source, copy):
    return subprocess.run([BACKUP, source, copy], capture_output=True, text=True)


def write_pairs(path, stop):
    """Each transaction adds two rows: a copy with one of them is torn."""
    db = sqlite3.connect(path, timeout=10)
    while not stop.is_set():
        with db:
            db.execute("INSERT INTO pair VALUES (1, 'half')")
            db.execute("INSERT INTO pair VALUES (2, 'half')")
    db.close()


def check_copies(folder, source):
    for n in range(5):
        # A name with a quote, as people have.
        copy = os.path.join(folder, f"ana's copy {n}.db")
        done = backup(source, copy)
        assert done.returncode == 0, done.stderr
        assert stat.S_IMODE(os.stat(copy).st_mode) == 0o600
        db = sqlite3.connect(copy)
        ones, twos = (
            db.execute("SELECT count(*) FROM pair WHERE side = ?", (side,)).fetchone()[0]
            for side in (1, 2)
        )
        db.close()
        assert ones == twos and ones > 0, (ones, twos)


def check_refusals(folder, source):
    kept = os.path.join(folder, "kept.db")
    with open(kept, "w") as f:
        f.write("precious")
    done = backup(source, kept)
    assert done.returncode == 1 and "never replaces" in done.stderr, done.stderr
    assert open(kept).read() == "precious"
    done = backup(os.path.join(folder, "none.db"), os.path.join(folder, "x.db"))
    assert done.returncode == 1 and "no such file" in done.stderr, done.stderr
    done = backup(kept, os.path.join(folder, "y.db"))
    assert done.returncode != 0
    assert not [name for name in os.listdir(folder) if name.endswith(".part")]


def main():
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "bot.db")
        db = sqlite3.connect(source)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE pair (side INTEGER, text TEXT)")
        db.execute("INSERT INTO pair VALUES (1, ''), (2, '')")
        db.commit()
        stop = threading.Event()
        writer = threading.Thread(target=write_pairs, args=(source, stop))
        writer.start()
        try:
            check_copies(folder, source)
        finally:
            stop.set()
            writer.join()
        check_refusals(folder, source)
        db.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
