#!/usr/bin/env python3
"""A header that lays down a file format says whose it is, of which releases, and which man page documents it."""
import re

from sources import PUBLIC, ROOT, place, report, sources


def problems():
    headers = [(path, text) for path, text in sources() if path.name.endswith("_format.h")]
    if not headers:
        yield "no x_format.h found"
    for path, text in headers:
        comment = re.search(r"(?:^//[^\n]*\n)+", text, re.MULTILINE)
        comment = comment[0] if comment else ""
        if not re.search(r"\b(?:ZooKeeper|Keeper)\b", comment) or not re.search(r"\breleases? \d[\d.]* to \d", comment):
            yield f'{place(path, 1)}: the first comment must say whose format it is, and "releases X to Y"'
        pages = re.findall(r"\b([a-z-]+)\(5\)", comment)
        if not pages:
            yield f"{place(path, 1)}: the first comment must name the man page that has the facts, as name(5)"
        for page in pages:
            if not (ROOT / f"man/{page}.5.scd").exists():
                yield f"{place(path, 1)}: there is no man/{page}.5.scd"
    layouts = {path.name for path, _ in headers}
    for path, _ in sources():
        if path.name.endswith("_reader.h") and path.is_relative_to(PUBLIC):
            if path.name.replace("_reader.h", "_format.h") not in layouts:
                yield f"{place(path, 1)}: no x_format.h stands beside this reader"


def main():
    report(list(problems()))


if __name__ == "__main__":
    main()
