#pragma once
#include "keeperfs/keeper/snapshot_reader.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace options {

/// In which form a snapshot is written; the same in every command that writes one.
class SnapshotFormatOptions {
public:
    struct Defaults {
        const char* snapshot_version;
        const char* digest_version;
        const char* codec;
    };
    /// `defaults`: what holds without the option, for --help.
    void add_to(CLI::App& app, const char* group, const Defaults& defaults);
    void add_threads_to(CLI::App& app, const char* group);

    /// What was said; nullopt where nothing was. Throws Error(usage) for what cannot be meant.
    struct Choice {
        std::optional<int> snapshot_version, digest_version;
        std::optional<keeperfs::keeper::SnapshotCodec> codec;
    };
    Choice chosen() const;
    int compression_level() const noexcept { return compression_level_; }
    unsigned threads() const noexcept { return threads_; }

private:
    std::string for_keeper_, codec_;
    std::optional<int> snapshot_version_, digest_version_;
    int compression_level_ = 3;
    unsigned threads_ = 0;
};

/// Throws Error(usage) for a digest in a version that stores none.
void check_digest_version(int digest_version, int snapshot_version);

} // namespace options
