"""SIGINT and SIGTERM in every stage: the house's exit codes, a message, and nothing left."""
import os
import re
import signal
import threading

from scene import Faults, Scene

# Large enough that each stage lasts longer than the tenth of a second after which progress is shown.
NODES, TRANSACTIONS = 40_000, 25_000
STAGES = ("reading the snapshot", "replaying the logs", "surveying the tree", "writing")
SIGNALS = {signal.SIGINT: (130, "interrupted"), signal.SIGTERM: (143, "ended by SIGTERM")}
ATTEMPTS = 5


def interrupt(scene, stage, number):
    """Sends the signal when the stage is shown (its first words). -> (exit code, messages), or None where it was not seen in time."""
    process = scene.start("--quiet", "--progress", "always", "--digest-version", "4", "--compression-level", "12")
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    said = b""
    while stage.encode() not in said:
        part = os.read(process.stderr.fileno(), 65536)
        if not part:
            break
        said += part
    process.send_signal(number)
    said += process.communicate()[1]
    watchdog.cancel()
    return None if process.returncode == 0 else (process.returncode, said.decode(errors="replace"))


def main():
    faults = Faults()
    sent = 0
    with Scene().generated(NODES, TRANSACTIONS) as scene:
        for stage in STAGES:
            for number, (exit_code, words) in SIGNALS.items():
                name = f"{number.name} while {stage}:"
                for _ in range(ATTEMPTS):
                    ended = interrupt(scene, stage, number)
                    if ended:
                        break
                    for file in scene.output.iterdir():
                        file.unlink()
                if not ended:
                    faults.expect(False, name, "the run was always faster")
                    continue
                sent += 1
                faults.expect(ended[0] == exit_code, name, "exit code", ended[0], ended[1][-300:])
                last_line = ended[1].split("\x1b[K")[-1].rstrip()
                faults.expect(re.fullmatch(f"keeper-converter: (.*: )?{words}; nothing was left behind.", last_line), name,
                              last_line)
                faults.expect(not scene.left(), name, "left", scene.left())
    print(sent, "signals in", len(STAGES), "stages")
    faults.end()


if __name__ == "__main__":
    main()
