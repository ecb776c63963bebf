#!/usr/bin/python3
"""bench_snapshot.py BIN_DIR [--nodes N] [--records N] [--runs R] [--only COMMAND ...]: what keeperctl costs, beside zstd.

Makes a snapshot with so many nodes and a digest, shaped like ClickHouse's, and measures the commands that read all of
it against "zstd -dc | sha256sum", by turns in one run; then logs with so many records, zstd and plain: "log grep"
against "zstd -dc | wc -c" and "cat | wc -c", and "replay --check" in records a second. Prints the best of the runs,
the processor time, both ratios and the peak memory of one run.
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
    "to-zookeeper": "to-zookeeper {file} --output-dir {file}.back --quiet && rm -r {file}.back",
}
# The path of one table out of 200, as generate_keeper_log names them.
TABLE = f"/clickhouse/tables/{7 * 2654435761:08x}-shard-01"
LOG_COMMANDS = {"grep": f"log grep {{file}} --path '{TABLE}/**' --format jsonl"}
# The first is what the reading alone costs. Both end with 0 on a sound directory.
FSCK = "fsck --log-dir {file}/log --snapshot-dir {file}/snapshots --quiet"
FSCK_COMMANDS = {"fsck-read": FSCK + " --no-replay", "fsck": FSCK}
REPLAY_COMMANDS = {"replay": "replay {file} --check --quiet"}
READ_LOG = {"zstd": "zstd -dc {file}/* | wc -c", "plain": "cat {file}/* | wc -c"}


class Measured:
    """A shell command; the processor time is that of all that it runs, the memory that of the largest of them."""

    def __init__(self, command):
        begun = time.monotonic()
        process = subprocess.Popen(["sh", "-c", command + " >/dev/null"], stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begun
        if status != 0:
            sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


class Best:
    """The least of several runs, time and processor each by itself: a busy machine only adds."""

    def __init__(self, runs):
        self.seconds = min(run.seconds for run in runs)
        self.processor = min(run.processor for run in runs)
        self.memory = max(run.memory for run in runs)

    def text(self):
        return f"{self.seconds:6.2f} s ({self.processor:5.2f} s of processors)"


def make_snapshot(bin_dir, work, nodes):
    source, out = os.path.join(work, "zookeeper"), os.path.join(work, "snapshots")
    os.mkdir(source)
    os.mkdir(out)
    subprocess.run([bin_dir + "/generate_zookeeper", source, str(nodes), str(nodes // 10)], check=True)
    subprocess.run([bin_dir + "/keeper-converter", "--zookeeper-logs-dir", source, "--zookeeper-snapshots-dir", source,
                    "--output-dir", out, "--digest-version", "5", "--quiet"], check=True)
    return glob.glob(out + "/snapshot_*")[0]


def make_log(bin_dir, work, records, codec):
    out = os.path.join(work, codec)
    os.mkdir(out)
    subprocess.run([bin_dir + "/generate_keeper_log", out, str(records), *(["plain"] if codec == "plain" else [])],
                   check=True)
    return out


def make_directory(bin_dir, work, records, codec="zstd"):
    """A Keeper's directory: the log, and the snapshot of its first half."""
    out = os.path.join(work, "keeper")
    for name in ("", "log", "snapshots"):
        os.mkdir(os.path.join(out, name))
    subprocess.run([bin_dir + "/generate_keeper_log", out + "/log", str(records), *(["plain"] if codec == "plain" else [])],
                   check=True)
    subprocess.run([bin_dir + "/keeperctl", "replay", out, "--at-index", str(records // 2), "--output-dir",
                    work, "--quiet"], check=True)
    snapshot = glob.glob(work + "/snapshot_*")[0]
    os.rename(snapshot, os.path.join(out, "snapshots", os.path.basename(snapshot)))
    return out


def keeperctl(bin_dir, arguments, file):
    return shlex.quote(bin_dir + "/keeperctl") + " " + arguments.format(file=shlex.quote(file))


def compare(bin_dir, file, commands, against, runs):
    """Against another command, by turns."""
    for name, arguments in commands.items():
        ours, references = [], []
        for _ in range(runs):
            ours.append(Measured(keeperctl(bin_dir, arguments, file)))
            references.append(Measured(against.format(file=shlex.quote(file))))
        best, reference = Best(ours), Best(references)
        print(f"{name:<12} {best.text()} | {against.format(file='FILE')} {reference.text()} | "
              f"ratio {best.seconds / reference.seconds:5.2f} ({best.processor / reference.processor:5.2f}) | "
              f"peak {best.memory / MIB:6.1f} MiB", flush=True)


def count(bin_dir, file, commands, records, runs):
    for name, arguments in commands.items():
        best = Best([Measured(keeperctl(bin_dir, arguments, file)) for _ in range(runs)])
        print(f"{name:<8} {best.text()} | {records / best.seconds:11,.0f} records a second "
              f"({records / best.processor:,.0f} a second of one processor) | peak {best.memory / MIB:6.1f} MiB",
              flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin_dir")
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=[*SNAPSHOT_COMMANDS, *FSCK_COMMANDS, *LOG_COMMANDS, *REPLAY_COMMANDS])
    parser.add_argument("--work", help="where the files go; default: a temporary directory")
    options = parser.parse_args()

    def chosen(commands):
        return {name: text for name, text in commands.items() if options.only is None or name in options.only}

    with tempfile.TemporaryDirectory(dir=options.work) as work:
        if commands := chosen(SNAPSHOT_COMMANDS):
            file = make_snapshot(options.bin_dir, work, options.nodes)
            print(f"{options.nodes:,} nodes, {os.path.getsize(file) / MIB:.0f} MiB")
            compare(options.bin_dir, file, commands, "zstd -dc {file} | sha256sum", options.runs)
        if commands := chosen(FSCK_COMMANDS):
            directory = make_directory(options.bin_dir, work, options.records)
            files = glob.glob(directory + "/*/*")
            print(f"{options.records:,} log records and a snapshot of half of them, "
                  f"{sum(map(os.path.getsize, files)) / MIB:.0f} MiB")
            compare(options.bin_dir, directory, commands, "zstd -dcf {file}/*/* | sha256sum", options.runs)
        if not (chosen(LOG_COMMANDS) or chosen(REPLAY_COMMANDS)):
            return
        for codec, reference in READ_LOG.items():
            logs = make_log(options.bin_dir, work, options.records, codec)
            size = sum(os.path.getsize(os.path.join(logs, name)) for name in os.listdir(logs))
            print(f"{options.records:,} log records, {codec}, {size / MIB:.0f} MiB")
            compare(options.bin_dir, logs, chosen(LOG_COMMANDS), reference, options.runs)
            count(options.bin_dir, logs, chosen(REPLAY_COMMANDS), options.records, options.runs)


if __name__ == "__main__":
    main()
