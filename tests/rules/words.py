#!/usr/bin/env python3
"""Words that do not occur in the code, each with its reason, and the one file in which each dependency may appear."""
import re

from sources import PRIVATE, PUBLIC, code_of, includes, place, report, room_of, sources

BANNED = [
    (r"(?<![.>\w])(?:quick_)?exit\s*\(", "only main() ends the program, by returning"),
    (r"\babort\s*\(|\bstd\s*::\s*terminate\s*\(", "a defect is an Error of that kind"),
    (r"\bviews\b|<ranges>", "clang 14 does not compile std::views with gcc 12's library"),
    (r"\bstd\s*::\s*(?:v?format(?:_to)?|print)\b", "not in gcc 12's library; use fmt"),
    (r"\bvolatile\b", "threads and signals share atomics"),
    (r"\b(?:strto[a-z]+|ato[ifl]l?|sto(?:i|l|ll|ul|ull|f|d|ld))\s*\(", "depends on the locale; use std::from_chars"),
    (r"\bv?s?n?(?:f|d)?printf\s*\(|\b[fs]?scanf\s*\(", "depends on the locale; use fmt"),
    (r"\b(?:is(?:alpha|digit|alnum|space|upper|lower|punct|print|xdigit|cntrl)|to(?:upper|lower))\s*\(",
     "depends on the locale"),
    (r"\b(?:setlocale|strcoll|strftime|localtime(?:_r)?|mktime)\b|\bstd\s*::\s*(?:locale|put_time|get_time|regex)\b",
     "depends on the locale or the time zone"),
]
BANNED_IN_THE_LIBRARY = [
    (r"\bstd\s*::\s*(?:cout|cerr|clog|cin)\b|\bfmt\s*::\s*print\s*\(", "the library never prints"),
]

# Dependency -> its header, and the only files that may include it, so that it can be exchanged; fmt alone is everywhere.
DOORS = {
    "CLI11": ("CLI/", ["converter/", "tools/"]),
    "LZ4": ("lz4", ["io/codec_compressed_blocks.cpp"]),
    "OpenSSL": ("openssl/", ["base/cipher.cpp", "base/md5.cpp", "base/sha1.cpp", "base/sha256.cpp", "net/tls.cpp"]),
    "RapidJSON": ("rapidjson/", ["base/json_value.cpp", "base/json_writer.cpp"]),
    "libcurl": ("curl/", ["net/http.cpp", "net/http_failure.cpp"]),
    "libdeflate": ("libdeflate.h", ["base/checksum.h"]),
    "pugixml": ("pugixml", ["config/xml_reader.cpp", "storage/s3_answer.cpp"]),
    "snappy": ("snappy", ["io/codec_snappy_java.cpp"]),
    "xxHash": ("xxhash.h", ["base/xxhash.h"]),
    "yaml-cpp": ("yaml-cpp/", ["config/yaml_parser.cpp"]),
    "zlib": ("zlib.h", ["io/codec_gzip.cpp"]),
    "zstd": ("zstd", ["io/codec_zstd.cpp", "io/zstd_frames.cpp",
                      "io/codec_compressed_blocks.cpp"]),  # blocks may be of zstd as well
}
# The operating system's headers: in the rooms that talk to it, so that a test can make each call fail.
SYSTEM = re.compile(r"(?:sys/\w+|netinet/\w+|netdb|fcntl|pwd|unistd|dirent|poll|termios|pthread|sched|malloc)\.h")
ROOMS_THAT_TALK_TO_THE_SYSTEM = ["io", "net", "converter", "tools"]


def words():
    for path, text in sources():
        banned = BANNED + (BANNED_IN_THE_LIBRARY if path.is_relative_to(PUBLIC) or path.is_relative_to(PRIVATE) else [])
        code = code_of(text)
        for pattern, reason in banned:
            for match in re.finditer(pattern, code):
                yield f"{place(path, code.count(chr(10), 0, match.start()) + 1)}: {match[0].strip()}: {reason}"


def doors():
    for path, text in sources():
        for line, angled, name in includes(text):
            if not angled or not re.search(r"[/.]", name) or name.startswith("fmt/"):
                continue
            door = next((door for door, (prefix, _) in DOORS.items() if name.startswith(prefix)), None)
            if door:
                if not any(f"/{file}" in str(path) for file in DOORS[door][1]):
                    yield f"{place(path, line)}: {door} is used through {' and '.join(DOORS[door][1])} only"
            elif name == "sys/resource.h":
                continue  # figures about this process
            elif not SYSTEM.fullmatch(name):
                yield f"{place(path, line)}: <{name}> belongs to no dependency that words.py knows"
            elif room_of(path) not in ROOMS_THAT_TALK_TO_THE_SYSTEM:
                yield f"{place(path, line)}: <{name}>: only io/, net/ and the programs talk to the operating system"


def main():
    report([*words(), *doors()])


if __name__ == "__main__":
    main()
