#pragma once
// A directory that is there with all its content or not at all.
#include "keeperfs/io/filesystem.h"

#include <string>
#include <vector>

namespace keeperfs::io {

/// What is put below path() goes with the object unless commit() gives it the target's name. path() is a
/// hidden directory beside the target. Holds directories made by make(), and regular files in them.
class KEEPERFS_EXPORT NewDirectory {
public:
    /// Error(refused) when the target is there and not empty, or a part of an earlier run lies beside it.
    NewDirectory(FileSystem& files, std::string target);
    NewDirectory(const NewDirectory&) = delete;
    NewDirectory& operator=(const NewDirectory&) = delete;
    ~NewDirectory();

    const std::string& path() const noexcept { return part_; }
    const std::string& target() const noexcept { return target_; } ///< without a slash at its end
    /// Another one below; its path.
    std::string make(const std::string& name);
    void commit();

private:
    FileSystem& files_;
    std::string target_, part_;
    std::vector<std::string> made_;
    bool is_done_ = false;

    void make_at(const std::string& path);
    void remove_all() noexcept;
};

} // namespace keeperfs::io
