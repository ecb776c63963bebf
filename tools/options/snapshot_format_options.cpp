#include "options/snapshot_format_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace options {

using keeperfs::Error;
using keeperfs::ErrorKind;
namespace keeper = keeperfs::keeper;

void SnapshotFormatOptions::add_to(CLI::App& app, const char* group, const Defaults& defaults) {
    app.add_option("--snapshot-version", snapshot_version_,
                   fmt::format("Snapshot format; default {}", defaults.snapshot_version))
        ->type_name("3..9")
        ->check(CLI::Range(keeper::snapshot_version::oldest_written, keeper::snapshot_version::newest)
                    .description(""))
        ->group(group);
    app.add_option("--for-keeper", for_keeper_, "Write what this release itself writes, for example 25.3")
        ->type_name("RELEASE")
        ->group(group);
    // As texts: of what is no number, the parser would only say that.
    app.add_option("--digest-version", digest_version_,
                   fmt::format("Store the tree's digest; default {}", defaults.digest_version))
        ->type_name("0|1|2|4|5")
        ->check(CLI::IsMember({"0", "1", "2", "4", "5"}).description(""))
        ->group(group);
    app.add_option("--codec", codec_,
                   fmt::format("Default {}; lz4: ClickHouse's compressed blocks", defaults.codec))
        ->type_name("zstd|lz4")
        ->check(CLI::IsMember({"zstd", "lz4"}).description(""))
        ->group(group);
    app.add_option("--compression-level", compression_level_, "Level of zstd, 1 to 19 (default 3)")
        ->type_name("N")
        ->check(CLI::Range(1, 19).description(""))
        ->group(group);
}

void SnapshotFormatOptions::add_threads_to(CLI::App& app, const char* group) {
    app.add_option("--threads", threads_, "Threads for compression (default: one a core)")
        ->type_name("N")
        ->check(CLI::Range(1, 1024).description(""))
        ->group(group);
}

SnapshotFormatOptions::Choice SnapshotFormatOptions::chosen() const {
    Choice choice{snapshot_version_, digest_version_, {}};
    if (!codec_.empty())
        choice.codec = codec_ == "lz4" ? keeper::SnapshotCodec::lz4_blocks : keeper::SnapshotCodec::zstd;
    if (for_keeper_.empty())
        return choice;
    if (snapshot_version_)
        throw Error(ErrorKind::usage,
                    "--for-keeper chooses the snapshot version; give it or --snapshot-version, not both");
    const auto release = keeper::parse_release(for_keeper_);
    if (!release)
        throw Error(ErrorKind::usage, fmt::format("--for-keeper: {} is not a release such as 25.3",
                                                  keeperfs::escaped(for_keeper_)));
    choice.snapshot_version = keeper::default_snapshot_version(*release);
    if (*release < keeper::oldest_known_release ||
        *choice.snapshot_version < keeper::snapshot_version::oldest_written)
        throw Error(ErrorKind::usage,
                    fmt::format("--for-keeper: {} is older than 21.11, the oldest release that can be "
                                "written for",
                                for_keeper_));
    if (*release > keeper::newest_known_release)
        throw Error(ErrorKind::usage,
                    fmt::format("--for-keeper: nothing is known of {}; the newest known release is {}",
                                for_keeper_, keeper::text_of(keeper::newest_known_release)));
    if (!choice.digest_version)
        choice.digest_version = keeper::digest_version_of(*release);
    return choice;
}

void check_digest_version(int digest_version, int snapshot_version) {
    if (digest_version != 0 && snapshot_version < keeper::snapshot_version::zxid_and_digest)
        throw Error(ErrorKind::usage,
                    fmt::format("--digest-version: snapshot version {} stores no digest; it came with {}",
                                snapshot_version, keeper::snapshot_version::zxid_and_digest));
}

} // namespace options
