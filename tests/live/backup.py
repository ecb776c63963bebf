#!/usr/bin/env python3
"""Backups in a real S3, and backups of a Keeper whose files lie there, whatever fails on the way."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from live.scenario_list import expect, main, scenario  # noqa: E402
from support.s3_server import S3Server, scratch_folder  # noqa: E402
from support.scripted_keepers import play  # noqa: E402

KEEPERCTL, GOLDEN = None, None  # the last arguments of the command line

NOT_WELL, DAMAGED, REFUSED, UNREACHABLE, IN_USE, NOT_WRITTEN = 3, 4, 5, 6, 7, 8
NEWEST_LOG = "changelog_73_80.bin.zstd"


class Scene:
    """A Keeper's directory whose newest log is not there yet, and a store of backups in a bucket."""

    store = "s3://backups/keeper"

    def __init__(self, work, s3, *encryption):
        self.work, self.s3, self.encryption = Path(work), s3, encryption
        s3.fill("backups")
        self.data = self.work / "data"
        source = Path(GOLDEN) / "keeper/02-rich-zstdlog-rotated"
        self.newest = (source / "log" / NEWEST_LOG).read_bytes()
        (self.data / "log").mkdir(parents=True)
        (self.data / "snapshots").mkdir()
        for path in source.glob("snapshot_*"):
            shutil.copy(path, self.data / "snapshots")
        for name in ("state", "log/changelog_65_72.bin.zstd"):
            shutil.copy(source / name, self.data / name)

    def go_on(self):
        """The server writes."""
        (self.data / "log" / NEWEST_LOG).write_bytes(self.newest)

    def environment(self):
        return self.s3.environment() | {"AWS_ENDPOINT_URL_S3": self.s3.endpoint, "TMPDIR": os.fspath(self.work)}

    def words(self, *words):
        stored = words[0] in ("backup", "restore")
        return [KEEPERCTL, *map(str, words), *(self.encryption if stored else ())]

    def run(self, *words, status=0):
        done = subprocess.run(self.words(*words), env=self.environment(), capture_output=True, text=True, timeout=100,
                              check=False)
        expect(done.returncode == status, f"{words} ends with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def create(self, *source):
        return json.loads(self.run("backup", "create", *(source or [self.data]), "--to", self.store, "--format", "json").stdout)

    def ids(self):
        return [backup["id"] for backup in json.loads(self.run("backup", "list", self.store, "--format", "json").stdout)["backups"]]

    def expect_sound(self, ids):
        """These are there and no half one; all can be restored."""
        expect(self.ids() == ids, f"{self.ids()} are there, and not {ids}")
        self.run("backup", "verify", self.store, "--deep")

    def expect_older_is_whole(self, older):
        """That one is listed, and nothing else."""
        listed = self.run("backup", "list", self.store, "--format", "json")
        ids = [backup["id"] for backup in json.loads(listed.stdout)["backups"]]
        expect(ids == [older], f"{ids} are listed, and not {older}")
        self.run("backup", "verify", self.store, older)

    def expect_same(self, restored):
        self.run("diff", self.data, restored)
        for name in ("log", "snapshots"):
            was, now = ({path.name: path.read_bytes() for path in (folder / name).iterdir()} for folder in (self.data, restored))
            expect(was == now, f"{name}: {sorted(was)} became {sorted(now)}")


@contextmanager
def in_s3(*encryption, **server):
    with scratch_folder() as work, S3Server(Path(work) / "s3", **server) as s3:
        yield Scene(work, s3, *encryption)


def key_file(folder):
    path = folder / "key"
    path.write_text("5e" * 32 + "\n")
    path.chmod(0o600)
    return path


def from_the_first_to_the_last(scene):
    first = scene.create()
    scene.go_on()
    second = scene.create()
    expect((first["reused_files"], second["new_files"]) == (0, 1), f"not incremental: {second}")
    scene.expect_sound([first["id"], second["id"]])
    shown = scene.run("backup", "show", scene.store, first["id"]).stdout
    expect(first["id"] in shown and NEWEST_LOG not in shown, shown)
    scene.run("restore", scene.store, "--to", scene.work / "restored")
    scene.expect_same(scene.work / "restored")
    scene.run("restore", scene.store, "--at-index", first["last_index"], "--to", scene.work / "before")
    scene.run("backup", "prune", scene.store, "--keep-last", "1", "--yes")
    scene.expect_sound([second["id"]])
    stored = scene.s3.objects("backups")
    expect(len(stored) == second["file_count"] + 1, f"more is left than one backup: {list(stored)}")
    return stored


@scenario
def a_backup_comes_back_as_it_was(_):
    with in_s3() as scene:
        stored = from_the_first_to_the_last(scene)
        expect(scene.newest in stored.values(), "the log is not stored as it is")


@scenario
def an_encrypted_one_does_with_its_key_only(folder):
    with in_s3("--key-file", key_file(folder), session_token="a token", tls=False) as scene:
        stored = from_the_first_to_the_last(scene)
        expect(not any(scene.newest in content for content in stored.values()), "a log can be read without the key")
        scene.encryption = ()
        scene.run("backup", "verify", scene.store)
        scene.run("restore", scene.store, "--to", scene.work / "no", status=2)
        expect(not (scene.work / "no").exists(), "something was restored without the key")


@scenario
def what_may_pass_is_tried_again(_):
    with in_s3() as scene:
        for operation in ("PutObject", "GetObject", "HeadObject", "ListObjectsV2", "DeleteObject"):
            for fault in ("500", "reset", "reset-after"):
                scene.s3.faults.add(fault, operation=operation)
        for fault in ("503", "cut", "flipped"):
            scene.s3.faults.add(fault, operation="GetObject")
        # The answer to the manifest and to the lock is lost each time that these are written.
        scene.s3.faults.add("reset-after", operation="PutObject", key="backup")
        made = scene.create()
        scene.s3.faults.add("reset-after", operation="PutObject", key="backup_")
        again = scene.create()
        scene.expect_sound([made["id"], again["id"]])


@scenario
def what_does_not_pass_makes_no_backup(_):
    with in_s3() as scene:
        older = scene.create()["id"]
        scene.go_on()
        for fault, operation, key, status in (
                ("expired-token", "PutObject", "data_", NOT_WRITTEN), ("expired-token", "PutObject", "backup_", NOT_WRITTEN),
                ("wrong-etag", "PutObject", "data_", NOT_WRITTEN), ("expired-token", "ListObjectsV2", "", UNREACHABLE),
                ("expired-token", "GetObject", "backup_", UNREACHABLE), ("error-inside", "PutObject", "data_", NOT_WRITTEN)):
            scene.s3.faults.add(fault, operation=operation, key=key, times=None)
            scene.run("backup", "create", scene.data, "--to", scene.store, status=status)
            scene.s3.faults.clear()
            scene.expect_older_is_whole(older)
        scene.create()
        expect(len(scene.ids()) == 2, scene.ids())


@scenario
def a_failure_at_any_request_leaves_older_backups_whole(_):
    with in_s3() as scene:
        older = scene.create()["id"]
        scene.go_on()
        for number in range(1, 200, 3):
            scene.s3.faults.add("expired-token", first=number, times=None)
            done = subprocess.run(scene.words("backup", "create", scene.data, "--to", scene.store), env=scene.environment(),
                                  capture_output=True, text=True, timeout=100, check=False)
            scene.s3.faults.clear()
            if done.returncode == 0:
                expect(number > 10, f"a backup takes {number} requests only")
                break
            scene.expect_older_is_whole(older)
        scene.expect_sound(scene.ids())


@scenario
def killed_at_any_request_it_leaves_older_backups_whole(_):
    with in_s3() as scene:
        older = scene.create()["id"]
        scene.go_on()
        for number in range(1, 200, 4):
            before = sum(scene.s3.requests.values())
            scene.s3.faults.add("delayed", first=number, seconds=20)
            run = subprocess.Popen(scene.words("backup", "create", scene.data, "--to", scene.store, "--quiet"),
                                   env=scene.environment())
            while run.poll() is None and sum(scene.s3.requests.values()) < before + number:
                time.sleep(0.005)
            was_killed = run.poll() is None
            run.kill()
            run.wait()
            scene.s3.faults.clear()
            if not was_killed or len(scene.ids()) == 2:  # behind the manifest only the lock is left to go
                expect(number > 10, f"a backup takes {number} requests only")
                break
            scene.expect_older_is_whole(older)
        scene.run("backup", "prune", scene.store, "--keep-last", "9", "--yes")
        scene.expect_sound(scene.ids())


if __name__ == "__main__":
    GOLDEN = sys.argv.pop()
    KEEPERCTL = sys.argv.pop()
    main(__doc__)
