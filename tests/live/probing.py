"""keeperctl 4lw against servers that misbehave, and against a real ZooKeeper.

usage: probing.py NAME | --list
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
from live.zookeeper_server import ZooKeeperServer, free_port  # noqa: E402
from support.four_letter_server import Certificates, FourLetterServer  # noqa: E402

EXIT_UNREACHABLE = 6


def run(*arguments, environment=None, **options):
    done = subprocess.run(["keeperctl", "4lw", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, check=False, env={**os.environ, **(environment or {})}, **options)
    expect("defect" not in done.stderr, done.stderr)
    return done


def replies(*arguments, **options):
    """The servers' members of the JSON; their outcomes and the exit code must agree."""
    done = run(*arguments, "--format", "json", **options)
    expect(done.stdout, done.stderr)
    document = json.loads(done.stdout)
    is_well = all(server["outcome"] == "ok" for server in document["servers"])
    expect(document["well"] == is_well and done.returncode == (0 if is_well else EXIT_UNREACHABLE),
           f"exit {done.returncode}: {done.stdout}")
    return document["servers"]


def outcomes(*arguments, **options):
    return [server["outcome"] for server in replies(*arguments, **options)]


def promtool(text):
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@scenario
def misbehaviours(work):
    """Every way to go wrong has its outcome, and one slow server holds no other up."""
    wanted = {"leader": "ok", "standalone": "ok", "leader-25.8": "ok", "zookeeper": "ok", "no-quorum": "not_serving",
              "recovering": "not_serving", "silent": "timeout", "slow": "timeout", "stops-half-way": "timeout",
              "cut": "cut_short", "reset": "cut_short", "endless": "too_long", "http": "not_understood",
              "garbage": "not_understood", "controls": "ok", "hello-and-gone": "tls_mismatch"}
    with ExitStack() as stack:
        servers = [stack.enter_context(FourLetterServer(behaviour)) for behaviour in wanted]
        addresses = [server.address for server in servers] + [f"127.0.0.1:{free_port()}", "no-such-host.invalid"]
        began = time.monotonic()
        got = outcomes("mntr", *addresses, "--timeout", "2s")
        took = time.monotonic() - began
    wanted = [*wanted.items(), ("closed", "connection_refused"), ("no such host", "name_not_found")]
    for (behaviour, outcome), came in zip(wanted, got, strict=True):
        expect(came == outcome, f"{behaviour}: {came} instead of {outcome}")
    expect(took < 4, f"{took:.1f} s for a timeout of 2 s")


@scenario
def silence_is_explained(work):
    """What a server that closes without a byte is taken to mean."""
    for folder, word, words in (
            ("not-in-allow-list", "stat", ["stat came with 21.12", "may not answer it", "four_letter_word_allow_list"]),
            ("not-in-allow-list", "dump", ["The default list has it not"]),
            ("leader-25.8", "wchc", ["wchc is not in the server's four_letter_word_allow_list (conf,cons"]),
            ("leader-25.8", "jmst", ["jmst is not in the server's four_letter_word_allow_list"]),
            ("leader", "lgif", ["it is of release 21.8", "lgif came with 22.11"]),
            ("leader", "hash", ["does not know hash", "No known release of Keeper has it"]),
            ("zookeeper", "lgif", ["ZooKeeper does not know lgif", "a word of Keeper"]),
            ("no-such-folder", "ruok", ["closes without an answer, to conf, srvr and ruok as well"])):
        with FourLetterServer(folder) as server:
            [reply] = replies(word, server.address)
        expect(reply["outcome"] == "refused_or_unknown", f"{folder} {word}: {reply}")
        for text in words:
            expect(text in reply["message"] + " " + reply["hint"], f"{folder} {word}: no \"{text}\" in {reply}")
    with FourLetterServer("leader") as server:  # allowed, and there are no watches
        expect(replies("wchc", server.address)[0]["answer"] == {"sessions": []}, "no watches are an answer")


@scenario
def what_changes_a_server_is_sent_once(work):
    with FourLetterServer("no-such-folder") as server:
        run("srst", server.address, "--yes", "--retries", "3", "--timeout", "1s")
        expect(server.words.count("srst") == 1, f"sent: {server.words}")
        run("mntr", server.address)
        expect(server.words.count("mntr") == 2, f"a silent answer is asked for once more: {server.words}")
    with FourLetterServer("no-quorum") as server:
        run("mntr", server.address, "--retries", "2")
        expect(server.words == ["mntr"] * 3, f"sent: {server.words}")
        run("srst", server.address, "--yes", "--retries", "2")
        expect(server.words.count("srst") == 1, f"sent: {server.words}")


@scenario
def tls(work):
    """Whom a certificate convinces."""
    made = Certificates(work / "tls")
    ca, client = ["--tls-ca", made.path("ca.pem")], ["--tls-cert", made.path("client.pem"), "--tls-key"]
    with ExitStack() as stack:
        server = stack.enter_context(FourLetterServer("leader", made.context())).address
        elsewhere = stack.enter_context(FourLetterServer("leader", made.context("elsewhere"))).address
        mutual = stack.enter_context(FourLetterServer("leader", made.context(wants_client=True))).address
        plain = stack.enter_context(FourLetterServer("leader")).address
        half = stack.enter_context(FourLetterServer("hello-and-gone")).address
        http = stack.enter_context(FourLetterServer("http")).address
        silent = stack.enter_context(FourLetterServer("silent")).address
        by_name = "localhost:" + server.partition(":")[2]
        locked = [*ca, *client, made.path("client-locked.key")]
        for arguments, outcome in (
                ([server, *ca], "ok"), ([by_name, *ca], "ok"), ([server, "--insecure"], "ok"),
                ([server, "--tls"], "certificate"), ([server, "--tls-ca", made.path("stranger.pem")], "certificate"),
                ([elsewhere, *ca], "certificate"), ([elsewhere, "--insecure"], "ok"),
                ([elsewhere, *ca, "--tls-server-name", "keeper.example.com"], "ok"),
                ([server, *ca, "--tls-server-name", "keeper.example.com"], "certificate"),
                ([mutual, *ca], "certificate"), ([mutual, *ca, *client, made.path("client.key")], "ok"),
                ([mutual, *locked, "--tls-passphrase-file", made.path("passphrase")], "ok"),
                ([plain, *ca], "tls_mismatch"), ([http, *ca], "tls_mismatch"), ([half, *ca], "cut_short"),
                ([server], "tls_mismatch"), ([mutual], "tls_mismatch"),
                ([silent, *ca, "--timeout", "1s"], "timeout")):
            [came] = outcomes("mntr", *arguments, *([] if "--timeout" in arguments else ["--timeout", "3s"]))
            expect(came == outcome, f"{arguments}: {came} instead of {outcome}")
        secret = {"KEEPERCTL_TLS_PASSPHRASE": made.PASSPHRASE}
        expect(outcomes("mntr", mutual, *locked, environment=secret) == ["ok"], "the passphrase of the environment")
        for arguments, text in (([*locked], "passphrase"), ([*ca, *client, made.path("server.key")], "key values mismatch"),
                                (["--tls-ca", made.path("client.ext")], "trusted certificates"),
                                (["--tls-ca", made.path("missing")], "trusted certificates"),
                                ([*ca, "--tls-cert", made.path("ca.key")], "not usable as a certificate")):
            done = run("mntr", server, *arguments)
            expect(done.returncode == 4 and text in done.stderr, f"{arguments}: {done.returncode} {done.stderr}")


@scenario
def fifty_servers_of_which_half_hang(work):
    with ExitStack() as stack:
        servers = [stack.enter_context(FourLetterServer("silent" if number % 2 else "leader")) for number in range(50)]
        began = time.monotonic()
        got = outcomes("mntr", *(server.address for server in servers), "--timeout", "3s")
        took = time.monotonic() - began
    expect(got == ["ok", "timeout"] * 25, f"{got}")
    expect(3 <= took < 5, f"{took:.1f} s for a timeout of 3 s")


@scenario
def a_signal_ends_the_wait(work):
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with FourLetterServer("silent") as server:
            waiting = subprocess.Popen(["keeperctl", "4lw", "mntr", server.address, server.address, "--timeout", "50s"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(0.5)
            began = time.monotonic()
            waiting.send_signal(number)
            out, err = waiting.communicate(timeout=10)
        expect(waiting.returncode == code and not out, f"{waiting.returncode}: {out} {err}")
        expect(time.monotonic() - began < 1, "the signal went unnoticed")


@scenario
def a_server_that_comes_up_is_met_by_a_retry(work):
    port = free_port()
    waiting = subprocess.Popen(["keeperctl", "4lw", "ruok", f"127.0.0.1:{port}", "--retries", "100"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.5)
    with FourLetterServer("leader", port=port):
        out, err = waiting.communicate(timeout=20)
    expect(waiting.returncode == 0 and out == b"imok", f"{waiting.returncode}: {out} {err}")


@scenario
def prometheus_takes_the_figures(work):
    with FourLetterServer("leader-25.8") as leader, FourLetterServer("follower") as follower, \
            FourLetterServer("silent") as silent, FourLetterServer("controls") as strange:
        for word in ("mntr", "lgif", "dirs", "wchs", "ftfl", "pfev", "ruok"):
            done = run(word, leader.address, follower.address, silent.address, strange.address, "--timeout", "300ms",
                       "--format", "prometheus")
            expect(done.returncode == EXIT_UNREACHABLE, done.stderr)
            expect(f"up{{instance=\"{silent.address}\"}} 0" in done.stdout or word == "ruok", done.stdout)
            expect(promtool(done.stdout) == "", f"{word}: {promtool(done.stdout)}\n{done.stdout}")


ZOOKEEPERS_WORDS = ("conf cons dirs dump envi gtmk hash isro mntr ruok srvr stat wchc wchp wchs").split()


@scenario
def a_real_zookeeper(work):
    with ZooKeeperServer(work / "zookeeper") as server:
        server.start()
        for word in ZOOKEEPERS_WORDS:
            [reply] = replies(word, server.address)
            expect(reply["outcome"] == "ok", f"{word}: {reply}")
        [figures] = replies("mntr", server.address)
        expect(figures["answer"]["zk_server_state"] == "standalone", f"{figures}")
        expect(type(figures["answer"]["zk_avg_latency"]) is float, f"{figures}")
        expect(outcomes("srst", server.address, "--yes") == ["ok"], "srst")
        expect("ZooKeeper does not know lgif" in run("lgif", server.address).stderr, "a word of Keeper")
        # ZooKeeper's own names have units that promtool would write out; the rest must be right.
        lint = promtool(run("mntr", server.address, "--format", "prometheus").stdout).splitlines()
        wrong = [line for line in lint if "abbreviated units" not in line]
        expect(not wrong, "\n".join(wrong))


@scenario
def a_real_zookeeper_that_may_not_answer(work):
    class Narrow(ZooKeeperServer):
        def _configuration(self):
            return [line.replace("=*", "=srvr") for line in super()._configuration()]

    with Narrow(work / "zookeeper") as server:
        server.start()
        [reply] = replies("mntr", server.address)
        expect(reply["outcome"] == "refused_or_unknown" and "4lw.commands.whitelist" in reply["hint"], f"{reply}")
        expect(run("mntr", server.address).stdout == "", "a refusal is no answer")


@scenario
def a_real_zookeeper_with_tls(work):
    made = Certificates(work / "tls")
    ca = ["--tls-ca", made.path("ca.pem")]
    client = [*ca, "--tls-cert", made.path("client.pem"), "--tls-key", made.path("client.key")]
    with TlsZooKeeperServer(work / "zookeeper", made, client_auth="need") as server:
        server.start()
        for address, arguments, outcome in (
                (server.secure_address, client, "ok"), (server.secure_address, ca, "certificate"),
                (server.secure_address, [*client, "--tls-server-name", "elsewhere"], "certificate"),
                (server.secure_address, [], "tls_mismatch"), (server.address, client, "tls_mismatch"),
                (server.address, [], "ok")):
            [came] = outcomes("srvr", address, *arguments, "--timeout", "2s")
            expect(came == outcome, f"{address} {arguments}: {came} instead of {outcome}")


@scenario
def an_ensemble_of_which_one_is_killed_and_one_stopped(work):
    with Ensemble(work) as ensemble:
        addresses = [member.address for member in ensemble.members]
        roles = [reply["answer"]["mode"] for reply in replies("srvr", *addresses)]
        expect(sorted(roles) == ["follower", "follower", "leader"], f"{roles}")
        first, second = (ensemble.members[place] for place, role in enumerate(roles) if role == "follower")
        first.kill()
        second.stop_answering()
        came = {reply["host"]: reply["outcome"] for reply in replies("srvr", *addresses, "--timeout", "1s")}
        expect(came[first.address] == "connection_refused" and came[second.address] == "timeout", f"{came}")


if __name__ == "__main__":
    main(__doc__)
