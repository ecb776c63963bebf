"""keeperctl status, wait, snapshot-now and lead: real ZooKeepers, and servers that play Keeper.

usage: ensemble_status.py NAME | --list
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from live.scenario_list import expect, main, scenario  # noqa: E402
from live.zookeeper_ensemble import Ensemble, TlsZooKeeperServer  # noqa: E402
from support.four_letter_server import Certificates, FourLetterServer  # noqa: E402
from support.scripted_keepers import play  # noqa: E402

HEALTHY, DEGRADED, NO_QUORUM = 0, 3, 6
VERDICTS = {HEALTHY: "healthy", DEGRADED: "degraded", NO_QUORUM: "no_quorum"}
SECONDS_TO_ELECT = 60


def run(*arguments):
    done = subprocess.run(["keeperctl", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
                          check=False)
    expect("defect" not in done.stderr, done.stderr)
    return done


def status(*arguments):
    """The document; verdict and exit code must agree."""
    done = run("status", *arguments, "--format", "json")
    expect(done.stdout, done.stderr)
    document = json.loads(done.stdout)
    expect(VERDICTS[done.returncode] == document["verdict"], f"exit {done.returncode}: {done.stdout}")
    document["codes"] = sorted(finding["code"] for finding in document["findings"])
    return document


def roles_of(document):
    return sorted(server["role"] or server["presence"] for server in document["servers"])


@scenario
def a_real_ensemble_loses_one_member_after_the_other(work):
    with Ensemble(work) as ensemble:
        addresses = [member.address for member in ensemble.members]
        expect(run("wait", *addresses, "--for", "in-sync", "--timeout", "60s").returncode == 0, "in sync")
        whole = status(*addresses)
        expect(whole["verdict"] == "healthy" and whole["codes"] == [], f"{whole}")
        expect(roles_of(whole) == ["follower", "follower", "leader"], f"{whole}")
        for server in whole["servers"]:
            expect(server["kind"] == "zookeeper" and server["version"].startswith("3.8"), f"{server}")
            expect(server["znodes"] >= 4 and server["lag"] in (None, 0) and server["last_log_index"] is None, f"{server}")
        expect(sorted(server["server_id"] for server in whole["servers"]) == [1, 2, 3], f"{whole}")
        alone = status(whole["leader"])
        expect(alone["codes"] == ["member.not-asked"] and alone["verdict"] == "healthy", f"{alone}")

        followers = [member for member in ensemble.members if member.address != whole["leader"]]
        followers[0].kill()
        two = status(*addresses)
        expect(two["verdict"] == "degraded" and two["codes"] == ["member.unreachable"], f"{two}")
        expect(two["leader"] == whole["leader"] and "the next loss ends the quorum" in two["summary"], f"{two}")

        followers[1].stop_answering()
        leader = next(member for member in ensemble.members if member.address == whole["leader"])
        deadline = time.monotonic() + SECONDS_TO_ELECT
        while leader.four_letter("srvr").startswith("Zookeeper version") and time.monotonic() < deadline:
            time.sleep(0.1)
        last = status(*addresses, "--timeout", "1s")
        expect(last["verdict"] == "no_quorum" and last["codes"][-1] == "quorum.none", f"{last}")
        outcomes = {server["host"]: server["outcome"] for server in last["servers"]}
        expect(outcomes == {leader.address: "not_serving", followers[0].address: "connection_refused",
                            followers[1].address: "timeout"}, f"{outcomes}")
        done = run("wait", *addresses, "--for", "quorum", "--timeout", "1s")
        expect(done.returncode == NO_QUORUM and "waited" in done.stderr, done.stderr)

        followers[1].process.send_signal(signal.SIGCONT)
        done = run("wait", *addresses, "--for", "quorum", "--timeout", f"{SECONDS_TO_ELECT}s")
        expect(done.returncode == 0, done.stderr)
        done = run("lead", followers[1].address, "--yes")
        expect(done.returncode == 2 and "ZooKeeper has no word for it" in done.stderr, done.stderr)


@scenario
def a_real_zookeeper_with_tls(work):
    made = Certificates(work / "tls")
    with TlsZooKeeperServer(work / "zookeeper", made) as server:
        server.start()
        good = status(server.secure_address, "--tls-ca", made.path("ca.pem"))
        expect(good["verdict"] == "healthy" and good["servers"][0]["role"] == "standalone", f"{good}")
        bad = status(server.secure_address, "--tls")
        expect(bad["verdict"] == "no_quorum" and bad["servers"][0]["outcome"] == "certificate", f"{bad}")
        plain = status(server.secure_address, "--timeout", "2s")
        expect(plain["servers"][0]["outcome"] == "tls_mismatch", f"{plain}")


@scenario
def misbehaviours(work):
    """None of them is taken for a server, and none for a defect."""
    behaviours = ("silent", "slow", "stops-half-way", "cut", "reset", "endless", "http", "garbage", "controls", "hello-and-gone")
    with ExitStack() as stack:
        servers = [stack.enter_context(FourLetterServer(behaviour)) for behaviour in ("leader-25.8", *behaviours)]
        got = status(*(server.address for server in servers), "--timeout", "2s")
    presences = {behaviour: server["presence"] for behaviour, server in zip(behaviours, got["servers"][1:], strict=True)}
    expect(set(presences.values()) == {"absent"}, f"{presences}")
    expect(got["verdict"] == "degraded" and got["leader"] == servers[0].address, f"{got}")


@scenario
def fifty_servers_of_which_half_hang(work):
    with ExitStack() as stack:
        servers = [stack.enter_context(FourLetterServer("silent" if number % 2 else "follower")) for number in range(50)]
        began = time.monotonic()
        got = status(*(server.address for server in servers), "--timeout", "2s")
        took = time.monotonic() - began
    expect(sum(server["outcome"] == "timeout" for server in got["servers"]) == 25, f"{got}")
    expect(took < 3, f"{took:.1f} s for a timeout of 2 s")


@scenario
def a_server_that_hangs_in_the_middle_ends_by_the_timeout_too(work):
    """It answers srvr, and nothing after it."""
    def hangs(connection, stopping):
        if connection.recv(4) == b"srvr":
            connection.sendall(b"ClickHouse Keeper version: v25.8\nMode: follower\nNode count: 1\n")
        else:
            stopping.wait(60)
    with FourLetterServer(hangs) as server:
        began = time.monotonic()
        got = status(server.address, "--timeout", "1s")
        took = time.monotonic() - began
    expect(got["servers"][0]["role"] == "follower" and got["servers"][0]["not_told"] == ["mntr"], f"{got}")
    expect(took < 2, f"{took:.1f} s for a timeout of 1 s")


@scenario
def words_that_change_a_keeper_are_sent_as_often_as_needed(work):
    keeper = play("healthy")[0]
    expect(run("snapshot-now", keeper.address).returncode == 0, "snapshot-now")
    expect(keeper.server.words.count("csnp") == 1 and keeper.server.words[0] == "lgif", f"{keeper.server.words}")
    keeper = play("without-lgif")[2]
    expect(run("snapshot-now", keeper.address).returncode == NO_QUORUM, "snapshot-now without lgif")
    expect("csnp" not in keeper.server.words, f"{keeper.server.words}")
    leader, second, third = play("healthy")
    expect(run("lead", leader.address, "--yes").returncode == 0, "it leads already")
    expect("rqld" not in leader.server.words, f"{leader.server.words}")
    expect(run("lead", third.address, second.address, "--dry-run").returncode == 0, "it can lead")
    expect("rqld" not in third.server.words and third.role == "follower", f"{third.server.words}")
    expect(run("lead", third.address, "--yes").returncode == 0 and third.role == "leader", "it leads")
    expect(third.server.words.count("rqld") == 1, f"{third.server.words}")
    leader, second, third = play("no-rqld")
    expect(run("lead", third.address, leader.address, second.address, "--yes").returncode == 0, "by ydld")
    expect([member.server.words.count("ydld") for member in (leader, second, third)] == [1, 1, 0], "one after the other")


@scenario
def a_signal_ends_the_wait(work):
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with FourLetterServer("no-quorum") as server:
            waiting = subprocess.Popen(["keeperctl", "wait", server.address, "--for", "serving"], stdin=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, env=os.environ)
            while "srvr" not in server.words:
                time.sleep(0.01)
            waiting.send_signal(number)
            began = time.monotonic()
            waiting.communicate(timeout=30)
            expect(waiting.returncode == code and time.monotonic() - began < 2, f"exit {waiting.returncode}")


if __name__ == "__main__":
    main(__doc__)
