#!/usr/bin/python3
"""bench_backup.py BIN_DIR [--records N] [--runs R]: what a backup costs, beside the tools that it replaces.

Makes a directory with logs of so many records, plain and zstd, and a snapshot of half of them, and measures "backup create"
to an empty store against cp, sha256sum and "zstd -dcf FILES | sha256sum" of the same files, by turns in one run; then the
next backup, for which everything is stored already, verify, and restore. Prints the best of the runs and the ratio.
Figures are for reading; nothing here fails because a machine is slow.
"""
import argparse
import glob
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from bench_snapshot import MIB, Best, Measured, make_directory  # noqa: E402


def measure(bin_dir, work, data, runs):
    files = " ".join(sorted(glob.glob(data + "/*/*")))
    store, copy, back = (os.path.join(work, name) for name in ("store", "copy", "restored"))
    commands = {
        "cp": f"cp -r {data} {copy} && sync {copy}",
        "sha256sum": f"sha256sum {files}",
        "zstd | sha256sum": f"zstd -dcf {files} | sha256sum",
        "create": f"{bin_dir}/keeperctl backup create --log-dir {data}/log --snapshot-dir {data}/snapshots --to {store} --quiet",
        "create again": f"{bin_dir}/keeperctl backup create --log-dir {data}/log --snapshot-dir {data}/snapshots --to {store} --quiet",
        "create --no-replay": f"{bin_dir}/keeperctl backup create --log-dir {data}/log --snapshot-dir {data}/snapshots "
                              f"--to {store}-2 --no-replay --quiet",
        "verify": f"{bin_dir}/keeperctl backup verify {store} --quiet",
        "restore": f"{bin_dir}/keeperctl restore {store} --to {back} --quiet",
    }
    measured = {name: [] for name in commands}
    for _ in range(runs):
        for folder in (store, store + "-2", copy, back):
            shutil.rmtree(folder, ignore_errors=True)
        for name, command in commands.items():
            measured[name].append(Measured(command))
    best = {name: Best(list_of_runs) for name, list_of_runs in measured.items()}
    yardstick = sum(best[name].seconds for name in ("cp", "sha256sum", "zstd | sha256sum"))
    for name, figures in best.items():
        print(f"  {name:<20} {figures.text()}  {figures.seconds / yardstick:5.2f} of the three tools, "
              f"{figures.memory // MIB} MiB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin_dir")
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    for codec in ("plain", "zstd"):
        with tempfile.TemporaryDirectory() as work:
            data = make_directory(options.bin_dir, work, options.records, codec)
            size = sum(os.path.getsize(file) for file in glob.glob(data + "/*/*"))
            print(f"{codec} logs of {options.records} records, {size // MIB} MiB in all")
            measure(options.bin_dir, work, data, options.runs)


if __name__ == "__main__":
    main()
