#!/usr/bin/env python3
"""Backups in a real S3, and backups of a Keeper whose files lie there, whatever fails on the way."""

import json
import os
import re
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
        self.without = set()  # variables of the environment
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
        given = self.s3.environment() | {"AWS_ENDPOINT_URL_S3": self.s3.endpoint, "TMPDIR": os.fspath(self.work)}
        return {name: value for name, value in given.items() if name not in self.without}

    def words(self, *words):
        stored = words[0] in ("backup", "restore")
        return [KEEPERCTL, *map(str, words), *(self.encryption if stored else ())]

    def run(self, *words, status=0):
        done = subprocess.run(self.words(*words), env=self.environment(), capture_output=True, text=True, timeout=100,
                              check=False)
        expect(done.returncode == status, f"{words} ends with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def start(self, *words):
        return subprocess.Popen(self.words(*words), env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True)

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
    expect([finding["file"].endswith(damaged) for finding in findings] == [True], f"{damaged} is damaged, and this is said: {findings}")
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


DISKS = """<clickhouse><storage_configuration><disks>
    <here><path>{here}</path></here>
    <plain><type>s3_plain</type><endpoint>{s3}/plain/keeper/log/</endpoint></plain>
    <random><type>s3</type><endpoint>{s3}/random/</endpoint><metadata_path>{work}/metadata/</metadata_path></random>
</disks></storage_configuration><keeper_server><server_id>1</server_id>{places}</keeper_server></clickhouse>"""
IN_ONE_PLACE = "".join(f"<{kind}_storage_disk>here</{kind}_storage_disk>" for kind in ("log", "snapshot", "state"))
IN_S3 = """<log_storage_disk>plain</log_storage_disk><latest_log_storage_disk>here</latest_log_storage_disk>
    <snapshot_storage_disk>random</snapshot_storage_disk><state_storage_disk>plain</state_storage_disk>"""


class Disks:
    """The files of a scene's Keeper on disks: all logs but the newest and the state in a disk of type s3_plain, snapshots in
    one of type s3, the newest log in a directory."""

    def __init__(self, scene):
        self.scene, self.here = scene, scene.work / "here"
        for folder in (self.here, scene.work / "metadata"):
            folder.mkdir()
        for bucket in ("plain", "random"):
            scene.s3.fill(bucket)
        for path in scene.data.rglob("*"):
            if path.is_file():
                shutil.copy(path, self.here)
        self.config = self.configuration("s3", IN_S3)
        scene.run("disk", "migrate", "--old-config", self.configuration("old", IN_ONE_PLACE), "--config", self.config,
                  "--yes", "--allow-unnamed-source")

    def configuration(self, name, places):
        path = self.scene.work / f"{name}.xml"
        path.write_text(DISKS.format(here=self.here, s3=self.scene.s3.endpoint, work=self.scene.work, places=places))
        return path

    def expect_as_local(self, *words):
        """A backup of these disks is that of the directory, file by file."""
        local = self.scene.create()
        far = self.scene.create("--config", self.config, *words)
        expect(self.contents(local) == self.contents(far), f"{self.contents(local)} became {self.contents(far)}")
        expect(far["was_written_to"] == ("--host" in words) and not far["findings"], far)
        self.scene.run("restore", self.scene.store, "--backup", far["id"], "--to", self.scene.work / "restored")
        self.scene.expect_same(self.scene.work / "restored")
        return far

    def contents(self, made):
        manifest = json.loads(self.scene.s3.objects("backups")[f"keeper/backup_{made['id']}.json"].splitlines()[0])
        return sorted((file["kind"], file["name"], file["object"]) for file in manifest["files"] if file["kind"] != "config")


@scenario
def a_keeper_in_s3_is_backed_up_as_one_on_a_disk(_):
    with in_s3() as scene:
        scene.go_on()
        disks = Disks(scene)
        expect(len(scene.s3.objects("plain")) == 2 and len(scene.s3.objects("random")) == 2, "not all of it lies in S3")
        expect([path.name for path in disks.here.iterdir()] == [NEWEST_LOG], "not all of it lies in S3")
        far = disks.expect_as_local("--stopped")
        expect(far["log_dirs"] == [f"{scene.s3.endpoint}/plain/keeper/log", str(disks.here)], far["log_dirs"])
        expect(far["snapshot_dirs"] == [f"{scene.s3.endpoint}/random/ (metadata in {scene.work}/metadata)"], far["snapshot_dirs"])


@scenario
def its_places_can_be_named_and_keys_come_from_a_file(_):
    with in_s3() as scene:
        scene.go_on()
        for name in ("log", "snapshots"):
            scene.s3.fill("plain", {f"keeper/{name}/{path.name}": path.read_bytes() for path in (scene.data / name).iterdir()})
        scene.s3.fill("plain", {"keeper/state": (scene.data / "state").read_bytes()})
        keys = scene.work / "keys"
        keys.write_text(f"[default]\naws_access_key_id = {scene.s3.access_key}\naws_secret_access_key = {scene.s3.secret_key}\n")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3"):
            scene.without.add(name)
        here = scene.work / "backups"
        scene.run("backup", "create", "--log-dir", "s3://plain/keeper/log", "--snapshot-dir", "s3://plain/keeper/snapshots", "--state",
                  "s3://plain/keeper/state", "--s3-endpoint", scene.s3.endpoint, "--s3-credentials-file", keys, "--to", here)
        scene.run("restore", here, "--to", scene.work / "restored")
        scene.expect_same(scene.work / "restored")


@scenario
def the_running_server_is_known_by_the_names_of_its_disks(_):
    with in_s3() as scene:
        scene.go_on()
        disks = Disks(scene)
        server = play("owns-rich-in-s3")[0]
        far = disks.expect_as_local("--host", server.address)
        expect(far["server"]["snapshot_index"] == 70, far["server"])
        scene.run("backup", "create", "--log-dir", "s3://plain/keeper/log", "--host", server.address, "--to", scene.store,
                  status=REFUSED)
        disks.config.write_text(re.sub(r"\bplain(?=[<>])", "another", disks.config.read_text()).replace("s3_another", "s3_plain"))
        refused = scene.run("backup", "create", "--config", disks.config, "--host", server.address, "--to", scene.store,
                            status=REFUSED)
        expect("on the disk plain" in refused.stderr, refused.stderr)


@scenario
def what_goes_away_while_it_is_read_is_looked_for_again(_):
    with in_s3() as scene:
        scene.go_on()
        disks = Disks(scene)
        metadata = scene.work / "metadata" / "snapshot_60.bin.zstd"
        # The server compacts its snapshots when they were listed, and before they are read.
        scene.s3.faults.add("delayed", operation="GetObject", key="^[a-z]{3}/[a-z]{29}$", seconds=1)
        run = scene.start("backup", "create", "--config", disks.config, "--stopped", "--to", scene.store)
        while not any(request.bucket == "random" and request.operation == "GetObject" for request in scene.s3.log):
            time.sleep(0.005)
        metadata.unlink()
        said = run.communicate()[0]
        expect(run.returncode == 0, said)
        scene.expect_sound(scene.ids())
        (scene.data / "snapshots" / metadata.name).unlink()
        scene.run("restore", scene.store, "--to", scene.work / "restored")
        scene.expect_same(scene.work / "restored")


if __name__ == "__main__":
    GOLDEN = sys.argv.pop()
    KEEPERCTL = sys.argv.pop()
    main(__doc__)
