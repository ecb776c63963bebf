#!/usr/bin/env python3
"""The disks in S3, against a real S3 that checks every signature and fails as it is told."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from live.scenario_list import expect, main, scenario  # noqa: E402
from support.s3_server import S3Server, scratch_folder  # noqa: E402

PROGRAM = None  # the last argument of the command line

SMALL, TOLD = "what is written small is read again", "a failure is told"


def run(s3, *, only=None, leave_out=None, told=""):
    environment = s3.environment() | {"KFS_S3_ENDPOINT": s3.endpoint, "KFS_S3_TOLD": told}
    if s3.ca_file:
        environment["KFS_S3_CA"] = str(s3.ca_file)
    command = [PROGRAM, "--minimal"]
    command += [f"--test-case={only}"] if only else []
    command += [f"--test-case-exclude={leave_out}"] if leave_out else []
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


def expect_success(result):
    expect(result.returncode == 0, result.stdout + result.stderr)


def conformance(**options):
    with scratch_folder() as work, S3Server(work, **options) as s3:
        s3.fill("keeper")
        s3.fill("many", {f"log/changelog_{i:04}": b"x" for i in range(2500)})
        expect_success(run(s3, leave_out="a failure is told"))
        expect(not s3.uploads("keeper"), "an upload that was given up is still there")
        expect(s3.requests["ListObjectsV2"] >= 3, f"no paging: {s3.requests}")


@scenario
def every_disk_over_http(_):
    conformance()


@scenario
def every_disk_over_tls_with_a_session_token(_):
    conformance(tls=True, session_token="a session/token+=")


@scenario
def an_answer_that_is_cut_is_asked_for_again(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        s3.faults.add("cut", operation="GetObject", times=2)
        expect_success(run(s3, only=SMALL))
        expect(s3.requests["GetObject"] == 3, f"asked {s3.requests['GetObject']} times")


@scenario
def a_bit_that_flips_on_the_way_is_found(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        s3.faults.add("flipped", operation="GetObject")
        expect(run(s3, only=SMALL).returncode != 0, "it went unnoticed")


@scenario
def what_may_pass_is_tried_again(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        for fault, more in (("500", {}), ("503", {}), ("reset", {}), ("reset-after", {}), ("delayed", {"seconds": 3})):
            for operation in ("PutObject", "GetObject", "ListObjectsV2", "DeleteObject"):
                s3.faults.clear()
                s3.faults.add(fault, operation=operation, times=2, **more)
                before = s3.requests[operation]
                result = run(s3, only=SMALL)
                expect(s3.requests[operation] > before + 2, f"{fault} of {operation} was not met")
                expect(result.returncode == 0, f"{fault} of {operation}: {result.stdout}")


@scenario
def what_does_not_pass_is_told(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        s3.faults.add("503", operation="PutObject", times=None)
        expect_success(run(s3, only=TOLD, told="SlowDown"))
        s3.faults.clear()
        s3.faults.add("wrong-etag", operation="PutObject")
        expect_success(run(s3, only=TOLD, told="something else than was sent"))
        s3.faults.clear()
        s3.expired = True
        before = s3.requests["PutObject"]
        expect_success(run(s3, only=TOLD, told="get new keys"))
        expect(s3.requests["PutObject"] == before + 1, "keys that are over were tried again")
        s3.expired = False
        s3.access_key = "ANOTHER"
        expect_success(run(s3, only=SMALL))


@scenario
def a_wrong_key_is_refused_once(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        environment = s3.environment
        s3.environment = lambda: environment() | {"AWS_SECRET_ACCESS_KEY": "wrong"}
        expect_success(run(s3, only=TOLD, told="Are the secret key and the region right?"))
        expect(sum(s3.requests.values()) == 1, f"a wrong key was tried again: {s3.requests}")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    main("usage: s3_disks.py PROGRAM (SCENARIO | --list)")
