"""Runs one case of the programs' command line: an executable script, and beside it what must come out.

  <group>/<case>.sh                          the case; it runs in an empty folder of its own
  <group>/<case>.stdout.exact|glob|ignore    the output, byte for byte | line by line | not looked at
  <group>/<case>.stderr.exact|glob|ignore    the same for the messages
  <group>/<case>.exit                        the exit code

Without such files both outputs must be empty and the exit code 0. In a glob file "*" stands for any text in a line, "?"
for one character, and a line "..." for any number of lines.

The script finds the programs and cli/helpers on its PATH, the golden files in $GOLDEN, and extra inputs in $INPUTS.
$KFS_BIN_DIR, when it is set, comes before the build's programs.

usage: run_case.py [--update] [--preserve] CASE.sh
  --update    write what came out as the new expectation (glob files are left for people)
  --preserve  keep the case's folder and say where it is
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"
SECONDS = 60
STREAMS = ("stdout", "stderr")


class Result:
    def __init__(self, exit_code, stdout, stderr):
        self.exit_code, self.stdout, self.stderr = exit_code, stdout, stderr


def environment(scratch):
    """Little, so that a case does not depend on who runs it."""
    folders = [os.environ.get("KFS_BIN_DIR"), str(HERE / "helpers"), os.environ["PATH"]]
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return {**kept, "PATH": os.pathsep.join(filter(None, folders)), "GOLDEN": str(GOLDEN), "INPUTS": str(HERE / "inputs"),
            "HOME": str(scratch), "TMPDIR": str(scratch), "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm",
            "PYTHONDONTWRITEBYTECODE": "1"}


def execute(case, scratch):
    done = subprocess.run([str(case)], cwd=scratch, env=environment(scratch), stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=SECONDS)
    return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def line_pattern(glob):
    """"..." becomes any number of whole lines, every other line a pattern for one line."""
    if glob == "...":
        return r"(?:.*\n)*?"
    return re.escape(glob).replace(r"\*", ".*").replace(r"\?", ".") + r"\n"


def matches_glob(glob, text):
    pattern = "".join(line_pattern(line) for line in glob.splitlines())
    return re.fullmatch(pattern, text if text.endswith("\n") or not text else text + "\n") is not None


def expectation(case, stream):
    """(kind, text, file); kind "exact" and no text where no file says anything."""
    found = [(kind, case.with_suffix(f".{stream}.{kind}")) for kind in ("exact", "glob", "ignore")]
    found = [(kind, path) for kind, path in found if path.exists()]
    if len(found) > 1:
        raise SystemExit(f"{case}: more than one expectation for {stream}")
    if not found:
        return "exact", "", case.with_suffix(f".{stream}.exact")
    kind, path = found[0]
    return kind, path.read_text(), path


def holds(kind, wanted, got):
    return kind == "ignore" or (matches_glob(wanted, got) if kind == "glob" else wanted == got)


def expected_exit(case):
    file = case.with_suffix(".exit")
    return int(file.read_text()) if file.exists() else 0


def check(case, result):
    """Everything that is not as expected, as text."""
    faults = []
    if result.exit_code != expected_exit(case):
        faults.append(f"exit code {result.exit_code}, it must be {expected_exit(case)}")
    for stream in STREAMS:
        kind, wanted, _ = expectation(case, stream)
        if not holds(kind, wanted, getattr(result, stream)):
            faults.append(f"{stream} is not as expected ({kind}):\n{indented(wanted)}")
    if faults:
        faults += [f"{stream}:\n{indented(getattr(result, stream))}" for stream in STREAMS]
    return faults


def indented(text):
    return "".join(f"  | {line}\n" for line in text.splitlines()) or "  (nothing)\n"


def update(case, result):
    write_or_remove(case.with_suffix(".exit"), f"{result.exit_code}\n" if result.exit_code else "")
    for stream in STREAMS:
        kind, wanted, file = expectation(case, stream)
        if kind == "exact":
            write_or_remove(file, getattr(result, stream))
        elif not holds(kind, wanted, getattr(result, stream)):
            print(f"{file} does not match; change it by hand:\n{indented(getattr(result, stream))}")


def write_or_remove(file, text):
    if text:
        file.write_text(text)
    else:
        file.unlink(missing_ok=True)


def main(arguments):
    options = {argument for argument in arguments if argument.startswith("--")}
    cases = [argument for argument in arguments if not argument.startswith("--")]
    if len(cases) != 1 or options - {"--update", "--preserve"}:
        print(__doc__, file=sys.stderr)
        return 2
    case = Path(cases[0]).resolve()
    scratch = Path(tempfile.mkdtemp(prefix="keeperfs-cli-"))
    try:
        result = execute(case, scratch)
        if "--update" in options:
            update(case, result)
        faults = check(case, result)
        for fault in faults:
            print(fault)
        return 1 if faults else 0
    except subprocess.TimeoutExpired:
        print(f"{case.name} did not end in {SECONDS} s")
        return 1
    finally:
        if "--preserve" in options:
            print(f"kept: {scratch}")
        else:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
