#!/usr/bin/python3
"""bench_disks.py BIN_DIR [--mib N] [--files N] [--runs R] [--work DIR]: what a move between local disks costs.

Makes so many files of a log, moves them with "keeperctl disk migrate", and measures it against "cp", "sync" of the copies
and "sha256sum" of sources and copies, by turns in one run: the least that anybody does who wants to be sure. Prints the
best of the runs and the ratio, which ought to be at most 1.3. Figures are for reading; nothing here fails because a machine
is slow.
"""
import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from bench_snapshot import MIB, Best, Measured


def fill(directory, files, mib):
    """Random bytes: a move looks at names only."""
    os.mkdir(directory)
    for number in range(files):
        path = os.path.join(directory, f"changelog_{number * 100 + 1}_{number * 100 + 100}.bin")
        with open(path, "wb") as out:
            for _ in range(mib):
                out.write(os.urandom(MIB))
    os.sync()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin_dir")
    parser.add_argument("--mib", type=int, default=50, help="of each file; a server rotates at 50")
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", help="where the files go; default: a temporary directory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        source, target, kept = (os.path.join(work, name) for name in ("source", "target", "kept"))
        fill(source, options.files, options.mib)
        ours, references = {1: [], 2: []}, []
        by_hand = ("cp {source}/* {target}/ && sync {target}/* && sha256sum {source}/* {target}/*"
                   .format(source=shlex.quote(source), target=shlex.quote(target)))
        for _ in range(options.runs):
            for parallel, runs in ours.items():
                os.mkdir(target)
                os.mkdir(kept)
                for name in os.listdir(source):
                    os.link(os.path.join(source, name), os.path.join(kept, name))
                runs.append(Measured(f"{shlex.quote(options.bin_dir)}/keeperctl disk migrate --from {shlex.quote(kept)} "
                                     f"--to {shlex.quote(target)} --allow-unnamed-source --parallel {parallel} --yes --quiet"))
                if os.listdir(kept) or len(os.listdir(target)) != options.files:
                    sys.exit("the files were not moved")
                shutil.rmtree(target)
                os.rmdir(kept)
            os.mkdir(target)
            references.append(Measured(by_hand))
            shutil.rmtree(target)
        reference = Best(references)
        print(f"{options.files} files of {options.mib} MiB | cp, sync, sha256sum {reference.text()}")
        for parallel, runs in ours.items():
            best = Best(runs)
            print(f"disk migrate --parallel {parallel} {best.text()} | ratio {best.seconds / reference.seconds:5.2f} "
                  f"({best.processor / reference.processor:5.2f}) | peak {best.memory / MIB:6.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
