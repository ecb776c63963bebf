"""The comparer itself: a comparer that finds nothing would make every live and golden test pass."""

import copy
import sys
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from live.compare import CONTAINER_OWNER, check_soundness, compare_nodes, compare_sessions, expected_node  # noqa: E402

SESSION = 0x100000001


def seen(path, **fields):
    node = {"path": path, "data": "", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "czxid": 1, "mzxid": 2,
            "ctime": 3, "mtime": 4, "version": 5, "cversion": 0, "aversion": 6, "ephemeralOwner": 0, "dataLength": 0,
            "numChildren": 0, "pzxid": 2}
    return {**node, **fields}


def tree():
    nodes = [seen("/", cversion=1, numChildren=3, data="cm9vdA=="), seen("/a", cversion=5, numChildren=1, data=None),
             seen("/a/e", ephemeralOwner=SESSION), seen("/b", acl=[{"perms": 1, "scheme": "ip", "id": "::1"}]), seen("/c")]
    return {node["path"]: node for node in nodes}


def snapshot_of(nodes, special=None):
    made = {path: {"path": path, "seq_num": 0, **expected_node(node, node["numChildren"], (special or {}).get(path))}
            for path, node in nodes.items()}
    return SimpleNamespace(nodes=made, sessions={SESSION: 30000},
                           header={"session_id_counter": SESSION + 1, "zxid": 9, "last_log_index": 9,
                                   "last_log_term": 1, "node_count": len(made)},
                           end={"cluster_configuration": None, "unknown_bytes": 0})


class Comparer(unittest.TestCase):
    def test_equal_trees_have_no_difference(self):
        self.assertEqual(compare_nodes(tree(), snapshot_of(tree())), [])
        self.assertEqual(check_soundness(snapshot_of(tree())), [])

    def test_every_changed_field_is_found(self):
        for path in tree():
            for field, value in snapshot_of(tree()).nodes[path].items():
                if field == "path" or (path, field) == ("/a/e", "seq_num"):
                    continue
                changed = snapshot_of(tree())
                changed.nodes[path][field] = [1] if isinstance(value, list) else "changed" if value is None else value * 2 + type(value)(7)
                self.assertEqual(len(compare_nodes(tree(), changed)), 1, (path, field))

    def test_missing_and_additional_nodes_are_found(self):
        changed = snapshot_of(tree())
        changed.nodes["/x"] = changed.nodes.pop("/b")
        self.assertEqual(len(compare_nodes(tree(), changed)), 2)

    def test_the_counter_is_the_number_of_children_ever_created(self):
        self.assertEqual(snapshot_of(tree()).nodes["/a"]["seq_num"], 3)

    def test_special_nodes_must_be_kept_as_what_they_are(self):
        special = {"/b": ("container", None), "/c": ("ttl", 1000)}
        kept = snapshot_of(tree(), special)
        self.assertEqual(kept.nodes["/b"]["ephemeral_owner"], CONTAINER_OWNER)
        self.assertEqual(compare_nodes(tree(), kept, special=special), [])
        self.assertEqual(len(compare_nodes(tree(), snapshot_of(tree()), special=special)), 2)
        self.assertEqual(len(compare_nodes(tree(), kept)), 2)

    def test_dropped_subtrees_lower_only_the_parents_number_of_children(self):
        smaller = {path: node for path, node in tree().items() if not path.startswith("/a")}
        smaller["/"]["numChildren"] = 2
        smaller["/"]["cversion"] = 1
        dropped = snapshot_of(smaller)
        dropped.nodes["/"]["seq_num"] = 2
        self.assertEqual(compare_nodes(tree(), dropped, dropped={"/a"}), [])

    def test_sessions_are_compared_both_ways(self):
        self.assertEqual(compare_sessions({SESSION: 30000}, snapshot_of(tree())), [])
        self.assertEqual(len(compare_sessions({SESSION: 1}, snapshot_of(tree()))), 1)
        self.assertEqual(len(compare_sessions({7: 1}, snapshot_of(tree()))), 2)

    def test_unsound_snapshots_are_found(self):
        def broken(change):
            snapshot = copy.deepcopy(snapshot_of(tree()))
            change(snapshot)
            return check_soundness(snapshot)

        for change in (lambda s: s.nodes.pop("/a"), lambda s: s.nodes["/b"].update(num_children=1),
                       lambda s: s.nodes["/b"].update(acl=None), lambda s: s.sessions.clear(),
                       lambda s: s.nodes["/b"].update(mzxid=10), lambda s: s.header.update(session_id_counter=SESSION),
                       lambda s: s.header.update(last_log_term=0), lambda s: s.header.update(node_count=1),
                       lambda s: s.end.update(cluster_configuration="AA==")):
            self.assertTrue(broken(change))

    def test_the_counter_lies_above_negative_ids_too(self):
        snapshot = snapshot_of({"/": seen("/")})
        snapshot.sessions = {-5: 1}
        snapshot.header["session_id_counter"] = -4
        self.assertEqual(len(check_soundness(snapshot)), 1)


if __name__ == "__main__":
    unittest.main()
