#!/usr/bin/env python3
"""findings_man.py ROOT: each page with a table of findings names every code of it with its severity, and no other."""
import pathlib
import re
import sys

PAGES = {
    "libkeeperfs/src/inspect/finding_table.cpp": "man/keeperctl-fsck.1.scd",
    "libkeeperfs/src/config/finding_table.cpp": "man/keeperctl-config-check.1.scd",
    "libkeeperfs/src/probe/ensemble_findings.cpp": "man/keeperctl-status.1.scd",
}


def problems(root, table, page):
    known = dict(re.findall(r'\{"([a-z.-]+)",\s*(note|warning|error),', (root / table).read_text(encoding="utf-8")))
    documented = dict(re.findall(r"^\*([a-z.-]+)\* \((note|warning|error)", (root / page).read_text(encoding="utf-8"),
                                 re.MULTILINE))
    if len(known) < 10:
        yield f"{table}: only {len(known)} codes: the test looks at the wrong place"
    for code, severity in sorted(set(known.items()) ^ set(documented.items())):
        yield f"{code} ({severity}): in one of {table} and {page} only"


def main():
    root = pathlib.Path(sys.argv[1])
    found = [problem for table, page in PAGES.items() for problem in problems(root, table, page)]
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
