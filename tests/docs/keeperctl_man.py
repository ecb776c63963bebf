#!/usr/bin/env python3
"""keeperctl_man.py ROOT PROGRAM PAGES GOLDEN: the man pages of keeperctl say of each command what it says of itself.

Every command has a page, and every page a command. Every option of --help stands in its page or, where all have it, in
keeperctl(1), and no other; the examples of both name commands and options that there are; every member of the JSON that
it prints for GOLDEN, directories of Keepers, stands there; every code that the sources can report stands in some page, and
every code in a page is in the sources.
"""
import contextlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from completions import options_of
from keeperctl_completions import tree
from man import CODE, codes_of, members, text_of
from support.four_letter_server import FourLetterServer
from support.http_control_server import HttpControlServer
from support.scripted_keepers import play

COMMON = {"--help", "--quiet", "--verbose", "--color", "--progress"}
# Which several commands have; keeperctl(1) explains them.
SHARED = {"--config", "--s3-endpoint", "--s3-region", "--s3-credentials-file"}
ROOMS_THAT_REPORT = ["inspect", "keeper", "convert", "migrate", "backup"]
RICH, LIVE, DAMAGED = "02-rich-zstdlog-rotated", "04-live-ephemerals-sigkill", "d9-flipped-byte-snapshot"
STORE = "../backup"
CONFIGS = "../../cli/inputs/config"
KEEPERS_WORDS = "apiv cons csnp dirs isro lgif lgrq pfev ruok srst srvr stat wchs"
ONLINE = ["--config", "../../cli/inputs/recover.xml", "--interval", "10ms"]
REWRITE = ["--output-dir", "OUT", "--format", "json"]
DISKS = ["--config", "../../cli/inputs/disks/new.xml", "--old-config", "../../cli/inputs/disks/old.xml"]
# What makes each command print as many members as it can; GOLDEN/ is put before a word that is there, OUT is a new directory,
# @FOLDER a server that answers four-letter words from golden/4lw/FOLDER, @SCENE:N the Nth member of a scene of Keepers,
# @http-BEHAVIOUR one that answers over HTTP.
RUNS = {
    "snapshot info": [[RICH]],
    "snapshot ls": [[RICH, "/"]],
    "snapshot get": [[RICH, "/app"]],
    "snapshot stat": [[RICH, "/app"]],
    "snapshot tree": [[RICH]],
    "snapshot dump": [[RICH], [RICH, "--format", "jsonl"]],
    "snapshot verify": [[RICH], [DAMAGED]],
    "snapshot sessions": [[RICH], [LIVE]],
    "snapshot acls": [[RICH]],
    "snapshot stats": [[LIVE]],
    "snapshot du": [[RICH]],
    "snapshot rewrite": [[RICH, "--drop-path", "/app", "--rename-path", "/seq=/m1/moved", "--snapshot-version", "6",
                          "--digest-version", "4", *REWRITE]],
    "snapshot export": [[RICH, "/app", *REWRITE]],
    "snapshot import": [[RICH, "--from", RICH, "--path", "/app", "--to", "/m1/app", *REWRITE]],
    "snapshot sequence get": [[RICH, "/seq"]],
    "snapshot sequence set": [[RICH, "/seq", "1000", *REWRITE]],
    "log info": [[RICH], ["d4-flipped-byte-middle-log"]],
    "log dump": [[LIVE, "--format", "jsonl"], ["08-cluster3-sigterm/n1", "--format", "jsonl"]],
    "log grep": [[RICH, "--format", "jsonl"]],
    "log blame": [["/cver/k0", RICH]],
    "log verify": [["d4-flipped-byte-middle-log"]],
    "log splice": [],  # prints no JSON
    "log rewrite": [[RICH, *REWRITE]],
    "diff": [[RICH, LIVE], [RICH, LIVE, "--format", "jsonl"]],
    "hash": [[RICH, "--depth", "1"]],
    "state show": [[RICH]],
    "config show": [["../config/node/keeper_config.xml", "--defaults-of", "25.8"]],
    "config get": [["keeper_server", "--config", "../config/node/keeper_config.xml"],
                   ["storage_configuration", "--config", "../config/node/keeper_config.xml"]],
    "config diff": [["../config/node/keeper_config.xml", "../config/keeper/01-simple-plainlog.xml"]],
    "fsck": [[RICH], ["d4-flipped-byte-middle-log"], ["d11-zstd-three-runs", "--repair-to", "OUT"],
             ["d3-flipped-byte-plain", "--peer", "d2-torn-zstd-tail"]],
    "config check": [[f"{CONFIGS}/wrong.xml", f"{CONFIGS}/node1.yaml", "--server-version", "25.8"]],
    "config init": [["--server", "1=a", "--server", "2=b", "--output-dir", "OUT", "--format", "json"]],
    "recover apply": [["12-survivor-of-three", "--single", "--id", "1", "--to", "OUT"],
                      ["d4-flipped-byte-middle-log", "--single", "--via", "log", "--accept-loss", "100", "--to", "OUT"]],
    "recover assemble": [["08-cluster3-sigterm/n1", "08-cluster3-sigterm/n2", "--server", "1=localhost:1", "--to", "OUT"]],
    "recover move-addresses": [["08-cluster3-sigterm/n1", "08-cluster3-sigterm/n2", "08-cluster3-sigterm/n3", "--server",
                                "1=localhost:1", "--to", "OUT"]],
    "cluster to-single": [["12-survivor-of-three", "--server", "1=localhost:1", "--to", "OUT"]],
    "4lw": [*([word, "@leader-25.8", "--yes"] for word in KEEPERS_WORDS.split()), ["mntr", "@no-quorum"],
            *([word, "@follower"] for word in ("dump", "wchc", "wchp")),
            *([word, "@zookeeper"] for word in ("cons", "dirs", "dump", "gtmk", "hash", "srvr", "stat"))],
    "status": [["@lagging:1", "@lagging:3"], ["@zookeeper"], ["@no-quorum"]],
    "wait": [["@leader-25.8", "--for", "leader"]],
    "snapshot-now": [["@healthy:1"]],
    "lead": [["@healthy:2", "--yes"]],
    "preflight": [["@leader", "@no-quorum", "--server-version", "25.8"], ["--config", f"{CONFIGS}/wrong.xml", "--not-started"]],
    "recover inspect": [["d6-zero-byte-snapshot", "d5-missing-middle-log", "08-cluster3-sigterm/n1", "--records"],
                        ["d5-missing-middle-log", "d4-flipped-byte-middle-log", "--records"]],
    "recover plan": [["d6-zero-byte-snapshot", "d4-flipped-byte-middle-log", "--single"]],
    "recover online": [["@recovers", *ONLINE, "--yes"]],
    "cluster plan-grow": [["--server", "1=a:9234", "--add", "2=b:9234", "--remove", "1", "--by", "reconfig"]],
    "probe http": [["@http-newest", *(word for name in ("ready", "dashboard", "commands", "storage", "jemalloc")
                                      for word in ("--endpoint", name))],
                   ["@http-newest", "--metrics"], ["@http-old-leader"], ["@http-garbage"], ["@http-controls"]],
    "disk list": [DISKS],
    "disk plan": [DISKS],
    "disk migrate": [[*DISKS, "--dry-run"]],
    "disk verify": [DISKS],
    "disk cleanup": [[*DISKS, "--dry-run"]],
    "backup create": [[RICH, "--to", "OUT"], ["d4-flipped-byte-middle-log", "--to", "OUT", "--format", "jsonl"]],
    "backup list": [[STORE]],
    "backup show": [[STORE]],
    "backup verify": [[STORE, "--deep"]],
    "backup prune": [[STORE, "--keep-last", "1", "--dry-run"]],
    "restore": [[STORE, "--single", "--at-index", "75", "--no-port-check", "--to", "OUT"], [STORE, "--path", "/**", "--to", "OUT"]],
    "to-zookeeper": [[RICH, "--lost-names", "drop", "--output-dir", "OUT", "--format", "json"],
                     ["d3-flipped-byte-plain", "--lost-names", "drop", "--output-dir", "OUT", "--format", "json"]],
    "replay": [[RICH, *REWRITE], [RICH, "--until", "missing /cver/k1"], ["d4-flipped-byte-middle-log"]],
}


def server_for(name):
    behaviour = name.removeprefix("http-")
    return FourLetterServer(name) if behaviour == name else HttpControlServer(behaviour)


class Addresses:
    """Of the servers for one run; the members of a scene play together."""

    def __init__(self, servers):
        self.servers, self.scenes = servers, {}

    def of(self, word):
        scene, _, number = word[1:].partition(":")
        if not number:
            return self.servers.enter_context(server_for(scene)).address
        if scene not in self.scenes:
            self.scenes[scene] = play(scene)
        return self.scenes[scene][int(number) - 1].address


def documents(program, words, run, golden):
    """What the command prints, parsed. The exit status of a finding, or of a server that does not serve, is as good."""
    with tempfile.TemporaryDirectory() as output, contextlib.ExitStack() as servers:
        addresses = Addresses(servers)
        run = [addresses.of(word) if word.startswith("@") else word for word in run]
        known = [str(golden / word) if (golden / word).exists() and not word.startswith("/") else word for word in run]
        command = [program, *words.split(), *(output if word == "OUT" else word for word in known)]
        if "--format" not in command:
            command += ["--format", "json"]
        answer = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if answer.returncode not in (0, 3, 6):
        raise RuntimeError(f"{' '.join(command)} ends with {answer.returncode}: {answer.stderr}")
    return [json.loads(line) for line in answer.stdout.splitlines()] if "jsonl" in command else [json.loads(answer.stdout)]


def options(words, wanted, text, common):
    documented = set(re.findall(r"--[a-z][a-z0-9-]+", text.split("OPTIONS")[1].split("EXIT STATUS")[0]))
    for option in sorted(wanted - documented - common):
        yield f"{words}: {option} is not documented"
    for option in sorted(set(re.findall(r"--[a-z][a-z0-9-]+", text)) - wanted - common):
        yield f"{words}: {option} is documented and does not exist"


def json_members(program, words, text, golden):
    if words not in RUNS:
        yield f"{words}: keeperctl_man.py does not know how to run it"
    for run in RUNS.get(words, []):
        answers = documents(program, words, run, golden)
        found = sorted(set(members(answers)))
        if not found:
            yield f"{words}: {' '.join(run)} prints no JSON"
        for name in found:
            if not re.search(rf"\b{name}\b", text.split(" AS JSON")[-1]):
                yield f"{words}: the member {name} is not documented"
        for check in sorted({result["check"] for answer in answers for result in answer.get("results", []) if "check" in result}):
            if check not in text.split("OPTIONS")[0]:
                yield f"{words}: the check {check} is not documented"


def codes(root, pages):
    """Codes stand where a list explains them: alone on a line, with others, or with what they mean for a server."""
    one = CODE.pattern.strip('"')
    line = re.compile(rf" +({one}(?:, {one})*)(?: \((?:note|warning|error)[a-z, ]*\))?")
    explained = {code: page.name for page in pages.glob("*.1") for text in text_of(page).splitlines()
                 if (found := line.fullmatch(text)) for code in found[1].split(", ")}
    reported = codes_of(root, ROOMS_THAT_REPORT)
    for code in sorted(reported - set(explained)):
        yield f"the code {code} is not documented"
    for code in sorted(set(explained) - reported - codes_of(root, ["zookeeper", "config", "probe"])):
        yield f"{explained[code]}: the code {code} is documented and does not exist"


def unindented(text):
    return re.sub(r"^ +", "", text, flags=re.MULTILINE)


def examples(where, text, commands):
    """What stands behind a keeperctl at the beginning of a line, or in a pipe, is a command with its options."""
    for line in re.findall(r"(?:^|\| *)keeperctl ([^|>&\n]*)", re.sub(r"\\\n| \|\n", " ", text), re.MULTILINE):
        known = [words for words in commands if f"{line} ".startswith(words + " ")]
        if not known:
            yield f"{where}: there is no command {line}"
            continue
        for option in sorted(set(re.findall(r"(?<!\S)--[a-z][a-z-]*", line)) - commands[known[0]]):
            yield f"{where}: {option} is no option of {known[0]}"


def contents(root, program, pages, golden):
    overview = text_of(pages / "keeperctl.1")
    commands = {" ".join(path): text for path, text, inner in tree(program) if path and not inner}
    names = {words: f"keeperctl-{words.replace(' ', '-')}.1" for words in commands}
    guides = {f"keeperctl-{' '.join(path).replace(' ', '-')}.1" for path, _, inner in tree(program) if path and inner}
    for page in sorted({page.name for page in pages.glob("keeperctl-*.1")} - set(names.values()) - guides):
        yield f"{page} is of no command"
    yield from options("keeperctl", COMMON | SHARED, overview.split("EXAMPLES")[0], {"--version", "--format"})
    options_by_command = {words: options_of([program, *words.split()]) for words in commands}
    yield from examples("keeperctl(1)", unindented(overview.split("EXAMPLES")[1]), options_by_command)
    for guide in sorted(guides):
        if (pages / guide).exists():
            yield from examples(guide, unindented(text_of(pages / guide)), options_by_command)
    for words, name in names.items():
        if not (pages / name).exists():
            yield f"{words}: no page {name}"
            continue
        text = text_of(pages / name)
        if f"{name[:-2]}(1)" not in overview:
            yield f"{words}: keeperctl(1) does not name its page"
        wanted = options_by_command[words]
        for option in sorted(COMMON - wanted):
            yield f"{words}: it lacks {option}, which all commands have"
        own = text.split("EXAMPLES")[0]
        shown = text.split("EXAMPLES")[1].split("SEE ALSO")[0]
        if f"keeperctl {words} " not in shown:
            yield f"{words}: no example runs it"
        yield from examples(name, unindented(shown), options_by_command)
        yield from examples(f"{words} --help", unindented(commands[words].split("Examples:")[1]), options_by_command)
        yield from options(words, wanted, own, COMMON | (SHARED & wanted))
        yield from json_members(program, words, own, golden)
    yield from codes(root, pages)


def main():
    root, program, pages, golden = sys.argv[1:]
    problems = list(contents(pathlib.Path(root), program, pathlib.Path(pages), pathlib.Path(golden)))
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
