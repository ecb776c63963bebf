"""A conversion as a process, with a directory for snapshots beside one for logs, as a server has them."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "zookeeper"
COMPLETE = "KFS_COMPLETE" in os.environ
# A sanitizer's own memory and time are none of the program's.
SANITIZED = "KFS_SANITIZED" in os.environ
SECONDS = 120


class Scene:
    def __init__(self, source=None, output=None):
        self.root = Path(tempfile.mkdtemp(prefix="keeperfs-fault-"))
        self.input = source or self.root / "version-2"
        self.output = output or self.root / "coordination" / "snapshots"
        self.logs = self.output.parent / "log"
        for folder in (self.input, self.output, self.logs):
            folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    def golden(self, name):
        """Copies a golden directory to the input, to be changed."""
        for file in (GOLDEN / name / "version-2").iterdir():
            shutil.copyfile(file, self.input / file.name)
        return self

    def generated(self, nodes, transactions):
        subprocess.run(["generate_zookeeper", str(self.input), str(nodes), str(transactions)], check=True)
        return self

    def command(self, *options):
        return ["keeper-converter", "--zookeeper-logs-dir", str(self.input), "--zookeeper-snapshots-dir",
                str(self.input), "--output-dir", str(self.output), *options]

    def start(self, *options, **how):
        how = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **how}
        return subprocess.Popen(self.command(*options), **how)

    def run(self, *options, **how):
        """-> Result"""
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as text:
            how = {"stdout": text, "stderr": errors, **how}
            process = subprocess.Popen(self.command(*options), **how)
            deadline = time.monotonic() + SECONDS
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() > deadline:
                    process.kill()
                    raise SystemExit(f"hung: {' '.join(self.command(*options))}")
                time.sleep(0.002)
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            text.seek(0)
            return Result(process.returncode, text.read().decode(errors="replace"),
                          errors.read().decode(errors="replace"), usage.ru_maxrss * 1024)

    def snapshots(self):
        return sorted(path.name for path in self.output.iterdir() if path.name.startswith("snapshot_"))

    def hidden(self):
        return sorted(path.name for path in self.output.iterdir() if path.name.startswith("."))

    def foreign(self):
        """What a 22.x server would not start with, or delete."""
        odd = [path.name for path in self.output.iterdir() if not path.name.startswith((".", "snapshot_"))]
        return sorted(odd + [path.name for path in self.logs.iterdir()])

    def left(self):
        return self.snapshots() + self.hidden() + self.foreign()

    def is_whole(self, name):
        """Whether this project's reader reads it to its end with the right seals."""
        done = subprocess.run(["dump_keeper_snapshot", str(self.output / name)], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
        return done.returncode == 0


class Result:
    def __init__(self, exit_code, text, message, peak):
        self.exit_code, self.text, self.message, self.peak = exit_code, text, message, peak


class Faults:
    """What is not as it should be, told together at the end."""

    def __init__(self):
        self.list = []

    def expect(self, holds, *what):
        if not holds:
            self.list.append(" ".join(str(part) for part in what))

    def end(self):
        for fault in self.list:
            print("WRONG:", fault)
        sys.exit(1 if self.list else 0)


def without_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
