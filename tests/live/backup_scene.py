"""A Keeper's directory, and a store of its backups in a real S3."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from live.scenario_list import expect, main
from support.s3_server import S3Server, scratch_folder

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
        listed = json.loads(self.run("backup", "list", self.store, "--format", "json").stdout)
        return [backup["id"] for backup in listed["backups"]]

    def expect_sound(self, ids):
        """These are there and no half one; all can be restored."""
        expect(self.ids() == ids, f"{self.ids()} are there, and not {ids}")
        self.run("backup", "verify", self.store, "--deep")

    def expect_older_is_whole(self, older):
        """That one is listed, and nothing else."""
        expect(self.ids() == [older], f"{self.ids()} are listed, and not {older}")
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


def run_scenarios(usage):
    global KEEPERCTL, GOLDEN
    GOLDEN = sys.argv.pop()
    KEEPERCTL = sys.argv.pop()
    main(usage)
