#!/usr/bin/env python3
"""fsck_man.py ROOT: keeperctl-fsck(1) names every code of fsck's table with its severity, and no other."""
import pathlib
import re
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    table = (root / "libkeeperfs/src/inspect/finding_table.cpp").read_text(encoding="utf-8")
    known = dict(re.findall(r'\{"([a-z.-]+)",\s*(note|warning|error),', table))
    page = (root / "man/keeperctl-fsck.1.scd").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\*([a-z.-]+)\* \((note|warning|error)", page, re.MULTILINE))
    if len(known) < 20:
        sys.exit(f"only {len(known)} codes in the table: the test looks at the wrong place")
    for code in sorted(set(known.items()) ^ set(documented.items())):
        print(f"{code[0]} ({code[1]}): in one of table and man page only", file=sys.stderr)
    sys.exit(known != documented)


if __name__ == "__main__":
    main()
