#!/usr/bin/python3
"""bench_snapshot.py BIN_DIR [--nodes N] [--records N] [--runs R] [--only COMMAND ...]: what keeperctl costs, beside zstd.

Makes a snapshot with so many nodes, shaped like ClickHouse's, and measures the commands that read all of it against
"zstd -dc | sha256sum", by turns in one run; then a changelog with so many records, and "log grep" against
"zstd -dc | wc -c". Prints the best of the runs, the ratio, the processor time and the peak memory.
Figures are for reading; nothing here fails because a machine is slow.
"""
import argparse
import glob
import os
import shlex
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20
SNAPSHOT_COMMANDS = {
    "info": "snapshot info {file}",
    "verify": "snapshot verify {file}",
    "stats": "snapshot stats {file}",
    "du": "snapshot du {file} / --depth 2",
    "dump": "snapshot dump {file} --format jsonl",
}
LOG_COMMANDS = {"grep": "log grep {file} --path '/clickhouse/tables/7/**' --format jsonl"}


class Measured:
    """A shell command; the processor time and the memory are those of all that it runs."""

    def __init__(self, command):
        begun = time.monotonic()
        process = subprocess.Popen(["sh", "-c", command + " >/dev/null"], stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begun
        if status != 0:
            sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


def make_snapshot(bin_dir, work, nodes):
    source, out = os.path.join(work, "zookeeper"), os.path.join(work, "snapshots")
    os.mkdir(source)
    os.mkdir(out)
    subprocess.run([bin_dir + "/generate_zookeeper", source, str(nodes), str(nodes // 10)], check=True)
    subprocess.run([bin_dir + "/keeper-converter", "--zookeeper-logs-dir", source, "--zookeeper-snapshots-dir", source,
                    "--output-dir", out, "--quiet"], check=True)
    return glob.glob(out + "/snapshot_*")[0]


def make_changelog(bin_dir, work, records):
    out = os.path.join(work, "log")
    os.mkdir(out)
    subprocess.run([bin_dir + "/generate_changelog", out, str(records)], check=True)
    return glob.glob(out + "/changelog_*.zstd")[0]


def compare(bin_dir, file, commands, against, runs):
    reference_command = against.format(file=shlex.quote(file))
    for name, arguments in commands.items():
        command = shlex.quote(bin_dir + "/keeperctl") + " " + arguments.format(file=shlex.quote(file))
        ours, references = [], []
        for _ in range(runs):
            ours.append(Measured(command))
            references.append(Measured(reference_command))
        best, reference = min(ours, key=lambda m: m.seconds), min(references, key=lambda m: m.seconds)
        print(f"{name:<8} {best.seconds:6.2f} s ({best.processor:6.2f} s of processors) | {against.format(file='FILE')} "
              f"{reference.seconds:6.2f} s ({reference.processor:6.2f}) | ratio {best.seconds / reference.seconds:4.2f} "
              f"({best.processor / reference.processor:4.2f}) | peak {max(m.memory for m in ours) / MIB:6.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin_dir")
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=[*SNAPSHOT_COMMANDS, *LOG_COMMANDS])
    parser.add_argument("--work", help="where the files go; default: a temporary directory")
    options = parser.parse_args()

    def chosen(commands):
        return {name: text for name, text in commands.items() if options.only is None or name in options.only}

    with tempfile.TemporaryDirectory(dir=options.work) as work:
        if commands := chosen(SNAPSHOT_COMMANDS):
            file = make_snapshot(options.bin_dir, work, options.nodes)
            print(f"{options.nodes:,} nodes, {os.path.getsize(file) / MIB:.0f} MiB")
            compare(options.bin_dir, file, commands, "zstd -dc {file} | sha256sum", options.runs)
        if commands := chosen(LOG_COMMANDS):
            file = make_changelog(options.bin_dir, work, options.records)
            print(f"{options.records:,} log records, {os.path.getsize(file) / MIB:.0f} MiB")
            compare(options.bin_dir, file, commands, "zstd -dc {file} | wc -c", options.runs)


if __name__ == "__main__":
    main()
