"""An S3 on 127.0.0.1 for tests: s3rver keeps the objects, and a front of ours checks every request as S3 does.

In Python:

    with S3Server(work) as s3:
        s3.fill("keeper", {"log/changelog_1": data})
        s3.faults.add("503", operation="PutObject", first=2)
        run(program, env=s3.environment())
        assert s3.requests["PutObject"] == 3

From elsewhere: `python3 -m support.s3_server --ready FILE` in tests/ says in one line of JSON where it is and with which
keys, and serves until its standard input ends. Each line that comes there is one of JSON and gets one as its answer:
{"fault": "503", "operation": "PutObject"} adds a fault, {"clear": true} ends all, {} asks only for what came so far.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from support.four_letter_server import Certificates
from support.s3_bucket import Bucket
from support.s3_faults import Faults
from support.s3_front import Front

FOLDER = Path(__file__).resolve().parents[1] / "s3"


def start_s3rver(folder):
    if shutil.which("node") is None or not (FOLDER / "node_modules/s3rver").is_dir():
        raise RuntimeError("Node.js or tests/s3/node_modules/s3rver is missing: run .ci/setup test")
    process = subprocess.Popen(["node", FOLDER / "serve.js", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)
    port = process.stdout.readline()
    if not port:
        raise RuntimeError(f"s3rver did not start: exit status {process.wait()}")
    return process, int(port)


def scratch_folder():
    """For S3Server: in memory where there is such a place, since a disk takes its time over thousands of small files."""
    memory = "/dev/shm"
    return tempfile.TemporaryDirectory(prefix="kfs-s3-", dir=memory if os.access(memory, os.W_OK) else None)


class S3Server:
    """`work`: a folder for its files, as of scratch_folder() if they are many and small. Attributes that a test may change
    at any time: expired (the keys) and conditional_writes (whether If-None-Match: * is obeyed, as S3 does since 2024)."""

    def __init__(self, work, *, tls=False, region="us-east-1", session_token=None):
        self.work = Path(work)
        self.region, self.session_token = region, session_token
        self.access_key, self.secret_key = "AKIAKEEPERFSTESTS", "not/a+secret/only-for=tests"
        self.expired, self.conditional_writes = False, True
        self.faults, self.stopping, self.writing = Faults(), threading.Event(), threading.Lock()
        self.log = []  # of every request that came, in order
        self.files = self.work / "buckets"
        self.files.mkdir(parents=True, exist_ok=True)
        certificates = Certificates(self.work / "certificates") if tls else None
        self.ca_file = certificates.path("ca.pem") if tls else None
        self.s3rver, self.behind_port = start_s3rver(self.files)
        self.front = Front(self, certificates.context() if tls else None)
        self.port = self.front.server_address[1]
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.virtual_endpoint = f"{'https' if tls else 'http'}://localhost:{self.port}"  # bucket.localhost
        threading.Thread(target=self.front.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.front.shutdown()
        self.front.server_close()
        self.s3rver.stdin.close()
        self.s3rver.wait()
        self.s3rver.stdout.close()

    def environment(self):
        """Of a program that is to find the keys there, and no others."""
        clean = {name: value for name, value in os.environ.items() if not name.upper().startswith("AWS_")}
        clean |= {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key, "AWS_REGION": self.region}
        return clean | ({"AWS_SESSION_TOKEN": self.session_token} if self.session_token else {})

    def describe(self):
        return {"endpoint": self.endpoint, "virtual_endpoint": self.virtual_endpoint, "region": self.region,
                "access_key": self.access_key, "secret_key": self.secret_key, "session_token": self.session_token,
                "ca_file": self.ca_file}

    # What is there

    def folder(self, bucket):
        return self.files / bucket

    def bucket(self, name):
        return Bucket(self.folder(name))

    def fill(self, bucket, objects=()):
        """Makes the bucket, and puts objects (name -> bytes) there, without a request."""
        self.folder(bucket).mkdir(exist_ok=True)
        for name, data in dict(objects).items():
            self.bucket(bucket).fill(name, data)

    def objects(self, bucket, prefix=""):
        """Name -> bytes, in S3's order."""
        there = self.bucket(bucket)
        return {key: there.path(key).read_bytes() for key in there.keys(prefix)}

    def uploads(self, bucket):
        """Those of several parts that were neither completed nor aborted."""
        return self.bucket(bucket).uploads()

    # What came

    def note(self, request):
        self.log.append(request)

    @property
    def requests(self):
        """How many came of each operation, refused ones too."""
        return Counter(request.operation for request in list(self.log))


def obey(s3, line):
    command = json.loads(line)
    if command.pop("clear", False):
        s3.faults.clear()
    if "fault" in command:
        s3.faults.add(command.pop("fault"), **command)
    return {"requests": s3.requests}


def main():
    parser = argparse.ArgumentParser(description="serves S3 on 127.0.0.1 until its standard input ends")
    parser.add_argument("--ready", metavar="FILE", help="written when it serves: the line that it prints")
    parser.add_argument("--work", metavar="FOLDER", help="for its files; else one that goes with it")
    parser.add_argument("--bucket", action="append", default=[], help="to make")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--session-token")
    arguments = parser.parse_args()
    with scratch_folder() as scratch, \
            S3Server(arguments.work or scratch, tls=arguments.tls, session_token=arguments.session_token) as s3:
        for bucket in arguments.bucket:
            s3.fill(bucket)
        line = json.dumps(s3.describe())
        if arguments.ready:
            unfinished = Path(arguments.ready + ".new")
            unfinished.write_text(line + "\n")
            unfinished.rename(arguments.ready)
        print(line, flush=True)
        for command in sys.stdin:
            print(json.dumps(obey(s3, command)), flush=True)


if __name__ == "__main__":
    main()
