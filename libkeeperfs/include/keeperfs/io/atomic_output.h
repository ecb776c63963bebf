#pragma once
// A file that is there whole or not at all.
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keeperfs::io {

/// Writes to a temporary file beside the target; commit() makes it the target. Without a commit the temporary
/// file goes with the object.
///
/// The temporary name, ".keeperfs.<target>.<random>.part", begins with a dot: in a snapshot directory a
/// Keeper of any release passes over it (22.x would delete "tmp_*", later releases take "tmp_*" for a marker
/// that condemns the file of that name). It must not be used in a changelog directory: a 22.x server refuses
/// to start on a foreign name there; give another directory of the same file system. The running writer holds
/// a lock on the temporary file, so the files of dead runs can be told from its own.
class KEEPERFS_EXPORT AtomicOutput : public Sink {
public:
    AtomicOutput(FileSystem& files, std::string target, FileSystem::Existing policy);
    AtomicOutput(FileSystem& files, std::string target, FileSystem::Existing policy,
                 const std::string& temporary_directory);
    AtomicOutput(const AtomicOutput&) = delete;
    AtomicOutput& operator=(const AtomicOutput&) = delete;
    ~AtomicOutput() override;

    void write(Bytes bytes) override;
    /// Ends the writing: fsync. The temporary file can be read back from then on.
    void finish() override;
    /// The finished file takes the target's name, and the directory is fsynced.
    void commit();

    const std::string& temporary_path() const noexcept { return temporary_; }
    std::uint64_t bytes_written() const noexcept { return written_; }

private:
    FileSystem& files_;
    std::string target_, temporary_;
    FileSystem::Existing policy_;
    std::unique_ptr<File> file_;
    std::uint64_t written_ = 0;
    bool committed_ = false;

    void remove_temporary() noexcept;
};

/// Names of temporary files in `directory` that no running process holds any more.
KEEPERFS_EXPORT std::vector<std::string> abandoned_outputs(FileSystem& files, const std::string& directory);

} // namespace keeperfs::io
