#!/usr/bin/python3
"""bench_diff.py BIN_DIR [--nodes N] [--runs R]: what a comparison costs, beside zstd.

Makes two snapshots with so many nodes: one of a ZooKeeper's directory with its logs, one of the same without them. It
measures "keeperctl diff" of equal and of different ones, and "keeperctl hash", against "zstd -dc" of what they read, by
turns, and prints the best of the runs, the ratio and the peak memory.
Figures are for reading; nothing here fails because a machine is slow.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20
DIFFERENT = 3


class Measured:
    def __init__(self, *command, status=0):
        begun = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        _, ended, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begun
        if os.waitstatus_to_exitcode(ended) != status:
            sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(ended)}")
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


def make_snapshot(bin_dir, work, name, nodes, transactions):
    source, out = os.path.join(work, name), os.path.join(work, name + "-snapshots")
    os.mkdir(source)
    os.mkdir(out)
    subprocess.run([bin_dir + "/generate_zookeeper", source, str(nodes), str(transactions)], check=True)
    subprocess.run([bin_dir + "/keeper-converter", "--zookeeper-logs-dir", source, "--zookeeper-snapshots-dir", source,
                    "--output-dir", out, "--quiet"], check=True)
    return glob.glob(out + "/snapshot_*")[0]


def compare(what, runs, ours, reference):
    measured = [(Measured(*ours[0], status=ours[1]), Measured("zstd", "-dcq", *reference)) for _ in range(runs)]
    best = min((run for run, _ in measured), key=lambda run: run.seconds)
    zstd = min((run for _, run in measured), key=lambda run: run.seconds)
    memory = max(run.memory for run, _ in measured)
    print(f"{what:<10} {best.seconds:6.2f} s ({best.processor:6.2f} s of processors) | zstd -dc {zstd.seconds:6.2f} s "
          f"({zstd.processor:6.2f}) | ratio {best.seconds / zstd.seconds:4.2f} ({best.processor / zstd.processor:4.2f}) | "
          f"peak {memory / MIB:6.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin_dir")
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", help="where the files go; default: a temporary directory")
    options = parser.parse_args()
    keeperctl = options.bin_dir + "/keeperctl"
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        a = make_snapshot(options.bin_dir, work, "a", options.nodes, options.nodes // 100)
        b = make_snapshot(options.bin_dir, work, "b", options.nodes, options.nodes // 50)
        print(f"{options.nodes:,} nodes, {os.path.getsize(a) / MIB:.0f} MiB compressed", flush=True)
        compare("equal", options.runs, ([keeperctl, "diff", a, a, "--quiet"], 0), [a, a])
        compare("different", options.runs, ([keeperctl, "diff", a, b, "--quiet"], DIFFERENT), [a, b])
        compare("hash", options.runs, ([keeperctl, "hash", a, "--depth", "2"], 0), [a])


if __name__ == "__main__":
    main()
