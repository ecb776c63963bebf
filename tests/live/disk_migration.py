#!/usr/bin/env python3
"""A Keeper's files between local disks and a real S3, there and back, which fails as it is told."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from live.scenario_list import expect, main, scenario  # noqa: E402
from support.s3_server import S3Server, scratch_folder  # noqa: E402

KEEPERCTL, GOLDEN = None, None  # the last arguments of the command line

DISKS = """<clickhouse><storage_configuration><disks>
    <here><path>{work}/here/</path></here>
    <plain><type>s3_plain</type><endpoint>{s3}/plain/keeper/</endpoint></plain>
    <other><type>s3_plain</type><endpoint>{s3}/other/</endpoint></other>
    <random><type>s3</type><endpoint>{s3}/random/</endpoint><metadata_path>{work}/metadata/</metadata_path></random>
</disks></storage_configuration><keeper_server>
    <log_storage_disk>{disk}</log_storage_disk><snapshot_storage_disk>{disk}</snapshot_storage_disk>
    <state_storage_disk>{disk}</state_storage_disk>{old}
    <coordination_settings><force_sync>false</force_sync></coordination_settings>
</keeper_server></clickhouse>"""


class Keeper:
    """Files of a server, its disks, and a configuration for each place where they may be."""

    def __init__(self, work, s3):
        self.work, self.s3 = Path(work), s3
        for name in ("here", "metadata"):
            (self.work / name).mkdir()
        for name in ("plain", "other", "random"):
            s3.fill(name)
        source = Path(GOLDEN) / "keeper/02-rich-zstdlog-rotated"
        self.files = {}
        for path in [*source.glob("log/*"), *source.glob("snapshot_*"), source / "state"]:
            shutil.copy(path, self.work / "here")
            self.files[path.name] = path.read_bytes()

    def configuration(self, disk, old=None):
        path = self.work / f"{disk}-{old}.xml"
        names = [(f"old_{kind}_storage_disk", old) for kind in ("log", "snapshot") if old]
        elements = "".join(f"<{name}>{value}</{name}>" for name, value in names)
        path.write_text(DISKS.format(work=self.work, s3=self.s3.endpoint, disk=disk, old=elements))
        return path

    def run(self, command, old, new, *options):
        words = [KEEPERCTL, "disk", command, "--old-config", self.configuration(old), "--config", self.configuration(new, old)]
        return subprocess.run([*words, *options], env=self.s3.environment() | {"TMPDIR": os.fspath(self.work)},
                              capture_output=True, text=True, timeout=120, check=False)

    def move(self, old, new, *options, status=0):
        done = self.run("migrate", old, new, "--yes", *options)
        expect(done.returncode == status, f"{old} to {new} ends with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def expect_at(self, disk):
        verified = self.run("verify", disk, disk)
        expect(verified.returncode == 0 and f"{len(self.files)} files read" in verified.stdout, verified.stdout + verified.stderr)

    def here(self):
        return {path.name: path.read_bytes() for path in (self.work / "here").iterdir()}


def there_and_back(*ways, **server):
    with scratch_folder() as work, S3Server(Path(work) / "s3", **server) as s3:
        keeper = Keeper(work, s3)
        for old, new in zip(("here", *ways), (*ways, "here")):
            keeper.move(old, new)
            keeper.expect_at(new)
        expect(keeper.here() == keeper.files, "not the same bytes came back")
        for bucket in ("plain", "other", "random"):
            expect(not s3.objects(bucket) and not s3.uploads(bucket), f"{bucket} is not empty: {list(s3.objects(bucket))}")


@scenario
def to_objects_by_name_and_back(_):
    there_and_back("plain")


@scenario
def to_objects_with_random_keys_and_back(_):
    there_and_back("random")


@scenario
def from_bucket_to_bucket(_):
    there_and_back("plain", "other", "random", "plain")


@scenario
def local_files_of_an_s3_disk_have_the_version_that_is_asked_for(_):
    with scratch_folder() as work, S3Server(Path(work) / "s3") as s3:
        keeper = Keeper(work, s3)
        keeper.move("here", "random", "--s3-metadata-version", "5")
        for path in (keeper.work / "metadata").iterdir():
            expect(path.read_text().startswith("5\n"), f"{path.name}: {path.read_text()}")
        keeper.move("random", "here")
        expect(keeper.here() == keeper.files, "not the same bytes came back")


@scenario
def objects_without_a_name_are_listed_and_doubles_among_them_go(_):
    with scratch_folder() as work, S3Server(Path(work) / "s3") as s3:
        keeper = Keeper(work, s3)
        keeper.move("here", "random")
        name, content = next((name, data) for name, data in keeper.files.items() if name.startswith("snapshot_"))
        s3.fill("random", {"abc/double": content, "abc/another": b"an upload of somebody else"})
        known = set(s3.objects("random"))
        listed = json.loads(keeper.run("list", "random", "random", "--format", "json").stdout)
        objects = {entry["object"]: entry["bytes"] for entry in listed["unnamed_objects"]}
        expect(objects == {f"{s3.endpoint}/random/abc/double": len(content), f"{s3.endpoint}/random/abc/another": 26},
               f"listed are {objects}")
        for option, left in (([], known), (["--no-other-disk", "--dry-run"], known),
                             (["--no-other-disk"], known - {"abc/double"})):
            done = keeper.run("cleanup", "random", "random", "--yes", *option)
            expect(done.returncode == 3, f"{option}: {done.returncode}: {done.stdout}{done.stderr}")
            expect(set(s3.objects("random")) == left, f"{option} leaves {sorted(s3.objects('random'))}: {done.stdout}")
        expect(f"{name} has the same bytes" in " ".join(done.stdout.split()), done.stdout)
        keeper.expect_at("random")


@scenario
def objects_of_a_disk_that_has_lost_its_local_files_stay(_):
    with scratch_folder() as work, S3Server(Path(work) / "s3") as s3:
        keeper = Keeper(work, s3)
        keeper.move("here", "random", "--keep-source")
        for path in (keeper.work / "metadata").iterdir():
            path.unlink()
        known = set(s3.objects("random"))
        done = keeper.run("cleanup", "random", "here", "--yes", "--no-other-disk")
        expect(done.returncode == 3 and "may be all there is" in " ".join(done.stdout.split()), done.stdout + done.stderr)
        expect(set(s3.objects("random")) == known, "an object has gone")


@scenario
def what_may_pass_is_tried_again(_):
    with scratch_folder() as work, S3Server(Path(work) / "s3") as s3:
        keeper = Keeper(work, s3)
        for fault, operations in (("500", ["PutObject", "GetObject", "DeleteObject"]),
                                  ("503", ["PutObject", "GetObject", "DeleteObject"]), ("cut", ["GetObject"]),
                                  ("reset", ["PutObject", "GetObject", "DeleteObject"])):
            for operation in operations:
                s3.faults.add(fault, operation=operation, times=1)
        keeper.move("here", "plain", "--parallel", "1")
        keeper.expect_at("plain")


@scenario
def keys_that_expire_leave_every_file_and_a_second_run_finishes(_):
    with scratch_folder() as work, S3Server(Path(work) / "s3") as s3:
        keeper = Keeper(work, s3)
        s3.expired = True
        keeper.run("migrate", "here", "plain", "--yes")
        expect(keeper.here() == keeper.files, "a source has gone")
        s3.expired = False
        keeper.move("here", "plain")
        keeper.expect_at("plain")


def expect_nothing_lost(keeper, s3):
    """By a server's rules: what has a marker beside it does not count."""
    stored = s3.objects("plain", "keeper/")
    here = keeper.here()
    for name, data in keeper.files.items():
        there = stored.get(f"keeper/{name}") if f"keeper/tmp_{name}" not in stored else None
        expect(here.get(name) == data or there == data, f"{name} is lost: here {name in here}, there {sorted(stored)}")


@scenario
def killed_at_any_request_nothing_is_lost_and_a_second_run_finishes(_):
    for number in range(1, 200, 7):
        with scratch_folder() as work, S3Server(Path(work) / "s3") as s3:
            keeper = Keeper(work, s3)
            s3.faults.add("delayed", first=number, seconds=20)
            words = [KEEPERCTL, "disk", "migrate", "--yes", "--old-config", keeper.configuration("here"),
                     "--config", keeper.configuration("plain", "here")]
            run = subprocess.Popen(words, env=s3.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while run.poll() is None and sum(s3.requests.values()) < number:
                time.sleep(0.005)
            was_killed = run.poll() is None
            run.kill()
            run.wait()
            expect_nothing_lost(keeper, s3)
            s3.faults.clear()
            keeper.move("here", "plain")
            keeper.expect_at("plain")
            if not was_killed:
                expect(number > 20, f"the whole move took {number} requests only")
                return


if __name__ == "__main__":
    GOLDEN = sys.argv.pop()
    KEEPERCTL = sys.argv.pop()
    main(__doc__)
