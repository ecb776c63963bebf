#!/usr/bin/env python3
"""The disks in S3, against a real S3 that checks every signature and fails as it is told."""

import subprocess
import sys
import time
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
        expect_success(run(s3, only=SMALL))
        expect(s3.requests["GetObject"] == 2, f"asked {s3.requests['GetObject']} times")
        s3.faults.add("flipped", operation="GetObject", times=None)
        expect(run(s3, only=SMALL).returncode != 0, "it went unnoticed")


@scenario
def what_may_pass_is_tried_again(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        for fault, more in (("500", {}), ("503", {}), ("reset", {}), ("reset-after", {}), ("delayed", {"seconds": 3})):
            for operation in ("PutObject", "GetObject", "ListObjectsV2", "DeleteObject"):
                s3.faults.clear()
                s3.faults.add(fault, operation=operation, times=2, **more)
                before, started = s3.requests[operation], time.monotonic()
                result = run(s3, only=SMALL)
                # A request that stalls is never seen to its end; two of them take two seconds.
                was_met = time.monotonic() - started > 2 if fault == "delayed" else s3.requests[operation] > before + 2
                expect(was_met, f"{fault} of {operation} was not met")
                expect(result.returncode == 0, f"{fault} of {operation}: {result.stdout}")


@scenario
def a_long_upload_of_which_the_last_answer_is_lost_is_there(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        s3.faults.add("reset-after", operation="CompleteMultipartUpload")
        expect_success(run(s3, only="what is longer than a part*"))
        expect(s3.requests["CompleteMultipartUpload"] == 2, f"not tried again: {s3.requests}")


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


@scenario
def a_proxy_is_taken_from_the_environment(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        there, environment = s3.endpoint, s3.environment
        s3.environment = lambda: environment() | {"http_proxy": there}
        s3.endpoint = "http://s3.example.test"  # no resolver knows it
        expect_success(run(s3, only=SMALL))
        expect(s3.log and all(request.as_proxy for request in s3.log), "the proxy was passed by")


@scenario
def a_slow_server_is_waited_for_as_long_as_it_goes_on(_):
    with scratch_folder() as work, S3Server(work) as s3:
        s3.fill("keeper")
        s3.faults.add("throttled", times=None, bytes_per_second=3_000_000)
        started = time.monotonic()
        expect_success(run(s3, only="what is longer than a part*"))
        expect(time.monotonic() - started > 4, "nothing was slow")


KEEPER = Path(__file__).resolve().parents[1] / "golden/keeper/02-rich-zstdlog-rotated"


def configuration(s3, logs, snapshots):
    """Of a Keeper whose log and snapshots lie on disks in S3; `logs`, `snapshots`: elements of one each."""
    return f"""<clickhouse><keeper_server><server_id>1</server_id><log_storage_disk>log</log_storage_disk>
        <snapshot_storage_disk>snap</snapshot_storage_disk><state_storage_disk>here</state_storage_disk></keeper_server>
        <storage_configuration><disks>
        <log>{logs}<region>{s3.region}</region><access_key_id>{s3.access_key}</access_key_id>
        <secret_access_key>{s3.secret_key}</secret_access_key></log>
        <snap>{snapshots}<region>{s3.region}</region></snap>
        <here><path>{KEEPER}</path></here></disks></storage_configuration></clickhouse>"""


def files_of(pattern):
    return {path.name: path.read_bytes() for path in KEEPER.rglob(pattern)}


def said_by(words, environment, places):
    """What a command says, with each place as PLACE."""
    done = subprocess.run(["keeperctl", *words], env=environment, capture_output=True, text=True, check=False)
    said = f"{done.returncode}\n{done.stdout}{done.stderr}"
    for place in places:
        said = said.replace(place, "PLACE")
    return "\n".join(line.rstrip() for line in said.replace("-", "").splitlines())


def expect_the_same_answers(s3, work, config):
    (work / "keeper.xml").write_text(config, encoding="utf-8")
    logs, snapshots = next(KEEPER.rglob("changelog_*")).parent, next(KEEPER.rglob("snapshot_*")).parent
    for words in (["snapshot", "info"], ["snapshot", "verify"], ["log", "info"], ["log", "verify"], ["replay", "--check"],
                  ["fsck"]):
        local = said_by([*words, str(KEEPER)], s3.environment(), [f"{logs}/", f"{snapshots}/"])
        far = said_by([*words, "--config", str(work / "keeper.xml")], s3.environment(),
                      [f"{s3.endpoint}/keeper/log/", f"{s3.endpoint}/keeper/snap/", f"{work}/log/", f"{work}/snap/"])
        expect(local == far, f"{words}:\n{local}\n--- and in S3 ---\n{far}")


@scenario
def reading_commands_say_of_s3_plain_what_they_say_of_a_directory(work):
    with scratch_folder() as server, S3Server(server) as s3:
        s3.fill("keeper", {f"log/{name}": data for name, data in files_of("changelog_*").items()}
                | {f"snap/{name}": data for name, data in files_of("snapshot_*").items()})
        expect_the_same_answers(s3, work, configuration(
            s3, f"<type>s3_plain</type><endpoint>{s3.endpoint}/keeper/log/</endpoint>",
            f"<type>s3_plain</type><endpoint>{s3.endpoint}/keeper/snap/</endpoint>"))


@scenario
def reading_commands_say_of_s3_what_they_say_of_a_directory(work):
    with scratch_folder() as server, S3Server(server) as s3:
        s3.fill("keeper")
        for folder, pattern in (("log", "changelog_*"), ("snap", "snapshot_*")):
            (work / folder).mkdir()
            for number, (name, data) in enumerate(files_of(pattern).items()):
                halves, lines = (data[:100], data[100:]), []
                for part, half in enumerate(halves):
                    key = f"abc/{folder}{number}{part}"
                    s3.fill("keeper", {f"data/{key}": half})
                    lines.append(f"{len(half)}\t{key if number % 2 else 'data/' + key}\n")
                version, ending = ("3", "0\n0\n") if number % 2 else ("5", "0\n0\n\n")
                (work / folder / name).write_text(f"{version}\n2\t{len(data)}\n{''.join(lines)}{ending}", encoding="utf-8")
        disk = f"<type>s3</type><endpoint>{s3.endpoint}/keeper/data/</endpoint><metadata_path>{work}/%s/</metadata_path>"
        expect_the_same_answers(s3, work, configuration(s3, disk % "log", disk % "snap"))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    main("usage: s3_disks.py PROGRAM (SCENARIO | --list)")
