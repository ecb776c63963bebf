#!/usr/bin/env python3
"""Backups of a Keeper whose files lie in a real S3."""

import json
import re
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from live.backup_scene import NEWEST_LOG, REFUSED, in_s3, run_scenarios  # noqa: E402
from live.scenario_list import expect, scenario  # noqa: E402
from support.scripted_keepers import play  # noqa: E402

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
        random = f"{scene.s3.endpoint}/random/ (metadata in {scene.work}/metadata)"
        expect(far["snapshot_dirs"] == [random], far["snapshot_dirs"])


@scenario
def its_places_can_be_named_and_keys_come_from_a_file(_):
    with in_s3() as scene:
        scene.go_on()
        for name in ("log", "snapshots"):
            for path in (scene.data / name).iterdir():
                scene.s3.fill("plain", {f"keeper/{name}/{path.name}": path.read_bytes()})
        scene.s3.fill("plain", {"keeper/state": (scene.data / "state").read_bytes()})
        keys = scene.work / "keys"
        keys.write_text(f"[default]\naws_access_key_id = {scene.s3.access_key}\naws_secret_access_key = {scene.s3.secret_key}\n")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3"):
            scene.without.add(name)
        here = scene.work / "backups"
        there = "s3://plain/keeper"
        scene.run("backup", "create", "--log-dir", f"{there}/log", "--snapshot-dir", f"{there}/snapshots", "--state",
                  f"{there}/state", "--s3-endpoint", scene.s3.endpoint, "--s3-credentials-file", keys, "--to", here)
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
    run_scenarios(__doc__)
