#!/usr/bin/env python3
"""Who may include whom. Arrows point down only, and what is not listed here is an error."""
from sources import PRIVATE, PUBLIC, ROOT, includes, place, report, room_of, sources

MAY_INCLUDE = {
    "base": [],
    "io": ["base"],
    "net": ["base", "io"],
    "tree": ["base", "io"],
    "zookeeper": ["base", "io", "tree"],  # never keeper
    "storage": ["base", "io", "net"],  # S3
    "config": ["base", "io", "storage", "keeper"],  # the releases and what they write
    "keeper": ["base", "io", "tree", "storage"],  # never zookeeper
    "convert": ["base", "io", "tree", "storage", "zookeeper", "keeper", "inspect"],  # the only room that writes both formats
    "compare": ["base", "io", "tree", "storage", "zookeeper", "keeper", "inspect"],  # reads both, never convert
    "probe": ["base", "io", "net", "keeper", "config"],
    "inspect": ["base", "io", "tree", "storage", "zookeeper", "keeper", "config"],
    "recover": ["base", "io", "net", "storage", "config", "keeper", "inspect", "probe", "convert"],
    "backup": ["base", "io", "net", "storage", "config", "keeper", "inspect", "probe", "convert", "recover"],
    "migrate": ["base", "io", "storage", "config", "keeper", "inspect"],
    "tools": ["base", "io", "storage", "keeper"],  # what the programs share
    "keeperctl": ["base", "io", "tree", "storage", "config", "keeper", "inspect", "compare", "convert", "net", "probe",
                  "recover", "backup", "migrate", "tools"],
    "converter": ["base", "io", "convert", "keeper", "tools"],  # keeper: the table of releases
}
PROGRAMS = ["tools", "converter", "keeperctl"]
FOR_PUBLIC_HEADERS = "the standard library and keeperfs/ only: a public header names no dependency"


def problems():
    for path, text in sources():
        room = room_of(path)
        if room not in MAY_INCLUDE:
            yield f"{place(path, 1)}: the room {room} has no entry in the table of layers.py"
            continue
        for line, angled, name in includes(text):
            public = path.is_relative_to(PUBLIC)
            if angled:
                if public and ("/" in name or "." in name):
                    yield f"{place(path, line)}: <{name}>: {FOR_PUBLIC_HEADERS}"
                continue
            if name == "keeperfs/export.h":
                continue
            if name.startswith("keeperfs/"):
                target = name.split("/")[1]
                exists = (PUBLIC / name.removeprefix("keeperfs/")).exists()
            elif (ROOT / "tools" / name).exists() and room in PROGRAMS:
                target, exists = "tools", True
            elif (PRIVATE / name).exists() and "/" in name:
                target, exists = name.split("/")[0], not public and path.is_relative_to(PRIVATE)
            else:
                target, exists = room, (path.parent / name).exists() and not public
            if not exists:
                yield f'{place(path, line)}: "{name}" cannot be included from here'
            elif target != room and target not in MAY_INCLUDE[room]:
                yield f'{place(path, line)}: {room} may not include {target} ("{name}")'


def main():
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [f"ARCHITECTURE.md says nothing of {room}/" for room in MAY_INCLUDE if f"{room}/" not in architecture]
    report([*problems(), *missing])


if __name__ == "__main__":
    main()
