"""The project's sources, as the rules look at them."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLIC = ROOT / "libkeeperfs/include/keeperfs"
PRIVATE = ROOT / "libkeeperfs/src"
PROGRAMS = [ROOT / "converter", ROOT / "tools"]

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)
NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)


def sources():
    """Every first-party source and header that is shipped; (path, text)."""
    found = [path for folder in (PUBLIC, PRIVATE, *PROGRAMS) for path in sorted(folder.rglob("*"))
             if path.suffix in (".h", ".cpp")]
    if len(found) < 10:
        sys.exit(f"only {len(found)} sources under {ROOT}: the rules look at the wrong place")
    return [(path, path.read_text(encoding="utf-8")) for path in found]


def room_of(path):
    for folder in (PUBLIC, PRIVATE):
        if path.is_relative_to(folder):
            return path.relative_to(folder).parts[0]
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[:2] == ("tools", "keeperctl") else parts[0]


def includes(text):
    """(line number, is it in angle brackets, name)"""
    return [(text.count("\n", 0, match.start(2)) + 1, match[1] == "<", match[2]) for match in INCLUDE.finditer(text)]


def code_of(text):
    """The text with comments and literals blanked out; line numbers stay."""
    return NOT_CODE.sub(lambda match: "".join("\n" if char == "\n" else " " for char in match[0]), text)


def report(problems):
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


def place(path, line):
    return f"{path.relative_to(ROOT)}:{line}"
