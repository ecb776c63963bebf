#!/usr/bin/env python3
"""completions.py SHELL PROGRAM COMPLETIONS: what SHELL offers for keeper-converter is what `PROGRAM --help` lists.

The shell itself is asked. Every option must be offered and no other, an option with a closed set of values must offer
just these, and one that takes a directory must offer directories.
"""
import os
import re
import subprocess
import sys
import tempfile

from shells import Shells

DIRECTORIES = ["--zookeeper-logs-dir", "--zookeeper-snapshots-dir", "--output-dir"]
FILES = ["--report", "--catch-up-file"]
OPEN = ["--compression-level", "--acl-map", "--drop-path", "--until-zxid", "--until-time", "--expansion-limit",
        "--threads"]


def options_of(command):
    """The names at the beginning of a line of --help; names inside an explanation are something else."""
    text = subprocess.run([*command, "--help"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  (?:-\w,\s*)?(--[a-z0-9-]+)", text, re.MULTILINE))


def closed_values(program, option):
    """What the program says that a value must be, if it must be one of a few; no such option takes 77."""
    refusal = subprocess.run([program, option, "77"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    choice = re.search(rf"{option}: .*\{{([^}}]*)\}}", refusal.stderr)
    interval = re.search(rf"{option}: .* range (\d+) to (\d+)", refusal.stderr)
    if choice:
        return choice[1].split(",")
    if interval and int(interval[2]) - int(interval[1]) < 10:
        return [str(number) for number in range(int(interval[1]), int(interval[2]) + 1)]
    return []


def stem(match):
    """Shells differ in what they put before and behind a match."""
    return match.rsplit("=", 1)[-1].rstrip("/") if match.startswith("--") and "=" in match else match.rstrip("/=")


def main():
    shell_name, program, completions = sys.argv[1:]
    failures = []

    def same(what, got, wanted):
        if set(got) != set(wanted):
            failures.append(f"{what}: offered but not wanted {sorted(set(got) - set(wanted))}, "
                            f"wanted but not offered {sorted(set(wanted) - set(got))}")

    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/inner-directory")
        with open(folder + "/inner-file", "w", encoding="ascii"):
            pass
        ask = getattr(Shells("keeper-converter", completions, folder, os.path.dirname(program)), shell_name)

        options = options_of([program])
        if len(options) < 20:
            failures.append(f"only {len(options)} options found in --help")
        same("options", map(stem, ask(["keeper-converter", "--"])), options)
        closed = {option: values for option in sorted(options) if (values := closed_values(program, option))}
        if len(closed) < 8:
            failures.append(f"only {len(closed)} options with a closed set of values found")
        for option, values in closed.items():
            same(option, map(stem, ask(["keeper-converter", option, ""])), values)
            same(option + "=", map(stem, ask(["keeper-converter", option + "="])), values)
            same(option + ", begun", map(stem, ask(["keeper-converter", option, values[0][0]])),
                 [value for value in values if value.startswith(values[0][0])])
        for option in DIRECTORIES:
            same(option, map(stem, ask(["keeper-converter", option, "inner"])), ["inner-directory"])
        for option in FILES:
            same(option, map(stem, ask(["keeper-converter", option, "inner"])), ["inner-directory", "inner-file"])
        for option in OPEN:
            same(option, ask(["keeper-converter", option, ""]), [])
        same("catch-up", map(stem, ask(["keeper-converter", "catch-up", "--"])), options_of([program, "catch-up"]))
        releases = ask(["keeper-converter", "--for-keeper", ""])
        if not releases or not all(re.fullmatch(r"\d\d\.\d\d?", release) for release in releases):
            failures.append(f"--for-keeper: {releases}")

    for failure in failures:
        print(f"{shell_name}: {failure}", file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
