"""Directories that are wrong in one way each: the message, the exit code, nothing left, and no more memory than the
files are worth.

Covered elsewhere: an empty directory, the parent of version-2, a Keeper's directory, logs without a snapshot, a file that
cannot be opened, a changed byte in a log (tests/cli/converter); names of every byte value, long names, more logs than open
files (test_strange_trees.cpp).
"""
import gzip
import os
import re
import struct

from scene import SANITIZED, Faults, Scene
from zookeeper_files import create, log, node, record, set_data, snapshot, text

MIB = 1 << 20
# What a program of this kind needs for itself: code, threads, a window and a buffer for each stream.
USUAL = 64 * MIB
ROOT = node(b"", children=2)
GOOD = snapshot(ROOT, node(b"/a"))
INT_MAX = struct.pack(">i", 2**31 - 1)
NEGATIVE = struct.pack(">i", -2)
UNUSABLE = "no snapshot in the directory can be used"


def zeros_in_gzip(before, size):
    """A small file that is large when it is read: `before`, then `size` zeros."""
    return gzip.compress(before) + gzip.compress(bytes(16 * MIB), 9) * (size // (16 * MIB))


def snappy_stream(*blocks):
    return b"\x82SNAPPY\0" + struct.pack(">ii", 1, 1) + b"".join(text(block) for block in blocks)


def after_root(rest):
    """A snapshot whose second node begins with `rest`; what follows is the end mark that a server looks for."""
    return snapshot(ROOT, rest)


BOMB_BYTES = 3 << 30  # about 3 MB of gzip

# name -> (files, exit code, what the message says)
REFUSED = {
    "path length 2^31-1": ({"snapshot.5": after_root(INT_MAX)}, 4,
                           [UNUSABLE, r"snapshot\.5: at byte 100: .*path length", "2147483647", "at most"]),
    "path length negative": ({"snapshot.5": after_root(NEGATIVE)}, 4,
                             [UNUSABLE, r"snapshot\.5: at byte 100: .*path length", "-2"]),
    "data length 2^31-1": ({"snapshot.5": after_root(text(b"/a") + INT_MAX)}, 4,
                           [UNUSABLE, r"snapshot\.5: at byte 106: .*data length", "2147483647", "at most"]),
    "data length negative": ({"snapshot.5": after_root(text(b"/a") + NEGATIVE)}, 4,
                             [UNUSABLE, r"snapshot\.5: at byte 106: .*data length", "-2"]),
    "data length 2^31-1 in gzip": ({"snapshot.5.gz": gzip.compress(after_root(text(b"/a") + INT_MAX))}, 4,
                                   [UNUSABLE, r"snapshot\.5\.gz: at byte 1(06|10): .*data"]),
    "2^31-1 sessions": ({"snapshot.5": snapshot(ROOT, sessions=INT_MAX)}, 4,
                        [UNUSABLE, r"snapshot\.5: at byte 16: .*number of sessions", "2147483647", "at most"]),
    "2^31-1 sessions in gzip": ({"snapshot.5.gz": gzip.compress(snapshot(ROOT, sessions=INT_MAX))}, 4,
                                [UNUSABLE, r"snapshot\.5\.gz: at byte \d+: .*session"]),
    "-2 ACLs": ({"snapshot.5": snapshot(ROOT, acls=NEGATIVE)}, 4,
                [UNUSABLE, r"snapshot\.5: at byte 20: .*number of ACLs", "-2"]),
    "2^31-1 entries of an ACL": (
        {"snapshot.5": snapshot(ROOT, acls=struct.pack(">iq", 1, 7) + INT_MAX)}, 4,
        [UNUSABLE, r"snapshot\.5: at byte 32: .*entries of an ACL", "2147483647"]),
    "snapshot of version 3": ({"snapshot.5": snapshot(ROOT, version=3)}, 4,
                              [UNUSABLE, r"snapshot\.5: at byte 4: .*version", "found 3", "2"]),
    "a node without parent": ({"snapshot.5": snapshot(ROOT, node(b"/a/b"))}, 4,
                              [UNUSABLE, r"snapshot\.5: at byte 100: the node /a/b does not follow its parent"]),
    "a node given twice": ({"snapshot.5": snapshot(ROOT, node(b"/a"), node(b"/b"), node(b"/a"))}, 4,
                           [UNUSABLE, r"snapshot\.5: at byte \d+: the node /a stands twice"]),
    "an ACL number in no table": ({"snapshot.5": snapshot(ROOT, node(b"/a", acl=9))}, 4,
                                  [r"snapshot\.5", "/a has ACL number 9, which is in no table", "--acl-policy open"]),
    "a log record of length -2": (
        {"snapshot.5": GOOD, "log.6": log(set_data(6, b"/a"), struct.pack(">qi", 1, -2) + bytes(40))}, 4,
        [r"log\.6: at byte \d+: .*length of a transaction", "-2"]),
    "a transaction of unknown type": ({"snapshot.5": GOOD, "log.6": log(record(6, 99, b""))}, 4,
                                      [r"log\.6: at byte \d+: .*99", "0x6"]),
    "a path length of 2^31-1 in a transaction": (
        {"snapshot.5": GOOD, "log.6": log(record(6, 5, INT_MAX + bytes(20)))}, 4,
        [r"log\.6: at byte \d+: .*path", "2147483647"]),
    "2^31-1 operations in a multi": ({"snapshot.5": GOOD, "log.6": log(record(6, 14, INT_MAX + bytes(20)))}, 4,
                                     [r"log\.6: at byte \d+: .*multi", "2147483647"]),
    "an empty older log": ({"snapshot.5": GOOD, "log.6": b"", "log.9": log(set_data(9, b"/a"))}, 5,
                           [r"log\.9: at byte 16: transactions 0x6 to 0x8 are missing", "--allow-gap"]),
    "zeros in gzip": ({"snapshot.5.gz": zeros_in_gzip(b"", 64 * MIB)}, 4,
                      [UNUSABLE, r"snapshot\.5\.gz: at byte 0: this is no ZooKeeper snapshot"]),
    "a snappy block that is longer than the file": (
        {"snapshot.5.snappy": snappy_stream() + struct.pack(">i", 70_000_000) + bytes(100)}, 4,
        [UNUSABLE, r"snapshot\.5\.snappy: at byte 16 of the file: a snappy block is cut", "70000000"]),
    "a snappy block that claims 4 GiB": (
        {"snapshot.5.snappy": snappy_stream(b"\xff\xff\xff\xff\x0f" + bytes(100))}, 4,
        [UNUSABLE, r"snapshot\.5\.snappy: at byte 16 of the file: .*claims more than it can hold", "4294967295"]),
    "a snappy block of length 2^31-1": (
        {"snapshot.5.snappy": snappy_stream() + INT_MAX + bytes(100)}, 4,
        [UNUSABLE, r"snapshot\.5\.snappy: at byte 16 of the file: no snappy block has this length", "2147483647"]),
}


def usual(peak, more=0):
    return SANITIZED or peak <= USUAL + more


def refused(faults):
    for name, (files, exit_code, says) in REFUSED.items():
        with Scene() as scene:
            for file, content in files.items():
                (scene.input / file).write_bytes(content)
            result = scene.run()
            size = sum(map(len, files.values()))
        faults.expect(result.exit_code == exit_code, name, "exit code", result.exit_code, result.message)
        for pattern in says:
            faults.expect(re.search(pattern, result.message), f"{name}: {pattern!r} is not in", result.message)
        faults.expect(result.message.count("\n") > 1 or ". " in result.message, name, "no advice:", result.message)
        faults.expect(usual(result.peak, 2 * size), name, "took", result.peak >> 20, "MiB")
    print(len(REFUSED), "directories refused")


def gzip_bomb(faults):
    """A node whose data are gigabytes of zeros: read up to the limit that --expansion-limit sets, not further."""
    content = zeros_in_gzip(struct.pack(">iiqii", 0x5A4B534E, 2, -1, 0, 0) + ROOT + text(b"/a") + INT_MAX, BOMB_BYTES)
    with Scene() as scene:
        (scene.input / "snapshot.5.gz").write_bytes(content)
        result = scene.run("--expansion-limit", "10")
    faults.expect(result.exit_code == 4, "bomb: exit code", result.exit_code)
    faults.expect("come out of the compressed data" in result.message, "bomb:", result.message)
    faults.expect(usual(result.peak, 10 * len(content) + 64 * MIB), "bomb: took", result.peak >> 20, "MiB")
    print(f"a bomb of {len(content) >> 10} KiB that holds {BOMB_BYTES >> 30} GiB: refused with",
          result.peak >> 20, "MiB")


def odd_files(scene):
    """Names and kinds that a listing may bring."""
    (scene.input / "snapshot.ffff").mkdir()
    (scene.input / "log.fff0").mkdir()
    os.mkfifo(scene.input / "log.fff1")
    os.mkfifo(scene.input / "snapshot.fffe")
    os.symlink("snapshot.fffd", scene.input / "snapshot.fffd")
    os.symlink("log.fff2", scene.input / "log.fff2")
    os.symlink("nowhere", scene.input / "log.fff3")
    (scene.input / "log.xyz").write_bytes(b"?")
    (scene.input / "log").write_bytes(b"?")


def converted(faults):
    """What is odd and no reason to refuse: it is named, and the rest is converted."""
    def empty_newest_log(scene):
        scene.golden("plain")
        (scene.input / "log.79").write_bytes(b"")

    def orphans(scene):
        (scene.input / "snapshot.5").write_bytes(GOOD)
        (scene.input / "log.6").write_bytes(log(set_data(6, b"/gone"), create(7, b"/gone/child"), set_data(8, b"/a")))

    def one_snapshot(scene):
        (scene.input / "snapshot.5").write_bytes(GOOD)

    def log_of_version_3(scene):
        (scene.input / "snapshot.5").write_bytes(GOOD)
        (scene.input / "log.6").write_bytes(log(set_data(6, b"/a"), version=3))

    cases = {
        "an empty newest log": (empty_newest_log, ["txnlog.empty-file", r"log\.79"]),
        "transactions on nodes that are not there": (
            orphans, [r"replay\.no-node", "/gone", r"replay\.misfits", "2 missing"]),
        "a snapshot and no log": (one_snapshot, ["0x5 at the end"]),
        "a log of version 3, which no server looks at": (log_of_version_3, ["0x6 at the end"]),
        "directories, pipes, loops of links, names without zxid": (
            lambda scene: odd_files(scene.golden("plain")),
            [rf"{re.escape(name)}: (not a regular file|the name holds no zxid)" for name in
             ("snapshot.ffff", "snapshot.fffe", "snapshot.fffd", "log.fff0", "log.fff1", "log.fff2", "log.fff3", "log.xyz")]),
    }
    for name, (make, says) in cases.items():
        with Scene() as scene:
            make(scene)
            result = scene.run()
            faults.expect(result.exit_code == 0, name, "exit code", result.exit_code, result.message)
            faults.expect(len(scene.left()) == 1 and scene.snapshots(), name, "left", scene.left())
        for pattern in says:
            faults.expect(re.search(pattern, result.text), f"{name}: {pattern!r} is not in", result.text)
    print(len(cases), "odd directories converted")


def many_logs(faults):
    """Thousands of logs, each with one transaction: neither files nor memory run out."""
    count = 3000
    with Scene() as scene:
        (scene.input / "snapshot.5").write_bytes(GOOD)
        for zxid in range(6, 6 + count):
            (scene.input / f"log.{zxid:x}").write_bytes(log(create(zxid, b"/node-%d" % zxid)))
        result = scene.run("--quiet")
        faults.expect(result.exit_code == 0, "many logs: exit code", result.exit_code, result.message)
        faults.expect(usual(result.peak), "many logs: took", result.peak >> 20, "MiB")
    print(count, "logs:", result.peak >> 20, "MiB")


def main():
    faults = Faults()
    refused(faults)
    gzip_bomb(faults)
    converted(faults)
    many_logs(faults)
    faults.end()


if __name__ == "__main__":
    main()
