"""kill -9 at many moments: no Keeper of any release finds anything that it would load or stumble over but a whole
snapshot, and the next run names what the dead one left, and succeeds."""
import random
import signal
import time

from scene import COMPLETE, Faults, Scene

NODES, TRANSACTIONS, KILLS = (200_000, 20_000, 150) if COMPLETE else (15_000, 1_500, 30)


def main():
    faults = Faults()
    moments = random.Random(20261124)
    counts = {"before the file": 0, "a temporary file": 0, "the whole snapshot": 0, "too late": 0}
    with Scene().generated(NODES, TRANSACTIONS) as scene:
        began = time.monotonic()
        result = scene.run("--quiet")
        duration = time.monotonic() - began
        faults.expect(result.exit_code == 0, "undisturbed:", result.message)
        whole = scene.output / scene.snapshots()[0]
        wanted = whole.read_bytes()
        whole.unlink()
        for number in range(KILLS):
            process = scene.start("--quiet")
            time.sleep(moments.uniform(0, duration))
            process.kill()
            process.communicate()
            name = f"kill {number}:"
            faults.expect(process.returncode in (0, -signal.SIGKILL), name, "exit code", process.returncode)
            faults.expect(not scene.foreign(), name, "foreign files", scene.foreign())
            faults.expect(len(scene.hidden()) <= 1, name, "hidden files", scene.hidden())
            faults.expect(all(file.startswith(".keeperfs.") and file.endswith(".part") for file in scene.hidden()), name,
                          scene.hidden())
            for snapshot in scene.snapshots():
                faults.expect((scene.output / snapshot).read_bytes() == wanted, name, snapshot, "is not whole")
            what = ("too late" if process.returncode == 0 else "the whole snapshot" if scene.snapshots() else
                    "a temporary file" if scene.hidden() else "before the file")
            counts[what] += 1
            # Every so often a run over what is left; it must name it.
            if scene.hidden() and counts["a temporary file"] % 8 == 1:
                result = scene.run()
                faults.expect(result.exit_code == 0 and "output.abandoned-file" in result.text and
                              scene.hidden()[0] in result.text, name, "the next run:", result.message)
                faults.expect(whole.read_bytes() == wanted, name, "the next run's snapshot differs")
            for left in scene.output.iterdir():
                left.unlink()
    print(KILLS, "kills of a run of", f"{duration:.2f} s:", ", ".join(f"{count} {what}" for what, count in counts.items()))
    faults.expect(counts["before the file"] and counts["a temporary file"], "the moments were not spread:", counts)
    faults.end()


if __name__ == "__main__":
    main()
