#pragma once
// Where backups lie, a directory or a part of a bucket, and the key of those that are encrypted; the same in
// every command that has to do with them.
#include "options/s3_options.h"

#include "keeperfs/backup/store.h"

#include <memory>
#include <optional>
#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

class StoreOptions {
public:
    /// As the argument STORE.
    void add_to(CLI::App& app);
    /// Of a command that has its own way to name the store.
    void add_access_to(CLI::App& app);

    const std::string& where() const noexcept { return where_; }
    void set_where(std::string where) { where_ = std::move(where); }
    std::optional<keeperfs::io::SecretKey> key() const;
    const options::S3Options& s3() const noexcept { return s3_; }

    struct Opened {
        std::unique_ptr<keeperfs::storage::Disk> disk;
        std::unique_ptr<keeperfs::backup::Store> store;
    };
    /// Error(usage) when there is no such place. `makes`: a directory that is not there is made.
    Opened open(bool makes = false) const;

private:
    std::string where_, key_file_, key_variable_;
    options::S3Options s3_;

    std::unique_ptr<keeperfs::storage::Disk> open_disk(bool makes) const;
};
