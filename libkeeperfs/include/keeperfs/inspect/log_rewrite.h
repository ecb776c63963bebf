#pragma once
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/changelog.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keeperfs::inspect {

struct WrittenLog {
    std::string path;
    std::uint64_t first_index = 0, last_index = 0, records = 0, bytes = 0;
};

/// Writes one changelog, which is there whole or not at all. The temporary file lies in the directory above:
/// servers of 22.x do not start beside one.
class KEEPERFS_EXPORT LogFileWriter {
public:
    LogFileWriter(io::FileSystem& files, std::string path, keeper::ChangelogCodec codec);
    ~LogFileWriter();
    void write(const keeper::ChangelogRecord& record);
    /// fsync, reading back, the final name. A file of that name is not replaced: Error(refused).
    WrittenLog commit();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Writes records to files of `interval` records each; a jump of the index begins a new file.
class KEEPERFS_EXPORT LogRotator {
public:
    LogRotator(io::FileSystem& files, std::string directory, keeper::ChangelogCodec codec,
               std::uint64_t interval);
    void write(const keeper::ChangelogRecord& record);
    std::vector<WrittenLog> finish();

private:
    io::FileSystem& files_;
    std::string directory_;
    keeper::ChangelogCodec codec_;
    std::uint64_t interval_;
    std::unique_ptr<LogFileWriter> current_;
    std::uint64_t in_current_ = 0, last_index_ = 0;
    std::vector<WrittenLog> written_;

    void end_current();
};

} // namespace keeperfs::inspect
