#!/usr/bin/env python3
"""man.py ROOT PROGRAM PAGES GOLDEN: the man pages are well formed, and say of the program what it says of itself.

Every page is looked at. Of keeper-converter(1): every option of --help stands there and no other; so does every code that
the sources can report, and every member of the JSON report that GOLDEN, a ZooKeeper directory, leads to.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from completions import options_of

# What scdoc writes before every paragraph; mandoc finds it needless, no other reader minds.
UNAVOIDABLE = re.compile(r"skipping paragraph macro: PP (?:empty|after S[HS])")
SECTIONS = {1: ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "EXAMPLES", "SEE ALSO"],
            5: ["NAME", "DESCRIPTION", "FILES", "EXAMPLES", "SEE ALSO"]}
CODE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)*\.[a-z]+(?:-[a-z0-9]+)*)"')
ROOMS_THAT_REPORT = ["zookeeper", "convert"]
# What only the rewriting of a Keeper's snapshot and the way back use; keeperctl_man.py looks at its codes.
REWRITING = ["graft.cpp", "node_editor.cpp", "rewrite_target.cpp", "snapshot_rewrite.cpp", "keeper_to_zookeeper.cpp",
             "to_zookeeper_next_steps.cpp", "znode_rules.cpp", "znode_survey.cpp"]


def text_of(page):
    rendered = subprocess.run(["mandoc", "-Tutf8", "-O", "width=1000", page], capture_output=True, text=True, check=True)
    return re.sub(r".\x08", "", rendered.stdout)


def form(page):
    lint = subprocess.run(["mandoc", "-Tlint", "-W", "warning", page], capture_output=True, text=True, check=False)
    for line in (lint.stdout + lint.stderr).splitlines():
        if not UNAVOIDABLE.search(line):
            yield line
    text = text_of(page)
    for section in SECTIONS[int(page.suffix[1:])]:
        if not re.search(rf"^{section}$", text, re.MULTILINE):
            yield f"{page.name}: no section {section}"
    for line, following in re.findall(r"^(.*)\n(?= +(--.*))", text.split("EXAMPLES")[1], re.MULTILINE):
        if not line.endswith("\\"):
            yield f"{page.name}: an example breaks off before {following}"
    for name, section in re.findall(r"\b([a-z-]+)\((\d)\)", text.split("SEE ALSO")[1]):
        if name.startswith(("keeper", "zookeeper")) and not (page.parent / f"{name}.{section}").exists():
            yield f"{page.name}: refers to {name}({section}), which does not exist"


def members(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner)


def codes_of(root, rooms, but=()):
    return {code for room in rooms for path in (root / "libkeeperfs/src" / room).glob("*.cpp") if path.name not in but
            for code in CODE.findall(path.read_text(encoding="utf-8"))}


def options_differ(command, page):
    """An option that a page only mentions must at least exist."""
    text = text_of(page)
    options = options_of(command)
    for option in sorted(options - set(re.findall(r"--[a-z][a-z0-9-]+", text))):
        yield f"{page.name}: {option} is not documented"
    for option in sorted(set(re.findall(r"--[a-z][a-z0-9-]+", text.split("OPTIONS")[1].split("EXIT STATUS")[0])) - options
                         - options_of(command[:1])):
        yield f"{page.name}: {option} is documented and does not exist"


def contents(root, program, page, golden):
    text = text_of(page)
    yield from options_differ([program], page)
    yield from options_differ([program, "catch-up"], page.with_name("keeper-converter-catch-up.1"))

    codes = codes_of(root, ROOMS_THAT_REPORT, REWRITING)
    explained = set(re.findall(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*", text.split("Codes of changes")[1].split("FILES")[0]))
    for code in sorted(codes - explained):
        yield f"the code {code} is not documented"
    for code in sorted(explained - codes):
        yield f"the code {code} is documented and does not exist"

    with tempfile.TemporaryDirectory() as output:
        answer = subprocess.run([program, "--zookeeper-logs-dir", golden, "--zookeeper-snapshots-dir", golden, "--output-dir",
                                 output, "--format", "json", "--digest-version", "4"],
                                capture_output=True, text=True, check=True).stdout
    report = text.split("THE REPORT")[1].split("Codes of changes")[0]
    for name in sorted(set(members(json.loads(answer)))):
        if not re.search(rf"\b{name}\b", report):
            yield f"the member {name} of the report is not documented"


def main():
    root, program, pages, golden = sys.argv[1:]
    pages = pathlib.Path(pages)
    problems = [problem for page in sorted(pages.glob("*.[15]")) for problem in form(page)]
    problems += contents(pathlib.Path(root), program, pages / "keeper-converter.1", golden)
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
