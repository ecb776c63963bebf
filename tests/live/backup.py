#!/usr/bin/env python3
"""Backups in a real S3, whatever fails on the way."""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from live.backup_scene import (DAMAGED, IN_USE, NEWEST_LOG, NOT_WELL, NOT_WRITTEN, UNREACHABLE, in_s3, key_file,  # noqa: E402
                               run_scenarios)
from live.scenario_list import expect, scenario  # noqa: E402


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
    with in_s3("--key-file", key_file(folder), session_token="a token") as scene:
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
        for fault, more in (("503", {}), ("cut", {}), ("flipped", {}), ("throttled", {"bytes_per_second": 5000}),
                            ("delayed", {"seconds": 0.5})):
            scene.s3.faults.add(fault, operation="GetObject", **more)
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
        for number in range(1, 200, 5):
            scene.s3.faults.add("expired-token", first=number, times=None)
            run = scene.start("backup", "create", scene.data, "--to", scene.store)
            run.communicate()
            scene.s3.faults.clear()
            if run.returncode == 0:
                expect(number > 10, f"a backup takes {number} requests only")
                break
            scene.expect_older_is_whole(older)
        scene.expect_sound(scene.ids())


@scenario
def two_runs_at_once_are_kept_apart(_):
    with in_s3() as scene:
        scene.s3.faults.add("delayed", operation="PutObject", key="data_", seconds=2)
        run = scene.start("backup", "create", scene.data, "--to", scene.store)
        while not any("data_" in request.key for request in scene.s3.log):
            time.sleep(0.005)
        refused = scene.run("backup", "create", scene.data, "--to", scene.store, status=IN_USE)
        expect(str(run.pid) in refused.stderr, refused.stderr)
        said = run.communicate()[0]
        expect(run.returncode == 0, said)
        scene.expect_sound(scene.ids())


@scenario
def killed_at_any_request_it_leaves_older_backups_whole(_):
    with in_s3() as scene:
        older = scene.create()["id"]
        scene.go_on()
        for number in range(1, 200, 6):
            before = sum(scene.s3.requests.values())
            scene.s3.faults.add("delayed", first=number, seconds=20)
            run = scene.start("backup", "create", scene.data, "--to", scene.store)
            while run.poll() is None and sum(scene.s3.requests.values()) < before + number:
                time.sleep(0.005)
            was_killed = run.poll() is None
            run.kill()
            run.communicate()
            scene.s3.faults.clear()
            if not was_killed or len(scene.ids()) == 2:  # behind the manifest only the lock is left to go
                expect(number > 10, f"a backup takes {number} requests only")
                break
            scene.expect_older_is_whole(older)
        scene.run("backup", "prune", scene.store, "--keep-last", "9", "--yes")
        scene.expect_sound(scene.ids())


def expect_found_and_nothing_restored(scene, damaged):
    """`damaged`: the name of an object."""
    found = json.loads(scene.run("backup", "verify", scene.store, "--format", "json", status=NOT_WELL).stdout)
    findings = [finding for backup in found["backups"] for finding in backup["findings"]]
    expect([finding["file"].endswith(damaged) for finding in findings] == [True], f"{damaged} is damaged, but: {findings}")
    refused = scene.run("restore", scene.store, "--to", scene.work / "restored", status=DAMAGED)
    expect(damaged in refused.stderr, f"{damaged} is not named: {refused.stderr}")
    expect(not (scene.work / "restored").exists(), "something was restored")


def flips_are_found(*encryption):
    with in_s3(*encryption) as scene:
        scene.create()
        for key, content in [*scene.s3.objects("backups", "keeper/data_").items()][::2]:
            flipped = content[:20] + bytes([content[20] ^ 1]) + content[21:]
            scene.s3.fill("backups", {key: flipped})
            expect_found_and_nothing_restored(scene, key.rpartition("/")[2])
            scene.s3.fill("backups", {key: content})
        # As a store's own disk would do it: the server says the MD5 that the object had.
        scene.s3.faults.add("flipped", operation="GetObject", key=key, times=None)
        expect_found_and_nothing_restored(scene, key.rpartition("/")[2])
        scene.s3.faults.clear()
        scene.expect_sound(scene.ids())


@scenario
def a_flipped_byte_is_found_and_nothing_restored(folder):
    flips_are_found()
    flips_are_found("--key-file", key_file(folder))


if __name__ == "__main__":
    run_scenarios(__doc__)
