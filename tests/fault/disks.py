"""What happens to the output when its disk is full, goes away, or is another one than the input's; and when nobody takes
the report.

Covered elsewhere: an output directory without permission, one that is missing or a file, a report file that cannot be
written (tests/cli/converter).
"""
import os
import re
import shutil
import subprocess
import time

from scene import COMPLETE, Faults, Scene

NODES, TRANSACTIONS = (200_000, 20_000) if COMPLETE else (10_000, 1_000)
SLOW = ("--compression-level", "16")


class Disk:
    """A small file system of its own. Without the right to mount, the test cannot be made."""

    def __init__(self, folder, size):
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True,
                              text=True)
        if done.returncode != 0:
            raise SystemExit(f"no small disk could be made (the test must run as root): {done.stderr}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


def full_disk(faults, scene):
    for size in (4096, 16384, 65536):
        with Disk(scene.output, size):
            result = scene.run()
            faults.expect(result.exit_code == 8, f"disk of {size} bytes: exit code", result.exit_code, result.message)
            faults.expect(re.search(r"\.part: cannot write: No space left", result.message), "full:", result.message)
            faults.expect("Free space on that file system, or give another output directory" in result.message,
                          "full: no advice:", result.message)
            faults.expect(not scene.left(), "full: left", scene.left())


def full_disk_for_the_report(faults, scene):
    with Disk(scene.root / "small", 8192):
        (scene.root / "small" / "other").write_bytes(bytes(8192))
        result = scene.run("--report", str(scene.root / "small" / "report.json"), "--quiet")
        left = [path.name for path in (scene.root / "small").iterdir()]
    says_the_snapshot_is_there(faults, scene, "report on a full disk", result)
    faults.expect(left == ["other"], "report on a full disk: left", left)


def other_disk(faults, scene):
    with Disk(scene.output, "64m"):
        result = scene.run()
        faults.expect(result.exit_code == 0, "other disk: exit code", result.exit_code, result.message)
        faults.expect(len(scene.left()) == 1 and scene.is_whole(scene.left()[0]), "other disk: left", scene.left())


def says_the_snapshot_is_there(faults, scene, name, result):
    faults.expect(result.exit_code == 8, f"{name}: exit code", result.exit_code, result.message)
    faults.expect(len(scene.left()) == 1 and scene.is_whole(scene.left()[0]), f"{name}: left", scene.left())
    if scene.snapshots():
        told = f"the snapshot {scene.output}/{scene.snapshots()[0]} was written and verified"
        faults.expect(told in result.message, f"{name}: not said that the snapshot is there:", result.message)
        (scene.output / scene.snapshots()[0]).unlink()


def nobody_takes_the_report(faults, scene):
    with open("/dev/full", "wb") as full:
        result = scene.run(stdout=full)
    faults.expect("No space left" in result.message, "/dev/full:", result.message)
    says_the_snapshot_is_there(faults, scene, "/dev/full", result)

    reader, writer = os.pipe()
    os.close(reader)
    says_the_snapshot_is_there(faults, scene, "a closed pipe", scene.run("--format", "json", stdout=writer))
    os.close(writer)

    says_the_snapshot_is_there(faults, scene, "no standard output", scene.run(preexec_fn=lambda: os.close(1)))
    result = scene.run("--quiet", preexec_fn=lambda: os.close(1))
    faults.expect(result.exit_code == 0, "no standard output and nothing to say: exit code", result.exit_code)
    (scene.output / scene.snapshots()[0]).unlink()

    # Progress must not end up in a file that got the number of the closed stream.
    result = scene.run("--progress", "always", *SLOW, preexec_fn=lambda: [os.close(fd) for fd in (0, 1, 2)])
    faults.expect(result.exit_code == 8 and scene.is_whole(scene.left()[0]), "no streams at all:", result.exit_code)
    (scene.output / scene.snapshots()[0]).unlink()


def nobody_hears_the_messages(faults, scene):
    with open("/dev/full", "wb") as full:
        result = scene.run("--quiet", "--progress", "always", *SLOW, stderr=full)
        faults.expect(result.exit_code == 0, "progress to /dev/full: exit code", result.exit_code)
        faults.expect(len(scene.left()) == 1 and scene.snapshots(), "progress to /dev/full: left", scene.left())
        result = scene.run("--quiet", stderr=full)
        faults.expect(result.exit_code == 5, "a message to /dev/full: exit code", result.exit_code)
    (scene.output / scene.snapshots()[0]).unlink()


def report_instead_of_a_device(faults, scene):
    for name in ("/dev/stdout", "/dev/full", "/dev", str(scene.root)):
        before = os.lstat(name)
        result = scene.run("--report", name)
        faults.expect(result.exit_code == 2 and "not a regular file" in result.message, name, result.exit_code,
                      result.message)
        faults.expect(os.lstat(name).st_ino == before.st_ino, name, "was replaced")
        faults.expect(not scene.left(), name, "left", scene.left())


def directory_that_vanishes(faults, scene, act, name):
    """`act` comes when the temporary file is there."""
    process = scene.start("--quiet", *SLOW)
    while not scene.hidden() and process.poll() is None:
        time.sleep(0.001)
    act()
    message = process.communicate()[1].decode()
    faults.expect(process.returncode == 8, name, "exit code", process.returncode, message)
    faults.expect("keeper-converter: " + str(scene.output) in message, name, message)
    scene.output.mkdir(exist_ok=True)
    faults.expect(not scene.left(), name, "left", scene.left())


def main():
    faults = Faults()
    with Scene().generated(NODES, TRANSACTIONS) as scene:
        full_disk(faults, scene)
        full_disk_for_the_report(faults, scene)
        other_disk(faults, scene)
        nobody_takes_the_report(faults, scene)
        nobody_hears_the_messages(faults, scene)
        report_instead_of_a_device(faults, scene)
        directory_that_vanishes(faults, scene, lambda: shutil.rmtree(scene.output), "directory removed")
        moved = scene.root / "moved"
        directory_that_vanishes(faults, scene, lambda: scene.output.rename(moved), "directory renamed")
        faults.expect(all(path.name.startswith(".") for path in moved.iterdir()), "directory renamed: something to load")
    faults.end()


if __name__ == "__main__":
    main()
