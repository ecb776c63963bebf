#pragma once
// Where backups lie: manifests, and the objects with their files' contents, each content once. Flat names, so
// that a directory and a prefix of a bucket are the same:
//
//     backup_<id>.json         a manifest
//     data_<content id>[.zst][.sealed]
//     backup.lock              a run that writes
#include "keeperfs/backup/manifest.h"
#include "keeperfs/base/error.h"
#include "keeperfs/export.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/io/sealed_stream.h"
#include "keeperfs/storage/disk.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::backup {

/// One backup of a list; nullopt: its manifest cannot be read, and `problem` says why.
struct ListedBackup {
    std::string id;
    std::optional<Manifest> manifest;
    std::optional<Error> problem;
};

/// 64 hexadecimal digits, as "openssl rand -hex 32" makes them. Error(usage) for anything else.
KEEPERFS_EXPORT io::SecretKey parse_secret_key(std::string_view text);

class KEEPERFS_EXPORT Store {
public:
    /// Borrows the disk. `key`: of encrypted backups.
    explicit Store(storage::Disk& disk, std::optional<io::SecretKey> key = std::nullopt)
        : disk_(disk), key_(key) {}

    storage::Disk& disk() noexcept { return disk_; }
    bool has_key() const noexcept { return key_.has_value(); }
    /// All of them, the oldest first.
    std::vector<ListedBackup> list();
    /// Error(bad_input) when it is not there, damaged, or not authenticated by the key.
    Manifest read(const std::string& id);
    /// Durable and whole, or not at all. Error(refused) when there is one of that id.
    void write(const Manifest& manifest);
    void remove(const std::string& id);

    /// The content of a file. Error(bad_input), with the object's place, for whatever is not what was put;
    /// what was handed out before that must not be used.
    std::unique_ptr<io::Source> open(const BackupFile& file);
    /// Error(refused) for an encrypted backup without a key, or with a key for one that is not encrypted.
    void require_key_for(const Manifest& manifest) const;

    using Opener = std::function<std::unique_ptr<io::Source>()>;
    /// What a content is called; `sha256` in hexadecimal.
    std::string content_id(const std::string& sha256) const;
    /// Stores a content as a new object; what it needs of `file` is content_id and size, and it fills in the
    /// rest. Error(bad_input) when the content is not that of the id.
    void put(BackupFile& file, const Opener& content, bool is_compressed);
    /// Error(bad_output), and the object goes, when it does not hold what was put there.
    void read_back(const BackupFile& file, io::Meter* meter = nullptr);

    static std::string manifest_name(const std::string& id) { return "backup_" + id + ".json"; }
    static constexpr std::string_view object_prefix = "data_", manifest_prefix = "backup_",
                                      lock_name = "backup.lock";

private:
    storage::Disk& disk_;
    std::optional<io::SecretKey> key_;

    std::string object_name(const BackupFile& file) const;
    std::string code_of(std::string_view document) const;
};

} // namespace keeperfs::backup
