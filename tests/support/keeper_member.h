#pragma once
// The directory of one member of an ensemble, with logs and snapshots made by hand or a copy of a real one.
#include "support/keeper_records.h"
#include "support/keeper_snapshots.h"
#include "support/test_dir.h"

#include "keeperfs/inspect/data_places.h"
#include "keeperfs/keeper/file_names.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace keeperfs::test {

struct KeeperMember {
    TestDir dir;

    explicit KeeperMember(const std::string& directory) {
        std::filesystem::copy(golden("keeper/" + directory), dir.path(),
                              std::filesystem::copy_options::recursive);
    }
    KeeperMember() {
        std::filesystem::create_directory(dir.path() / "log");
        std::filesystem::create_directory(dir.path() / "snapshots");
    }
    std::string directory() const { return dir.path().string(); }
    std::filesystem::path log(const std::string& name) const { return dir.path() / "log" / name; }
    inspect::DataPlaces places() const {
        return inspect::find_data_places(io::FileSystem::system(), dir.path());
    }
    /// A changelog of these indices. `salt` makes other records of the same index and term.
    void write(std::uint64_t from, std::uint64_t to, std::uint64_t term, std::uint64_t salt = 0) const {
        StringSink sink;
        keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
        for (std::uint64_t index = from; index <= to; ++index) {
            const std::string blob = removal_blob(index + salt);
            writer.write({.index = index, .term = term, .blob = as_bytes(blob)});
        }
        writer.finish();
        write_file(log(keeper::changelog_name(from, to, keeper::ChangelogCodec::plain)), sink.content);
    }
    /// A snapshot of a tree with nothing but its root.
    void write_snapshot(std::uint64_t index, std::uint64_t term) const {
        WholeSnapshot whole;
        whole.header.version = keeper::snapshot_version::zxid_and_digest;
        whole.header.last_log_index = index;
        whole.header.last_log_term = term;
        whole.header.metadata_configuration = keeper::empty_cluster_configuration();
        whole.header.zxid = static_cast<std::int64_t>(index);
        whole.nodes.push_back({"/", "", {}});
        write_file(dir.path() / "snapshots" / ("snapshot_" + std::to_string(index) + ".bin.zstd"),
                   compress(encode(whole, whole.header.version), keeper::SnapshotCodec::zstd));
    }
};

} // namespace keeperfs::test
