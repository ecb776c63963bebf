#!/usr/bin/python3
"""bench.py BIN_DIR [--nodes N ...] [--transactions T] [--runs R]: what a conversion costs, beside zstd.

For each size it makes a directory shaped like ClickHouse's, converts it, and compresses the same uncompressed bytes
with "zstd -3 -T<cores>", by turns, and prints the best of the runs, the ratio, the processor time and the peak memory.
"--one-parent N" and "--gzip N" measure a single parent with N children and gzip input, beside the decoder; "--catch-up N"
the window of a conversion in two phases, beside a full one.
Figures are for reading; nothing here fails because a machine is slow.
"""
import argparse
import glob
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20


class Measured:
    def __init__(self, command, stdout=subprocess.DEVNULL):
        begun = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout)
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begun
        if status != 0:
            sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


class Bench:
    def __init__(self, bin_dir, work, runs, transactions):
        self.bin_dir, self.work, self.runs, self.transactions = bin_dir, work, runs, transactions
        self.cores = os.cpu_count()

    def generate(self, nodes, shape=()):
        source = os.path.join(self.work, "zookeeper")
        os.mkdir(source)
        transactions = self.transactions if self.transactions is not None else nodes // 10
        subprocess.run([self.bin_dir + "/generate_zookeeper", source, str(nodes), str(transactions), *shape], check=True)
        return source

    def convert(self, source):
        out = os.path.join(self.work, "snapshots")
        shutil.rmtree(out, ignore_errors=True)
        os.mkdir(out)
        measured = Measured([self.bin_dir + "/keeper-converter", "--zookeeper-logs-dir", source,
                             "--zookeeper-snapshots-dir", source, "--output-dir", out, "--quiet"])
        return measured, glob.glob(out + "/snapshot_*")[0]

    def tree(self, nodes, shape=()):
        source = self.generate(nodes, shape)
        plain = os.path.join(self.work, "plain")
        conversions, references = [], []
        for run in range(self.runs):
            measured, written = self.convert(source)
            conversions.append(measured)
            if run == 0:
                subprocess.run(["zstd", "-dqf", written, "-o", plain], check=True)
            references.append(Measured(["zstd", "-3", f"-T{self.cores}", "-qf", plain, "-o", plain + ".zst"]))
        best = min(conversions, key=lambda m: m.seconds)
        zstd = min(references, key=lambda m: m.seconds)
        memory = max(m.memory for m in conversions)
        print(f"{nodes:>11,} nodes{' below one parent' if shape else '':<17} {os.path.getsize(plain) / MIB:>7.0f} MiB | "
              f"{best.seconds:6.2f} s ({best.processor:6.2f} s of processors) | zstd {zstd.seconds:6.2f} s "
              f"({zstd.processor:6.2f}) | ratio {best.seconds / zstd.seconds:4.2f} ({best.processor / zstd.processor:4.2f}) | "
              f"{best.seconds / nodes * 1e9:5.0f} ns a node | peak {memory / MIB:6.0f} MiB, limit {(64 * nodes + 256 * MIB) / MIB:6.0f}",
              flush=True)
        shutil.rmtree(source)

    def gzip(self, nodes):
        source = self.generate(nodes)
        snapshot = glob.glob(source + "/snapshot.*")[0]
        subprocess.run(["gzip", "-1", snapshot], check=True)
        conversions = [self.convert(source)[0] for _ in range(self.runs)]
        decoder = [Measured(["gzip", "-dc", snapshot + ".gz"]) for _ in range(self.runs)]
        best, reference = min(m.seconds for m in conversions), min(m.seconds for m in decoder)
        print(f"{nodes:>11,} nodes, gzip input | {best:6.2f} s | gzip -dc {reference:6.2f} s | ratio {best / reference:4.2f} "
              "(the snapshot is decoded twice)", flush=True)
        shutil.rmtree(source)

    def catch_up(self, nodes, new):
        """The window of a conversion in two phases, when the logs have `new` records more than the bulk result."""
        source = self.generate(nodes)
        bulk, out, notes = (os.path.join(self.work, name) for name in ("bulk", "caught-up", "notes"))
        os.mkdir(bulk)
        files = ["--zookeeper-logs-dir", source, "--zookeeper-snapshots-dir", source, "--quiet"]
        full = [self.convert(source) for _ in range(self.runs)]
        last = int(os.path.basename(full[0][1]).split("_")[1].split(".")[0])
        subprocess.run([self.bin_dir + "/keeper-converter", *files, "--output-dir", bulk, "--catch-up-file", notes,
                        "--until-zxid", str(last - new)], check=True)
        caught_up = []
        for _ in range(self.runs):
            shutil.rmtree(out, ignore_errors=True)
            os.mkdir(out)
            caught_up.append(Measured([self.bin_dir + "/keeper-converter", "catch-up", "--catch-up-file", notes, *files,
                                       "--output-dir", out]))
        best, reference = (min(runs, key=lambda m: m.seconds) for runs in (caught_up, [measured for measured, _ in full]))
        print(f"{nodes:>11,} nodes, {new:,} new records | caught up in {best.seconds:6.2f} s ({best.processor:6.2f} s of "
              f"processors) | full conversion {reference.seconds:6.2f} s ({reference.processor:6.2f}) | "
              f"ratio {best.seconds / reference.seconds:4.2f} | peak {best.memory / MIB:6.0f} MiB", flush=True)
        for path in (source, bulk, out):
            shutil.rmtree(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin_dir")
    parser.add_argument("--nodes", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--one-parent", type=int)
    parser.add_argument("--gzip", type=int)
    parser.add_argument("--catch-up", type=int, help="nodes of a tree that is converted in two phases")
    parser.add_argument("--transactions", type=int, help="in the logs; default: a tenth of the nodes")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", help="where the files go; default: a temporary directory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        bench = Bench(options.bin_dir, work, options.runs, options.transactions)
        for nodes in options.nodes:
            bench.tree(nodes)
        if options.one_parent:
            bench.tree(options.one_parent, ("one-parent",))
        if options.gzip:
            bench.gzip(options.gzip)
        if options.catch_up:
            bench.catch_up(options.catch_up, options.catch_up // 1000)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
