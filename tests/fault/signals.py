"""SIGINT and SIGTERM in every stage: the house's exit codes, a message, and nothing left."""
import os
import re
import signal
import threading

from scene import Faults, Scene

# Progress is shown after a tenth of a second: a stage that a fast machine is through by then is met in a larger tree.
NODES, TRANSACTIONS = 150_000, 60_000
SCALES = (1, 4, 16)
STAGES = ("reading the snapshot", "replaying the logs", "surveying the tree", "writing and verifying")
SIGNALS = {signal.SIGINT: (130, "interrupted"), signal.SIGTERM: (143, "ended by SIGTERM")}
ATTEMPTS = 3


def interrupt(scene, stage, number):
    """Sends the signal when the stage is shown. -> (exit code, messages), or None where it was not seen in time."""
    process = scene.start("--quiet", "--progress", "always", "--digest-version", "4", "--compression-level", "12")
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    said = b""
    while stage.encode() not in said:
        part = os.read(process.stderr.fileno(), 65536)
        if not part:
            break
        said += part
    for _ in range(2):  # as timeout(1) does, which sends it to the program and to its group
        process.send_signal(number)
    said += process.communicate()[1]
    watchdog.cancel()
    return None if process.returncode == 0 else (process.returncode, said.decode(errors="replace"))


def interrupt_all(scene, wanted, faults):
    """-> those of the wanted (stage, signal) that the runs were too fast for."""
    missed = []
    for stage, number in wanted:
        name = f"{number.name} while {stage}:"
        for _ in range(ATTEMPTS):
            ended = interrupt(scene, stage, number)
            if ended:
                break
            for file in scene.output.iterdir():
                file.unlink()
        if not ended:
            missed.append((stage, number))
            continue
        exit_code, words = SIGNALS[number]
        faults.expect(ended[0] == exit_code, name, "exit code", ended[0], ended[1][-300:])
        last_line = ended[1].split("\x1b[K")[-1].rstrip()
        faults.expect(re.fullmatch(f"keeper-converter: (.*: )?{words}; nothing was left behind.", last_line), name, last_line)
        faults.expect(not scene.left(), name, "left", scene.left())
    return missed


def main():
    faults = Faults()
    missed = [(stage, number) for stage in STAGES for number in SIGNALS]
    sent = len(missed)
    for scale in SCALES:
        if missed:
            with Scene().generated(scale * NODES, scale * TRANSACTIONS) as scene:
                missed = interrupt_all(scene, missed, faults)
    for stage, number in missed:
        faults.expect(False, f"{number.name} while {stage}: the run was always faster")
    print(sent - len(missed), "signals in", len(STAGES), "stages")
    faults.end()


if __name__ == "__main__":
    main()
