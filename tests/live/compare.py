"""Compares the tree that a ZooKeeper client saw with a Keeper snapshot, by the rules of what maps to what.

By hand: compare.py TREE.jsonl SNAPSHOT
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.conversion import Snapshot, read_jsonl  # noqa: E402

CONTAINER_OWNER = -(1 << 63)
OPEN = [[31, "world", "anyone"]]
AS_SEEN = ("czxid", "mzxid", "pzxid", "ctime", "mtime", "version", "cversion", "aversion")


def parent_of(path):
    return path.rpartition("/")[0] or "/"


def is_under(path, tops):
    return any(path == top or path.startswith(top + "/") for top in tops)


def expected_node(node, children, special):
    """The fields that the Keeper node must have. `special`: (kind, ttl_ms) of one that is kept as such."""
    acl = [[entry["perms"], entry["scheme"], entry["id"]] for entry in node["acl"]]
    kind, ttl_ms = special or (None, None)
    fields = {field: node[field] for field in AS_SEEN}
    fields |= {"data": node["data"] or "", "acl": [] if acl == OPEN else acl, "num_children": children,
               "ephemeral_owner": CONTAINER_OWNER if kind == "container" else node["ephemeralOwner"],
               "ttl_ms": ttl_ms}
    # Keeper stores no counter for ephemerals and TTL nodes: they have no children there.
    if node["ephemeralOwner"] == 0 and ttl_ms is None:
        fields["seq_num"] = (node["cversion"] + node["numChildren"]) // 2
    return fields


def compare_nodes(tree, snapshot, *, special=None, dropped=(), unseen=None):
    """Differences as sentences.

    special: path -> (kind, ttl_ms) of nodes that must be kept as container or TTL node.
    dropped: subtrees that must be absent; the parents' numChildren falls, nothing else of them changes.
    unseen: path -> fields where a live server is known to differ from its files.
    """
    special, unseen = special or {}, unseen or {}
    wanted = {path: node for path, node in tree.items() if not is_under(path, dropped)}
    lost = Counter(parent_of(path) for path in tree if path in dropped)
    differences = [f"{path}: missing in the snapshot" for path in wanted if path not in snapshot.nodes]
    differences += [f"{path}: not in ZooKeeper's tree" for path in snapshot.nodes if path not in wanted]
    for path in wanted.keys() & snapshot.nodes.keys():
        want = expected_node(wanted[path], wanted[path]["numChildren"] - lost[path], special.get(path))
        got = snapshot.nodes[path]
        differences += [f"{path}: {field} is {got[field]!r}, it must be {value!r}" for field, value in want.items()
                        if got[field] != value and field not in unseen.get(path, ())]
    return sorted(differences)


def compare_sessions(sessions, snapshot):
    """sessions: id -> timeout in ms, exactly those that must be in the snapshot."""
    differences = [f"session {id:#x}: missing in the snapshot" for id in sessions.keys() - snapshot.sessions.keys()]
    differences += [f"session {id:#x}: not one of ZooKeeper's" for id in snapshot.sessions.keys() - sessions.keys()]
    differences += [f"session {id:#x}: timeout {snapshot.sessions[id]}, ZooKeeper has {timeout}"
                    for id, timeout in sessions.items() if snapshot.sessions.get(id, timeout) != timeout]
    return sorted(differences)


def check_soundness(snapshot):
    """What must hold in every converted snapshot, whatever it was made from."""
    header, faults = snapshot.header, []
    children = Counter(parent_of(path) for path in snapshot.nodes if path != "/")
    for path, node in snapshot.nodes.items():
        owner = node["ephemeral_owner"]
        if path != "/" and parent_of(path) not in snapshot.nodes:
            faults.append(f"{path}: has no parent")
        if node["num_children"] != children[path]:
            faults.append(f"{path}: says {node['num_children']} children, has {children[path]}")
        if node["acl"] is None:
            faults.append(f"{path}: its ACL is in no table")
        if owner not in (0, CONTAINER_OWNER) and owner not in snapshot.sessions:
            faults.append(f"{path}: is an ephemeral of {owner:#x}, which is no session")
        if owner not in (0, CONTAINER_OWNER) and children[path]:
            faults.append(f"{path}: is ephemeral and has children")
        if max(node["czxid"], node["mzxid"], node["pzxid"]) > header["zxid"]:
            faults.append(f"{path}: is newer than the snapshot")
    highest = max(snapshot.sessions, default=0)
    if header["session_id_counter"] <= max(highest, 0):
        faults.append(f"the session counter {header['session_id_counter']} is not above every session id")
    if header["node_count"] != len(snapshot.nodes):
        faults.append(f"the header counts {header['node_count']} nodes, there are {len(snapshot.nodes)}")
    if header["last_log_index"] != header["zxid"] or header["last_log_term"] != 1:
        faults.append(f"log index {header['last_log_index']}, term {header['last_log_term']}, zxid {header['zxid']}")
    if snapshot.end["cluster_configuration"] is not None or snapshot.end["unknown_bytes"] != 0:
        faults.append("there is something after the sessions")
    return faults


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    snapshot = Snapshot(sys.argv[2])
    found = compare_nodes(read_jsonl(sys.argv[1]), snapshot) + check_soundness(snapshot)
    print("\n".join(found) or "equal")
    sys.exit(3 if found else 0)
