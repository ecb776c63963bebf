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

DIRECTORIES = ["--zookeeper-logs-dir", "--zookeeper-snapshots-dir", "--output-dir"]
FILES = ["--report"]
OPEN = ["--compression-level", "--acl-map", "--drop-path", "--until-zxid", "--until-time", "--expansion-limit",
        "--threads"]


def run(command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True,
                          **more).stdout


class Shells:
    def __init__(self, completions, folder):
        self.completions, self.folder = completions, folder

    def bash(self, words):
        """Bash hands the words over already cut, "=" being a word of its own."""
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
                  ' [[ $(complete -p keeper-converter) == "complete -F _keeper_converter keeper-converter" ]] || exit 9;'
                  ' _keeper_converter; ((${#COMPREPLY[@]} == 0)) || printf "%s\\n" "${COMPREPLY[@]}"')
        cut = [part for word in words for part in re.split(r"(=)", word) if part or word == ""]
        if words[-1].endswith("="):
            cut = cut if cut[-1] == "=" else cut + ["="]
        return run(["bash", "--norc", "-c", script, "bash", self.completions + "/keeper-converter.bash", *cut],
                   cwd=self.folder).splitlines()

    def zsh(self, words):
        here = os.path.dirname(os.path.abspath(__file__))
        answer = run(["zsh", "-f", here + "/zsh_completions.zsh", self.completions, " ".join(words)], cwd=self.folder)
        return [line for line in answer.splitlines() if line]

    def fish(self, words):
        script = 'source "$argv[1]"; complete -C "$argv[2]"'
        answer = run(["fish", "--no-config", "-c", script, self.completions + "/keeper-converter.fish",
                      " ".join(words)], cwd=self.folder, env={**os.environ, "HOME": self.folder})
        return [line.split("\t")[0] for line in answer.splitlines()]


def options_of(program):
    """The names at the beginning of a line of --help; names inside an explanation are something else."""
    return set(re.findall(r"^\s+(?:-\w,\s*)?(--[a-z0-9-]+)", run([program, "--help"]), re.MULTILINE))


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
        ask = getattr(Shells(completions, folder), shell_name)

        options = options_of(program)
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
        releases = ask(["keeper-converter", "--for-keeper", ""])
        if not releases or not all(re.fullmatch(r"\d\d\.\d\d?", release) for release in releases):
            failures.append(f"--for-keeper: {releases}")

    for failure in failures:
        print(f"{shell_name}: {failure}", file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
