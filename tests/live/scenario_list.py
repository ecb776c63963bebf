"""Scenarios that a script names, and its command line: NAME runs one, --list prints all."""

import sys
import tempfile
from pathlib import Path

from live.zookeeper_server import ServerError

SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


def expect(truth, message):
    if not truth:
        raise AssertionError(message)


def main(usage):
    arguments = sys.argv[1:]
    if arguments == ["--list"]:
        print("\n".join(SCENARIOS))
        return
    if len(arguments) != 1 or arguments[0] not in SCENARIOS:
        print(usage, file=sys.stderr)
        sys.exit(2)
    with tempfile.TemporaryDirectory(prefix="keeperfs-live-") as work:
        try:
            SCENARIOS[arguments[0]](Path(work))
        except (AssertionError, ServerError) as error:
            sys.exit(f"{arguments[0]}: {error}")
