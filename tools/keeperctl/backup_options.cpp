#include "backup_options.h"

#include "options/secret_file.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace keeperfs;

void StoreOptions::add_to(CLI::App& app) {
    app.add_option("STORE", where_, "Where the backups lie: a directory or s3://bucket/prefix")
        ->type_name("")
        ->required();
    add_access_to(app);
}

void StoreOptions::add_access_to(CLI::App& app) {
    const char* group = "Encryption";
    CLI::Option* const file =
        app.add_option("--key-file", key_file_, "Holds the key of the backups: 64 hexadecimal digits")
            ->type_name("FILE")
            ->group(group);
    app.add_option("--key-env", key_variable_, "The environment variable that has the key")
        ->type_name("NAME")
        ->excludes(file)
        ->group(group);
    s3_.add_to(app);
}

std::optional<io::SecretKey> StoreOptions::key() const {
    if (!key_file_.empty())
        return backup::parse_secret_key(options::secret_from_file("--key-file", key_file_));
    if (key_variable_.empty())
        return std::nullopt;
    const char* const value = std::getenv(key_variable_.c_str());
    if (value == nullptr || *value == '\0')
        throw Error(ErrorKind::usage,
                    fmt::format("--key-env: the variable {} is not set", escaped(key_variable_)));
    return backup::parse_secret_key(value);
}

StoreOptions::Opened StoreOptions::open(bool makes) const {
    Opened opened;
    opened.disk = open_disk(makes);
    opened.store = std::make_unique<backup::Store>(*opened.disk, key());
    return opened;
}

std::unique_ptr<storage::Disk> StoreOptions::open_disk(bool makes) const {
    if (options::is_in_s3(where_))
        return s3_.open(where_);
    io::FileSystem& files = io::FileSystem::system();
    if (makes && !files.exists(where_))
        files.make_directory(where_);
    if (files.is_regular_file(where_))
        throw Error(ErrorKind::bad_input, "this is a file, and backups lie in a directory").file(where_);
    if (!files.is_directory(where_))
        throw Error(ErrorKind::bad_input, "this is no directory").file(where_);
    return storage::local_disk(where_);
}
