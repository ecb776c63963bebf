#pragma once
// A directory that is written as a server writes it: records are appended, often cut by the end of a buffer;
// logs are rotated and get their true name when they are closed, snapshots are made beside their marker, old
// files go.
#include "support/keeper_records.h"
#include "support/test_dir.h"

#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/file_names.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/keeper/state_file.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <string>

namespace keeperfs::test {

/// A request that creates "/n<index>", or below an earlier one; it has no digest.
inline std::string creation_blob(std::uint64_t index) {
    std::string behind;
    append_le(behind, std::int64_t{1'700'000'000'000} + static_cast<std::int64_t>(index));
    append_le(behind, static_cast<std::int64_t>(index));
    append_le(behind, std::uint8_t{0});
    const std::string parent = index > 10 && index % 3 == 0 ? "/n" + std::to_string(index / 9 * 3 + 1) : "";
    const std::string body = Jute()
                                 .text(parent + "/n" + std::to_string(index))
                                 .text("data " + std::to_string(index))
                                 .int32(1)
                                 .int32(31)
                                 .text("world")
                                 .text("anyone")
                                 .int32(0)
                                 .bytes();
    return request_blob(7, static_cast<std::int32_t>(index), keeper::OpNum::create, body, behind);
}

class LivingKeeper {
public:
    struct Habits {
        std::uint64_t records_a_log = 40, records_a_snapshot = 60, reserved = 50;
        std::size_t snapshots_to_keep = 3;
    };
    LivingKeeper(std::filesystem::path directory, Habits habits)
        : directory_(std::move(directory)), habits_(habits) {
        std::filesystem::create_directories(directory_ / "log");
        std::filesystem::create_directories(directory_ / "snapshots");
        keeper::RaftState state;
        state.term = 1;
        write_file(directory_ / "state", keeper::encode_state_file(state));
    }

    std::uint64_t last_index() const noexcept { return last_; }
    std::string directory() const { return directory_.string(); }

    void append(std::uint64_t records) {
        for (; records > 0; --records)
            append_one();
        flush_up_to(pending_.size());
    }
    /// The last record is only half there.
    void tear() {
        write_to_buffer(last_ + 1);
        flush_up_to(pending_.size() / 2);
        ++last_;
    }
    void snapshot() {
        flush_up_to(pending_.size());
        const auto snapshots = storage::local_disk((directory_ / "snapshots").string());
        const auto logs = storage::local_disk((directory_ / "log").string());
        const auto replayed = keeper::replay_directory(*snapshots, *logs, {});
        const std::string name = "snapshot_" + std::to_string(last_) + ".bin.zstd";
        const auto marker = directory_ / "snapshots" / ("tmp_" + name);
        write_file(marker, "");
        convert::ReplayedSnapshotOptions to;
        to.output_dir = (directory_ / "snapshots").string();
        to.threads = 1;
        convert::write_replayed_snapshot(io::FileSystem::system(), replayed.replay, to);
        std::filesystem::remove(marker);
        snapshots_.push_back(name);
        compact();
    }

private:
    struct Log {
        std::string name;
        std::uint64_t from = 0, to = 0;
    };
    std::filesystem::path directory_;
    Habits habits_;
    std::uint64_t last_ = 0;
    std::deque<Log> logs_;
    std::deque<std::string> snapshots_;
    std::string pending_; ///< what a server has in its buffer

    std::filesystem::path path_of(const Log& log) const { return directory_ / "log" / log.name; }

    void append_one() {
        if (logs_.empty() || last_ + 1 - logs_.back().from >= habits_.records_a_log)
            rotate();
        write_to_buffer(last_ + 1);
        ++last_;
        // Buffers end anywhere.
        if (last_ % 4 == 0)
            flush_up_to(pending_.size() - last_ % 37);
        if (last_ % habits_.records_a_snapshot == 0)
            snapshot();
    }
    void write_to_buffer(std::uint64_t index) {
        StringSink sink;
        keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
        const std::string blob = creation_blob(index);
        writer.write({.index = index, .term = 1, .blob = as_bytes(blob)});
        writer.finish();
        pending_ += sink.content;
    }
    void flush_up_to(std::size_t size) {
        std::ofstream out(path_of(logs_.back()), std::ios::binary | std::ios::app);
        out.write(pending_.data(), static_cast<std::streamsize>(size));
        pending_.erase(0, size);
    }
    /// Closed early, a log gets its true name (24 on).
    void rotate() {
        if (!logs_.empty()) {
            flush_up_to(pending_.size());
            Log& closed = logs_.back();
            const auto before = path_of(closed);
            closed.to = last_;
            closed.name = keeper::changelog_name(closed.from, closed.to, keeper::ChangelogCodec::plain);
            std::filesystem::rename(before, path_of(closed));
        }
        const std::uint64_t from = last_ + 1, to = from + 100'000 - 1;
        logs_.push_back({keeper::changelog_name(from, to, keeper::ChangelogCodec::plain), from, to});
        write_file(path_of(logs_.back()), "");
    }
    void compact() {
        while (snapshots_.size() > habits_.snapshots_to_keep) {
            std::filesystem::remove(directory_ / "snapshots" / snapshots_.front());
            snapshots_.pop_front();
        }
        while (logs_.size() > 1 && last_ > habits_.reserved && logs_.front().to <= last_ - habits_.reserved) {
            std::filesystem::remove(path_of(logs_.front()));
            logs_.pop_front();
        }
    }
};

} // namespace keeperfs::test
