// Input: the name of a file, or of a release.
#include "fuzz/fuzz_target.h"

#include "keeperfs/keeper/file_names.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/zookeeper/data_dir.h"

#include <fmt/format.h>

namespace keeperfs::fuzz {

namespace {

void check_zxid(std::string_view name, std::string_view prefix) {
    const auto zxid = zookeeper::zxid_of_name(name, prefix);
    if (!zxid || *zxid < 0)
        return;
    require(name.starts_with(prefix), "a name without its prefix has a zxid");
    require(zookeeper::zxid_of_name(fmt::format("{}.{:x}", prefix, *zxid), prefix) == zxid,
            "a zxid changes in a name");
}

void check_snapshot(std::string_view name) {
    if (const auto index = keeper::snapshot_index(name))
        require(keeper::snapshot_index(fmt::format("snapshot_{}.bin.zstd", *index)) == index,
                "an index changes in a name");
}

void check_changelog(std::string_view name) {
    const auto parts = keeper::parse_changelog_name(name);
    if (!parts)
        return;
    const auto again = keeper::parse_changelog_name(
        fmt::format("changelog_{}_{}.{}", parts->from, parts->to, parts->extension));
    require(again && again->from == parts->from && again->to == parts->to &&
                again->extension == parts->extension,
            "a changelog's name changes");
}

void check_release(std::string_view text) {
    const auto release = keeper::parse_release(text);
    if (!release)
        return;
    require(keeper::parse_release(keeper::text_of(*release)) == release, "a release changes as text");
    const int written = keeper::default_snapshot_version(*release);
    require(written <= keeper::newest_readable_snapshot_version(*release),
            "a release does not read what it writes");
    keeper::digest_version_of(*release);
}

} // namespace

void run_one(Bytes bytes) {
    const std::string_view text = as_text(bytes);
    check_zxid(text, "snapshot");
    check_zxid(text, "log");
    check_snapshot(text);
    check_changelog(text);
    check_release(text);
}

} // namespace keeperfs::fuzz
