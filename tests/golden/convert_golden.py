"""Converts a golden ZooKeeper folder and compares the result with the tree that a client of the real server read.

usage: convert_golden.py FOLDER
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from live.compare import check_soundness, compare_nodes, compare_sessions  # noqa: E402
from support.conversion import PYTHON, ZOOKEEPER_READER, convert, judge, read_jsonl, run  # noqa: E402

EXPECTED_SPECIAL_NODES = HERE / "expected" / "special_nodes.json"
REFUSED = 5
MOST_SHOWN = 40
CONTAINER_OWNER, TTL_BYTE, TTL_BITS = 1 << 63, 0xFF, 0xFFFFFFFFFF


class Golden:
    def __init__(self, folder, work):
        self.folder, self.work = folder, work
        self.source = folder / "version-2"
        self.tree = read_jsonl(folder / "tree.jsonl")
        self.special = special_nodes_of(folder.name, self.source, work)
        self.faults = []

    def convert(self, name, *options):
        return convert(self.source, self.work / name, *options)

    def expect_none(self, what, differences):
        self.faults += [f"{what}: {difference}" for difference in differences]

    def expect(self, what, got, wanted):
        if got != wanted:
            self.faults.append(f"{what}: {got!r}, it must be {wanted!r}")


def special_nodes_of(name, source, work):
    """path -> owner as stored, of containers and TTL nodes, which a client cannot tell from persistent nodes.

    The committed list was once made by the independent reader; where that is at hand, it is asked again.
    """
    expected = {path: int(owner, 16) for path, owner in json.loads(EXPECTED_SPECIAL_NODES.read_text())[name].items()}
    if not ZOOKEEPER_READER.exists():
        print(f"left out: {ZOOKEEPER_READER.name} is not beside the project; the committed list of special nodes is used")
        return expected
    asked = ask_independent_reader(source, work)
    assert asked == expected, f"{EXPECTED_SPECIAL_NODES.name} says {expected}, the independent reader {asked}"
    return expected


def ask_independent_reader(source, work):
    raw = work / "raw.jsonl"
    subprocess.run([PYTHON, str(ZOOKEEPER_READER), "tree", str(source), "--raw", "--jsonl", str(raw)], check=True,
                   stderr=subprocess.DEVNULL)
    owners = {path: node["stored"]["ephemeralOwner"] % (1 << 64) for path, node in read_jsonl(raw).items()}
    return {path: owner for path, owner in owners.items() if kind_of(owner) is not None}


def kind_of(owner):
    """(kind, TTL in ms) of a stored owner; None for persistent nodes and ephemerals."""
    if owner == CONTAINER_OWNER:
        return ("container", None)
    return ("ttl", owner & TTL_BITS) if owner >> 56 == TTL_BYTE else None


def without_options(golden):
    conversion = golden.convert("default")
    snapshot, report = conversion.snapshot, conversion.report
    golden.expect_none("tree", compare_nodes(golden.tree, snapshot))
    golden.expect_none("soundness", check_soundness(snapshot))
    golden.expect_none("the judge", judge(golden.folder / "tree.jsonl", snapshot.path))
    golden.expect("digests that agree", report.digests_agreed, report.digests_compared)
    golden.expect("snapshot version", snapshot.header["version"], 5)
    golden.expect("digest version", snapshot.header["digest_version"], 0)
    golden.expect("zxid", snapshot.header["zxid"], report.last_zxid)
    golden.expect("name", snapshot.path.name, f"snapshot_{report.last_zxid}.bin.zstd")
    golden.expect("nodes in the report", report.count("nodes"), len(golden.tree))
    check_special(golden, "default", conversion, kept={})
    check_sessions(golden, snapshot)


def check_sessions(golden, snapshot):
    file = golden.folder / "sessions.json"
    if file.exists():
        listed = {int(id, 16): timeout for id, timeout in json.loads(file.read_text()).items()}
        signed = {id - (1 << 64) if id >> 63 else id: timeout for id, timeout in listed.items()}
        golden.expect_none("sessions", compare_sessions(signed, snapshot))


def check_special(golden, what, conversion, *, kept):
    """The report lists every special node with its kind, TTL and stored owner, and says which were kept as such."""
    wanted = {path: (*kind_of(owner), owner, path in kept) for path, owner in golden.special.items()}
    golden.expect(f"{what}: special nodes in the report", conversion.report.special_nodes(), wanted)


def as_persistent(golden):
    for version in ("5", "9"):
        conversion = golden.convert(f"persistent-{version}", "--special-nodes", "persistent", "--snapshot-version", version)
        golden.expect_none(f"persistent, version {version}", compare_nodes(golden.tree, conversion.snapshot))
        check_special(golden, "persistent", conversion, kept={})


def kept_by(golden, kinds):
    """The special nodes of these kinds; but a TTL node with children is nothing that Keeper allows."""
    kept = {path: kind_of(owner) for path, owner in golden.special.items()}
    return {path: (kind, ttl_ms) for path, (kind, ttl_ms) in kept.items()
            if kind in kinds and not (kind == "ttl" and golden.tree[path]["numChildren"])}


def kept_where_possible(golden):
    """Version 8 holds TTLs, 9 containers too."""
    for version, kinds in (("8", ("ttl",)), ("9", ("ttl", "container"))):
        kept = kept_by(golden, kinds)
        conversion = golden.convert(f"auto-{version}", "--snapshot-version", version)
        golden.expect_none(f"version {version}", compare_nodes(golden.tree, conversion.snapshot, special=kept))
        golden.expect_none(f"version {version}", check_soundness(conversion.snapshot))
        check_special(golden, f"version {version}", conversion, kept=kept)


def for_releases(golden):
    """What a release writes itself, digest included, which the judge computes anew."""
    for release, codec, kinds in (("22.8", "lz4", ()), ("25.3", "zstd", ()), ("26.8", "zstd", ("ttl",))):
        conversion = golden.convert(release, "--for-keeper", release, "--codec", codec)
        snapshot = conversion.snapshot
        golden.expect_none(f"for {release}", compare_nodes(golden.tree, snapshot, special=kept_by(golden, kinds)))
        golden.expect_none(f"for {release}: the judge", judge(golden.folder / "tree.jsonl", snapshot.path))
        golden.expect(f"for {release}: a digest is stored", snapshot.header["digest_version"] > 0, True)


def diff(a, b, *options):
    """(exit code, the answer) of keeperctl diff."""
    done = subprocess.run(["keeperctl", "diff", str(a), str(b), "--format", "json", "--limit", "1000000", *options],
                          capture_output=True, text=True)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def differs_as_named(golden):
    """keeperctl diff finds what the report names, nothing with the preset, and the client's view on both sides."""
    for version in ("5", "8", "9"):
        conversion = golden.convert(f"diff-{version}", "--snapshot-version", version)
        written, what = conversion.files[0], f"diff, version {version}"
        _, answer = diff(golden.source, written)
        named = {change["code"]: change["count"] for change in conversion.report.document["changes"]}
        lost = {path: kind for path, (kind, _, _, kept) in conversion.report.special_nodes().items() if not kept}
        fields = {"null_data": named.get("data.null-became-empty", 0),
                  "seq_num": named.get("sequence.lost-under-ttl", 0),
                  "container": sum(kind == "container" for kind in lost.values()),
                  "ttl_ms": sum(kind == "ttl" for kind in lost.values())}
        golden.expect(what, answer["changed_fields"], {field: count for field, count in fields.items() if count})
        golden.expect(f"{what}: nodes of one side", (answer["only_a"], answer["only_b"], answer["facts"]), (0, 0, []))
        golden.expect(f"{what}: sessions", answer["sessions_differ"],
                      named.get("session.added", 0) + named.get("session.timeout-raised", 0))
        golden.expect(f"{what}: the special nodes", set(lost),
                      {node["path"] for node in answer["differences"] if {"container", "ttl_ms"} & set(node["fields"])})
        code, answer = diff(golden.source, written, "--preset", "conversion")
        golden.expect(f"{what}: with the preset", (code, answer["equal"]), (0, True))
        golden.expect(f"{what}: hashes", hash_of(golden.source, "2"), hash_of(written, "2"))
        for side in (golden.source, written):
            code, answer = diff(golden.folder / "tree.jsonl", side, "--ignore", "null_data")
            golden.expect(f"{what}: {side.name} beside what a client saw", (code, answer["not_held"]),
                          (0, ["seq_num", "ttl_ms", "container"]))


def hash_of(place, depth):
    return subprocess.run(["keeperctl", "hash", str(place), "--depth", depth], capture_output=True, text=True,
                          check=True).stdout


def or_not_at_all(golden):
    conversion = run(golden.source, golden.work / "fail", "--special-nodes", "fail")
    golden.expect("exit code of --special-nodes fail", conversion.exit_code, REFUSED if golden.special else 0)
    golden.expect("snapshots of --special-nodes fail", len(conversion.files), 0 if golden.special else 1)
    unnamed = [path for path in golden.special if path not in conversion.stderr]
    golden.expect("special nodes that the refusal does not name", unnamed, [])


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="keeperfs-golden-") as work:
        golden = Golden(Path(arguments[0]).resolve(), Path(work))
        for check in (without_options, as_persistent, kept_where_possible, for_releases,
                      differs_as_named, or_not_at_all):
            try:
                check(golden)
            except AssertionError as fault:
                golden.faults.append(str(fault))
    for fault in golden.faults[:MOST_SHOWN]:
        print(fault, file=sys.stderr)
    if len(golden.faults) > MOST_SHOWN:
        print(f"... and {len(golden.faults) - MOST_SHOWN} more", file=sys.stderr)
    return 1 if golden.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
