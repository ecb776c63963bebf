#!/usr/bin/env python3
"""keeperctl_completions.py SHELL PROGRAM COMPLETIONS: what SHELL offers for keeperctl is what its --help lists.

The shell itself is asked, for every command: its options, the values of those that are closed, its commands. zsh takes a
second to start, and its script passes on what the program says as the others do: it is asked about a few commands only.
"""
import os
import re
import subprocess
import sys
import tempfile

from completions import options_of, stem
from shells import Shells


def help_of(program, path):
    return subprocess.run([program, *path, "--help"], capture_output=True, text=True, check=True).stdout


def commands_of(text):
    section = re.search(r"^Commands:\n((?:  .*\n)*)", text, re.MULTILINE)
    return re.findall(r"^  (\S+)", section[1], re.MULTILINE) if section else []


def closed_values(text):
    return {option: values.split("|") for option, values in re.findall(r"^  (?:-\w,)?(--\S+) (\S+\|\S+)", text, re.MULTILINE)}


def tree(program, path=()):
    text = help_of(program, path)
    commands = commands_of(text)
    yield path, text, commands
    for command in commands:
        yield from tree(program, (*path, command))


def main():
    shell_name, program, completions = sys.argv[1:]
    failures = []

    def same(what, got, wanted):
        if set(got) != set(wanted):
            failures.append(f"{' '.join(what)}: offered but not wanted {sorted(set(got) - set(wanted))}, "
                            f"wanted but not offered {sorted(set(wanted) - set(got))}")

    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/inner-directory")
        with open(folder + "/inner-file", "w", encoding="ascii"):
            pass
        ask = getattr(Shells("keeperctl", completions, folder, os.path.dirname(program)), shell_name)
        everything = list(tree(program))
        leaves = [path for path, _, commands in everything if not commands]
        if len(leaves) < 20:
            failures.append(f"only {len(leaves)} commands found in --help")
        for path, text, commands in everything if shell_name != "zsh" else everything[:3]:
            line = ["keeperctl", *path]
            same(line, map(stem, ask([*line, "--"])), options_of([program, *path]))
            if commands:
                same(line, map(stem, ask([*line, ""])), commands)
                continue
            for option, values in sorted(closed_values(text).items()):
                if option in ("--color", "--progress") and path != leaves[0]:
                    continue
                same([*line, option], map(stem, ask([*line, option, ""])), values)
        line = ["keeperctl", *leaves[0]]
        same([*line, "inner"], map(stem, ask([*line, "inner"])), ["inner-directory", "inner-file"])
        same(["keeperctl", "4lw", "mn"], map(stem, ask(["keeperctl", "4lw", "mn"])), ["mntr"])
        same([*line, "--format=j"], map(stem, ask([*line, "--format=j"])), ["json"])

    for failure in failures:
        print(f"{shell_name}: {failure}", file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
