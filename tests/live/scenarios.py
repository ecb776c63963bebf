"""Live tests: a real ZooKeeper is filled by a real client, and what the client read must be in the conversion.

usage: scenarios.py NAME | --list
"""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from live import client, fill  # noqa: E402
from live.compare import check_soundness, compare_nodes, compare_sessions  # noqa: E402
from live.scenario_list import expect, main, scenario  # noqa: E402
from live.traffic import Traffic, prepare  # noqa: E402
from live.zookeeper_server import ZooKeeperServer  # noqa: E402
from support.conversion import convert, judge, write_jsonl  # noqa: E402

CONFIGURATION_NODE = "/zookeeper/config"
# A member of an ensemble writes its configuration into this node in memory only.
CONFIGURATION_UNSEEN = {CONFIGURATION_NODE: ("data", "version", "mzxid", "mtime")}


def expect_none(differences, what):
    expect(not differences, f"{what}: {len(differences)} differences\n  " + "\n  ".join(differences[:20]))


def check(tree, conversion, work, *, sessions=None, unseen=None):
    """The conversion holds exactly this tree and these sessions."""
    snapshot = conversion.snapshot
    expect_none(compare_nodes(tree, snapshot, unseen=unseen), "tree")
    expect_none(check_soundness(snapshot), "soundness")
    if sessions is not None:
        expect_none(compare_sessions(sessions, snapshot), "sessions")
    write_jsonl(tree, work / "tree.jsonl")
    options = [option for path in unseen or () for option in ("--skip", path)]
    expect_none(judge(work / "tree.jsonl", snapshot.path, *options), "the judge")
    return snapshot


def check_digests(conversion, *, charset="utf-8"):
    report = conversion.report
    expect(report.digests_compared > 0, "no digest was compared")
    expect(report.digests_agreed == report.digests_compared,
           f"{report.digests_agreed} of {report.digests_compared} digests agree")
    expect(report.digest_charset == charset, f"digest charset {report.digest_charset}, it is {charset}")


def two_runs(work, *, settings=None, environment=None, member=None):
    """Fills a server, restarts it, changes more, reads the tree and kills it: (server, tree, sessions)."""
    server = ZooKeeperServer(work / "zookeeper", settings=settings, environment=environment, member=member)
    with server:
        server.start()
        clients = fill.fill(server)
        sessions = server.connected_sessions()
        server.restart()
        clients += fill.fill_more(server)
        sessions |= server.connected_sessions()
        tree = client.read_tree(server)
        expect(sessions.keys() == server.open_sessions(), "a session came or went while the tree was read")
    client.leave(clients)
    return server, tree, {signed(id): timeout for id, timeout in sessions.items()}


def signed(id):
    return id - (1 << 64) if id >> 63 else id


def snapshot_names(server):
    """The server's snapshots, oldest first."""
    return sorted(server.version_2.glob("snapshot.*"), key=lambda path: int(path.name.split(".")[1], 16))


@scenario
def plain(work):
    server, tree, sessions = two_runs(work)
    conversion = convert(server.version_2, work)
    check(tree, conversion, work, sessions=sessions)
    check_digests(conversion)


@scenario
def gzip(work):
    compressed(work, "gz")


@scenario
def snappy(work):
    compressed(work, "snappy")


def compressed(work, method):
    server, tree, sessions = two_runs(work, settings={"snapshot.compression.method": method})
    names = snapshot_names(server)
    expect(names and all(path.suffix == "." + method for path in names), f"the server wrote {names}")
    conversion = convert(server.version_2, work)
    check(tree, conversion, work, sessions=sessions)
    check_digests(conversion)


@scenario
def digest_off(work):
    server, tree, sessions = two_runs(work, settings={"digest.enabled": "false"})
    conversion = convert(server.version_2, work)
    check(tree, conversion, work, sessions=sessions)
    expect(conversion.report.digests_compared == 0, "there is no digest to compare")


@scenario
def old_close_session(work):
    server, tree, sessions = two_runs(work, settings={"closeSessionTxn.enabled": "false"})
    conversion = convert(server.version_2, work)
    check(tree, conversion, work, sessions=sessions)
    check_digests(conversion)


@scenario
def ascii_digest(work):
    """A server without a locale computes its digests over "?" for every character that is not ASCII."""
    server, tree, sessions = two_runs(work, environment={"LC_ALL": "C", "LANG": "C"})
    conversion = convert(server.version_2, work)
    check(tree, conversion, work, sessions=sessions)
    check_digests(conversion, charset="ascii")


@scenario
def fuzzy_snapshots(work):
    """Snapshots taken while clients write. Each is converted as if it were the newest: all give the last tree."""
    for seed in range(1, 5):
        if fuzzy_round(work / f"round-{seed}", seed):
            return
    raise AssertionError("no snapshot was fuzzy")


def fuzzy_round(work, seed):
    server = ZooKeeperServer(work / "zookeeper", settings={"snapCount": "150"})
    with server:
        server.start()
        prepare(server)
        traffic = Traffic(server, seed=seed).start()
        time.sleep(2.5)
        clients = traffic.stop()
        sessions = {signed(id): timeout for id, timeout in server.connected_sessions().items()}
        tree = client.read_tree(server)
    client.leave(clients)
    return count_fuzzy(server, work, tree, sessions)


def count_fuzzy(server, work, tree, sessions):
    names, fuzzy = snapshot_names(server), 0
    for number, newest in enumerate(names[-12:]):
        place = work / newest.name
        source = place / "version-2"
        source.mkdir(parents=True)
        later = {path.name for path in names[names.index(newest) + 1:]}
        for path in server.version_2.iterdir():
            if path.name not in later:
                os.link(path, source / path.name)
        conversion = convert(source, place)
        check(tree, conversion, place, sessions=sessions)
        expect(conversion.report.digests_agreed == conversion.report.digests_compared, "digests differ")
        fuzzy += conversion.report.is_fuzzy
    print(f"{len(names)} snapshots, {fuzzy} of the last {min(len(names), 12)} fuzzy")
    return fuzzy


@scenario
def killed_while_clients_write(work):
    """The tree that the real server restores from a copy of the same files is the one in the conversion."""
    server = ZooKeeperServer(work / "zookeeper")
    with server:
        server.start()
        clients = fill.fill(server)
        prepare(server)
        traffic = Traffic(server, seed=7, closing=False).start()
        time.sleep(1.5)
    clients += traffic.stop()
    client.leave(clients)
    expect(traffic.requests > 200, f"only {traffic.requests} requests before the kill")
    conversion = convert(server.version_2, work)
    tree, ids = restored_tree(server, work)
    snapshot = check(tree, conversion, work)
    expect({signed(id) for id in ids} == snapshot.sessions.keys(), "other sessions than the restarted server has")
    check_digests(conversion)


def restored_tree(server, work):
    copy = ZooKeeperServer(work / "copy")
    shutil.copytree(server.version_2, copy.version_2)
    with copy:
        copy.start()
        ids = copy.open_sessions()
        return client.read_tree(copy), ids


@scenario
def sessions_and_ephemerals(work):
    server, tree, sessions = two_runs(work)
    ephemerals = {path: node["ephemeralOwner"] for path, node in tree.items() if node["ephemeralOwner"]}
    expect(len(ephemerals) >= 6 and len(sessions) > len(set(ephemerals.values())), "the filler made too few")
    kept = convert(server.version_2, work / "keep", "--sessions", "keep")
    check(tree, kept, work, sessions=sessions)
    expect(kept.report.count("ephemerals") == len(ephemerals), "the report counts other ephemerals")
    expect(kept.report.count("sessions") == len(sessions), "the report counts other sessions")
    dropped = convert(server.version_2, work / "drop", "--sessions", "drop")
    expect_none(compare_nodes(tree, dropped.snapshot, dropped=ephemerals.keys()), "tree without ephemerals")
    expect_none(check_soundness(dropped.snapshot), "soundness without sessions")
    expect(not dropped.snapshot.sessions, "sessions are left")
    counter = dropped.snapshot.header["session_id_counter"]
    expect(counter > max(sessions), "a new session could get the id of a dropped one")


@scenario
def sequential_names(work):
    """The number that the real server gives to the next sequential child is the one that Keeper will give."""
    server, tree, _ = two_runs(work)
    snapshot = convert(server.version_2, work).snapshot
    parents = [path for path, node in tree.items() if node["ephemeralOwner"] == 0]
    with server:
        server.start()
        super_client = client.connect_as_super(server)
        made = {path: super_client.create_async(f"{path.rstrip('/')}/next-", b"", sequence=True) for path in parents}
        given = {path: int(answer.get()[-10:]) for path, answer in made.items()}
    client.leave([super_client])
    expect_none([f"{path}: seq_num {snapshot.nodes[path]['seq_num']}, ZooKeeper gives {number}"
                 for path, number in given.items() if snapshot.nodes[path]["seq_num"] != number], "next numbers")
    expect(max(given.values()) > 5, "the filler made too few children")


@scenario
def special_nodes(work):
    """Container and TTL nodes: what a client cannot see is kept in the file where its version has room for it."""
    server, tree, _ = two_runs(work)
    special = convert(server.version_2, work / "default").report.special_nodes()
    made = {path for path in tree if path.rpartition("/")[2].startswith(("container", "ttl", "nested"))}
    expect(special.keys() == made, f"special nodes in the report: {sorted(special.keys() ^ made)}")
    expect(not any(kept for *_, kept in special.values()), "version 5 has no room for special nodes")
    conversion = convert(server.version_2, work / "newest", "--snapshot-version", "9")
    kept = {path: (kind, ttl_ms) for path, (kind, ttl_ms, _, kept) in conversion.report.special_nodes().items() if kept}
    # A TTL node with children is nothing that Keeper allows.
    expect(special.keys() - kept.keys() == {"/app/special/ttl-with-child"}, f"not kept: {special.keys() - kept.keys()}")
    expect(kept["/app/special/ttl-longest"] == ("ttl", fill.LONGEST_TTL_MS), "the longest TTL")
    expect_none(compare_nodes(tree, conversion.snapshot, special=kept), "tree with special nodes")


@scenario
def catch_up_under_traffic(work):
    """A copy is made and converted while clients write; what they wrote since is caught up when the server is gone."""
    server = ZooKeeperServer(work / "zookeeper", settings={"snapCount": "150"})
    with server:
        server.start()
        prepare(server)
        traffic = Traffic(server, seed=11).start()
        time.sleep(1.5)
        copy = work / "copy" / "version-2"
        copy.mkdir(parents=True)
        for kind in ("snapshot.*", "log.*"):  # a snapshot needs the logs behind it, so these come second
            for path in server.version_2.glob(kind):
                shutil.copy(path, copy)
        notes = work / "bulk.catchup"
        bulk = convert(copy, work / "bulk", "--catch-up-file", notes)
        time.sleep(1)
        clients = traffic.stop()
        sessions = {signed(id): timeout for id, timeout in server.connected_sessions().items()}
        tree = client.read_tree(server)
    client.leave(clients)
    caught_up = convert(server.version_2, work / "caught-up", command=("catch-up", "--catch-up-file", notes))
    expect(caught_up.report.count("transactions_applied") > 50, "hardly anything was left to catch up")
    expect(caught_up.report.snapshot_zxid == bulk.report.last_zxid, "it does not go on where the bulk conversion ended")
    check(tree, caught_up, work, sessions=sessions)
    check_digests(caught_up)
    full = convert(server.version_2, work / "full")
    expect(full.snapshot.nodes == caught_up.snapshot.nodes and full.snapshot.sessions == caught_up.snapshot.sessions,
           "a full conversion has another outcome")


@scenario
def ensemble_of_one(work):
    """Epochs in the zxids, and a member's number that makes session ids negative."""
    server = ZooKeeperServer(work / "zookeeper", member=200)
    clients, sessions = [], {}
    with server:
        for epoch, make in enumerate((fill.fill, fill.fill_more, idle_session), start=1):
            if epoch > 1:
                server.stop()
            server.start()
            clients += make(server)
            sessions |= server.connected_sessions()
        tree = client.read_tree(server)
    client.leave(clients)
    sessions = {signed(id): timeout for id, timeout in sessions.items()}
    expect(all(id < 0 for id in sessions), f"session ids of server 200 are negative: {sessions}")
    conversion = convert(server.version_2, work)
    expect(conversion.report.last_zxid >> 32 == 3, f"epoch of {conversion.report.last_zxid:#x}")
    check(tree, conversion, work, sessions=sessions, unseen=CONFIGURATION_UNSEEN)
    check_digests(conversion)


def idle_session(server):
    return [client.connect(server, timeout=33.0)]


if __name__ == "__main__":
    main(__doc__)
