"""A golden ZooKeeper folder, converted in two phases from copies cut at several places, against its full conversion.

A copy that is made while a server writes has a log that ends anywhere, and no later file. With a snapshot that was still
being written when the logs were copied, its conversion needs --allow-fuzzy, and the catch-up puts it right.

usage: catch_up_golden.py FOLDER
"""

import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from support.conversion import Snapshot  # noqa: E402

CUTS, MOST_TRIED = 4, 16
FORMS = [["--snapshot-version", "9"], ["--acl-map", "digest:*=world:anyone:r", "--acl-map", "ip:*=digest:u:hash"],
         ["--acl-policy", "open", "--digest-version", "2"], ["--codec", "lz4", "--special-nodes", "persistent"]]
REFUSED = 5
# It has files that look like whole snapshots of later transactions.
BEYOND_ITS_LOGS = ["damaged-newest"]


def number(path):
    return int(path.name.split(".")[1], 16)


def named(source, kind):
    files = [path for path in source.iterdir() if path.name.startswith(kind + ".")]
    return sorted((path for path in files if path.name.split(".")[1].isalnum() and not path.name.endswith((".tmp", "xyz"))),
                  key=number)


def cut_copy(source, copy, chance):
    """The snapshots up to some log, and the logs up to somewhere in it."""
    logs = named(source, "log")
    last = chance.randrange(len(logs))
    # Not every log has records; those that have end where their padding begins.
    content = logs[last].read_bytes().rstrip(b"\0")
    copy.mkdir()
    for path in logs[:last]:
        shutil.copy(path, copy)
    (copy / logs[last].name).write_bytes(content[:chance.randrange(16, len(content) + 1)])
    # Copied later than the logs: a snapshot may be newer than what they have.
    next_log = number(logs[last + 1]) if last + 1 < len(logs) else None
    for path in named(source, "snapshot"):
        if next_log is None or number(path) < next_log:
            shutil.copy(path, copy)


def converter(*arguments):
    return subprocess.run(["keeper-converter", *map(str, arguments), "--quiet"], capture_output=True, text=True, check=False)


def files_of(source, output):
    output.mkdir()
    return ["--zookeeper-logs-dir", source, "--zookeeper-snapshots-dir", source, "--output-dir", output]


def content(output):
    snapshot = Snapshot(next(output.glob("snapshot_*")))
    return snapshot.nodes, snapshot.sessions, {name: value for name, value in snapshot.header.items()
                                               if name != "session_id_counter"}


def one_cut(source, work, chance, form):
    """Whether the copy could be converted at all: a cut may leave no snapshot."""
    cut_copy(source, work / "copy", chance)
    bulk = converter(*files_of(work / "copy", work / "bulk"), "--catch-up-file", work / "notes", "--allow-fuzzy", *form)
    if bulk.returncode != 0:
        return False
    caught_up = converter("catch-up", "--catch-up-file", work / "notes", *files_of(source, work / "caught-up"))
    if source.parent.name in BEYOND_ITS_LOGS:
        assert caught_up.returncode == REFUSED and "newer than the last transaction" in caught_up.stderr, caught_up.stderr
        return True
    assert caught_up.returncode == 0, f"{form}: {caught_up.stderr}"
    full = converter(*files_of(source, work / "full"), *form)
    assert full.returncode == 0, full.stderr
    assert content(work / "caught-up") == content(work / "full"), f"another outcome with {form}"
    return True


def main():
    folder = Path(sys.argv[1])
    chance = random.Random(folder.name)
    done = 0
    with tempfile.TemporaryDirectory(prefix="keeperfs-golden-") as work:
        for tried in range(MOST_TRIED):
            if done == CUTS:
                break
            place = Path(work) / str(tried)
            place.mkdir()
            done += one_cut(folder / "version-2", place, chance, FORMS[done])
    assert done == CUTS, f"only {done} copies could be converted"


if __name__ == "__main__":
    main()
