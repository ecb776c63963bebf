#pragma once
// A directory or a part of an S3 bucket, as the word of a command line: DIR or s3://bucket/prefix.
#include "keeperfs/storage/disk.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace options {

/// Whether the word begins with "s3://".
bool is_in_s3(const std::string& word);

/// The value of a variable of this program's environment.
std::optional<std::string> environment_variable(const std::string& name);

/// What such a word does not say. Secrets come from the environment and from files.
struct S3Options {
    std::string endpoint, region, credentials_file;

    void add_to(CLI::App& app);

    /// Of "s3://bucket/prefix", which is meant as a folder. Error(usage) for what is none.
    keeperfs::storage::S3Settings settings(const std::string& word) const;
    /// For keys of other places that do not say their own: the file, where one is named, alone.
    keeperfs::storage::Environment environment() const;
    /// Of either; a directory is not made.
    std::unique_ptr<keeperfs::storage::Disk> open(const std::string& word) const;
};

} // namespace options
