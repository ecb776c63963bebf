#!/usr/bin/env python3
"""readme.py ROOT PROGRAMS PREFIX: the README's examples work as they stand.

An HTML comment before a fenced block says what becomes of it. <!-- run -->: a shell runs it in a scratch directory that
has a ZooKeeper directory, a Keeper directory, servers at $KEEPER and $KEEPER_HTTP and the programs; what follows sees what it left. <!-- file: NAME -->: it is
written to that file. <!-- command: build -->: only its last command runs, with the program that is built already.
<!-- command: test --> and <!-- build only --> are for people and for .ci/run. A block of shell without such a comment is
an error.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support.four_letter_server import FourLetterServer  # noqa: E402
from support.http_control_server import HttpControlServer  # noqa: E402

BLOCK = re.compile(r"^( *)(?:<!-- ([^>]*) -->\n+ *)?```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PROGRAM = "build/release/bin/"


def shell(text, folder, environment):
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    print(f"$ {text.strip()}\n{done.stdout}")
    return done.returncode


def main():
    root, programs, prefix = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    readme = (root / "README.md").read_text(encoding="utf-8")
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "CMAKE_PREFIX_PATH": str(prefix)}
    problems, seen = [], []

    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        shutil.copytree(root / "tests/golden/zookeeper/plain", scratch / "zookeeper")
        shutil.copytree(root / "tests/golden/keeper/02-rich-zstdlog-rotated", scratch / "keeper")
        server = FourLetterServer("leader-25.8")
        environment["KEEPER"] = server.address
        environment["KEEPER_HTTP"] = HttpControlServer("newest").address
        for _, purpose, language, text in BLOCK.findall(readme):
            seen.append(purpose)
            text = textwrap.dedent(text)
            if purpose.startswith("file: "):
                (scratch / purpose.removeprefix("file: ")).write_text(text, encoding="utf-8")
            elif purpose == "run":
                if shell(text, scratch, environment) != 0:
                    problems.append(f"fails: {text}")
            elif purpose == "command: build":
                command = text[text.index(PROGRAM):].replace(PROGRAM, f"{programs}/")
                if shell(command, root, environment) != 0:
                    problems.append(f"fails: {command}")
            elif language == "sh" and purpose not in ("command: test", "build only"):
                problems.append(f"not marked as an example: {text}")

    for wanted in ("command: build", "command: test", "run", "file: main.cpp"):
        if wanted not in seen:
            problems.append(f"no block is marked <!-- {wanted} -->")
    if seen[:2] != ["command: build", "command: test"]:
        problems.append("the two commands do not stand at the top")
    for link in re.findall(r"\]\(([^)#:]+)\)", readme):
        if not (root / link).exists():
            problems.append(f"{link} does not exist")
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
