#!/usr/bin/python3
"""bench_s3.py BIN_DIR [--mib N] [--files N] [--runs R]: what a move from a directory to S3 costs.

Moves files of a log to a bucket with "keeperctl disk migrate", and measures it against parallel uploads of the same files and
downloads of what was stored by "curl", by turns in one run: a move reads back what it wrote. The server is the one of the
tests, on this machine, and its speed is most of what is measured. Prints the best of the runs and the ratio.
"""
import argparse
import os
import shlex
import shutil
import sys
import tempfile

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]

from bench_disks import fill
from bench_snapshot import MIB, Best, Measured
from support.s3_server import S3Server, scratch_folder


def by_curl(s3, source, names, scratch):
    """Two at once, as keeperctl does it."""
    sign = (f"--fail --silent --show-error --aws-sigv4 aws:amz:{s3.region}:s3 --user {s3.access_key}:{s3.secret_key} "
            "-H 'x-amz-content-sha256: UNSIGNED-PAYLOAD'")
    urls = {name: f"{s3.endpoint}/curl/{name}" for name in names}
    put = " ".join(f"-T {shlex.quote(os.path.join(source, name))} {url}" for name, url in urls.items())
    get = " ".join(f"-o {shlex.quote(os.path.join(scratch, name))} {url}" for name, url in urls.items())
    return f"curl {sign} -Z --parallel-max 2 {put} && curl {sign} -Z --parallel-max 2 {get}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin_dir")
    parser.add_argument("--mib", type=int, default=50, help="of each file; a server rotates at 50")
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work, scratch_folder() as scratch, S3Server(scratch) as s3:
        os.environ.update(s3.environment())
        source, kept, fetched = (os.path.join(work, name) for name in ("source", "kept", "fetched"))
        fill(source, options.files, options.mib)
        names = os.listdir(source)
        ours, references = [], []
        for number in range(options.runs):
            for bucket in (f"move{number}", "curl"):
                s3.fill(bucket)
            for folder in (kept, fetched):
                os.mkdir(folder)
            for name in names:
                os.link(os.path.join(source, name), os.path.join(kept, name))
            ours.append(Measured(f"{shlex.quote(options.bin_dir)}/keeperctl disk migrate --from {shlex.quote(kept)} "
                                 f"--to s3://move{number}/log --s3-endpoint {s3.endpoint} --allow-unnamed-source --yes --quiet"))
            if os.listdir(kept) or len(s3.objects(f"move{number}")) != options.files:
                sys.exit("the files were not moved")
            references.append(Measured(by_curl(s3, source, names, fetched)))
            for folder in (kept, fetched):
                shutil.rmtree(folder)
        best, reference = Best(ours), Best(references)
        print(f"{options.files} files of {options.mib} MiB | curl, there and back {reference.text()}")
        print(f"disk migrate to S3 {best.text()} | ratio {best.seconds / reference.seconds:5.2f} | "
              f"peak {best.memory / MIB:6.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
