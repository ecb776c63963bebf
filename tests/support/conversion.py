"""Runs keeper-converter and reads what it made: the snapshot, the report, and what a second judge says of both.

Programs are found in $KFS_BIN_DIR, when it is set, then on the PATH, which the tests' CMake files begin with the build's
folder of programs.
"""

import hashlib
import json
import os
import subprocess
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
JUDGE = SHARED / "tools" / "keeper_oracle.py"
ZOOKEEPER_READER = SHARED / "tools" / "zk_reader.py"
PYTHON = "/usr/bin/python3"

if "KFS_BIN_DIR" in os.environ:
    os.environ["PATH"] = os.environ["KFS_BIN_DIR"] + os.pathsep + os.environ["PATH"]


class Report:
    """The JSON report of a conversion: the only place in the tests that knows the names in it."""

    def __init__(self, document):
        self.document = document

    @property
    def snapshot_zxid(self):
        return int(self.document["zxid"]["snapshot"], 16)

    @property
    def last_zxid(self):
        return int(self.document["zxid"]["last"], 16)

    @property
    def is_fuzzy(self):
        """Whether the snapshot held effects of transactions behind the zxid in its name."""
        return int(self.document["zxid"]["fuzzy_until"], 16) > self.snapshot_zxid

    @property
    def digests_compared(self):
        return self.document["digests"]["compared"]

    @property
    def digests_agreed(self):
        return self.document["digests"]["agreed"]

    @property
    def digest_charset(self):
        return self.document["digests"]["charset"]

    def count(self, name):
        return self.document["counts"][name]

    def special_nodes(self):
        """path -> (kind, TTL in ms or None, stored owner, kept as such)."""
        return {node["path"]: (node["kind"], node.get("ttl_ms"), int(node["stored_owner"], 16), node["kept"])
                for node in self.document["special_nodes"]}

    def passed_over(self):
        return {Path(entry["file"]).name: entry["reason"] for entry in self.document["input"]["passed_over"]}

    @property
    def output(self):
        return self.document["output"]


class Snapshot:
    """A Keeper snapshot as this project's own reader gives it."""

    def __init__(self, path):
        self.path = Path(path)
        self.nodes, self.sessions = {}, {}
        done = subprocess.run(["dump_keeper_snapshot", str(path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        for line in done.stdout.splitlines():
            (kind, value), = json.loads(line).items()
            getattr(self, "_add_" + kind)(value)

    def _add_header(self, header):
        self.header = header

    def _add_node(self, node):
        assert node["path"] not in self.nodes, f"{node['path']} is in the snapshot twice"
        self.nodes[node["path"]] = node

    def _add_session(self, session):
        self.sessions[session["id"]] = session["timeout_ms"]

    def _add_end(self, end):
        self.end = end


class Conversion:
    def __init__(self, done, output, report_file):
        self.exit_code, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr
        self.files = sorted(path for path in output.iterdir()) if output.exists() else []
        self.report = Report(json.loads(report_file.read_text())) if report_file.exists() else None

    @property
    def snapshot(self):
        assert len(self.files) == 1, f"one snapshot expected in the output folder: {self.files}"
        return Snapshot(self.files[0])


def run(source, work, *options, command=()):
    """Converts the folder `source` into `work`/snapshots. The source must stay as it is. `command`: instead of a conversion."""
    output, report = Path(work) / "snapshots", Path(work) / "report.json"
    output.mkdir(parents=True)
    before = fingerprint(source)
    done = subprocess.run(["keeper-converter", *map(str, command), "--zookeeper-logs-dir", str(source), "--zookeeper-snapshots-dir",
                           str(source), "--output-dir", str(output), "--report", str(report), *map(str, options)],
                          capture_output=True, text=True)
    assert fingerprint(source) == before, f"the conversion changed {source}"
    return Conversion(done, output, report)


def convert(source, work, *options, command=()):
    """As run(), for conversions that must succeed."""
    conversion = run(source, work, *options, command=command)
    assert conversion.exit_code == 0, \
        f"keeper-converter ended with {conversion.exit_code}:\n{conversion.stdout}{conversion.stderr}"
    assert conversion.report is not None, "keeper-converter wrote no report"
    return conversion


def fingerprint(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(folder).iterdir()}


def judge(tree_file, snapshot_file, *options):
    """What an independent reader holds against the snapshot, as sentences. It lies beside the project, not in it."""
    if not JUDGE.exists():
        print(f"left out: {JUDGE.name} is not beside the project, so no independent judge was asked")
        return []
    done = subprocess.run([PYTHON, str(JUDGE), "converted", str(tree_file), str(snapshot_file), *options],
                          capture_output=True, text=True)
    assert done.stdout, done.stderr
    verdict = json.loads(done.stdout)
    objections = [json.dumps(difference, ensure_ascii=False) for difference in verdict.get("list", [])]
    objections += verdict["fatal"] + verdict.get("inconsistent", [])
    assert objections or done.returncode == 0, done.stdout + done.stderr
    return objections


def read_jsonl(path):
    """tree.jsonl -> path -> node."""
    with open(path, encoding="utf-8") as file:
        return {node["path"]: node for node in map(json.loads, file)}


def write_jsonl(tree, path):
    with open(path, "w", encoding="utf-8") as file:
        for name in sorted(tree, key=str.encode):
            file.write(json.dumps(tree[name], ensure_ascii=False) + "\n")
