"""The way back: a real ZooKeeper starts from what keeperctl to-zookeeper makes, and a client reads the same tree.

usage: way_back.py NAME | --list
By hand: way_back.py DIRECTORY_OF_A_KEEPER...
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from live import client, fill  # noqa: E402
from live.compare import CONTAINER_OWNER, OPEN, is_under, parent_of  # noqa: E402
from live.scenario_list import SCENARIOS, expect, main, scenario  # noqa: E402
from live.zookeeper_server import ZooKeeperServer  # noqa: E402
from support.conversion import Snapshot, convert  # noqa: E402

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "keeper"
AS_STORED = ("czxid", "mzxid", "pzxid", "ctime", "mtime", "version", "aversion")
OWN = ("/zookeeper/config",)  # that a server of 3.5 on has in memory; an ensemble's writes into it


def keeperctl(*arguments):
    done = subprocess.run(["keeperctl", *map(str, arguments)], capture_output=True, text=True)
    expect(done.returncode == 0, f"keeperctl {arguments}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def way_back(source, home, *options):
    """A directory of ZooKeeper from a Keeper's; the report."""
    report = json.loads(keeperctl("to-zookeeper", source, "--output-dir", home, "--lost-names", "drop",
                                  "--format", "json", *options))
    expect(report["output"]["written"], "nothing was written")
    return report


def replayed(source, work):
    """What a Keeper would have in memory."""
    work.mkdir()
    keeperctl("replay", source, "--output-dir", work, "--quiet")
    snapshot, = work.iterdir()
    return Snapshot(snapshot)


def wrapped(number):
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)


def wanted_tree(keeper):
    """path -> node as a client of ZooKeeper must see it."""
    nodes = {path: node for path, node in keeper.nodes.items()
             if not is_under(path, ["/keeper"]) and all(ord(c) <= 0xFFFF for c in path)}
    added = [path for path in ("/zookeeper", "/zookeeper/quota") if path not in nodes]
    children = Counter(parent_of(path) for path in [*nodes, *added] if path != "/")
    tree = {}
    for path, node in nodes.items():
        tree[path] = {field: node[field] for field in AS_STORED} | {
            "data": node["data"], "acl": node["acl"] or OPEN, "numChildren": children[path],
            "cversion": wrapped(2 * node["seq_num"] - children[path]),
            "ephemeralOwner": 0 if node["ephemeral_owner"] == CONTAINER_OWNER else node["ephemeral_owner"]}
    return tree, added


def seen_tree(server):
    tree = client.read_tree(server)
    for node in tree.values():
        node["acl"] = [[entry["perms"], entry["scheme"], entry["id"]] for entry in node["acl"]]
    return tree


def differences(wanted, added, seen):
    out = [f"{path}: missing" for path in [*wanted, *added] if path not in seen]
    out += [f"{path}: not in Keeper" for path in seen if path not in wanted and path not in added and path not in OWN]
    for path in wanted.keys() & seen.keys() - set(OWN):
        fields = dict(wanted[path])
        if path.endswith("/zookeeper_stats"):
            del fields["data"]  # counted anew by each server when it starts
        if path == "/" and OWN[0] in seen and OWN[0] not in wanted:
            del fields["cversion"]
        out += [f"{path}: {field} is {seen[path][field]!r}, it must be {value!r}" for field, value in fields.items()
                if seen[path][field] != value]
    return sorted(out)


def next_numbers(server, paths):
    """The number that each parent gives to its next sequential child."""
    super_client = client.connect_as_super(server)
    made = {path: super_client.create_async(f"{path.rstrip('/')}/next-", b"", sequence=True) for path in paths}
    given = {path: int(answer.get().rpartition("next-")[2]) for path, answer in made.items()}
    client.leave([super_client])
    return given


def expect_none(found, what):
    expect(not found, f"{what}: {len(found)} differences\n  " + "\n  ".join(found[:20]))


def check(keeper, home, what):
    """Starts a server on `home` and compares; what the client saw."""
    wanted, added = wanted_tree(keeper)
    server = ZooKeeperServer(home)
    with server:
        server.start()
        seen = seen_tree(server)
        expect_none(differences(wanted, added, seen), what)
        parents = [path for path, node in wanted.items()
                   if node["ephemeralOwner"] == 0 and keeper.nodes[path]["ttl_ms"] is None]
        given = next_numbers(server, parents)
        log = server.log.read_text(errors="replace").lower()
    expect_none([f"{path}: {given[path]} instead of {keeper.nodes[path]['seq_num']}" for path in parents
                 if given[path] != keeper.nodes[path]["seq_num"]], f"{what}: next numbers")
    expect("mismatch" not in log, f"{what}: the server says that the digest is another one")
    return seen


def check_directory(source, work):
    source, work = Path(source), Path(work)
    report = way_back(source, work / "zookeeper")
    seen = check(replayed(source, work / "keeper"), work / "zookeeper", source.name)
    expect(report["counts"]["nodes"] in (len(seen), len(seen) - 1), f"{source.name}: the report counts other nodes")
    print(f"{source.name}: {len(seen)} nodes, {report['counts']['sessions']} sessions, "
          f"{report['counts']['other_cversions']} cversions differ")


@scenario
def files_of_a_real_keeper(work):
    for name in ("01-simple-plainlog", "02-rich-zstdlog-rotated", "04-live-ephemerals-sigkill", "d11-zstd-three-runs"):
        (work / name).mkdir()
        check_directory(GOLDEN / name, work / name)


@scenario
def there_and_back(work):
    """What a real ZooKeeper had is there again after both conversions; ephemerals live as long as their sessions."""
    first = ZooKeeperServer(work / "first")
    with first:
        first.start()
        clients = fill.fill(first)
        short = client.connect(first, timeout=4.0)
        short.create("/app/short-lived", b"", ephemeral=True)
        tree = seen_tree(first)
    client.leave([*clients, short])
    conversion = convert(first.version_2, work, "--snapshot-version", "9")
    way_back(conversion.snapshot.path, work / "second", "--zookeeper-version", "3.8")
    second = ZooKeeperServer(work / "second")
    with second:
        second.start()
        seen = seen_tree(second)
        expect_none(returned(tree, seen), "there and back")
        ephemerals = {path for path, node in seen.items() if node["ephemeralOwner"]}
        expect("/app/short-lived" in ephemerals and len(ephemerals) > 3, f"ephemerals: {sorted(ephemerals)}")
        deadline = time.monotonic() + 12
        while "/app/short-lived" in seen and time.monotonic() < deadline:
            time.sleep(0.5)
            seen = seen_tree(second)
        left = {path for path, node in seen.items() if node["ephemeralOwner"]}
        expect(left == ephemerals - {"/app/short-lived"}, f"expired: {sorted(ephemerals - left)}")


def returned(tree, seen):
    """Differences but for null values, which became empty, and a TTL node with children, which became persistent."""
    def of(node):
        return node | {"data": node["data"] or ""}
    return sorted(f"{path}: {tree.get(path)} became {seen.get(path)}" for path in tree.keys() | seen.keys()
                  if path not in tree or path not in seen or
                  (of(tree[path]) != of(seen[path]) and not path.endswith("/zookeeper_stats")))


@scenario
def an_ensemble_of_one_starts_without_epoch_files(work):
    """As the next steps say: myid and zoo.cfg as they are, no acceptedEpoch, no currentEpoch."""
    first = ZooKeeperServer(work / "first", member=3)
    with first:
        first.start()
        clients = fill.fill(first)
        tree = seen_tree(first)
    client.leave(clients)
    conversion = convert(first.version_2, work, "--snapshot-version", "9")
    way_back(conversion.snapshot.path, work / "second")
    second = ZooKeeperServer(work / "second", member=3)
    with second:
        second.start()
        seen = seen_tree(second)
    for both in (tree, seen):
        del both["/zookeeper/config"]  # written by each member when it starts
    expect_none(returned(tree, seen), "an ensemble of one")


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] not in SCENARIOS and sys.argv[1] != "--list":
        for directory in sys.argv[1:]:
            with tempfile.TemporaryDirectory(prefix="keeperfs-live-") as place:
                check_directory(directory, place)
    else:
        main(__doc__)
